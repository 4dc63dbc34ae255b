"""Days that extents cover: surely by definite rows, perhaps by any (meaning 6)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.cohort.partition import EARLIEST, LATEST
from trialmatch.engines.columnar.extents import extents
from trialmatch.engines.columnar.members import Extents, Members
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.segments import any_of, greatest, summed
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.unseen import unbounded_if_unseen
from trialmatch.engines.columnar.values import Intervals, closed
from trialmatch.engines.columnar.windows import Edge, opening
from trialmatch.plan import algebra
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering

_FAR = np.int64(2**33)


def longest_run(node: algebra.Reduce, ask: Answering) -> Intervals:
    """The most days in a row that are covered, as far as the index."""
    found, size = ask.members(node.rows), ask.panel.size
    sure, possible = _covered(found, ask)
    lengths = [
        greatest(last - first + 1, subject, size, 0).astype(np.float64)
        for subject, first, last in (_runs(*sure), _runs(*possible))
    ]
    none = np.zeros(size, np.int32)
    run = closed(lengths[0], lengths[1], none, _doubts(found, ask), trusted=True)
    return unbounded_if_unseen(run, node.observed, ask)


def covered_share(node: algebra.Reduce, ask: Answering, exact: bool) -> Intervals:
    """The share of the window's days that are covered."""
    found, size = ask.members(node.rows), ask.panel.size
    first_day, last_day, missing = _days_of(node, ask)
    length = np.maximum(last_day - first_day + 1, 1)
    shares = []
    for subject, first, last in _covered(found, ask):
        begin = np.maximum(first, first_day[subject])
        end = np.minimum(last, last_day[subject])
        at, begin, end = _runs(subject, begin, end)
        covered = summed(end - begin + 1, at, size)
        shares.append(_share(covered, length, exact))
    share = closed(shares[0], shares[1], missing, _doubts(found, ask), 1.0)
    return unbounded_if_unseen(share, node.observed, ask)


def _share(covered: Array, length: Array, exact: bool) -> Array:
    if not exact:
        return np.asarray(covered / length)
    pairs = zip(covered.tolist(), length.tolist(), strict=True)
    found = np.empty(len(covered), object)
    found[:] = [Fraction(a, b) for a, b in pairs]
    return found


def _days_of(node: algebra.Reduce, ask: Answering) -> tuple[Array, Array, Ids]:
    """The window's days as far as the index, where they are known to the day."""
    panel, reasons = ask.panel, ask.panel.reasons
    size, window = panel.size, node.window
    partial = np.int32(reasons.missing(Missing.PARTIAL_DATE))
    if window is None or window.upper is None:
        nothing = np.zeros(size, np.int64)
        return nothing, nothing, np.full(size, partial, np.int32)
    seen = opening(window, panel, ask.intervals)
    index_lo, index_hi = (_day(each) for each in (panel.subjects.index_lo, panel.subjects.index_hi))
    lower_lo, lower_hi = _day(seen.lower.lo), _day(seen.lower.hi)
    upper_lo = np.minimum(_day(seen.upper.lo), index_lo)
    upper_hi = np.minimum(_day(seen.upper.hi), index_hi)
    open_edge = (seen.lower.lo <= EARLIEST) | (lower_lo != lower_hi) | (upper_lo != upper_hi)
    empty = ~open_edge & (lower_lo > upper_lo)
    why = np.int32(reasons.missing(Missing.NOT_COMPUTABLE))
    missing = np.where(open_edge, partial, np.where(empty, why, np.int32(0)))
    missing = np.broadcast_to(missing, size).astype(np.int32)
    missing = _of_edges(seen.lower, seen.upper, missing, ask)
    return np.broadcast_to(lower_lo, size), np.broadcast_to(upper_lo, size), missing


def _of_edges(lower: Edge, upper: Edge, missing: Ids, ask: Answering) -> Ids:
    """What is not known of the edges comes first."""
    why = np.int32(ask.panel.reasons.missing(Missing.NO_ANCHOR))
    edges = (lower, upper)
    unknown = np.zeros(len(missing), np.int32)
    for edge in edges:
        if edge.unknown is not None:
            unknown = ask.panel.reasons.union(unknown, edge.unknown)
    missing = np.where(unknown != 0, unknown, missing).astype(np.int32)
    for edge in edges:
        if edge.nothing is not None:
            missing = np.where(edge.nothing, why, missing).astype(np.int32)
    return missing


def _day(minutes: Array) -> Array:
    return np.asarray(minutes // MINUTES_PER_DAY)


def _covered(
    found: Members, ask: Answering
) -> tuple[tuple[Array, Array, Array], tuple[Array, Array, Array]]:
    """Subject, first and last day of what is covered surely, and of what is perhaps."""
    own, subjects = extents(found, ask.panel), ask.panel.subjects
    index_lo = _day(subjects.of(subjects.index_lo, found.subject))
    index_hi = _day(subjects.of(subjects.index_hi, found.subject))
    possible = found.subject, _day(own.start_lo), np.minimum(_day(own.end_hi), index_hi)
    sure_last = np.minimum(_day(own.end_lo), index_lo)
    certain = found.certain
    sure = found.subject[certain], _day(own.start_hi)[certain], sure_last[certain]
    return sure, possible


def _runs(subject: Array, first: Array, last: Array) -> tuple[Array, Array, Array]:
    """Extents put together where they overlap or touch."""
    real = first <= last
    subject, first, last = subject[real], first[real], last[real]
    order = np.lexsort((last, first, subject))
    subject, first, last = subject[order], first[order], last[order]
    if not len(subject):
        return subject, first, last
    shifted = subject.astype(np.int64) * _FAR
    reached = np.maximum.accumulate(shifted + last) - shifted
    new = np.ones(len(subject), np.bool_)
    new[1:] = (subject[1:] != subject[:-1]) | (first[1:] > reached[:-1] + 1)
    begin = np.flatnonzero(new)
    end = np.append(begin[1:], len(subject)) - 1
    return subject[begin], first[begin], reached[end]


def _doubts(found: Members, ask: Answering) -> Ids:
    reasons, size = ask.panel.reasons, ask.panel.size
    own: Extents = extents(found, ask.panel)
    open_end = own.end_hi >= LATEST
    inexact = _day(own.start_lo) != _day(own.start_hi)
    inexact |= ~open_end & (_day(own.end_lo) != _day(own.end_hi))
    doubts = reasons.gathered(found.doubted, found.subject, size)
    why = np.int32(reasons.missing(Missing.NO_END))
    some = any_of(open_end, found.subject, size)
    doubts = reasons.union(doubts, np.where(some, why, np.int32(0)))
    index = ask.panel.subjects
    index_open = np.broadcast_to(_day(index.index_lo) != _day(index.index_hi), size)
    some = any_of(inexact, found.subject, size) | index_open
    why = np.int32(reasons.missing(Missing.PARTIAL_DATE))
    return reasons.union(doubts, np.where(some, why, np.int32(0)))
