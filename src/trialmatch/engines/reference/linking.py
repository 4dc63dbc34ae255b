"""Whether another row is a row's partner: surely, perhaps, or not (meaning 16 and 16a)."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.extents import end_of, has_open_end
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.placing import View, placed, why_unsure
from trialmatch.engines.reference.subject import SubjectRecord, contact_of
from trialmatch.engines.reference.windows import opening
from trialmatch.plan import algebra
from trialmatch.verdict import Missing, Reason


@dataclass(frozen=True, slots=True)
class Linked:
    """A link: sure, or only possible for the reasons in `doubts`."""

    doubts: tuple[Reason, ...] = ()

    @property
    def surely(self) -> bool:
        """A link that is certain."""
        return not self.doubts


def linked(link: algebra.Link, member: Member, other: Row, ask: Asking) -> Linked | None:
    """The link between a member and another row, None where there is none."""
    match link:
        case algebra.SameContact():
            return _same_contact(member.row, other, ask.subject)
        case algebra.Near():
            return _near(link, member, other, ask)
        case algebra.During():
            return _during(member.row, other, ask.subject)
    raise TypeError(f"no such link: {type(link).__name__}")


def _same_contact(row: Row, other: Row, subject: SubjectRecord) -> Linked | None:
    """The same id, else perhaps the same on the same days in the same unit."""
    a, b = contact_of(row), contact_of(other)
    if a and b:
        return Linked() if a == b else None
    same_unit = not (row.department and other.department) or row.department == other.department
    if same_unit and _share_a_day(row, other, subject):
        return Linked((Reason.of(Missing.LINK_UNCERTAIN),))
    return None


def _share_a_day(row: Row, other: Row, subject: SubjectRecord) -> bool:
    first = max(row.start.first_day, other.start.first_day)
    return first <= min(end_of(row, subject).last_day, end_of(other, subject).last_day)


def _near(link: algebra.Near, member: Member, other: Row, ask: Asking) -> Linked | None:
    """Where the other row lies in the window around the row's start or end."""
    subject, row = ask.subject, member.row
    at_end = link.edge is algebra.Edge.END
    around = end_of(row, subject) if at_end else row.start
    edges = opening(link.window, ask, member, around)
    place = placed(other, View(edges, None), link.by, subject)
    if place.surely or not place.perhaps:
        return Linked() if place.surely else None
    if edges.doubts:
        return Linked(edges.doubts)
    if at_end and has_open_end(row, subject):
        return Linked((Reason.of(Missing.NO_END),))
    return Linked((Reason.of(why_unsure(other, link.by, subject)),))


def _during(row: Row, other: Row, subject: SubjectRecord) -> Linked | None:
    """Whether the row's days all lie among the other's."""
    end, last = end_of(row, subject), end_of(other, subject)
    starts_inside = other.start.last_day <= row.start.first_day
    if starts_inside and end.last_day <= last.first_day:
        return Linked()
    may_start_inside = other.start.first_day <= row.start.last_day
    if not may_start_inside or end.first_day > last.last_day:
        return None
    open_end = has_open_end(row, subject) or has_open_end(other, subject)
    return Linked((Reason.of(Missing.NO_END if open_end else Missing.PARTIAL_DATE),))
