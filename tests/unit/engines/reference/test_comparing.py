"""A value against a limit, worked out by hand for every place of the limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from trialmatch.engines.reference.comparing import compare
from trialmatch.engines.reference.values import Interval, Known, NotKnown
from trialmatch.plan.algebra import Op
from trialmatch.verdict import Verdict

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
FIVE = Interval(Fraction(5), Fraction(5))
ABOVE_FIVE = Interval(Fraction(5), Fraction(9), lo_open=True)
BELOW_FIVE = Interval(None, Fraction(5), hi_open=True)
TWO_TO_FIVE = Interval(Fraction(2), Fraction(5))


@pytest.mark.parametrize(
    ("value", "op", "limit", "expected"),
    [
        (FIVE, Op.GE, "5", YES),
        (FIVE, Op.GT, "5", NO),
        (FIVE, Op.LE, "5", YES),
        (FIVE, Op.LT, "5", NO),
        (FIVE, Op.EQ, "5", YES),
        (FIVE, Op.EQ, "4", NO),
        (FIVE, Op.NE, "5", NO),
        (ABOVE_FIVE, Op.GT, "5", YES),
        (ABOVE_FIVE, Op.GE, "5", YES),
        (ABOVE_FIVE, Op.LE, "5", NO),
        (ABOVE_FIVE, Op.EQ, "5", NO),
        (ABOVE_FIVE, Op.GT, "6", OPEN),
        (ABOVE_FIVE, Op.LE, "9", YES),
        (ABOVE_FIVE, Op.LT, "9", OPEN),
        (BELOW_FIVE, Op.LT, "5", YES),
        (BELOW_FIVE, Op.LE, "5", YES),
        (BELOW_FIVE, Op.GE, "5", NO),
        (BELOW_FIVE, Op.LT, "4", OPEN),
        (BELOW_FIVE, Op.GT, "-100", OPEN),
        (TWO_TO_FIVE, Op.GE, "2", YES),
        (TWO_TO_FIVE, Op.GT, "2", OPEN),
        (TWO_TO_FIVE, Op.LE, "5", YES),
        (TWO_TO_FIVE, Op.LT, "5", OPEN),
        (TWO_TO_FIVE, Op.LT, "2", NO),
        (TWO_TO_FIVE, Op.EQ, "3", OPEN),
        (TWO_TO_FIVE, Op.NE, "6", YES),
    ],
)
def test_a_comparison_is_decided_only_where_the_whole_interval_agrees(
    value: Interval, op: Op, limit: str, expected: Verdict
) -> None:
    assert compare(value, op, Decimal(limit)) is expected


def test_a_value_that_is_not_known_is_never_compared() -> None:
    assert compare(NotKnown(()), Op.GE, Decimal(1)) is OPEN


def test_words_are_equal_or_not() -> None:
    assert compare(Known("female"), Op.EQ, "female") is YES
    assert compare(Known("male"), Op.EQ, "female") is NO
    assert compare(Known("male"), Op.NE, "female") is YES
