"""Equal results are one: what they say counts, and not where they were filed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import Events, How, Reduce, Within
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

ValueOf = Callable[..., tuple[object, ...]]

LDL = CodeSet("ldl", (pattern("LOINC", "13457-7"),))
COUNT = Reduce(Within(Events(("measurement", "observation")), ANY_TIME), how=How.COUNT)
OF_LDL = Reduce(Within(Events(("measurement",), LDL), ANY_TIME), how=How.COUNT)
BASE = Row(
    "measurement",
    "a",
    (("LOINC", "13457-7"),),
    parse_moment("2024-01-01"),
    result=Result(2.0, unit="mmol/L"),
)
SAID = BASE.result or Result()


@pytest.mark.parametrize(
    "again",
    [
        replace(BASE, id="b"),
        replace(BASE, id="b", contact="v", department="A", institution="H", source="f"),
        replace(BASE, id="b", kind="observation"),
        replace(BASE, id="b", status="final"),
        replace(BASE, id="b", end=parse_moment("2024-01-02")),
    ],
)
def test_rows_that_say_the_same_count_once(value: ValueOf, again: Row) -> None:
    assert value(COUNT, BASE, again) == (1, 1, "")


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, id="b", start=parse_moment("2024-01-01T08:00")),
        replace(BASE, id="b", codings=(("LOINC", "20894"),)),
        replace(BASE, id="b", result=replace(SAID, number=2.1)),
        replace(BASE, id="b", result=replace(SAID, number=None, text="high")),
        replace(BASE, id="b", result=replace(SAID, comparator="<")),
        replace(BASE, id="b", result=replace(SAID, unit="umol/L")),
        replace(BASE, id="b", result=replace(SAID, text="high")),
        replace(BASE, id="b", result=replace(SAID, system="SNOMED", code="1")),
    ],
)
def test_rows_that_differ_in_what_they_say_count_each(value: ValueOf, other: Row) -> None:
    assert value(COUNT, BASE, other) == (2, 2, "")


def test_one_sure_row_makes_its_equals_sure(value: ValueOf) -> None:
    unsure = replace(BASE, id="b", status="unconfirmed")
    assert value(COUNT, BASE, unsure) == (1, 1, "")
    assert value(COUNT, unsure, replace(unsure, id="c")) == (0, 1, "UNCONFIRMED")


def test_only_codings_that_the_question_names_tell_rows_apart(value: ValueOf) -> None:
    more = replace(BASE, id="b", codings=(("LOINC", "13457-7"), ("NPU", "NPU01568")))
    assert value(OF_LDL, BASE, more) == (1, 1, "")


def test_without_a_number_two_rows_are_equal_too(value: ValueOf) -> None:
    words = replace(BASE, result=Result(text="positive"))
    assert value(COUNT, words, replace(words, id="b")) == (1, 1, "")


def test_three_equal_rows_among_others_are_one(value: ValueOf) -> None:
    rows = [replace(BASE, id=name) for name in "abc"]
    other = replace(BASE, id="d", result=Result(3.0, unit="mmol/L"))
    assert value(COUNT, *rows, other) == (2, 2, "")
