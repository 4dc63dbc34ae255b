"""Powers and logarithms of floats and of fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from trialmatch.engines.columnar.members import Mask
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.values import Intervals
from trialmatch.vocabulary.powers import (
    LARGEST_EXPONENT,
    LARGEST_RESULT,
    NEARLY,
    logarithm,
    power,
)

_exact_powers = np.frompyfunc(power, 2, 1)
_exact_logarithms = np.frompyfunc(logarithm, 2, 1)
_as_fractions = np.frompyfunc(Fraction, 1, 1)


def powers(base: Array, exponent: Array) -> Array:
    """Each base to the power of its exponent."""
    if base.dtype == object or exponent.dtype == object:
        found: Array = np.asarray(_exact_powers(_fractions(base), _fractions(exponent)))
        return found
    whole = np.round(exponent)
    exponent = np.where(np.abs(exponent - whole) <= float(NEARLY), whole, exponent)
    return np.where(base == 0, 0.0, np.power(np.where(base == 0, 1.0, base), exponent))


def logarithms(number: Array, base: Array) -> Array:
    """The logarithm of each number to its base."""
    if number.dtype == object or base.dtype == object:
        found: Array = np.asarray(_exact_logarithms(_fractions(number), _fractions(base)))
        return found
    return np.log(number) / np.log(base)


def not_above(numbers: Array, least: int) -> Mask:
    """Which lower bounds are numbers that are not above a number."""
    floats = numbers.astype(np.float64)
    found: Mask = np.isfinite(floats) & (floats <= least)
    return found


def no_power(base: Intervals, exponent: Intervals) -> Mask:
    """Where some power in the intervals is no number, or a number beyond all use."""
    low, high, least, most = (
        each.astype(np.float64) for each in (base.lo, base.hi, exponent.lo, exponent.hi)
    )
    bounded = np.isfinite(low) & np.isfinite(high) & np.isfinite(least) & np.isfinite(most)
    low, high, least, most = (np.where(bounded, each, 1.0) for each in (low, high, least, most))
    whole = np.round(least)
    is_whole = (most - least <= float(NEARLY)) & (np.abs(least - whole) <= float(NEARLY))
    fits = (low > 0) | ((low == 0) & (least > 0)) | (is_whole & (whole >= 1))
    none: Mask = bounded & (~fits | _too_large(low, high, least, most))
    return none


def _too_large(low: Array, high: Array, least: Array, most: Array) -> Mask:
    reach = np.maximum(np.abs(least), np.abs(most))
    sizes = [np.abs(np.log10(np.abs(np.where(each == 0, 1.0, each)))) for each in (low, high)]
    found: Mask = (reach > LARGEST_EXPONENT) | (np.maximum(*sizes) * reach > LARGEST_RESULT)
    return found


def _fractions(numbers: Array) -> Array:
    found: Array = np.asarray(_as_fractions(numbers))
    return found
