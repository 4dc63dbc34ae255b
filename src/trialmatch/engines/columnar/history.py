"""Since when records have been kept, by the declared observation periods (meaning 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trialmatch.cohort.partition import NO_TIME, Periods
from trialmatch.engines.columnar.members import expanded
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import LONG_AGO, MINUTES_PER_DAY

if TYPE_CHECKING:
    from trialmatch.engines.columnar.panel import Panel
    from trialmatch.engines.columnar.table import Array


def record_start(panel: Panel) -> tuple[Array, Array, Array]:
    """When each subject's days without a gap up to the index begin, and why it is not known."""
    index_lo = np.broadcast_to(panel.subjects.index_lo, panel.size).astype(np.int64)
    index_hi = np.broadcast_to(panel.subjects.index_hi, panel.size).astype(np.int64)
    why = np.int32(panel.reasons.missing(Missing.HISTORY_UNKNOWN))
    periods = panel.table.partition.periods
    if periods is None:
        return index_lo, index_hi, np.full(panel.size, why, np.int32)
    begin, end, owner = put_together(periods)
    patient = panel.subjects.patient
    at = np.searchsorted(owner, patient, "left")
    count = np.searchsorted(owner, patient, "right") - at
    subject = np.repeat(np.arange(panel.size), count)
    place = expanded(at, count)
    day = index_hi[subject] // MINUTES_PER_DAY
    holding = (begin[place] <= day) & (day <= end[place])
    held, first = np.zeros(panel.size, np.bool_), np.zeros(panel.size, np.int64)
    held[subject[holding]] = True
    first[subject[holding]] = begin[place[holding]]
    born, _ = panel.birth()
    since_birth = (born != NO_TIME) & (first <= born // MINUTES_PER_DAY)
    minute = np.where(since_birth, LONG_AGO, first) * MINUTES_PER_DAY
    lo = np.where(held, minute, index_lo)
    hi = np.where(held, minute + MINUTES_PER_DAY - 1, index_hi)
    return lo, hi, np.zeros(panel.size, np.int32)


def put_together(periods: Periods) -> tuple[Array, Array, Array]:
    """First and last day of each patient's periods, touching ones put together, and whose."""
    count = np.diff(periods.offsets)
    owner = np.repeat(np.arange(len(count)), count)
    first, last = periods.first_day.astype(np.int64), periods.last_day.astype(np.int64)
    order = np.lexsort((last, first, owner))
    owner, first, last = owner[order], first[order], last[order]
    if not len(owner):
        return first, last, owner
    shifted = owner.astype(np.int64) << 33
    reached = np.maximum.accumulate(shifted + last) - shifted
    new = np.ones(len(owner), np.bool_)
    new[1:] = (owner[1:] != owner[:-1]) | (first[1:] > reached[:-1] + 1)
    begin = np.flatnonzero(new)
    end = np.append(begin[1:], len(owner)) - 1
    return first[begin], reached[end], owner[begin]
