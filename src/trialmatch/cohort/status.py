"""Row statuses: which rows happened, which may have, and which never count (meaning 13)."""

from __future__ import annotations

from enum import Enum


class Certainty(Enum):
    """Whether a row counts as having happened."""

    DEFINITE = "counts"
    POSSIBLE = "may count"
    NEVER = "never counts"


# The closed word list of the cohort schema's `status` column; no status counts as confirmed.
STATUSES: dict[str, Certainty] = {
    "": Certainty.DEFINITE,
    "confirmed": Certainty.DEFINITE,
    "final": Certainty.DEFINITE,
    "corrected": Certainty.DEFINITE,
    "completed": Certainty.DEFINITE,
    "in-progress": Certainty.DEFINITE,
    "active": Certainty.DEFINITE,
    "stopped": Certainty.DEFINITE,
    "preliminary": Certainty.POSSIBLE,
    "unconfirmed": Certainty.POSSIBLE,
    "provisional": Certainty.POSSIBLE,
    "differential": Certainty.POSSIBLE,
    "on-hold": Certainty.POSSIBLE,
    "entered-in-error": Certainty.NEVER,
    "refuted": Certainty.NEVER,
    "cancelled": Certainty.NEVER,
    "not-done": Certainty.NEVER,
    "do-not-perform": Certainty.NEVER,
    "planned": Certainty.NEVER,
    "family-history": Certainty.NEVER,
}

# Rows of these never count as having happened, but can be asked for by name.
PLANNED, FAMILY_HISTORY = "planned", "family-history"
BY_NAME_ALONE = (PLANNED, FAMILY_HISTORY)


def certainty(status: str) -> Certainty:
    """Whether a row of this status counts; a word outside the list may count, so is POSSIBLE."""
    return STATUSES.get(status, Certainty.POSSIBLE)


def counts_as(status: str, asked: str) -> Certainty:
    """Whether a row of this status counts where rows of the status `asked` are asked for by name.

    Without a name (""), rows that happened are asked for.
    """
    if not asked:
        return certainty(status)
    return Certainty.DEFINITE if status == asked else Certainty.NEVER
