"""How rows come to one number: counts, sums, means and extremes, with possible rows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import (
    Events,
    How,
    Number,
    Observed,
    Reduce,
    Spaced,
    Take,
    Within,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
ValueOf = Callable[..., tuple[object, ...]]

LDL = Number(Scale("ldl", "mmol/L", "mmol/L"))
RESULTS = Within(Events(("measurement",)), ANY_TIME)
DIAGNOSES = Within(Events(("diagnosis",)), ANY_TIME)


def of(how: How, n: int = 1) -> Reduce:
    return Reduce(RESULTS, LDL, how, n=n)


@pytest.fixture
def result(row: Make) -> Make:
    def make(number: float | None, day: int, comparator: str = "", **other: str) -> Row:
        said = Result(number, comparator, other.pop("unit", "mmol/L"))
        name = f"{number} {day} {comparator}"
        return row(
            "measurement", f"2024-01-{day:02}", "LOINC 13457-7", id=name, result=said, **other
        )

    return make


def test_a_count_lies_between_the_definite_rows_and_all(value: ValueOf, row: Make) -> None:
    count = Reduce(DIAGNOSES, how=How.COUNT)
    sure = [row("diagnosis", f"2024-01-{day:02}") for day in (1, 2)]
    maybe = row("diagnosis", "2024-01-03", status="provisional")
    never = row("diagnosis", "2024-01-04", status="refuted")
    assert value(count) == (0, 0, "")
    assert value(count, *sure) == (2, 2, "")
    assert value(count, *sure, maybe, never) == (2, 3, "UNCONFIRMED")


def test_a_count_has_no_upper_bound_where_rows_may_be_unseen(value: ValueOf, row: Make) -> None:
    searched = Observed(("diagnosis",), None, ANY_TIME)
    count = Reduce(DIAGNOSES, how=How.COUNT, observed=searched)
    one = row("diagnosis", "2024-01-01")
    assert value(count, one) == (1, 1, "")
    assert value(count, one, periods=()) == (1, None, "RECORD_BEGINS")


def test_the_same_minute_twice_is_two_diagnoses_and_one_result(
    value: ValueOf, row: Make, result: Make
) -> None:
    diagnoses = [row("diagnosis", "2024-01-01", id=name) for name in "ab"]
    assert value(Reduce(DIAGNOSES, how=How.COUNT), *diagnoses) == (2, 2, "")
    twice = [result(2.0, 1), result(2.0, 1, unit="umol/L")]
    count = Reduce(RESULTS, how=How.COUNT)
    assert value(count, *twice) == (2, 2, "")
    equal = [row("measurement", "2024-01-01", id=name, result=Result(2.0)) for name in "ab"]
    assert value(count, *equal) == (1, 1, "")


def test_spaced_rows_that_are_counted_have_a_sure_number(value: ValueOf, row: Make) -> None:
    spaced = Reduce(Spaced(DIAGNOSES, Duration(30, Unit.DAY)), how=How.COUNT)
    sure = [row("diagnosis", start) for start in ("2023-01-01", "2023-06-01")]
    maybe = row("diagnosis", "2023-05-20", status="provisional")
    assert value(spaced, *sure, maybe) == (2, 3, "UNCONFIRMED")


def test_a_sum_adds_what_is_sure_and_what_may_be(value: ValueOf, result: Make) -> None:
    assert value(of(How.SUM), result(2.0, 1), result(3.5, 2)) == (
        Fraction(11, 2),
        Fraction(11, 2),
        "",
    )
    maybe = result(3.0, 2, status="unconfirmed")
    assert value(of(How.SUM), result(2.0, 1), maybe) == (2, 5, "UNCONFIRMED")
    less = result(-3.0, 2, status="unconfirmed")
    assert value(of(How.SUM), result(2.0, 1), less) == (-1, 2, "UNCONFIRMED")


def test_a_sum_with_a_bound_is_open_on_that_side(value: ValueOf, result: Make) -> None:
    above = result(3.0, 2, ">")
    assert value(of(How.SUM), result(2.0, 1), above) == (5, None, "BEYOND_LIMIT_OF_DETECTION")


def test_a_sum_of_something_unusable_is_not_known(value: ValueOf, result: Make) -> None:
    unusable = result(3.0, 2, unit="", status="unconfirmed")
    assert value(of(How.SUM), result(2.0, 1), unusable) == ("NO_UNIT",)
    assert value(of(How.SUM)) == ("NO_RESULT",)


def test_a_sum_of_rows_that_may_all_be_none_is_not_known(value: ValueOf, result: Make) -> None:
    only = result(3.0, 2, status="unconfirmed")
    assert value(of(How.SUM), only) == ("UNCONFIRMED",)
    unusable = result(3.0, 2, unit="", status="unconfirmed")
    assert value(of(How.SUM), unusable) == ("UNCONFIRMED",)


def test_a_mean_of_all_is_exact(value: ValueOf, result: Make) -> None:
    three = [result(1.0, 1), result(2.0, 2), result(2.0, 3)]
    assert value(of(How.MEAN), *three) == (Fraction(5, 3), Fraction(5, 3), "")


def test_a_mean_of_fewer_than_asked_for_is_not_known(value: ValueOf, result: Make) -> None:
    two = [result(1.0, 1), result(2.0, 2)]
    assert value(of(How.MEAN, n=3), *two) == ("TOO_FEW_RESULTS",)
    third = result(3.0, 3, status="unconfirmed")
    assert value(of(How.MEAN, n=3), *two, third) == ("UNCONFIRMED",)
    assert value(of(How.MEAN)) == ("TOO_FEW_RESULTS",)
    assert value(of(How.MEAN, n=2), *two) == (Fraction(3, 2), Fraction(3, 2), "")


def test_a_mean_of_more_than_asked_for_lies_between_the_lowest_and_the_highest(
    value: ValueOf, result: Make
) -> None:
    last_two = Reduce(Take(RESULTS, n=2), LDL, How.MEAN, n=2)
    tied = [result(1.0, 1), result(4.0, 1), result(2.0, 2)]
    assert value(last_two, *tied) == (1, 4, "SAME_TIME_DISAGREE")
    last = Reduce(Take(RESULTS), LDL, How.MEAN)
    assert value(last, *tied[:2]) == (1, 4, "SAME_TIME_DISAGREE")


def test_a_mean_with_a_possible_row_keeps_its_doubt(value: ValueOf, result: Make) -> None:
    rows = [result(1.0, 1), result(4.0, 2, status="unconfirmed")]
    assert value(of(How.MEAN), *rows) == (1, 4, "SAME_TIME_DISAGREE UNCONFIRMED")


@pytest.mark.parametrize(("how", "expected"), [(How.MAX, (4, 4, "")), (How.MIN, (1, 1, ""))])
def test_the_extreme_of_sure_rows(
    value: ValueOf, result: Make, how: How, expected: tuple[object, ...]
) -> None:
    assert value(of(how), result(2.0, 1), result(4.0, 2), result(1.0, 3)) == expected


def test_a_possible_row_may_be_more_extreme_and_never_less(value: ValueOf, result: Make) -> None:
    sure = result(2.0, 1)
    high, low = result(4.0, 2, status="unconfirmed"), result(1.0, 3, status="unconfirmed")
    assert value(of(How.MAX), sure, high, low) == (2, 4, "UNCONFIRMED")
    assert value(of(How.MIN), sure, high, low) == (1, 2, "UNCONFIRMED")
    assert value(of(How.MAX), high) == ("UNCONFIRMED",)


def test_what_does_not_compare_may_be_more_extreme(value: ValueOf, result: Make) -> None:
    rows = [result(2.0, 1), result(9.0, 2, unit="")]
    assert value(of(How.MAX), *rows) == (2, None, "NO_UNIT")
    assert value(of(How.MIN), *rows) == (None, 2, "NO_UNIT")
    assert value(of(How.MAX), result(9.0, 2, unit="")) == (None, None, "NO_UNIT")
    assert value(of(How.MAX)) == ("NO_RESULT",)


def test_a_bound_leaves_the_extreme_open(value: ValueOf, result: Make) -> None:
    below = result(1.0, 2, "<")
    assert value(of(How.MIN), result(2.0, 1), below) == (None, 1, "BEYOND_LIMIT_OF_DETECTION")
    assert value(of(How.MAX), result(2.0, 1), below) == (2, 2, "BEYOND_LIMIT_OF_DETECTION")


def test_floats_come_to_the_same_as_fractions(value: ValueOf, result: Make) -> None:
    rows = [result(1.0, 1), result(2.0, 2), result(4.5, 3, status="unconfirmed")]
    for how in (How.SUM, How.MEAN, How.MIN, How.MAX):
        assert value(of(how), *rows, exact=False) == value(of(how), *rows, exact=True)
