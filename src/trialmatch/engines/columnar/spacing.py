"""Rows far enough apart, greedily from the earliest (meaning 10)."""

from __future__ import annotations

import numpy as np

from trialmatch.engines.columnar.calendar import shift_days, shift_minutes
from trialmatch.engines.columnar.extents import starts
from trialmatch.engines.columnar.members import Mask, Members, runs
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.segments import any_of
from trialmatch.engines.columnar.table import Array
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Duration


def spaced(found: Members, apart: Duration, panel: Panel) -> Members:
    """How many rows there are: those kept in any case are definite, all others possible."""
    return _spaced(found, apart, panel, count_only=True)


def each_by_itself(found: Members, apart: Duration, panel: Panel) -> Members:
    """Which rows there are: where a possible row may come first, no row is sure to be kept."""
    return _spaced(found, apart, panel, count_only=False)


def _spaced(found: Members, apart: Duration, panel: Panel, *, count_only: bool) -> Members:
    if not len(found):
        return found
    lo, hi = (each.astype(np.int64) for each in starts(found, panel))
    if not apart.by_clock:
        lo, hi = lo // MINUTES_PER_DAY, hi // MINUTES_PER_DAY
    unsettled = any_of(~found.certain | (lo != hi), found.subject, panel.size)[found.subject]
    start_lo, start_hi = starts(found, panel)
    by_start = panel.table.in_order(found.line, start_hi, start_lo, found.subject)
    settled = by_start[~unsettled[by_start]]
    sure = np.zeros(len(found), np.bool_)
    sure[settled] = _greedy(found.subject[settled], lo[settled], hi[settled], apart)
    kept = sure | unsettled
    if count_only:
        open_ones = np.flatnonzero(unsettled & found.certain)
        keys = lo[open_ones], hi[open_ones], found.subject[open_ones]
        by_end = open_ones[panel.table.in_order(found.line[open_ones], *keys)]
        sure[by_end] = _greedy(found.subject[by_end], lo[by_end], hi[by_end], apart)
    why = np.int32(panel.reasons.missing(Missing.PARTIAL_DATE))
    doubts = np.where(~sure & found.certain, why, found.doubted)
    return found.with_doubts(doubts)[np.flatnonzero(kept)]


def _greedy(subject: Array, lo: Array, hi: Array, apart: Duration) -> Mask:
    """Of rows in order, those that begin far enough after the last one kept.

    Every subject keeps its next row in each round, so there are as many rounds as the most
    rows that anybody keeps.
    """
    kept = np.zeros(len(subject), np.bool_)
    if not len(subject):
        return kept
    begin = runs(subject)
    stop = np.append(begin[1:], len(subject))
    at, end = begin.copy(), stop
    while len(at):
        kept[at] = True
        bar = _moved(hi[at], apart)
        at = _next_from(lo, at + 1, end, bar)
        going = at < end
        at, end = at[going], end[going]
    return kept


def _moved(times: Array, apart: Duration) -> Array:
    return shift_minutes(times, apart, 1) if apart.by_clock else shift_days(times, apart, 1)


def _next_from(lo: Array, at: Array, end: Array, bar: Array) -> Array:
    """For each place the next one, before its end, whose row begins at its bar or later."""
    at = at.copy()
    while True:
        behind = np.flatnonzero((at < end) & (lo[np.minimum(at, len(lo) - 1)] < bar))
        if not len(behind):
            return at
        at[behind] += 1
