"""Which rows of a subject are definite members of some `Rows`, and which are possible ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trialmatch.cohort.records import Row
from trialmatch.cohort.status import Certainty, certainty
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.picking import latest
from trialmatch.engines.reference.subject import SubjectRecord, contact_of
from trialmatch.engines.reference.windows import (
    View,
    end_of,
    has_open_end,
    may_be_own,
    placed,
    view,
)
from trialmatch.plan import algebra
from trialmatch.verdict import Missing, Reason

__all__ = ["Member", "about", "members", "partners_of"]


def members(rows: algebra.Rows, subject: SubjectRecord) -> list[Member]:
    """The members of a node for one subject, definite and possible ones."""
    match rows:
        case algebra.Events():
            return list(_events(rows, subject))
        case algebra.OwnEvent():
            return [] if subject.own is None else [_by_status(subject.own)]
        case algebra.Where():
            return list(_where(rows, subject))
        case algebra.Within():
            return list(_within(rows, subject))
        case algebra.Joined():
            return list(_joined(rows, subject))
        case algebra.Take():
            return latest(members(rows.rows, subject))
    raise TypeError(f"no such node: {type(rows).__name__}")


def _events(node: algebra.Events, subject: SubjectRecord) -> Iterator[Member]:
    for kind in node.kinds:
        for row in subject.rows(kind):
            if node.codes is not None and not node.codes.holds(row.codings):
                continue
            if certainty(row.status) is Certainty.NEVER:
                continue
            if row.result is not None and row.result.absent:
                yield _by_status(row).doubted(Reason.of(Missing.UNCONFIRMED))
            elif not node.acts or row.act in node.acts:
                yield _by_status(row)
            elif not row.act:
                yield _by_status(row).doubted(Reason.of(Missing.ATTRIBUTE_MISSING, "act"))


def _by_status(row: Row) -> Member:
    if certainty(row.status) is Certainty.DEFINITE:
        return Member(row)
    return Member(row, (Reason.of(Missing.UNCONFIRMED),))


def _where(node: algebra.Where, subject: SubjectRecord) -> Iterator[Member]:
    for member in members(node.rows, subject):
        value = _attribute(member.row, node.attribute)
        if value in node.values:
            yield member
        elif not value:
            yield member.doubted(_attribute_missing(node.attribute))


def _attribute(row: Row, name: str) -> str:
    known = {
        "position": row.position,
        "contact_type": row.contact_type,
        "department": row.department,
        "institution": row.institution,
    }
    return known[name]


def _attribute_missing(attribute: str) -> Reason:
    if attribute == "position":
        return Reason.of(Missing.POSITION_MISSING)
    return Reason.of(Missing.ATTRIBUTE_MISSING, attribute)


def _within(node: algebra.Within, subject: SubjectRecord) -> Iterator[Member]:
    seen = view(node.window, subject)
    for member in members(node.rows, subject):
        place = placed(member.row, seen, node.by, subject)
        if place.surely:
            yield member
        elif place.perhaps:
            yield member.doubted(Reason.of(_gap(member.row, node, seen, subject)))


def _gap(row: Row, node: algebra.Within, seen: View, subject: SubjectRecord) -> Missing:
    """Why a row may only perhaps lie in a window."""
    after = row.start.first_day > subject.index.last_day
    if after and seen.own_end is not None and may_be_own(row, subject, seen.own_end):
        return Missing.LINK_UNCERTAIN
    if node.by is not algebra.By.START and has_open_end(row, subject):
        return Missing.NO_END
    if node.by is algebra.By.END and row.end is None:
        return Missing.NO_END
    return Missing.PARTIAL_DATE


@dataclass(frozen=True, slots=True)
class _Link:
    surely: bool
    perhaps: bool


def _joined(node: algebra.Joined, subject: SubjectRecord) -> Iterator[Member]:
    partners = _Partners(members(node.others, subject))
    for member in members(node.rows, subject):
        links = [(_link(member.row, other.row, subject), other) for other in partners.of(member)]
        if any(link.surely and other.certain for link, other in links):
            yield member
            continue
        doubts = (
            reason
            for link, other in links
            if link.perhaps
            for reason in (*other.doubts, *_link_doubts(link))
        )
        reasons = tuple(dict.fromkeys(doubts))
        if reasons:
            yield member.doubted(*reasons)


class _Partners:
    """Rows to join with, by contact, so that a long record is not gone through for each row."""

    def __init__(self, found: list[Member]) -> None:
        self._all = found
        self._of_contact: dict[str, list[Member]] = {}
        for member in found:
            self._of_contact.setdefault(contact_of(member.row), []).append(member)

    def of(self, member: Member) -> list[Member]:
        """Those that may share the member's contact: its own, and those without a contact."""
        contact = contact_of(member.row)
        if not contact:
            return self._all
        return [*self._of_contact.get(contact, ()), *self._of_contact.get("", ())]


def about(rows: algebra.Rows) -> str:
    """What some rows are about: their code set's name, or their kinds."""
    match rows:
        case algebra.Events(codes=codes, kinds=kinds):
            return codes.name if codes is not None else " or ".join(kinds)
        case algebra.Joined(rows=inner, others=others):
            return about(inner) if isinstance(others, algebra.OwnEvent) else about(others)
        case algebra.Within(rows=inner) | algebra.Take(rows=inner) | algebra.Where(rows=inner):
            return about(inner)
    return ""


def partners_of(rows: algebra.Rows, row: Row, subject: SubjectRecord) -> list[Member]:
    """The rows that made `row` a member by a join: the diagnosis that a stay was found by.

    Those that surely did, or where there are none those that may have.
    """
    match rows:
        case algebra.Within(rows=inner) | algebra.Where(rows=inner) | algebra.Take(rows=inner):
            return partners_of(inner, row, subject)
        case algebra.Joined(rows=inner, others=others):
            found = partners_of(inner, row, subject)
            if isinstance(others, algebra.OwnEvent):
                return found
            linked = [(_link(row, m.row, subject), m) for m in members(others, subject)]
            sure = [m for link, m in linked if link.surely and m.certain]
            return [*found, *(sure or [m for link, m in linked if link.perhaps])]
    return []


def _link_doubts(link: _Link) -> tuple[Reason, ...]:
    return () if link.surely else (Reason.of(Missing.LINK_UNCERTAIN),)


def _link(row: Row, other: Row, subject: SubjectRecord) -> _Link:
    """Same contact: the same id, else perhaps on the same days in the same unit (meaning 16)."""
    a, b = contact_of(row), contact_of(other)
    if a and b:
        return _Link(a == b, a == b)
    same_unit = not (row.department and other.department) or row.department == other.department
    return _Link(False, same_unit and _share_a_day(row, other, subject))


def _share_a_day(row: Row, other: Row, subject: SubjectRecord) -> bool:
    first = max(row.start.first_day, other.start.first_day)
    return first <= min(end_of(row, subject).last_day, end_of(other, subject).last_day)
