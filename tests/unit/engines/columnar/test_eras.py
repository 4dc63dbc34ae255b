"""Eras: which rows are one, where each ends, and what is only perhaps an era."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from trialmatch.cohort.records import Row
from trialmatch.plan.algebra import (
    By,
    Compare,
    Edge,
    Events,
    How,
    Merged,
    Op,
    Reduce,
    RowTime,
    Take,
    Within,
)
from trialmatch.plan.window import ANY_TIME, Bound, Window
from trialmatch.results.answers import Screening
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment

Make = Callable[..., Row]
Members = Callable[..., dict[str, str]]
ValueOf = Callable[..., tuple[object, ...]]

STAYS = Within(Events(("visit",)), ANY_TIME)
TOUCHING = Merged(STAYS, Duration(0, Unit.DAY))
A_MONTH = Merged(STAYS, Duration(1, Unit.MONTH))
EIGHT_HOURS = Merged(STAYS, Duration(8, Unit.HOUR))


@pytest.fixture
def stay(row: Make) -> Make:
    """A stay named by a letter."""

    def make(name: str, start: str, end: str | None, **other: str) -> Row:
        return row("visit", start, "", end=end, contact_type="inpatient", id=name, **other)

    return make


def test_stays_that_touch_by_days_are_one_named_after_the_first(
    members: Members, stay: Make
) -> None:
    rows = [stay("b", "2024-01-04", "2024-01-06"), stay("a", "2024-01-01", "2024-01-03")]
    assert members(TOUCHING, *rows) == {"a": ""}


def test_a_day_between_makes_two(members: Members, stay: Make) -> None:
    rows = [stay("a", "2024-01-01", "2024-01-03"), stay("b", "2024-01-05", "2024-01-06")]
    assert members(TOUCHING, *rows) == {"a": "", "b": ""}


def test_an_era_lasts_until_the_last_of_its_stays_has_ended(
    members: Members, value: ValueOf, stay: Make
) -> None:
    rows = [
        stay("a", "2024-01-01", "2024-01-20"),
        stay("b", "2024-01-05", "2024-01-06"),
        stay("c", "2024-01-21", "2024-01-22"),
    ]
    assert members(TOUCHING, *rows) == {"a": ""}
    end = value(Reduce(Take(TOUCHING), RowTime(Edge.END)), *rows)
    day = parse_moment("2024-01-22")
    assert end == (day.lo, day.hi, "PARTIAL_DATE")


def test_a_gap_of_a_month_goes_by_the_calendar(members: Members, stay: Make) -> None:
    # The day after the end is 31 January; a month on is the last of February.
    first = stay("a", "2024-01-01", "2024-01-30")
    assert set(members(A_MONTH, first, stay("b", "2024-02-29", "2024-03-01"))) == {"a"}
    later = stay("b", "2024-03-01", "2024-03-01")
    assert set(members(A_MONTH, first, later)) == {"a", "b"}


def test_less_than_eight_hours_between_is_one_era_and_eight_are_two(
    members: Members, stay: Make
) -> None:
    first = stay("a", "2024-01-01T08:00", "2024-01-01T20:00")
    assert members(EIGHT_HOURS, first, stay("b", "2024-01-02T03:59", "2024-01-02T10:00")) == {
        "a": ""
    }
    second = stay("b", "2024-01-02T04:00", "2024-01-02T10:00")
    assert members(EIGHT_HOURS, first, second) == {"a": "", "b": ""}


def test_stays_without_a_clock_are_perhaps_one_by_the_hour(members: Members, stay: Make) -> None:
    first, second = stay("a", "2024-01-01", "2024-01-03"), stay("b", "2024-01-04", "2024-01-05")
    assert members(EIGHT_HOURS, first, second) == {"a": "PARTIAL_DATE", "b": "PARTIAL_DATE"}
    assert members(EIGHT_HOURS, first) == {"a": ""}


def test_a_possible_stay_between_two_leaves_every_era_open(members: Members, stay: Make) -> None:
    rows = [
        stay("a", "2024-01-01", "2024-01-03"),
        stay("b", "2024-01-04", "2024-01-06", status="unconfirmed"),
        stay("c", "2024-01-07", "2024-01-09"),
    ]
    doubt = "UNCONFIRMED"
    assert members(TOUCHING, *rows) == {"a": doubt, "b": doubt, "c": doubt}


def test_an_open_end_joins_all_that_follows(members: Members, stay: Make) -> None:
    rows = [stay("a", "2024-01-01", None), stay("b", "2024-02-20", "2024-02-21")]
    assert members(TOUCHING, *rows) == {"a": "NO_END", "b": "NO_END"}
    before = stay("x", "2023-12-01", "2023-12-05")
    assert members(TOUCHING, before, *rows) == {"x": "", "a": "NO_END", "b": "NO_END"}


def test_dates_in_a_month_leave_the_era_open(members: Members, stay: Make) -> None:
    assert members(TOUCHING, stay("a", "2024-01", "2024-01-31")) == {"a": "PARTIAL_DATE"}
    assert members(TOUCHING, stay("a", "2024-01-01", "2024-01")) == {"a": "PARTIAL_DATE"}


def test_eras_of_one_patient_do_not_run_into_those_of_the_next(
    screening: Callable[..., Screening], stay: Make
) -> None:
    counted = Compare(Reduce(TOUCHING, how=How.COUNT), Op.EQ, Decimal(1))
    open_ended = [stay("a", "2024-01-01", None)]
    one = [stay("b", "2024-01-10", "2024-01-11")]
    found = screening(counted, open_ended, one, [], [*one, stay("c", "2024-01-12", "2024-01-13")])
    assert [a.answers[0].verdict.name for a in found.assessments] == [
        "UNKNOWN",
        "MET",
        "NOT_MET",
        "MET",
    ]


def test_days_in_a_row_are_counted_over_eras(value: ValueOf, stay: Make) -> None:
    run = Reduce(Merged(STAYS, Duration(2, Unit.DAY)), how=How.LONGEST_RUN)
    rows = [stay("a", "2024-01-01", "2024-01-03"), stay("b", "2024-01-06", "2024-01-06")]
    assert value(run, *rows) == (6, 6, "")


def test_an_era_that_begins_in_some_month_lies_in_a_window_perhaps(
    members: Members, stay: Make
) -> None:
    month = Window(Bound(Duration(1, Unit.MONTH)))
    begun = Within(TOUCHING, month, By.START)
    # The window is 1 February to 1 March.
    clear = [stay("old", "2023-01-01", "2023-01-02"), stay("new", "2024-02-03", "2024-02-04")]
    assert members(begun, *clear) == {"new": ""}
    partly = stay("winter", "2024", "2024-03")
    assert members(begun, clear[0], partly) == {"winter": "PARTIAL_DATE"}
    assert members(begun, clear[0], stay("december", "2023-12", "2024-02-04")) == {}
