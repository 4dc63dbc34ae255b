"""Picking the latest row: by date, blind to the value, with stated ties (meaning 8 and 9)."""

from __future__ import annotations

from trialmatch.engines.reference.member import Member


def latest(members: list[Member]) -> list[Member]:
    """Every row that may be the latest; several where dates tie or rows are only possible."""
    candidates = [m for m in members if m.row.result is None or not m.row.result.empty]
    by_day = _not_surely_followed(
        candidates, [(m.row.start.first_day, m.row.start.last_day) for m in candidates]
    )
    if all(m.row.start.exact for m in by_day):
        by_day = _not_surely_followed(by_day, [(m.row.start.lo, m.row.start.hi) for m in by_day])
    return _finals_over_preliminaries(by_day)


def _not_surely_followed(members: list[Member], times: list[tuple[int, int]]) -> list[Member]:
    """Those that no definite row surely comes after; `times` are their first and last moments."""
    certain = [time[0] for member, time in zip(members, times, strict=True) if member.certain]
    bar = max(certain, default=None)
    if bar is None:
        return members
    return [m for m, time in zip(members, times, strict=True) if time[1] >= bar]


def _finals_over_preliminaries(members: list[Member]) -> list[Member]:
    """At the very same time a final or corrected result stands before a preliminary one."""
    finals = {m.row.start for m in members if m.certain}
    return [m for m in members if m.row.status != "preliminary" or m.row.start not in finals]
