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
from trialmatch.vocabulary.powers import NEARLY, logarithm, power, too_large

_Bounds = tuple[Fraction | None, Fraction | None]


def arithmetic(operation: Operation, left: Value, right: Value) -> Value:
    """Two numbers put together; what is not known of either is not known of the result."""
    if not isinstance(left, Interval) or not isinstance(right, Interval):
        return NotKnown(why_not_known([left, right]))
    if _not_computable(operation, left, right):
        return not_known(Missing.NOT_COMPUTABLE)
    lo, hi = _BY_OPERATION[operation](left, right)
    return Interval(lo, hi, doubts=doubts_within([left, right]))


def _not_computable(operation: Operation, left: Interval, right: Interval) -> bool:
    match operation:
        case Operation.DIVIDE:
            return _holds_zero(right)
        case Operation.POWER:
            return _no_power(left, right)
        case Operation.LOGARITHM:
            return _not_above(left, 0) or _not_above(right, 1)
    return False


def _not_above(value: Interval, least: int) -> bool:
    return value.lo is not None and value.lo <= least


def _no_power(base: Interval, exponent: Interval) -> bool:
    """Whether some power in the intervals is no number, or a number beyond all use."""
    if base.lo is None or base.hi is None or exponent.lo is None or exponent.hi is None:
        return False
    ends = [(a, b) for a in (base.lo, base.hi) for b in (exponent.lo, exponent.hi)]
    if any(too_large(a, b) for a, b in ends):
        return True
    any_exponent = base.lo > 0 or (base.lo == 0 and exponent.lo > 0)
    return not (any_exponent or _is_whole(exponent))


def _is_whole(exponent: Interval) -> bool:
    """Whether the exponent is one whole number above 0."""
    lo, hi = exponent.lo, exponent.hi
    if lo is None or hi is None or hi - lo > NEARLY:
        return False
    return round(lo) >= 1 and abs(lo - round(lo)) <= NEARLY


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


def _power(left: Interval, right: Interval) -> _Bounds:
    lo, hi = _corners(left, right, power)
    straddles = left.lo is not None and left.hi is not None and left.lo < 0 < left.hi
    if lo is None or hi is None or not straddles:
        return lo, hi
    # An even power is least where the base is 0.
    return min(lo, Fraction(0)), max(hi, Fraction(0))


def _logarithm(left: Interval, right: Interval) -> _Bounds:
    return _corners(left, right, logarithm)


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
    Operation.POWER: _power,
    Operation.LOGARITHM: _logarithm,
}
