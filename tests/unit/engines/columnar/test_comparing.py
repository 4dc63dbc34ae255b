"""Values against limits that depend on something else, or that are words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import (
    Arithmetic,
    Attribute,
    Choose,
    Compare,
    Constant,
    Elapsed,
    Events,
    Exists,
    Fact,
    Field,
    Number,
    Observed,
    Op,
    Operation,
    RangeEnd,
    RangeLimit,
    Reduce,
    Take,
    Value,
    Where,
    Within,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import Unit

Make = Callable[..., Row]
Tell = Callable[..., str]

CRP = Scale("crp", "mg/L", "mg/L")
LATEST = Take(Within(Events(("measurement",))))
NUMBER = Reduce(LATEST, Number(CRP))
SEX = Attribute(Fact.SEX)
FEMALE = Compare(SEX, Op.EQ, "female")


def crp(row: Make, number: float, range_high: float | None = None) -> Row:
    said = Result(number, unit="mg/L", range_high=range_high)
    return row("measurement", "2024-01-01", "LOINC 1988-5", result=said)


def above(limit: Value | Decimal) -> Compare:
    return Compare(NUMBER, Op.GT, limit)


def constant(number: str) -> Constant:
    return Constant(Decimal(number))


@pytest.mark.parametrize(
    ("sex", "number", "expected"),
    [
        ("female", 12.0, "MET"),
        ("female", 10.0, "NOT_MET"),
        ("male", 12.0, "NOT_MET"),
        ("male", 20.5, "MET"),
        ("unknown", 12.0, "SEX_UNKNOWN"),
        ("unknown", 20.5, "MET"),
        ("unknown", 9.0, "NOT_MET"),
    ],
)
def test_a_limit_that_depends_is_decided_where_every_limit_decides_alike(
    tell: Tell, row: Make, sex: str, number: float, expected: str
) -> None:
    limit = Choose(FEMALE, constant("10"), constant("20"))
    assert tell(above(limit), crp(row, number), sex=sex) == expected


def test_reasons_of_a_limit_and_of_the_value_come_together(tell: Tell) -> None:
    limit = Choose(FEMALE, constant("10"), constant("20"))
    assert tell(above(limit), sex="unknown") == "NO_RESULT SEX_UNKNOWN"
    assert tell(above(limit), sex="male") == "NO_RESULT"


def test_a_result_is_held_against_its_own_upper_limit(tell: Tell, row: Make) -> None:
    limit = Reduce(LATEST, RangeLimit(RangeEnd.UPPER, CRP))
    thrice = Arithmetic(Operation.MULTIPLY, constant("3"), limit)
    assert tell(above(thrice), crp(row, 15.0, range_high=5.0)) == "NOT_MET"
    assert tell(above(thrice), crp(row, 15.1, range_high=5.0)) == "MET"
    assert tell(above(thrice), crp(row, 15.1)) == "NO_REFERENCE_RANGE"


def test_a_product_of_decimals_is_compared_exactly(tell: Tell, row: Make) -> None:
    # 3 times 0.1 is 0.3, which floats do not say.
    thrice = Arithmetic(Operation.MULTIPLY, constant("3"), constant("0.1"))
    found = crp(row, 0.3)
    assert tell(Compare(NUMBER, Op.EQ, thrice), found) == "MET"
    assert tell(Compare(NUMBER, Op.LT, thrice), found) == "NOT_MET"
    assert tell(Compare(thrice, Op.GT, Decimal("0.3")), found) == "NOT_MET"


def test_a_mean_is_compared_exactly(tell: Tell, row: Make) -> None:
    third = Arithmetic(Operation.DIVIDE, constant("1"), constant("3"))
    whole = Arithmetic(Operation.MULTIPLY, third, constant("3"))
    assert tell(Compare(whole, Op.EQ, Decimal(1))) == "MET"
    assert tell(Compare(whole, Op.GE, Decimal("1.00000000000000000001"))) == "NOT_MET"


def test_a_word_is_one_of_several_or_is_not(tell: Tell) -> None:
    either = Compare(SEX, Op.IN, frozenset({"female", "male"}))
    assert tell(either, sex="male") == "MET"
    assert tell(either, sex="other") == "SEX_UNKNOWN"
    assert tell(Compare(SEX, Op.NE, "female"), sex="male") == "MET"
    assert tell(Compare(SEX, Op.NE, "female"), sex="female") == "NOT_MET"
    assert tell(Compare(SEX, Op.EQ, "nothing of the kind"), sex="male") == "NOT_MET"


AGE = Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR)


@pytest.mark.parametrize(
    ("birth", "as_of", "expected"),
    [
        ("2006-03-01", "2024-03-01", "MET"),
        ("2006-03-02", "2024-03-01", "NOT_MET"),
        ("2006-03", "2024-03-01", "PARTIAL_DATE"),
        ("2006-02", "2024-03-01", "MET"),
        ("2006", "2024-03-01", "PARTIAL_DATE"),
        ("2004-02-29", "2022-02-28", "NOT_MET"),
        ("2004-02-29", "2022-03-01", "MET"),
        (None, "2024-03-01", "BIRTH_UNKNOWN"),
    ],
)
def test_eighteen_years_are_complete_on_the_birthday(
    tell: Tell, birth: str | None, as_of: str, expected: str
) -> None:
    assert tell(Compare(AGE, Op.GE, Decimal(18)), birth=birth, as_of=as_of) == expected


def test_a_test_of_rows_keeps_drops_or_doubts_each_row(tell: Tell, row: Make) -> None:
    main = Exists(
        Where(Within(Events(("diagnosis",))), Compare(Field("position"), Op.EQ, "main")),
        Observed(("diagnosis",), None, ANY_TIME),
    )
    assert tell(main, row("diagnosis", "2024-01-01", position="main")) == "MET"
    assert tell(main, row("diagnosis", "2024-01-01", position="secondary")) == "NOT_MET"
    assert tell(main, row("diagnosis", "2024-01-01")) == "POSITION_MISSING"
    rows = [
        row("diagnosis", "2024-01-01"),
        row("diagnosis", "2024-01-02", position="main"),
    ]
    assert tell(main, *rows) == "MET"


def test_a_value_of_the_subject_can_be_the_limit_of_each_row(tell: Tell, row: Make) -> None:
    rows = Within(Events(("measurement",)))
    over = Exists(
        Where(rows, Compare(Number(CRP), Op.GT, Reduce(LATEST, Number(CRP)))),
        Observed(("measurement",), None, ANY_TIME, asks_whether_done=True),
    )
    earlier = row("measurement", "2023-01-01", "LOINC 1988-5", result=Result(9.0, unit="mg/L"))
    assert tell(over, earlier, crp(row, 8.0)) == "MET"
    assert tell(over, earlier, crp(row, 9.0)) == "NOT_MET"
