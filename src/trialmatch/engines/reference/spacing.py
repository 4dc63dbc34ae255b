"""Rows far enough apart, greedily from the earliest (meaning 10)."""

from __future__ import annotations

from trialmatch.engines.reference.member import Member
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Duration, shift_day, shift_minute


def spaced(found: list[Member], apart: Duration) -> list[Member]:
    """How many rows there are: those kept in any case are definite, all others possible."""
    if _settled(found, apart):
        return _kept(_ordered(found), apart)
    certain = [member for member in found if member.certain]
    kept = _kept(sorted(certain, key=lambda m: _latest_start(m, apart)), apart)
    return [m if any(m is k for k in kept) else _possible(m) for m in _ordered(found)]


def each_by_itself(found: list[Member], apart: Duration) -> list[Member]:
    """Which rows there are: where a possible row may come first, no row is sure to be kept."""
    if _settled(found, apart):
        return _kept(_ordered(found), apart)
    return [_possible(member) for member in _ordered(found)]


def _possible(member: Member) -> Member:
    return member.doubted(Reason.of(Missing.PARTIAL_DATE)) if member.certain else member


def _settled(found: list[Member], apart: Duration) -> bool:
    """Whether every row is certain, and dated as exactly as the distance asks."""
    if not all(member.certain for member in found):
        return False
    starts = [member.row.start for member in found]
    if apart.by_clock:
        return all(start.exact for start in starts)
    return all(start.first_day == start.last_day for start in starts)


def _ordered(found: list[Member]) -> list[Member]:
    return sorted(found, key=lambda m: (m.row.start, m.row.id))


def _kept(ordered: list[Member], apart: Duration) -> list[Member]:
    """The rows that are surely far enough after the one kept before."""
    kept: list[Member] = []
    for member in ordered:
        if not kept or _far_enough(kept[-1], member, apart):
            kept.append(member)
    return kept


def _latest_start(member: Member, apart: Duration) -> tuple[int, int, str]:
    """An order in which a row dated badly does not stand in the way of those after it."""
    start = member.row.start
    if apart.by_clock:
        return start.hi, start.lo, member.row.id
    return start.last_day, start.first_day, member.row.id


def _far_enough(last: Member, member: Member, apart: Duration) -> bool:
    start, before = member.row.start, last.row.start
    if apart.by_clock:
        return start.lo >= shift_minute(before.hi, apart, 1)
    return start.first_day >= shift_day(before.last_day, apart, 1)
