"""Eras: rows that follow each other closely, made one extent (meaning 26)."""

from __future__ import annotations

from dataclasses import replace

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.extents import FUTURE, end_of, inexact
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Duration, Moment, shift_day, shift_minute


def eras(found: list[Member], gap: Duration, subject: SubjectRecord) -> list[Member]:
    """One era for rows that surely belong together, else every era that there may be."""
    merged: list[Member] = []
    for parts in _clusters(found, gap, subject):
        ends = [end_of(part.row, subject) for part in parts]
        doubts = _doubts(parts, ends, gap, subject)
        last = max(end.hi for end in ends)
        if doubts:
            merged += [
                Member(replace(part.row, end=Moment(end.lo, last)), doubts)
                for part, end in zip(parts, ends, strict=True)
            ]
        else:
            end = Moment(max(end.lo for end in ends), last)
            merged.append(Member(replace(parts[0].row, end=end)))
    return merged


def _clusters(found: list[Member], gap: Duration, subject: SubjectRecord) -> list[list[Member]]:
    """Members that may belong to one era, in order of their starts."""
    clusters: list[list[Member]] = []
    end = Moment(0, 0)
    for member in sorted(found, key=lambda m: (m.row.start, m.row.id)):
        own = end_of(member.row, subject)
        if clusters and _follows(member.row, end, gap):
            clusters[-1].append(member)
            end = max(end, own, key=lambda e: e.hi)
        else:
            clusters.append([member])
            end = own
    return clusters


def _follows(row: Row, end: Moment, gap: Duration) -> bool:
    """Whether a row may begin close enough after an end."""
    if end.hi >= FUTURE:
        return True
    if gap.by_clock:
        return row.start.lo < shift_minute(end.hi, gap, 1)
    return row.start.first_day <= shift_day(end.last_day + 1, gap, 1)


def _doubts(
    parts: list[Member], ends: list[Moment], gap: Duration, subject: SubjectRecord
) -> tuple[Reason, ...]:
    """Why the rows may make other eras: a row only possible, a date inexact, an end open."""
    doubts = list(doubts_of(parts))
    if any(end.hi >= FUTURE for end in ends):
        doubts.append(Reason.of(Missing.NO_END))
    by_minute = gap.by_clock and len(parts) > 1
    if any(_dated_badly(p.row, e, subject, by_minute) for p, e in zip(parts, ends, strict=True)):
        doubts.append(Reason.of(Missing.PARTIAL_DATE))
    return tuple(dict.fromkeys(doubts))


def _dated_badly(row: Row, end: Moment, subject: SubjectRecord, by_minute: bool) -> bool:
    if not by_minute:
        return inexact(row, subject)
    return not row.start.exact or (end.hi < FUTURE and not end.exact)
