"""Evidence: what an answer rests on, also when it rests on finding nothing (meaning 30)."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.vocabulary.calendar import Moment

# How many deciding rows are shown; the total stands beside them.
ROWS_SHOWN = 10


@dataclass(frozen=True, slots=True, repr=False)
class RowEvidence:
    """One row that the answer rests on. `value` and `unit` are as the source gave them.

    `act` says how a medication is known: ordered, dispensed, given or reported.
    """

    kind: str
    system: str
    code: str
    display: str
    start: Moment
    end: Moment | None
    row: str
    source: str
    value: str = ""
    unit: str = ""
    status: str = ""
    position: str = ""
    act: str = ""
    contact_type: str = ""
    possible: bool = False
    doubts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """The kind alone; content never reaches a log."""
        return f"RowEvidence({self.kind!r})"


@dataclass(frozen=True, slots=True, repr=False)
class SearchEvidence:
    """A search that found nothing: what was looked for, where, and the nearest row outside.

    `first_day` and `last_day` bound the search (None is the beginning of the record), and
    `record_start` and `cut_off` say how far the source reaches where that is declared.
    """

    kinds: tuple[str, ...]
    about: str
    codes: str
    first_day: int | None
    last_day: int | None
    record_start: int | None
    cut_off: int | None
    nearest: RowEvidence | None = None

    def __repr__(self) -> str:
        """What was searched for; no patient content."""
        return f"SearchEvidence({self.about!r})"


@dataclass(frozen=True, slots=True, repr=False)
class FactEvidence:
    """A fact of the subject: its age, its sex, its index. `value` is the fact in short."""

    fact: str
    value: str
    unit: str = ""

    def __repr__(self) -> str:
        """The fact's name alone."""
        return f"FactEvidence({self.fact!r})"


Evidence = RowEvidence | SearchEvidence | FactEvidence
