"""One patient's record as plain objects, for the engine that answers one subject at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trialmatch.vocabulary.calendar import Moment


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a measurement or observation, as the source gave it.

    `number` with `comparator` (< <= > >=) is only a bound. `absent` is the source's reason
    for having no result at all.
    """

    number: float | None = None
    comparator: str = ""
    unit: str = ""
    text: str = ""
    system: str = ""
    code: str = ""
    range_low: float | None = None
    range_high: float | None = None
    absent: str = ""

    @property
    def empty(self) -> bool:
        """No result: a reason for absence, or neither number, text nor code (meaning 8)."""
        return bool(self.absent) or (self.number is None and not self.text and not self.code)


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One event of one patient, with all its codings (system, canonical code)."""

    kind: str
    id: str
    codings: tuple[tuple[str, str], ...]
    start: Moment
    end: Moment | None = None
    display: str = ""
    status: str = ""
    act: str = ""
    position: str = ""
    contact: str = ""
    contact_type: str = ""
    department: str = ""
    institution: str = ""
    result: Result | None = None
    days_supply: float | None = None
    source: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str:
        """What the source says of the row in words of its own; empty where it says nothing."""
        return dict(self.attributes).get(name, "")

    def __repr__(self) -> str:
        """The kind alone: a row's content never reaches a log."""
        return f"Row({self.kind!r})"


@dataclass(frozen=True, slots=True, repr=False)
class PatientRecord:
    """One patient with all rows, by kind, each sorted by start, code and id.

    `periods` are declared observation periods as (first day, last day), None where the
    source declares none for anybody.
    """

    patient: str
    birth: Moment | None
    sex: str
    death: Moment | None
    deceased: bool
    rows: Mapping[str, tuple[Row, ...]]
    periods: tuple[tuple[int, int], ...] | None = None
    person_number: str = ""
    name: str = ""

    def __repr__(self) -> str:
        """Counts, never content."""
        return f"PatientRecord({sum(len(rows) for rows in self.rows.values())} rows)"
