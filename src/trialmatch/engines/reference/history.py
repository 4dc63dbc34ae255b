"""Since when a record has been kept, by the declared observation periods (meaning 19)."""

from __future__ import annotations

from collections.abc import Iterable

from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.times import moment_of, time
from trialmatch.engines.reference.values import Interval, Value, not_known
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import LONG_AGO, whole_days


def put_together(periods: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Periods in order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(periods):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def record_start(subject: SubjectRecord) -> Value:
    """The first of the days without a gap that the record holds up to the index."""
    periods, index = subject.record.periods, subject.index.last_day
    if periods is None:
        return not_known(Missing.HISTORY_UNKNOWN)
    held = [first for first, last in put_together(periods) if first <= index <= last]
    if not held:
        return time(subject.index)
    first = LONG_AGO if _since_birth(held[0], subject) else held[0]
    return time(whole_days(first, first))


def kept_since_birth(subject: SubjectRecord) -> bool:
    """Whether the record holds every day from the birth to the index."""
    start = record_start(subject)
    return isinstance(start, Interval) and moment_of(start).first_day == LONG_AGO


def _since_birth(first: int, subject: SubjectRecord) -> bool:
    born = subject.record.birth
    return born is not None and first <= born.first_day
