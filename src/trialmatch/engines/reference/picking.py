"""Picking the latest row: by date, blind to the value, with stated ties (meaning 8 and 9)."""

from __future__ import annotations

from itertools import groupby

from trialmatch.engines.reference.member import Member
from trialmatch.vocabulary.calendar import Moment


def latest(members: list[Member]) -> list[Member]:
    """Every row that may be the latest; several where dates tie or rows are only possible."""
    candidates = [m for m in members if m.row.result is None or not m.row.result.empty]
    last = _not_surely_followed(candidates, [_days(m.row.start) for m in candidates])
    ordered = sorted(last, key=lambda m: (_days(m.row.start), m.row.id))
    groups = [list(group) for _, group in groupby(ordered, key=lambda m: _days(m.row.start))]
    return [m for group in groups for m in _of_one_date(group)]


def _days(start: Moment) -> tuple[int, int]:
    return start.first_day, start.last_day


def _of_one_date(members: list[Member]) -> list[Member]:
    """Rows of one date: the clock decides if all have a time, then finals over preliminaries."""
    if all(m.row.start.exact for m in members):
        last = _not_surely_followed(members, [(m.row.start.lo, m.row.start.hi) for m in members])
        timed = {m.row.start for m in last if m.certain}
        return [m for m in last if not _preliminary(m) or m.row.start not in timed]
    if any(m.certain for m in members):
        return [m for m in members if not _preliminary(m)]
    return members


def _preliminary(member: Member) -> bool:
    return member.row.status == "preliminary"


def _not_surely_followed(members: list[Member], times: list[tuple[int, int]]) -> list[Member]:
    """Those that no definite row surely comes after; `times` are their first and last moments."""
    certain = [time[0] for member, time in zip(members, times, strict=True) if member.certain]
    bar = max(certain, default=None)
    if bar is None:
        return members
    return [m for m, time in zip(members, times, strict=True) if time[1] >= bar]
