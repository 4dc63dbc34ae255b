"""The number of a result, and the range it stands with, in the unit of the limit (meaning 11)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from trialmatch.cohort.records import Result
from trialmatch.engines.reference.values import Interval, NotKnown, exactly, not_known
from trialmatch.plan.algebra import RangeEnd, RangeLimit
from trialmatch.plan.scale import Scale
from trialmatch.verdict import Missing, Reason


def number_of(result: Result, scale: Scale) -> Interval | NotKnown:
    """One result's number in the unit of the scale's limit, or why it has none."""
    if result.number is None:
        return not_known(Missing.NOT_A_NUMBER, scale.name)
    declared = scale.from_row(result.unit)
    if declared is None:
        return _no_factor(result.unit, scale)
    number = declared.of(exact(result.number))
    if _implausible(number, scale):
        return not_known(Missing.IMPLAUSIBLE, scale.name)
    bounded = _bounded(number, result.comparator, scale)
    if bounded.lo == bounded.hi and (bounded.lo_open or bounded.hi_open):
        return not_known(Missing.IMPLAUSIBLE, scale.name)
    scaled = _scaled(bounded, scale)
    if scale.rounded is None or scaled.lo is None or scaled.lo != scaled.hi:
        return scaled
    return exactly(scale.rounding(scaled.lo))


def range_limit(result: Result, node: RangeLimit) -> Interval | NotKnown:
    """An end of the range that stands with the result, in the unit of the scale's limit."""
    scale, upper = node.scale, node.end is RangeEnd.UPPER
    limit = result.range_high if upper else result.range_low
    if limit is None or (upper and limit <= 0):
        return not_known(Missing.NO_REFERENCE_RANGE, scale.name)
    declared = scale.from_row(result.unit)
    if declared is None:
        return _no_factor(result.unit, scale)
    return _scaled(exactly(declared.of(exact(limit))), scale)


def exact(number: float) -> Fraction:
    """The decimal that the number was written as, exactly."""
    return Fraction(Decimal(repr(float(number))))


def _no_factor(unit: str, scale: Scale) -> NotKnown:
    missing = Missing.UNIT_DIFFERS if unit else Missing.NO_UNIT
    return NotKnown((Reason.of(missing, scale.name, unit),))


def _implausible(number: Fraction, scale: Scale) -> bool:
    too_low = scale.low is not None and number < Fraction(scale.low)
    return too_low or (scale.high is not None and number > Fraction(scale.high))


def _bounded(number: Fraction, comparator: str, scale: Scale) -> Interval:
    """A number, or the open interval that `<` and `>` leave within what is plausible."""
    doubts = (Reason.of(Missing.BEYOND_LIMIT_OF_DETECTION, scale.name),)
    if comparator in ("<", "<="):
        low = None if scale.low is None else Fraction(scale.low)
        return Interval(low, number, hi_open=comparator == "<", doubts=doubts)
    if comparator in (">", ">="):
        high = None if scale.high is None else Fraction(scale.high)
        return Interval(number, high, lo_open=comparator == ">", doubts=doubts)
    return exactly(number)


def _scaled(interval: Interval, scale: Scale) -> Interval:
    """From the measure's unit to that of the criterion's limit."""
    to_limit = scale.to_limit()
    lo = None if interval.lo is None else to_limit.of(interval.lo)
    hi = None if interval.hi is None else to_limit.of(interval.hi)
    return replace(interval, lo=lo, hi=hi)
