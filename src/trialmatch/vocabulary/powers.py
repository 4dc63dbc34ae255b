"""Powers and logarithms of exact numbers, the same on every machine.

Whole powers are exact. All others are worked out to more digits than are kept, so that a root
or a logarithm that is a short number comes out as that number.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

# Formulas in use have exponents far below this, and results far below 10 to this power.
LARGEST_EXPONENT = 100
LARGEST_RESULT = 250
# An exponent that was worked out is whole where it comes this near to being so.
NEARLY = Fraction(1, 10**9)
_WORKING = Context(prec=45, rounding=ROUND_HALF_EVEN)
_KEPT = Context(prec=30, rounding=ROUND_HALF_EVEN)


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """`base` to the power of `exponent`; the base is above 0 unless the exponent is whole."""
    if base == 0:
        return Fraction(0)
    whole = round(exponent)
    if abs(exponent - whole) <= NEARLY:
        return base**whole
    return _kept(_WORKING.power(_decimal(base), _decimal(exponent)))


def too_large(base: Fraction, exponent: Fraction) -> bool:
    """Whether a power is beyond what is worked out."""
    if abs(exponent) > LARGEST_EXPONENT:
        return True
    size = 0 if base == 0 else math.log10(abs(base.numerator)) - math.log10(base.denominator)
    return abs(size * float(exponent)) > LARGEST_RESULT


def logarithm(number: Fraction, base: Fraction) -> Fraction:
    """The logarithm of a number above 0 to a base above 1."""
    own, of_base = (_WORKING.ln(_decimal(each)) for each in (number, base))
    return _kept(_WORKING.divide(own, of_base))


def _decimal(number: Fraction) -> Decimal:
    return _WORKING.divide(Decimal(number.numerator), Decimal(number.denominator))


def _kept(number: Decimal) -> Fraction:
    return Fraction(_KEPT.plus(number))
