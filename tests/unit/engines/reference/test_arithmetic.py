"""Two numbers put together, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from trialmatch.engines.reference.arithmetic import arithmetic
from trialmatch.engines.reference.values import Interval, NotKnown, Value
from trialmatch.plan.algebra import Operation
from trialmatch.verdict import Missing, Reason

ADD, SUBTRACT = Operation.ADD, Operation.SUBTRACT
MULTIPLY, DIVIDE = Operation.MULTIPLY, Operation.DIVIDE
HIGHER, LOWER = Operation.HIGHER, Operation.LOWER
VAGUE = Reason.of(Missing.UNCONFIRMED, "a")


def to(lo: int | None, hi: int | None) -> Interval:
    return Interval(None if lo is None else Fraction(lo), None if hi is None else Fraction(hi))


def bounds(value: Value) -> tuple[Fraction | None, Fraction | None]:
    assert isinstance(value, Interval)
    return value.lo, value.hi


@pytest.mark.parametrize(
    ("operation", "left", "right", "expected"),
    [
        (ADD, to(1, 2), to(10, 20), (11, 22)),
        (ADD, to(1, None), to(10, 20), (11, None)),
        (SUBTRACT, to(1, 2), to(10, 20), (-19, -8)),
        (SUBTRACT, to(1, 2), to(10, None), (None, -8)),
        (MULTIPLY, to(-2, 3), to(-5, 4), (-15, 12)),
        (MULTIPLY, to(0, 0), to(1, None), (None, None)),
        (DIVIDE, to(1, 6), to(2, 4), (Fraction(1, 4), 3)),
        (DIVIDE, to(1, 6), to(-4, -2), (-3, Fraction(-1, 4))),
        (DIVIDE, to(1, None), to(2, 4), (None, None)),
        (HIGHER, to(1, 5), to(3, 4), (3, 5)),
        (HIGHER, to(None, 5), to(3, None), (3, None)),
        (HIGHER, to(None, 5), to(None, 4), (None, 5)),
        (LOWER, to(1, 5), to(3, 4), (1, 4)),
        (LOWER, to(None, 5), to(3, None), (None, 5)),
    ],
)
def test_the_ends_of_two_intervals_give_the_ends_of_the_result(
    operation: Operation, left: Interval, right: Interval, expected: tuple[object, object]
) -> None:
    assert bounds(arithmetic(operation, left, right)) == expected


@pytest.mark.parametrize("divisor", [to(0, 0), to(-1, 1), to(0, 5), to(None, 5), to(-1, None)])
def test_nothing_is_divided_by_what_may_be_zero(divisor: Interval) -> None:
    result = arithmetic(DIVIDE, to(1, 1), divisor)
    assert result == NotKnown((Reason.of(Missing.NOT_COMPUTABLE),))


def test_a_divisor_without_an_end_that_cannot_be_zero_leaves_the_result_open() -> None:
    assert bounds(arithmetic(DIVIDE, to(1, 1), to(2, None))) == (None, None)


def test_what_is_not_known_of_either_is_not_known_of_the_result() -> None:
    left, right = Reason.of(Missing.NO_RESULT, "a"), Reason.of(Missing.NO_UNIT, "b")
    assert arithmetic(ADD, NotKnown((left,)), NotKnown((right,))) == NotKnown((left, right))
    assert arithmetic(ADD, NotKnown((left,)), to(1, 1)) == NotKnown((left,))


def test_the_result_keeps_doubts_and_is_closed() -> None:
    bound = Interval(Fraction(90), Fraction(100), lo_open=True, doubts=(VAGUE,))
    result = arithmetic(ADD, bound, to(1, 1))
    assert result == Interval(Fraction(91), Fraction(101), doubts=(VAGUE,))
