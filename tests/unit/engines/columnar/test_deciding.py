"""Intervals against intervals, decided by hand for every place of the limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from trialmatch.engines.columnar.deciding import decided, stated, too_near
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan.algebra import Op

INF = float("inf")


def interval(
    lo: float, hi: float, lo_open: bool = False, hi_open: bool = False, *, trusted: bool = True
) -> Intervals:
    none = np.zeros(1, np.int32)
    return Intervals(
        np.array([lo], np.float64),
        np.array([hi], np.float64),
        np.array([lo_open]),
        np.array([hi_open]),
        none,
        none,
        max(1.0, 1.0, *(abs(end) for end in (lo, hi) if end not in (INF, -INF))),
        trusted,
    )


def verdict(left: Intervals, op: Op, right: Intervals) -> str:
    found = decided(left, op, right)
    return "yes" if found.met[0] else "no" if found.not_met[0] else "open"


FIVE = interval(5, 5)
ABOVE_FIVE = interval(5, 9, lo_open=True)
BELOW_FIVE = interval(-INF, 5, hi_open=True)
TWO_TO_FIVE = interval(2, 5)


@pytest.mark.parametrize(
    ("value", "op", "limit", "expected"),
    [
        (FIVE, Op.GE, FIVE, "yes"),
        (FIVE, Op.GT, FIVE, "no"),
        (FIVE, Op.LE, FIVE, "yes"),
        (FIVE, Op.LT, FIVE, "no"),
        (FIVE, Op.EQ, FIVE, "yes"),
        (FIVE, Op.NE, FIVE, "no"),
        (ABOVE_FIVE, Op.GT, FIVE, "yes"),
        (ABOVE_FIVE, Op.LE, FIVE, "no"),
        (ABOVE_FIVE, Op.EQ, FIVE, "no"),
        (ABOVE_FIVE, Op.NE, FIVE, "yes"),
        (ABOVE_FIVE, Op.LT, interval(9, 9), "open"),
        (ABOVE_FIVE, Op.LE, interval(9, 9), "yes"),
        (BELOW_FIVE, Op.LT, FIVE, "yes"),
        (BELOW_FIVE, Op.GE, FIVE, "no"),
        (BELOW_FIVE, Op.GT, interval(4, 4), "open"),
        (TWO_TO_FIVE, Op.GE, FIVE, "open"),
        (TWO_TO_FIVE, Op.GT, FIVE, "no"),
        (TWO_TO_FIVE, Op.EQ, interval(3, 3), "open"),
        (TWO_TO_FIVE, Op.EQ, interval(6, 6), "no"),
        (TWO_TO_FIVE, Op.EQ, TWO_TO_FIVE, "open"),
        (TWO_TO_FIVE, Op.LT, interval(6, INF), "yes"),
        (interval(-INF, INF), Op.LT, interval(-INF, INF), "open"),
    ],
)
def test_a_comparison_is_decided_where_all_values_decide_alike(
    value: Intervals, op: Op, limit: Intervals, expected: str
) -> None:
    assert verdict(value, op, limit) == expected


def test_what_is_not_known_is_never_decided() -> None:
    missing = interval(5, 5)
    missing.missing[0] = 3
    for op in (Op.LT, Op.LE, Op.GT, Op.GE, Op.EQ, Op.NE):
        assert verdict(missing, op, interval(1, 1)) == "open"
        assert verdict(interval(1, 1), op, missing) == "open"


def test_fractions_are_compared_exactly() -> None:
    third = Fraction(1, 3)
    none = np.zeros(1, np.int32)
    shut = np.zeros(1, np.bool_)
    ends = np.array([third], object)
    value = Intervals(ends, ends, shut, shut, none, none)
    assert verdict(value, Op.GT, stated(Decimal("0.3333333333333333"), exact=True)) == "yes"
    assert verdict(value, Op.LT, stated(Decimal("0.3333333333333334"), exact=True)) == "yes"


def test_floats_near_a_limit_are_left_to_fractions_unless_both_are_trusted() -> None:
    limit = stated(Decimal("0.3"), exact=False)
    assert too_near(interval(0.1 + 0.2, 0.1 + 0.2, trusted=False), limit).tolist() == [0]
    assert too_near(interval(0.3, 0.3, trusted=True), limit).tolist() == []
    assert too_near(interval(0.31, 0.31, trusted=False), limit).tolist() == []


def test_a_number_that_no_float_writes_back_is_not_trusted() -> None:
    assert stated(Decimal("0.3"), exact=False).trusted
    assert not stated(Decimal("0.30000000000000000001"), exact=False).trusted
