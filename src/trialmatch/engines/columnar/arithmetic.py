"""Arithmetic on intervals, and times told in calendar units; floats and fractions alike."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trialmatch.engines.columnar.calendar import completed
from trialmatch.engines.columnar.members import Mask
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.powers import logarithms, no_power, not_above, powers
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
    barred = _barred(operation, left, right)
    if barred is not None:
        why = panel.reasons.missing(Missing.NOT_COMPUTABLE)
        missing = np.where((missing == 0) & barred, np.int32(why), missing).astype(np.int32)
        left, right = _harmless(operation, left, right, barred | (missing != 0))
    # Of what is not known, the numbers are of no meaning.
    with np.errstate(invalid="ignore"):
        lo, hi = _bounds(operation, left, right)
    doubts = np.where(missing == 0, doubts, np.int32(0))
    return closed(lo, hi, missing, doubts, max(left.size, right.size, largest(lo, hi)))


def _barred(operation: Operation, left: Intervals, right: Intervals) -> Mask | None:
    """Where nothing can be worked out; None for what always can."""
    match operation:
        case Operation.DIVIDE:
            zero: Mask = ((right.lo <= 0) & (right.hi >= 0)).astype(np.bool_)
            return zero
        case Operation.POWER:
            return no_power(left, right)
        case Operation.LOGARITHM:
            return not_above(left.lo, 0) | not_above(right.lo, 1)
    return None


def _harmless(
    operation: Operation, left: Intervals, right: Intervals, barred: Mask
) -> tuple[Intervals, Intervals]:
    """Operands that can be put together; what comes of those that could not is not used."""
    one = np.where(barred, np.int32(0), right.missing)
    safe = 2 if operation is Operation.LOGARITHM else 1
    right = closed(_or(right.lo, barred, safe), _or(right.hi, barred, safe), one, right.doubts)
    if operation is not Operation.DIVIDE:
        left = closed(
            _or(left.lo, barred, 1),
            _or(left.hi, barred, 1),
            np.where(barred, np.int32(0), left.missing),
            left.doubts,
            left.size,
        )
    return left, right


def _or(numbers: Array, barred: Mask, instead: int) -> Array:
    safe = numbers.dtype.type(instead) if numbers.dtype != object else instead
    return np.where(barred, safe, numbers)


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
    put = _PUT_TOGETHER[operation]
    results = [put(a, c), put(a, d), put(b, c), put(b, d)]
    lo, hi = results[0], results[0]
    for each in results[1:]:
        lo, hi = np.minimum(lo, each), np.maximum(hi, each)
    if operation is Operation.POWER:
        # An even power is least where the base is 0.
        straddles = ((a < 0) & (b > 0)).astype(np.bool_)
        lo = np.where(straddles, np.minimum(lo, 0), lo)
        hi = np.where(straddles, np.maximum(hi, 0), hi)
    return np.where(unbounded, -np.inf, lo), np.where(unbounded, np.inf, hi)


_PUT_TOGETHER: dict[Operation, Callable[[Array, Array], Array]] = {
    Operation.MULTIPLY: lambda a, b: a * b,
    Operation.DIVIDE: lambda a, b: a / b,
    Operation.POWER: powers,
    Operation.LOGARITHM: logarithms,
}


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
