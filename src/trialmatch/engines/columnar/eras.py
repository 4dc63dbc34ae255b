"""Eras: rows that follow each other closely, made one extent (meaning 26)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.cohort.partition import LATEST
from trialmatch.engines.columnar.calendar import shift_days, shift_minutes
from trialmatch.engines.columnar.extents import extents
from trialmatch.engines.columnar.members import Extents, Mask, Members
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.segments import any_of, greatest
from trialmatch.engines.columnar.table import Array
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Duration

# More than any minute; subjects are told apart by as much, so that none runs into the next.
_FAR = np.int64(2**33)


def eras(found: Members, gap: Duration, panel: Panel) -> Members:
    """One era for rows that surely belong together, else every era that there may be."""
    if not len(found):
        return found
    found = _in_order(found, panel)
    own = extents(found, panel)
    cluster = _clusters(found, own, gap)
    size = int(cluster[-1]) + 1
    doubts = _doubts(found, own, cluster, size, gap, panel)
    last = greatest(own.end_hi, cluster, size, 0)[cluster]
    least = greatest(own.end_lo, cluster, size, 0)[cluster]
    settled = doubts[cluster] == 0
    first = np.concatenate(([True], cluster[1:] != cluster[:-1]))
    end_lo = np.where(settled, least, np.maximum(own.end_lo, own.start_lo))
    merged = replace(
        found,
        doubts=None,
        partner=None,
        itself=False,
        extents=Extents(own.start_lo, own.start_hi, np.maximum(end_lo, own.start_lo), last),
    )
    return merged.with_doubts(doubts[cluster])[np.flatnonzero(first | ~settled)]


def _in_order(found: Members, panel: Panel) -> Members:
    own = extents(found, panel)
    keys = own.start_hi, own.start_lo, found.subject
    return found[panel.table.in_order(found.line, *keys)]


def _clusters(found: Members, own: Extents, gap: Duration) -> Array:
    """A number for members that may belong to one era, in order of their starts."""
    shifted = found.subject.astype(np.int64) * _FAR
    reached = np.maximum.accumulate(shifted + own.end_hi) - shifted
    before = reached[:-1]
    if gap.by_clock:
        follows = own.start_lo[1:] < shift_minutes(before, gap, 1)
    else:
        bar = _shifted_days(before // MINUTES_PER_DAY + 1, gap)
        follows = own.start_lo[1:] // MINUTES_PER_DAY <= bar
    follows |= before >= LATEST
    new = (found.subject[1:] != found.subject[:-1]) | ~follows
    return np.cumsum(np.concatenate(([0], new)))


def _shifted_days(days: Array, gap: Duration) -> Array:
    return shift_days(days, gap, 1) if len(days) else days


def _doubts(
    found: Members, own: Extents, cluster: Array, size: int, gap: Duration, panel: Panel
) -> Ids:
    """Why rows may make other eras: a row only possible, a date inexact, an end open."""
    reasons = panel.reasons
    doubts = reasons.gathered(found.doubted, cluster, size)
    open_end = any_of(own.end_hi >= LATEST, cluster, size)
    no_end = np.int32(reasons.missing(Missing.NO_END))
    doubts = reasons.union(doubts, np.where(open_end, no_end, np.int32(0)))
    badly = any_of(_dated_badly(own, cluster, size, gap), cluster, size)
    partial = np.int32(reasons.missing(Missing.PARTIAL_DATE))
    return reasons.union(doubts, np.where(badly, partial, np.int32(0)))


def _dated_badly(own: Extents, cluster: Array, size: int, gap: Duration) -> Mask:
    ends = own.end_hi < LATEST

    def days(minutes: Array) -> Array:
        return minutes // MINUTES_PER_DAY

    inexact = days(own.start_lo) != days(own.start_hi)
    inexact |= ends & (days(own.end_lo) != days(own.end_hi))
    if not gap.by_clock:
        return np.asarray(inexact)
    several = (np.bincount(cluster, minlength=size) > 1)[cluster]
    not_to_the_minute = (own.start_lo != own.start_hi) | (ends & (own.end_lo != own.end_hi))
    return np.asarray(np.where(several, not_to_the_minute, inexact))
