"""The subject that a question is put to: whose record, at which index, seen how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.cohort.status import PLANNED
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    from trialmatch.engines.reference.member import Member


@dataclass(frozen=True, slots=True, repr=False)
class SubjectRecord:
    """A subject with all that may be seen of it.

    `index` is the as-of moment of a patient and the start of an event; `own` is the event's
    row, and `tried` are by name the rows that are tried one by one. The record is one
    `known_at` the as-of moment (meaning 1 and 2).
    """

    record: PatientRecord
    index: Moment
    as_of: Moment
    holdings: Holdings
    own: Row | None = None
    tried: Mapping[str, Member] = field(default_factory=dict)

    def rows(self, kind: str) -> tuple[Row, ...]:
        """The rows of one kind."""
        return self.record.rows.get(kind, ())

    @property
    def data_end(self) -> int:
        """The last minute for which finding nothing can mean that there was nothing."""
        cut_off = self.holdings.cut_off
        return self.as_of.hi if cut_off is None else min(self.as_of.hi, cut_off)

    def as_patient(self) -> SubjectRecord:
        """The patient as of the run's moment."""
        return SubjectRecord(self.record, self.as_of, self.as_of, self.holdings)

    @property
    def own_contact(self) -> str:
        """The contact of an event subject, empty where there is none."""
        return contact_of(self.own) if self.own is not None else ""


def exists_at(row: Row, as_of: Moment) -> bool:
    """Whether there is the row at the as-of moment; what is planned may lie after it."""
    return row.start.lo <= as_of.hi or row.status == PLANNED


def known_at(record: PatientRecord, as_of: Moment) -> PatientRecord:
    """The record without the rows that began after the as-of moment: they do not exist."""
    if all(rows[-1].start.lo <= as_of.hi for rows in record.rows.values() if rows):
        return record
    rows = {
        kind: tuple(row for row in rows if exists_at(row, as_of))
        for kind, rows in record.rows.items()
    }
    return replace(record, rows=rows)


def contact_of(row: Row) -> str:
    """The contact that a row belongs to; a visit is its own."""
    return row.id if row.kind == "visit" else row.contact
