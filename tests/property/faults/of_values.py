"""Faults of numbers, units, bounds, words and limits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from tests.property.faults.planting import Fault, always, fault, instead, nobody

from trialmatch.engines.columnar.deciding import Decided
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan.algebra import RangeEnd

_AT = "engines.columnar."
_DECIDED = (_AT + "comparing.decided", _AT + "picks.decided")
_NEAR = (_AT + "comparing.too_near", _AT + "picks.too_near")


def _not_met_where_missing(right: Any) -> Any:
    def decided(left: Intervals, op: Any, limit: Intervals) -> Decided:
        found: Decided = right(left, op, limit)
        return Decided(found.met, found.not_met | (left.missing != 0))

    return decided


def _swapped(right: Any) -> Any:
    def below(low: Intervals, high: Intervals, **how: Any) -> Any:
        turned = (replace(each, lo=each.hi, hi=each.lo) for each in (low, high))
        return right(*turned, **how)

    return below


def _or_equal(right: Any) -> Any:
    return lambda low, high, *, or_equal: right(low, high, or_equal=not or_equal)


def _closed(right: Any) -> Any:
    def below(low: Intervals, high: Intervals, **how: Any) -> Any:
        shut = (
            replace(e, lo_open=~e.lo_open & False, hi_open=~e.hi_open & False) for e in (low, high)
        )
        return right(*shut, **how)

    return below


def _exact_bounds(right: Any) -> Any:
    def bounded(declared: Any, comparator: Any, *args: Any, **how: Any) -> Any:
        shut = np.zeros(len(declared), np.bool_)
        return declared, declared, shut, shut

    return bounded


def _one_for_one(_: Any) -> Any:
    """Numbers as they stand, whatever their unit."""

    def times(value: Any, unit: Any, into: Any, *, exact: bool) -> Any:
        if not exact:
            return value
        fractions = np.empty(len(value), object)
        fractions[:] = [Fraction(Decimal(repr(each))) for each in value.tolist()]
        return fractions

    return times


def _any_unit(_: Any) -> Any:
    return lambda unit, into, scale, panel: np.zeros(len(unit), np.int32)


def _lowest_alone(right: Any) -> Any:
    def held(*args: Any) -> Intervals:
        found: Intervals = right(*args)
        return replace(found, hi=found.lo, hi_open=found.lo_open)

    return held


def _both_branches(right: Any) -> Any:
    def choose(first: Any, second: Any, left: Any, other: Any, otherwise: Any) -> Any:
        return right(first, ~first, left, other, otherwise)

    return choose


def _as_if_certain(right: Any) -> Any:
    return lambda found, values, ask: right(found.with_doubts(None), values, ask)


def _never_parted(right: Any) -> Any:
    return lambda times, breaks: right(times, np.zeros(len(breaks), np.bool_))


def _all_together(right: Any) -> Any:
    return lambda found, group, *args: right(found, np.zeros(len(group), np.int64), *args)


FAULTS: tuple[Fault, ...] = (
    fault("missing data are NOT_MET", _DECIDED[0], _not_met_where_missing, _DECIDED[1]),
    fault("the ends of an interval are swapped", _AT + "deciding._surely_below", _swapped),
    fault("at most is less than", _AT + "deciding._surely_below", _or_equal),
    fault("`< 5` holds 5", _AT + "deciding._surely_below", _closed),
    fault("floats alone decide at a limit", _NEAR[0], always(np.zeros(0, np.int64)), _NEAR[1]),
    fault("a bound is taken as the number", _AT + "measuring._bounded", _exact_bounds),
    fault("numbers are not converted", _AT + "measuring._times", _one_for_one),
    fault("an unknown unit is the measure's", _AT + "measuring._unit_gaps", _any_unit),
    fault("an implausible number is believed", _AT + "measuring._implausible", nobody(0)),
    fault(
        "the limits of normal are mixed up",
        _AT + "valuing._RANGES",
        instead({RangeEnd.LOWER: "range_high", RangeEnd.UPPER: "range_low"}),
    ),
    fault("of tied results the lowest counts", _AT + "picked._held", _lowest_alone),
    fault("an unknown condition is not met", _AT + "valuing.choose", _both_branches),
    fault("no row parts those in a row", _AT + "in_a_row._first_break", _never_parted),
    fault("rows in a row may lie apart", _AT + "in_a_row._together", _all_together),
    fault("possible rows are added up as certain", _AT + "reducing._sum", _as_if_certain),
)
