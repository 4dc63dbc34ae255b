"""Arithmetic on intervals: exact fractions, ends included, None for no bound."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from trialmatch.engines.reference.values import (
    Interval,
    NotKnown,
    Value,
    doubts_within,
    highest,
    lowest,
    not_known,
    why_not_known,
)
from trialmatch.plan.algebra import Operation
from trialmatch.verdict import Missing

_Bounds = tuple[Fraction | None, Fraction | None]


def arithmetic(operation: Operation, left: Value, right: Value) -> Value:
    """Two numbers put together; what is not known of either is not known of the result."""
    if not isinstance(left, Interval) or not isinstance(right, Interval):
        return NotKnown(why_not_known([left, right]))
    if operation is Operation.DIVIDE and _holds_zero(right):
        return not_known(Missing.NOT_COMPUTABLE)
    lo, hi = _BY_OPERATION[operation](left, right)
    return Interval(lo, hi, doubts=doubts_within([left, right]))


def _holds_zero(value: Interval) -> bool:
    not_above = value.lo is None or value.lo <= 0
    return not_above and (value.hi is None or value.hi >= 0)


def _sum(left: Interval, right: Interval) -> _Bounds:
    return _plus(left.lo, right.lo), _plus(left.hi, right.hi)


def _difference(left: Interval, right: Interval) -> _Bounds:
    return _plus(left.lo, _minus(right.hi)), _plus(left.hi, _minus(right.lo))


def _plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _minus(a: Fraction | None) -> Fraction | None:
    return None if a is None else -a


def _product(left: Interval, right: Interval) -> _Bounds:
    return _corners(left, right, lambda a, b: a * b)


def _quotient(left: Interval, right: Interval) -> _Bounds:
    return _corners(left, right, lambda a, b: a / b)


def _corners(
    left: Interval, right: Interval, of: Callable[[Fraction, Fraction], Fraction]
) -> _Bounds:
    """From the least to the greatest of the four results of the ends."""
    if left.lo is None or left.hi is None or right.lo is None or right.hi is None:
        return None, None
    results = [of(a, b) for a in (left.lo, left.hi) for b in (right.lo, right.hi)]
    return min(results), max(results)


def _higher(left: Interval, right: Interval) -> _Bounds:
    lows = [lo for lo in (left.lo, right.lo) if lo is not None]
    return max(lows, default=None), highest([left.hi, right.hi])


def _lower(left: Interval, right: Interval) -> _Bounds:
    highs = [hi for hi in (left.hi, right.hi) if hi is not None]
    return lowest([left.lo, right.lo]), min(highs, default=None)


_BY_OPERATION: dict[Operation, Callable[[Interval, Interval], _Bounds]] = {
    Operation.ADD: _sum,
    Operation.SUBTRACT: _difference,
    Operation.MULTIPLY: _product,
    Operation.DIVIDE: _quotient,
    Operation.HIGHER: _higher,
    Operation.LOWER: _lower,
}
