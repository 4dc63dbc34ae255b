"""What may leave: counts, pseudonymous rows or identified rows (meaning 31)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from trialmatch.cohort.basis import Basis
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.plan.criteria import EligibilityCriteria, Purpose
from trialmatch.vocabulary.calendar import day_number

KEY_BYTES = 32
# Rows about nobody need no secret; with a key known to all, a demonstration gives the same ids
# everywhere.
PUBLIC_KEY = b"trialmatch: a public key for synthetic data alone"


class Level(Enum):
    """How much of a person is shown."""

    COUNTS = "counts"
    PSEUDONYMOUS = "pseudonymous"
    IDENTIFIED = "identified"


class Withheld(Enum):
    """Why rows are not shown. Each has its words in `wording`."""

    NO_BASIS = "no basis recorded"
    FILE_BASIS_NOT_STATUTORY = "basis in the criteria file is not statutory"
    BASIS_EXPIRED = "basis expired"
    NO_PURPOSE = "no purpose stated"


@dataclass(frozen=True, slots=True)
class Release:
    """The decision for one criteria set: the level, and why it is no higher.

    `key` is the secret that row ids are made with; it is never shown.
    """

    level: Level
    synthetic: bool = False
    basis: Basis | None = None
    purpose: str = ""
    withheld: tuple[Withheld, ...] = ()
    key: bytes = field(default=b"", repr=False)

    @property
    def shows_rows(self) -> bool:
        """Whether subjects may be listed at all."""
        return self.level is not Level.COUNTS


def decide(
    criteria: EligibilityCriteria,
    *,
    synthetic: bool,
    basis: Basis | None,
    purpose: str,
    identified: bool,
    today: date,
    key: bytes | None = None,
) -> Release:
    """The level at which a criteria set's result may be written on a day.

    `basis` is what the site declares for these criteria; a registry without one may rest on
    the statutory basis in its own file. Made-up data need neither basis nor purpose. Raises
    UsageError where rows may be shown but there is no `key` for their ids.
    """
    basis = standing_basis(criteria, basis)
    rows = Level.IDENTIFIED if identified else Level.PSEUDONYMOUS
    if synthetic:
        return Release(rows, True, basis, purpose.strip(), key=key or PUBLIC_KEY)
    withheld = against_rows(criteria, basis, purpose, today)
    if withheld:
        return Release(Level.COUNTS, False, basis, purpose.strip(), withheld)
    if key is None:
        raise UsageError([_no_key(criteria.id)])
    return Release(rows, False, basis, purpose.strip(), key=_long_enough(key))


def standing_basis(criteria: EligibilityCriteria, declared: Basis | None) -> Basis | None:
    """The basis that the site declares, else a registry's own; None where there is neither."""
    if declared is not None and declared.kind and declared.reference.strip():
        return declared
    return criteria.basis if criteria.purpose is Purpose.REGISTRY else None


def against_rows(
    criteria: EligibilityCriteria, basis: Basis | None, purpose: str, today: date
) -> tuple[Withheld, ...]:
    """Why rows about people may not be shown on a day; empty where they may."""
    found = []
    if basis is None:
        found.append(Withheld.NO_BASIS)
    elif basis is criteria.basis and basis.kind != "statutory":
        found.append(Withheld.FILE_BASIS_NOT_STATUTORY)
    elif basis.valid_to is not None and day_number(today) > basis.valid_to:
        found.append(Withheld.BASIS_EXPIRED)
    if not purpose.strip():
        found.append(Withheld.NO_PURPOSE)
    return tuple(found)


def read_key(path: Path) -> bytes:
    """The secret in a key file. Raises UsageError where it cannot be read or is too short."""
    try:
        return _long_enough(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(
            [_key_problem(f"the key file cannot be read: {error.strerror}", str(path))]
        ) from None


def _long_enough(key: bytes, path: str = "") -> bytes:
    if len(key) < KEY_BYTES:
        raise UsageError([_key_problem(f"the key has fewer than {KEY_BYTES} bytes", path)])
    return key


def _no_key(criteria_id: str) -> Diagnostic:
    return _key_problem(f"{criteria_id} cannot be listed: there is no key for the row ids", "")


def _key_problem(message: str, path: str) -> Diagnostic:
    return Diagnostic(
        path,
        "no-list-key",
        message,
        why="an id made without a secret could be traced back by trying every person number",
        instead=(
            "make one, and keep it from everybody who gets a list:\n"
            "    python -c \"import secrets; open('lists.key', 'xb').write("
            f'secrets.token_bytes({KEY_BYTES}))"\n'
            '  and in site.toml, under [release]: key_file = "lists.key"'
        ),
    )
