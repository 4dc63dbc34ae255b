"""Numbers of results in the unit of the limit: conversion, plausibility, bounds, ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import (
    Compare,
    Events,
    Number,
    Op,
    RangeEnd,
    RangeLimit,
    Reduce,
    Take,
    Within,
)
from trialmatch.plan.scale import Scale

Make = Callable[..., Row]
Tell = Callable[..., str]
ValueOf = Callable[..., tuple[object, ...]]

LATEST = Take(Within(Events(("measurement",))))
GLUCOSE = Scale("glucose", "mmol/L", "mmol/L", low=Decimal("0.5"), high=Decimal(100))


def number(scale: Scale = GLUCOSE) -> Reduce:
    return Reduce(LATEST, Number(scale))


def told(row: Make, said: Result) -> Row:
    return row("measurement", "2024-01-01", "LOINC 1-8", result=said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Result(5.5, unit="mmol/L"), (Fraction(11, 2), Fraction(11, 2), "")),
        (Result(5500.0, unit="umol/L"), (Fraction(11, 2), Fraction(11, 2), "")),
        (Result(0.1, unit="mol/L"), (100, 100, "")),
        (Result(5.5), ("NO_UNIT",)),
        (Result(5.5, unit="mg"), ("UNIT_DIFFERS",)),
        (Result(5.5, unit="nonsense ("), ("UNIT_DIFFERS",)),
        (Result(text="high"), ("NOT_A_NUMBER",)),
        (Result(100.1, unit="mmol/L"), ("IMPLAUSIBLE",)),
        (Result(0.49, unit="mmol/L"), ("IMPLAUSIBLE",)),
        (Result(0.5, unit="mmol/L"), (Fraction(1, 2), Fraction(1, 2), "")),
        (Result(100.0, unit="mmol/L"), (100, 100, "")),
    ],
)
@pytest.mark.parametrize("exact", [False, True])
def test_a_result_is_a_number_of_the_scale_or_says_why_not(
    value: ValueOf, row: Make, said: Result, expected: tuple[object, ...], exact: bool
) -> None:
    assert value(number(), told(row, said), exact=exact) == expected


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [("<", (Fraction(1, 2), 3)), ("<=", (Fraction(1, 2), 3)), (">", (3, 100)), (">=", (3, 100))],
)
def test_a_bound_reaches_as_far_as_is_plausible(
    value: ValueOf, row: Make, comparator: str, expected: tuple[object, object]
) -> None:
    found = value(number(), told(row, Result(3.0, comparator, "mmol/L")))
    assert found == (*expected, "BEYOND_LIMIT_OF_DETECTION")


def test_a_bound_without_room_is_implausible(value: ValueOf, row: Make) -> None:
    assert value(number(), told(row, Result(0.5, "<", "mmol/L"))) == ("IMPLAUSIBLE",)
    assert value(number(), told(row, Result(100.0, ">", "mmol/L"))) == ("IMPLAUSIBLE",)
    found = value(number(), told(row, Result(100.0, ">=", "mmol/L")))
    assert found == (100, 100, "BEYOND_LIMIT_OF_DETECTION")


def test_the_limit_s_own_unit_is_converted_to(value: ValueOf, row: Make) -> None:
    in_umol = Scale("glucose", "umol/L", "mmol/L", low=Decimal(1))
    assert value(number(in_umol), told(row, Result(1.1, unit="mmol/L"))) == (1100, 1100, "")


def test_a_unit_whose_annotation_is_not_to_count_is_read_as_the_measure_s(
    value: ValueOf, row: Make
) -> None:
    egfr = Scale("egfr", "mL/min/{1.73_m2}", "mL/min/{1.73_m2}", also=("mL/min",))
    assert value(number(egfr), told(row, Result(45.0, unit="mL/min"))) == (45, 45, "")


def test_a_score_takes_no_unit(value: ValueOf, row: Make) -> None:
    score = Scale("ecog", "", "", score=True)
    for unit in ("", "1", "{score}"):
        assert value(number(score), told(row, Result(2.0, unit=unit))) == (2, 2, "")
    assert value(number(score), told(row, Result(2.0, unit="mg/L"))) == ("UNIT_DIFFERS",)


def test_a_converted_number_is_compared_exactly_at_the_limit(tell: Tell, row: Make) -> None:
    # 0.1 mg/dL times 10 is 1 mg/L, though floats may come to a hair more or less.
    crp = Scale("crp", "mg/L", "mg/L")
    for said in (Result(0.1, unit="mg/dL"), Result(0.7, unit="mg/dL"), Result(0.3, unit="mg/dL")):
        limit = Decimal(repr(said.number)) * 10
        row_of = told(row, said)
        assert tell(Compare(number(crp), Op.GE, limit), row_of) == "MET"
        assert tell(Compare(number(crp), Op.GT, limit), row_of) == "NOT_MET"
        assert tell(Compare(number(crp), Op.EQ, limit), row_of) == "MET"


def test_plausibility_is_exact_at_its_edge_after_conversion(value: ValueOf, row: Make) -> None:
    crp = Scale("crp", "mg/L", "mg/L", low=Decimal(3), high=Decimal(7))
    assert value(number(crp), told(row, Result(0.7, unit="mg/dL")), exact=False)[0] != "IMPLAUSIBLE"
    assert value(number(crp), told(row, Result(0.3, unit="mg/dL")), exact=False)[0] != "IMPLAUSIBLE"
    assert value(number(crp), told(row, Result(0.71, unit="mg/dL"))) == ("IMPLAUSIBLE",)


def limit(end: RangeEnd) -> Reduce:
    return Reduce(LATEST, RangeLimit(end, Scale("protein", "g/L", "g/L", high=Decimal(10))))


@pytest.mark.parametrize(
    ("said", "end", "expected"),
    [
        (
            Result(800.0, unit="mg/L", range_high=1200.0),
            RangeEnd.UPPER,
            (Fraction(6, 5), Fraction(6, 5), ""),
        ),
        (Result(8.0, unit="g/L", range_low=0.0), RangeEnd.LOWER, (0, 0, "")),
        (Result(8.0, unit="g/L", range_high=25.0), RangeEnd.UPPER, (25, 25, "")),
        (Result(8.0, unit="g/L", range_high=0.0), RangeEnd.UPPER, ("NO_REFERENCE_RANGE",)),
        (Result(8.0, unit="g/L", range_low=1.0), RangeEnd.UPPER, ("NO_REFERENCE_RANGE",)),
        (Result(8.0, range_high=2.0), RangeEnd.UPPER, ("NO_UNIT",)),
        (Result(8.0, unit="mmol/L", range_high=2.0), RangeEnd.UPPER, ("UNIT_DIFFERS",)),
    ],
)
def test_the_range_that_stands_with_a_result(
    value: ValueOf, row: Make, said: Result, end: RangeEnd, expected: tuple[object, ...]
) -> None:
    assert value(limit(end), told(row, said)) == expected
