"""The range that stands with a result, in the unit of the criterion's limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from trialmatch.cohort.records import Result
from trialmatch.engines.reference.measuring import range_limit
from trialmatch.engines.reference.values import Interval, NotKnown
from trialmatch.plan.algebra import RangeEnd, RangeLimit
from trialmatch.plan.scale import Scale
from trialmatch.verdict import Missing, Reason

IN_GRAMS = Scale("protein", "g/L", "g/L", high=Decimal(10))
UPPER, LOWER = RangeLimit(RangeEnd.UPPER, IN_GRAMS), RangeLimit(RangeEnd.LOWER, IN_GRAMS)


def test_the_limit_is_converted_like_the_number() -> None:
    result = Result(800.0, unit="mg/L", range_low=100.0, range_high=1200.0)
    assert range_limit(result, UPPER) == Interval(Fraction(6, 5), Fraction(6, 5))
    assert range_limit(result, LOWER) == Interval(Fraction(1, 10), Fraction(1, 10))


def test_a_limit_beyond_what_is_plausible_of_a_result_is_a_limit_still() -> None:
    result = Result(1.0, unit="g/L", range_high=25.0)
    assert range_limit(result, UPPER) == Interval(Fraction(25), Fraction(25))


def test_a_lower_limit_of_zero_is_a_limit() -> None:
    result = Result(1.0, unit="g/L", range_low=0.0)
    assert range_limit(result, LOWER) == Interval(Fraction(0), Fraction(0))


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (Result(1.0, unit="g/L"), Reason.of(Missing.NO_REFERENCE_RANGE, "protein")),
        (
            Result(1.0, unit="g/L", range_high=0.0),
            Reason.of(Missing.NO_REFERENCE_RANGE, "protein"),
        ),
        (
            Result(1.0, unit="mmol/L", range_high=2.0),
            Reason.of(Missing.UNIT_DIFFERS, "protein", "mmol/L"),
        ),
        (Result(1.0, range_high=2.0), Reason.of(Missing.NO_UNIT, "protein")),
    ],
)
def test_a_range_that_does_not_compare_is_not_known(result: Result, reason: Reason) -> None:
    assert range_limit(result, UPPER) == NotKnown((reason,))
