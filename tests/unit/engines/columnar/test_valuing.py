"""Values put together from others: arithmetic, tables, choices, times between times."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import (
    Arithmetic,
    Attribute,
    Choose,
    Codings,
    Compare,
    Constant,
    Edge,
    Elapsed,
    Events,
    Fact,
    Field,
    How,
    Lookup,
    Number,
    Op,
    Operation,
    Reduce,
    RowTime,
    Take,
    Value,
    Within,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import Unit
from trialmatch.vocabulary.codesets import CodeSet, pattern

Make = Callable[..., Row]
ValueOf = Callable[..., tuple[object, ...]]

ADD, SUBTRACT = Operation.ADD, Operation.SUBTRACT
MULTIPLY, DIVIDE = Operation.MULTIPLY, Operation.DIVIDE
HIGHER, LOWER = Operation.HIGHER, Operation.LOWER
CRP = Reduce(Take(Within(Events(("measurement",)))), Number(Scale("crp", "mg/L", "mg/L")))
DIAGNOSES = Within(Events(("diagnosis",)), ANY_TIME)
FEMALE = Compare(Attribute(Fact.SEX), Op.EQ, "female")


def constant(number: str) -> Constant:
    return Constant(Decimal(number))


def crp(row: Make, number: float, comparator: str = "", name: str = "crp") -> Row:
    said = Result(number, comparator, "mg/L")
    return row("measurement", "2024-01-01", "LOINC 1988-5", id=name, result=said)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (ADD, (4, 6)),
        (SUBTRACT, (-2, 0)),
        (MULTIPLY, (3, 9)),
        (HIGHER, (3, 3)),
        (LOWER, (1, 3)),
    ],
)
@pytest.mark.parametrize("exact", [False, True])
def test_an_interval_and_three(
    value: ValueOf, row: Make, operation: Operation, expected: tuple[object, object], exact: bool
) -> None:
    one_to_three = [crp(row, 1.0, name="a"), crp(row, 3.0, name="b")]
    found = value(Arithmetic(operation, CRP, constant("3")), *one_to_three, exact=exact)
    assert found == (*expected, "SAME_TIME_DISAGREE")


def test_a_quotient_is_exact_where_it_must_be(value: ValueOf, row: Make) -> None:
    one_to_three = [crp(row, 1.0, name="a"), crp(row, 3.0, name="b")]
    found = value(Arithmetic(DIVIDE, CRP, constant("3")), *one_to_three)
    assert found == (Fraction(1, 3), 1, "SAME_TIME_DISAGREE")


def test_a_negative_factor_turns_the_ends_round(value: ValueOf, row: Make) -> None:
    one_to_three = [crp(row, 1.0, name="a"), crp(row, 3.0, name="b")]
    found = value(Arithmetic(MULTIPLY, CRP, constant("-2")), *one_to_three)
    assert found == (-6, -2, "SAME_TIME_DISAGREE")


def test_a_side_without_a_bound_stays_so_in_sums_and_takes_both_in_products(
    value: ValueOf, row: Make
) -> None:
    above = crp(row, 3.0, ">")
    doubt = "BEYOND_LIMIT_OF_DETECTION"
    assert value(Arithmetic(ADD, CRP, constant("1")), above) == (4, None, doubt)
    assert value(Arithmetic(SUBTRACT, constant("1"), CRP), above) == (None, -2, doubt)
    assert value(Arithmetic(MULTIPLY, CRP, constant("2")), above) == (None, None, doubt)
    assert value(Arithmetic(HIGHER, CRP, constant("9")), above) == (9, None, doubt)
    assert value(Arithmetic(LOWER, CRP, constant("9")), above) == (3, 9, doubt)


def test_nothing_is_divided_by_what_may_be_zero(value: ValueOf, row: Make) -> None:
    assert value(Arithmetic(DIVIDE, constant("1"), constant("0"))) == ("NOT_COMPUTABLE",)
    around = [crp(row, -1.0, name="a"), crp(row, 1.0, name="b")]
    assert value(Arithmetic(DIVIDE, constant("1"), CRP), *around) == ("NOT_COMPUTABLE",)
    up_to = crp(row, 2.0, "<")
    assert value(Arithmetic(DIVIDE, constant("1"), CRP), up_to) == ("NOT_COMPUTABLE",)
    assert value(Arithmetic(DIVIDE, constant("1"), CRP)) == ("NO_RESULT",)


def test_what_is_not_known_of_either_side_is_told(value: ValueOf) -> None:
    age = Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR)
    both = Arithmetic(ADD, CRP, age)
    assert value(both, birth=None) == ("BIRTH_UNKNOWN NO_RESULT",)


def days_between(start: Value, end: Value, unit: Unit = Unit.DAY) -> Elapsed:
    return Elapsed(start, end, unit)


FIRST_STAY = Take(Within(Events(("visit",))))
ADMITTED, DISCHARGED = Reduce(FIRST_STAY, RowTime()), Reduce(FIRST_STAY, RowTime(Edge.END))


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        ("2024-01-01", "2024-01-05", Unit.DAY, (4, 4, "")),
        ("2024-01-01T23:00", "2024-01-05T01:00", Unit.DAY, (4, 4, "")),
        ("2024-01-01T23:00", "2024-01-05T01:00", Unit.HOUR, (74, 74, "")),
        ("2024-01-01T23:30", "2024-01-02T01:29", Unit.HOUR, (1, 1, "")),
        ("2024-01-01T23:30", "2024-01-02T01:29", Unit.MINUTE, (119, 119, "")),
        ("2024-01-01", "2024-01-02T12:00", Unit.HOUR, (12, 36, "PARTIAL_DATE")),
        ("2024-01", "2024-02-10", Unit.DAY, (10, 40, "PARTIAL_DATE")),
        ("2024-01", "2024-02-10", Unit.WEEK, (1, 5, "PARTIAL_DATE")),
        ("2024-01-31", "2024-02-29", Unit.MONTH, (0, 0, "")),
        ("2024-01-01", None, Unit.DAY, ("NO_END",)),
    ],
)
def test_whole_units_between_two_times(
    value: ValueOf,
    row: Make,
    start: str,
    end: str | None,
    unit: Unit,
    expected: tuple[object, ...],
) -> None:
    stay = row("visit", start, "", end=end, contact_type="inpatient", id="v")
    assert value(days_between(ADMITTED, DISCHARGED, unit), stay) == expected


def test_a_time_before_the_other_counts_backwards(value: ValueOf, row: Make) -> None:
    stay = row("visit", "2024-01-01", "", end="2024-01-05", contact_type="inpatient", id="v")
    assert value(days_between(DISCHARGED, ADMITTED), stay) == (-4, -4, "")
    assert value(days_between(DISCHARGED, ADMITTED, Unit.WEEK), stay) == (-1, -1, "")


POINTS = (
    (CodeSet("cancer", (pattern("ICD10", "C00", "C97"),)), Decimal(6)),
    (CodeSet("heart", (pattern("ICD10", "I"),)), Decimal("1.5")),
)


def test_codings_are_looked_up_in_a_table_first_entry_first(value: ValueOf, row: Make) -> None:
    points = Reduce(DIAGNOSES, Lookup(Codings(), POINTS, "points"), How.SUM)
    heart = row("diagnosis", "2024-01-01", "ICD10 I214")
    cancer = row("diagnosis", "2024-01-02", "ICD10 C509")
    other = row("diagnosis", "2024-01-03", "ICD10 J450")
    assert value(points, heart, cancer) == (Fraction(15, 2), Fraction(15, 2), "")
    assert value(points, heart, other) == ("NOT_IN_TABLE",)


def test_words_are_looked_up_too(value: ValueOf, row: Make) -> None:
    table = ((frozenset({"main"}), Decimal(2)), (frozenset({"secondary"}), Decimal(1)))
    points = Reduce(DIAGNOSES, Lookup(Field("position"), table, "points"), How.MAX)
    main = row("diagnosis", "2024-01-01", position="main")
    second = row("diagnosis", "2024-01-02", position="secondary")
    assert value(points, main, second) == (2, 2, "")
    assert value(points, second, row("diagnosis", "2024-01-03")) == (1, None, "POSITION_MISSING")


def test_a_choice_that_is_open_holds_both_values(value: ValueOf) -> None:
    choice = Choose(FEMALE, constant("10"), constant("20"))
    assert value(choice, sex="female") == (10, 10, "")
    assert value(choice, sex="male") == (20, 20, "")
    assert value(choice, sex="") == (10, 20, "SEX_UNKNOWN")


def test_an_open_choice_of_something_not_known_is_not_known(value: ValueOf) -> None:
    choice = Choose(FEMALE, constant("10"), CRP)
    assert value(choice, sex="female") == (10, 10, "")
    assert value(choice, sex="") == ("NO_RESULT SEX_UNKNOWN",)


def test_an_open_choice_between_intervals_holds_both_whole(value: ValueOf, row: Make) -> None:
    one_to_three = [crp(row, 1.0, name="a"), crp(row, 3.0, name="b")]
    twice = Arithmetic(MULTIPLY, CRP, constant("2"))
    choice = Choose(FEMALE, twice, CRP)
    assert value(choice, *one_to_three, sex="female") == (2, 6, "SAME_TIME_DISAGREE")
    assert value(choice, *one_to_three, sex="male") == (1, 3, "SAME_TIME_DISAGREE")
    found = value(choice, *one_to_three, sex="")
    assert found == (1, 6, "SAME_TIME_DISAGREE SEX_UNKNOWN")
