"""Arithmetic on intervals, and times told in calendar units; floats and fractions alike."""

from __future__ import annotations

import numpy as np

from trialmatch.engines.columnar.calendar import completed
from trialmatch.engines.columnar.members import Mask
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.values import Intervals, closed, largest
from trialmatch.plan.algebra import Attribute, Elapsed, Fact, Operation
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Unit

_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60}


def elapsed(node: Elapsed, start: Intervals, end: Intervals, panel: Panel) -> Intervals:
    """Whole units between two times: the fewest and the most that there can be."""
    a_lo, a_hi, b_lo, b_hi = (
        each.astype(np.int64) for each in (start.lo, start.hi, end.lo, end.hi)
    )
    missing = panel.reasons.union(start.missing, end.missing)
    if node.unit in _MINUTES:
        least, most = (b_lo - a_hi) // _MINUTES[node.unit], (b_hi - a_lo) // _MINUTES[node.unit]
    else:
        a_lo, a_hi, b_lo, b_hi = (each // MINUTES_PER_DAY for each in (a_lo, a_hi, b_lo, b_hi))
        least, most = completed(a_hi, b_lo, node.unit), completed(a_lo, b_hi, node.unit)
    about = "birth" if node.start == Attribute(Fact.BIRTH) else ""
    why = panel.reasons.missing(Missing.PARTIAL_DATE, about)
    doubts = np.where((least != most) & (missing == 0), np.int32(why), np.int32(0))
    return closed(least, most, missing, doubts, trusted=True)


def arithmetic(operation: Operation, left: Intervals, right: Intervals, panel: Panel) -> Intervals:
    """Two numbers put together; what is not known of either is not known of the result."""
    missing = panel.reasons.union(left.missing, right.missing)
    doubts = panel.reasons.union(left.doubts, right.doubts)
    if operation is Operation.DIVIDE:
        zero = (right.lo <= 0) & (right.hi >= 0)
        zero = zero.astype(np.bool_)
        why = panel.reasons.missing(Missing.NOT_COMPUTABLE)
        missing = np.where((missing == 0) & zero, np.int32(why), missing).astype(np.int32)
        right = closed(
            _or_one(right.lo, zero), _or_one(right.hi, zero), right.missing, right.doubts
        )
    # Of what is not known, the numbers are of no meaning.
    with np.errstate(invalid="ignore"):
        lo, hi = _bounds(operation, left, right)
    doubts = np.where(missing == 0, doubts, np.int32(0))
    return closed(lo, hi, missing, doubts, max(left.size, right.size, largest(lo, hi)))


def _or_one(numbers: Array, zero: Mask) -> Array:
    """Divisors that can be divided by; what comes of the others is not used."""
    return np.where(zero, numbers.dtype.type(1) if numbers.dtype != object else 1, numbers)


def _bounds(operation: Operation, left: Intervals, right: Intervals) -> tuple[Array, Array]:
    match operation:
        case Operation.ADD:
            return left.lo + right.lo, left.hi + right.hi
        case Operation.SUBTRACT:
            return left.lo - right.hi, left.hi - right.lo
        case Operation.HIGHER:
            return np.maximum(left.lo, right.lo), np.maximum(left.hi, right.hi)
        case Operation.LOWER:
            return np.minimum(left.lo, right.lo), np.minimum(left.hi, right.hi)
    return _corners(operation, left, right)


def _corners(operation: Operation, left: Intervals, right: Intervals) -> tuple[Array, Array]:
    """From the least to the greatest of the four results of the ends; all, if one is no bound."""
    ends = (left.lo, left.hi, right.lo, right.hi)
    unbounded = np.zeros(len(left), np.bool_)
    for each in ends:
        unbounded |= ~np.isfinite(each.astype(np.float64))
    a, b, c, d = (np.where(unbounded, 1, each) for each in ends)
    if operation is Operation.MULTIPLY:
        results = [a * c, a * d, b * c, b * d]
    else:
        results = [a / c, a / d, b / c, b / d]
    lo, hi = results[0], results[0]
    for each in results[1:]:
        lo, hi = np.minimum(lo, each), np.maximum(hi, each)
    return np.where(unbounded, -np.inf, lo), np.where(unbounded, np.inf, hi)


def hull(left: Intervals, right: Intervals, reasons: Ids | None, panel: Panel) -> Intervals:
    """The intervals that hold both of two; not known where either is not."""
    why = reasons if reasons is not None else np.full(len(left), 2, np.int32)
    union = panel.reasons.union
    missing = union(left.missing, right.missing)
    missing = np.where(missing != 0, union(why, missing), np.int32(0)).astype(np.int32)
    doubts = union(why, union(left.doubts, right.doubts))
    lo, hi = np.minimum(left.lo, right.lo), np.maximum(left.hi, right.hi)
    trusted = left.trusted and right.trusted
    return closed(lo, hi, missing, doubts, max(left.size, right.size), trusted=trusted)


def choose(
    first: Mask, second: Mask, left: Intervals, right: Intervals, otherwise: Intervals
) -> Intervals:
    """`left` where `first`, `right` where `second`, `otherwise` elsewhere."""

    def of(a: Array, b: Array, c: Array) -> Array:
        return np.where(first, a, np.where(second, b, c))

    return Intervals(
        of(left.lo, right.lo, otherwise.lo),
        of(left.hi, right.hi, otherwise.hi),
        of(left.lo_open, right.lo_open, otherwise.lo_open),
        of(left.hi_open, right.hi_open, otherwise.hi_open),
        of(left.missing, right.missing, otherwise.missing),
        of(left.doubts, right.doubts, otherwise.doubts),
        otherwise.size,
        otherwise.trusted,
    )
