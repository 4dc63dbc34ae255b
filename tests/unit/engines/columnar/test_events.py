"""Which rows of a code set there are: by coding, exception, status and act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import Events, How, Reduce, Within
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.vocabulary.calendar import parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

Make = Callable[..., Row]
Members = Callable[..., dict[str, str]]
ValueOf = Callable[..., tuple[object, ...]]

CANCER = CodeSet(
    "cancer",
    (pattern("ICD10", "C00", "C97"), pattern("SNOMED", "363346000")),
    (pattern("ICD10", "C44"),),
)
OF_CANCER = Within(Events(("diagnosis",), CANCER), ANY_TIME)


def coded(name: str, *codings: tuple[str, str], kind: str = "diagnosis") -> Row:
    return Row(kind, name, tuple(sorted(codings)), parse_moment("2024-01-01"))


def test_a_row_is_in_the_set_by_any_of_its_codings(members: Members) -> None:
    rows = [
        coded("first", ("ICD10", "C509")),
        coded("second", ("ICD10", "I214"), ("SNOMED", "363346000")),
        coded("neither", ("ICD10", "I214"), ("ICPC2", "C50")),
        coded("none"),
    ]
    assert set(members(OF_CANCER, *rows)) == {"first", "second"}


def test_an_exception_takes_the_whole_row_out(members: Members) -> None:
    rows = [
        coded("skin", ("ICD10", "C443")),
        coded("both", ("ICD10", "C443"), ("ICD10", "C509")),
        coded("breast", ("ICD10", "C509")),
    ]
    assert set(members(OF_CANCER, *rows)) == {"breast"}


def test_a_row_with_several_codings_of_the_set_is_one(value: ValueOf) -> None:
    twice = coded("twice", ("ICD10", "C509"), ("ICD10", "C779"), ("SNOMED", "363346000"))
    assert value(Reduce(OF_CANCER, how=How.COUNT), twice) == (1, 1, "")


def test_rows_of_one_identifier_in_two_kinds_are_two(value: ValueOf) -> None:
    both = Within(Events(("diagnosis", "observation")), ANY_TIME)
    rows = [coded("1", ("ICD10", "C509")), coded("1", ("ICD10", "C509"), kind="observation")]
    assert value(Reduce(both, how=How.COUNT), *rows) == (2, 2, "")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("", {"d": ""}),
        ("final", {"d": ""}),
        ("provisional", {"d": "UNCONFIRMED"}),
        ("a word that nobody knows", {"d": "UNCONFIRMED"}),
        ("refuted", {}),
        ("family-history", {}),
    ],
)
def test_a_status_makes_a_row_count_or_count_perhaps(
    members: Members, row: Make, status: str, expected: dict[str, str]
) -> None:
    found = row("diagnosis", "2024-01-01", "ICD10 C509", id="d", status=status)
    assert members(OF_CANCER, found) == expected


def test_a_row_without_a_result_for_a_reason_is_only_possible(members: Members, row: Make) -> None:
    results = Within(Events(("measurement",)), ANY_TIME)
    cancelled = row("measurement", "2024-01-01", id="m", result=Result(absent="cancelled"))
    assert members(results, cancelled) == {"m": "UNCONFIRMED"}


def test_how_medication_is_known_narrows_and_not_knowing_leaves_it_open(
    members: Members, row: Make
) -> None:
    given = Within(Events(("medication",), None, frozenset({"given", "dispensed"})), ANY_TIME)
    rows = [
        row("medication", "2024-01-01", "ATC C10", id=act or "not said", act=act, end="2024-01-02")
        for act in ("given", "dispensed", "ordered", "")
    ]
    found = members(given, *rows)
    assert found == {"given": "", "dispensed": "", "not said": "ATTRIBUTE_MISSING"}


def test_what_began_after_the_as_of_day_is_not_there(members: Members, row: Make) -> None:
    rows = [
        row("diagnosis", start, "ICD10 C509", id=start) for start in ("2024-03-01", "2024-03-02")
    ]
    assert set(members(Events(("diagnosis",), CANCER), *rows)) == {"2024-03-01"}


def test_what_is_planned_is_there_by_name_alone_also_after_the_as_of_day(
    members: Members, row: Make
) -> None:
    rows = [
        row("diagnosis", start, "ICD10 C509", id=f"{start} {status}", status=status)
        for start in ("2024-02-01", "2024-05-01")
        for status in ("planned", "family-history", "")
    ]
    planned = Within(Events(("diagnosis",), CANCER, status="planned"), Window(None, None))
    assert members(planned, *rows) == {"2024-02-01 planned": "", "2024-05-01 planned": ""}
    family = Events(("diagnosis",), CANCER, status="family-history")
    assert members(Within(family, Window(None, None)), *rows) == {"2024-02-01 family-history": ""}
    happened = Within(Events(("diagnosis",), CANCER), Window(None, None))
    assert members(happened, *rows) == {"2024-02-01 ": ""}
