"""Intervals against intervals: decided only where every value in them decides alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from trialmatch.engines.columnar.members import Mask
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.values import Intervals, closed
from trialmatch.plan.algebra import Op

_MIRROR = {Op.GE: Op.LT, Op.GT: Op.LE, Op.NE: Op.EQ}


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Who is MET and who is NOT_MET."""

    met: Mask
    not_met: Mask


def stated(number: Decimal | str, *, exact: bool) -> Intervals:
    """A number that a criterion states, the same for all."""
    fraction = Fraction(number)
    floating = float(fraction)
    plain = np.full(1, fraction if exact else floating, object if exact else np.float64)
    trusted = Fraction(Decimal(repr(floating))) == fraction
    none = np.zeros(1, np.int32)
    return closed(plain, plain, none, none, max(1.0, abs(floating)), trusted=trusted)


def margin(values: Intervals) -> float:
    """How far from the exact number a float of these may be."""
    return 1e-11 * values.size


def too_near(left: Intervals, limit: Intervals) -> Array:
    """Places where floats come so near to each other that only fractions can decide."""
    if left.trusted and limit.trusted:
        return np.zeros(0, np.int64)
    wide = max(margin(left), margin(limit))
    # Two open ends are not near to each other.
    with np.errstate(invalid="ignore"):
        near = np.abs(left.lo - limit.hi) <= wide
        near = near | (np.abs(left.hi - limit.lo) <= wide)
    near &= (left.missing == 0) & (limit.missing == 0)
    return np.flatnonzero(near)


def decided(left: Intervals, op: Op, limit: Intervals) -> Decided:
    """Who is MET and who is NOT_MET of a comparison."""
    if op in _MIRROR:
        mirrored = decided(left, _MIRROR[op], limit)
        return Decided(mirrored.not_met, mirrored.met)
    known = (left.missing == 0) & (limit.missing == 0)
    if op is Op.EQ:
        met, not_met = _equal(left, limit)
    else:
        met = _surely_below(left, limit, or_equal=op is Op.LE)
        not_met = _surely_below(limit, left, or_equal=op is Op.LT)
    return Decided(known & met, known & not_met & ~met)


def _surely_below(low: Intervals, high: Intervals, *, or_equal: bool) -> Mask:
    below = (low.hi < high.lo).astype(np.bool_)
    equal = (low.hi == high.lo).astype(np.bool_)
    if not or_equal:
        equal = equal & (low.hi_open | high.lo_open)
    bounded = _finite(low.hi) & _finite(high.lo)
    found: Mask = (below | equal) & bounded
    return found


def _finite(numbers: Array) -> Mask:
    if numbers.dtype != object:
        return np.isfinite(numbers)
    return np.array([not isinstance(n, float) or np.isfinite(n) for n in numbers], np.bool_)


def _equal(value: Intervals, limit: Intervals) -> tuple[Mask, Mask]:
    met = (value.lo == value.hi) & (limit.lo == limit.hi) & (value.lo == limit.lo)
    apart = _surely_below(value, limit, or_equal=False)
    return met.astype(np.bool_), apart | _surely_below(limit, value, or_equal=False)
