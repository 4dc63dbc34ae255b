"""Rows by their partners: those that have one, those that have none, and the pairs."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.linking import Linked, linked
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.subject import contact_of
from trialmatch.engines.reference.values import each_once
from trialmatch.plan import algebra
from trialmatch.plan.naming import inner_rows
from trialmatch.verdict import Reason

Partner = tuple[Linked, Member]


def joined(node: algebra.Joined, ask: Asking) -> list[Member]:
    """The members that a join makes of some rows."""
    others = _Others(ask.members(node.others), node)
    found: list[Member] = []
    for member in ask.members(node.rows):
        partners = list(_partners(node, member, others, ask))
        match node.match:
            case algebra.Match.SEMI:
                found.extend(_with_partner(member, partners))
            case algebra.Match.ANTI:
                found.extend(_without_partner(member, partners, node, ask))
            case algebra.Match.PAIRS:
                found.extend(_pair(member, *partner) for partner in partners)
    return found


class _Others:
    """Rows to join with, by contact, so that a long record is not gone through for each row."""

    def __init__(self, found: list[Member], node: algebra.Joined) -> None:
        self._all = found
        self._by_contact = isinstance(node.link, algebra.SameContact)
        self._of_contact: dict[str, list[Member]] = {}
        for member in found if self._by_contact else ():
            self._of_contact.setdefault(contact_of(member.row), []).append(member)

    def of(self, member: Member) -> list[Member]:
        """Those that may be linked: of the same contact, and those without a contact."""
        contact = contact_of(member.row)
        if not self._by_contact or not contact:
            return self._all
        return [*self._of_contact.get(contact, ()), *self._of_contact.get("", ())]


def _partners(
    node: algebra.Joined, member: Member, others: _Others, ask: Asking
) -> Iterator[Partner]:
    for other in others.of(member):
        if not node.itself and _same_row(member.row, other.row):
            continue
        link = linked(node.link, member, other.row, ask)
        if link is not None:
            yield link, other


def _same_row(a: Row, b: Row) -> bool:
    return a is b or (a.kind, a.id, a.start) == (b.kind, b.id, b.start)


def _sure(partners: list[Partner]) -> list[Member]:
    return [other for link, other in partners if link.surely and other.certain]


def _doubts(partners: list[Partner]) -> tuple[Reason, ...]:
    return each_once(r for link, other in partners for r in (*other.doubts, *link.doubts))


def _with_partner(member: Member, partners: list[Partner]) -> Iterator[Member]:
    if _sure(partners):
        yield member
    elif partners:
        yield member.doubted(*_doubts(partners))


def _without_partner(
    member: Member, partners: list[Partner], node: algebra.Joined, ask: Asking
) -> Iterator[Member]:
    """Rows of which nothing recorded, nor anything unrecorded, is a partner."""
    if partners:
        if not _sure(partners):
            yield member.doubted(*_doubts(partners))
        return
    silence = () if node.observed is None else ask.decide(node.observed).reasons
    yield member.doubted(*silence)


def _pair(member: Member, link: Linked, other: Member) -> Member:
    doubts = each_once((*member.doubts, *other.doubts, *link.doubts))
    return Member(member.row, doubts, other.row)


def partners_of(rows: algebra.Rows, member: Member, ask: Asking) -> list[Member]:
    """The rows that made a row a member by a join: the diagnosis that a stay was found by.

    Those that surely did, or where there are none those that may have; of a pair, its own.
    """
    inner = inner_rows(rows)
    if inner is None:
        return []
    found = partners_of(inner, member, ask)
    if not isinstance(rows, algebra.Joined) or isinstance(rows.others, algebra.OwnEvent):
        return found
    others = _Others(ask.members(rows.others), rows)
    linked_rows = list(_partners(rows, member, others, ask))
    if member.partner is not None and rows.match is algebra.Match.PAIRS:
        return [*found, *(m for _, m in linked_rows if m.row is member.partner)]
    return [*found, *(_sure(linked_rows) or [other for _, other in linked_rows])]
