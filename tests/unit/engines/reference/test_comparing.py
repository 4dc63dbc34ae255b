"""A value against a limit, worked out by hand for every place of the limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from trialmatch.engines.reference.comparing import compare, why_open
from trialmatch.engines.reference.values import Interval, Known, NotKnown
from trialmatch.plan.algebra import Op
from trialmatch.verdict import Missing, Reason, Verdict

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


def test_a_word_is_among_several_or_not() -> None:
    assert compare(Known("main"), Op.IN, frozenset({"main", "secondary"})) is YES
    assert compare(Known("other"), Op.IN, frozenset({"main", "secondary"})) is NO


@pytest.mark.parametrize(
    ("value", "op", "limit", "expected"),
    [
        (TWO_TO_FIVE, Op.LT, Interval(Fraction(6), Fraction(9)), YES),
        (TWO_TO_FIVE, Op.LT, Interval(Fraction(5), Fraction(9)), OPEN),
        (TWO_TO_FIVE, Op.LE, Interval(Fraction(5), Fraction(9)), YES),
        (TWO_TO_FIVE, Op.LT, Interval(Fraction(5), Fraction(9), lo_open=True), YES),
        (TWO_TO_FIVE, Op.GT, Interval(Fraction(1), Fraction(2)), OPEN),
        (TWO_TO_FIVE, Op.GE, Interval(Fraction(1), Fraction(2)), YES),
        (TWO_TO_FIVE, Op.LT, Interval(Fraction(0), Fraction(2)), NO),
        (TWO_TO_FIVE, Op.LT, Interval(Fraction(6), None), YES),
        (TWO_TO_FIVE, Op.LT, Interval(None, Fraction(9)), OPEN),
        (FIVE, Op.EQ, FIVE, YES),
        (TWO_TO_FIVE, Op.EQ, TWO_TO_FIVE, OPEN),
        (Interval(None, None), Op.EQ, Interval(None, None), OPEN),
        (TWO_TO_FIVE, Op.EQ, Interval(Fraction(6), Fraction(7)), NO),
        (TWO_TO_FIVE, Op.NE, Interval(Fraction(6), Fraction(7)), YES),
    ],
)
def test_a_limit_that_is_an_interval_decides_only_where_all_of_it_agrees(
    value: Interval, op: Op, limit: Interval, expected: Verdict
) -> None:
    assert compare(value, op, limit) is expected


def test_what_is_not_known_is_the_reason_before_what_is_doubted() -> None:
    gone, vague = Reason.of(Missing.NO_RESULT, "a"), Reason.of(Missing.UNCONFIRMED, "b")
    doubted = Interval(Fraction(1), Fraction(2), doubts=(vague,))
    assert why_open(NotKnown((gone,)), doubted) == (gone,)
    assert why_open(FIVE, doubted) == (vague,)


def test_codings_do_not_compare_with_a_number() -> None:
    with pytest.raises(TypeError, match="does not compare"):
        compare(Known("main"), Op.LT, FIVE)
