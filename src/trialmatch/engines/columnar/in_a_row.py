"""The most rows one after another that pass, which no row that fails stands between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trialmatch.engines.columnar.members import Mask, Members
from trialmatch.engines.columnar.picking import dates
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.sameness import equal_rows_once
from trialmatch.engines.columnar.segments import any_of
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.unseen import unbounded_if_unseen
from trialmatch.engines.columnar.values import Intervals, closed
from trialmatch.plan import algebra
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering

# Times of one subject, set apart from those of every other.
_FAR = 2**34
_NEVER = np.int64(2**33 - 1)


class _Times:
    """When rows were, on one line of time on which each subject has a stretch of its own."""

    def __init__(self, found: Members, lo: Array, hi: Array) -> None:
        self.start = found.subject.astype(np.int64) * _FAR
        self.subject, self.lo, self.hi = found.subject, self.start + lo, self.start + hi

    def ended(self, some: Mask, at: Array) -> Array:
        """How many of some rows of the same subject surely ended before each time."""
        return self._counted(self.hi[some], at)

    def begun(self, some: Mask, at: Array) -> Array:
        """How many of some rows of the same subject begin no later than each time."""
        return self._counted(self.lo[some], at + 1)

    def _counted(self, times: Array, at: Array) -> Array:
        times = np.sort(times)
        below = np.searchsorted(times, self.start - _FAR // 2)
        return np.asarray(np.searchsorted(times, at) - below)


def most_in_a_row(node: algebra.Reduce, value: algebra.Value, ask: Answering) -> Intervals:
    """From the number that surely follow each other to the number that may."""
    found, size = equal_rows_once(ask.members(node.rows), ask.panel), ask.panel.size
    values = ask.intervals(value, found, False)
    known = values.missing == 0
    passes = known & np.asarray(values.lo > 0, np.bool_)
    fails = known & np.asarray(values.hi <= 0, np.bool_)
    lo, hi, _ = dates(found, ask.panel)
    times = _Times(found, lo, hi)
    before = times.ended(~passes, times.lo)
    in_all = np.bincount(found.subject[~passes], minlength=size)[found.subject]
    after = in_all - times.begun(~passes, times.hi)
    apart = before + after + ~passes == in_all
    counting = found.certain & passes
    sure = _together(found, before, counting & apart, size)
    sure = np.maximum(sure, any_of(counting, found.subject, size))
    most = _perhaps(found, times, ~fails, found.certain & fails, size)
    open_order = any_of(~fails & ~apart, found.subject, size)
    doubts = _doubts(found, values, open_order, lo // MINUTES_PER_DAY != hi // MINUTES_PER_DAY, ask)
    number = closed(sure * 1.0, most * 1.0, np.zeros(size, np.int32), doubts, trusted=True)
    return unbounded_if_unseen(number, node.observed, ask)


def _together(found: Members, group: Array, counted: Mask, size: int) -> Array:
    """By subject, the most of the counted rows that are of one group."""
    key = found.subject[counted].astype(np.int64) << 32 | group[counted]
    groups, number = np.unique(key, return_counts=True)
    most = np.zeros(size, np.int64)
    np.maximum.at(most, groups >> 32, number)
    return most


def _perhaps(found: Members, times: _Times, passing: Mask, breaks: Mask, size: int) -> Array:
    """By subject, the most rows after one of them that no row surely parts from it."""
    last = _first_break(times, breaks)
    number = times.begun(passing, last) - times.ended(passing, times.hi)
    most = np.zeros(size, np.int64)
    np.maximum.at(most, found.subject[passing], number[passing])
    return most


def _first_break(times: _Times, breaks: Mask) -> Array:
    """For each row, when the first of those that surely part it from what follows has ended."""
    order = np.flatnonzero(breaks)
    order = order[np.argsort(times.lo[order], kind="stable")]
    never = np.append(times.hi[order], np.iinfo(np.int64).max)
    earliest = np.minimum.accumulate(never[::-1])[::-1]
    ended = earliest[np.searchsorted(times.lo[order], times.hi, "right")]
    return np.asarray(np.minimum(ended, times.start + _NEVER))


def _doubts(
    found: Members, values: Intervals, open_order: Mask, partial: Mask, ask: Answering
) -> Ids:
    reasons, size = ask.panel.reasons, ask.panel.size
    each = reasons.union(np.where(values.missing == 0, values.doubts, values.missing), 0)
    doubts = reasons.gathered(reasons.union(found.doubted, each), found.subject, size)
    some = any_of(partial, found.subject, size)
    tied = np.int32(reasons.missing(Missing.SAME_TIME_DISAGREE))
    why = np.where(some, np.int32(reasons.missing(Missing.PARTIAL_DATE)), tied)
    return reasons.union(doubts, np.where(open_order, why, np.int32(0)))
