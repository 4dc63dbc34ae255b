"""Which rows are among the first of an order: ties, partial dates, preliminary results."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import Events, Number, Order, Take, Within
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
Members = Callable[..., dict[str, str]]

LATEST, FIRST, NEAREST = Order.LATEST, Order.FIRST, Order.NEAREST
LDL = Number(Scale("ldl", "mmol/L", "mmol/L"))
RESULTS = Within(Events(("measurement",)), ANY_TIME)


@pytest.fixture
def result(row: Make) -> Make:
    """A result named by its start, or by a name."""

    def make(start: str, value: float | None = 2.5, name: str = "", **other: str) -> Row:
        said = Result(value, unit="mmol/L", comparator=other.pop("comparator", ""))
        return row("measurement", start, "LOINC 13457-7", id=name or start, result=said, **other)

    return make


def test_the_last_and_the_first_by_date(members: Members, result: Make) -> None:
    rows = [result("2024-01-01"), result("2024-01-02"), result("2023-12-31")]
    assert list(members(Take(RESULTS, LATEST), *rows)) == ["2024-01-02"]
    assert list(members(Take(RESULTS, FIRST), *rows)) == ["2023-12-31"]


def test_the_clock_decides_on_a_day_where_all_its_rows_have_one(
    members: Members, result: Make
) -> None:
    early, late = result("2024-01-02T08:00"), result("2024-01-02T09:00")
    assert list(members(Take(RESULTS), early, late)) == [late.id]
    without = result("2024-01-02")
    assert set(members(Take(RESULTS), early, late, without)) == {early.id, late.id, without.id}


def test_rows_of_the_same_minute_are_all_picked(members: Members, result: Make) -> None:
    first = result("2024-01-02T08:00", 2.0, "a")
    second = result("2024-01-02T08:00", 3.0, "b")
    assert set(members(Take(RESULTS), first, second)) == {"a", "b"}


def test_a_month_may_hold_the_last_row(members: Members, result: Make) -> None:
    day, month = result("2024-01-20"), result("2024-01", name="some day")
    assert set(members(Take(RESULTS), day, month)) == {"2024-01-20", "some day"}
    assert list(members(Take(RESULTS), result("2024-02-01"), month)) == ["2024-02-01"]


def test_a_row_that_is_only_possible_outdoes_no_other(members: Members, result: Make) -> None:
    sure = result("2024-01-01")
    unsure = result("2024-01-05", status="unconfirmed")
    assert members(Take(RESULTS), sure, unsure) == {"2024-01-01": "", "2024-01-05": "UNCONFIRMED"}
    later = result("2024-01-06")
    assert members(Take(RESULTS), sure, unsure, later) == {"2024-01-06": ""}


def test_a_preliminary_result_is_none_beside_a_final_one_of_its_time(
    members: Members, result: Make
) -> None:
    final = result("2024-01-05T08:00", 2.0, "final")
    early = result("2024-01-05T08:00", 3.0, "early", status="preliminary")
    assert members(Take(RESULTS), final, early) == {"final": ""}
    later = result("2024-01-05T08:01", 3.0, "later", status="preliminary")
    assert members(Take(RESULTS), final, later) == {"final": "", "later": "UNCONFIRMED"}
    # Without the clock, both are of the same day.
    by_day = result("2024-01-05", 2.0, "by day")
    assert members(Take(RESULTS), by_day, later) == {"by day": ""}


def test_a_row_without_a_result_is_none(members: Members, result: Make, row: Make) -> None:
    cancelled = row("measurement", "2024-01-09", result=Result(2.5, absent="cancelled"), id="x")
    empty = row("measurement", "2024-01-08", result=Result(), id="y")
    words = row("measurement", "2024-01-07", result=Result(text="positive"), id="words")
    assert members(Take(RESULTS), cancelled, empty, words) == {"words": ""}


def test_diagnoses_have_no_results_to_lack(members: Members, row: Make) -> None:
    rows = [row("diagnosis", start, id=start) for start in ("2024-01-01", "2024-01-02")]
    assert members(Take(Within(Events(("diagnosis",)))), *rows) == {"2024-01-02": ""}


def test_beside_results_a_kind_without_results_still_counts(members: Members, row: Make) -> None:
    findings = Within(Events(("diagnosis", "observation")), ANY_TIME)
    rows = [
        row("diagnosis", "2024-01-02", id="diagnosis"),
        row("observation", "2024-01-02", id="with result", result=Result(text="yes")),
        row("observation", "2024-01-02", id="without", result=Result()),
    ]
    assert set(members(Take(findings), *rows)) == {"diagnosis", "with result"}


def test_several_are_picked_with_all_that_tie_for_the_last_place(
    members: Members, result: Make
) -> None:
    rows = [
        result("2024-01-01", 1.0, "a"),
        result("2024-01-02", 2.0, "b"),
        result("2024-01-02", 3.0, "c"),
        result("2024-01-03", 4.0, "d"),
    ]
    assert list(members(Take(RESULTS, n=1), *rows)) == ["d"]
    assert set(members(Take(RESULTS, n=2), *rows)) == {"b", "c", "d"}
    assert set(members(Take(RESULTS, n=3), *rows)) == {"b", "c", "d"}
    assert set(members(Take(RESULTS, n=4), *rows)) == {"a", "b", "c", "d"}


def test_of_several_equal_results_one_counts(members: Members, result: Make) -> None:
    rows = [
        result("2024-01-01", 1.0, "a"),
        result("2024-01-02", 2.0, "b"),
        result("2024-01-02", 2.0, "b again"),
    ]
    assert len(members(Take(RESULTS, n=2), *rows)) == 2
    assert "a" in members(Take(RESULTS, n=2), *rows)


def test_the_nearest_goes_by_days_and_blind_to_the_clock(members: Members, result: Make) -> None:
    around = Window(Bound(Duration(1, Unit.YEAR)))
    nearest = Take(Within(Events(("measurement",)), around), NEAREST)
    rows = [result("2024-02-20T08:00"), result("2024-02-20T20:00"), result("2024-02-19")]
    assert set(members(nearest, *rows)) == {"2024-02-20T08:00", "2024-02-20T20:00"}


def test_highest_and_lowest_go_by_value_whatever_the_date(members: Members, result: Make) -> None:
    rows = [result("2020-01-01", 9.0), result("2022-01-01", 5.0), result("2024-01-01", 7.0)]
    assert list(members(Take(RESULTS, Order.HIGHEST, value=LDL), *rows)) == ["2020-01-01"]
    assert list(members(Take(RESULTS, Order.LOWEST, value=LDL), *rows)) == ["2022-01-01"]
    two = members(Take(RESULTS, Order.HIGHEST, 2, LDL), *rows)
    assert set(two) == {"2020-01-01", "2024-01-01"}


def test_a_bound_may_be_the_highest_and_a_word_may_be_anything(
    members: Members, result: Make, row: Make
) -> None:
    five = result("2022-01-01", 5.0, "five")
    above = result("2023-01-01", 4.0, "above four", comparator=">")
    below = result("2023-01-01", 4.0, "below four", comparator="<")
    words = row(
        "measurement", "2023-01-01", "LOINC 13457-7", id="words", result=Result(text="high")
    )
    highest = Take(RESULTS, Order.HIGHEST, value=LDL)
    assert set(members(highest, five, above)) == {"five", "above four"}
    assert set(members(highest, five, below)) == {"five"}
    assert set(members(highest, five, words)) == {"five", "words"}


def test_equal_values_in_other_units_tie(members: Members, result: Make, row: Make) -> None:
    litre = result("2022-01-01", 3.0, "litre")
    decilitre = row(
        "measurement",
        "2023-01-01",
        "LOINC 13457-7",
        id="decilitre",
        result=Result(0.3, unit="mmol/dL"),
    )
    found = members(Take(RESULTS, Order.HIGHEST, value=LDL), litre, decilitre)
    assert set(found) == {"litre", "decilitre"}
