"""Which row is the latest, and which may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan.algebra import Events, Number, Order, Take
from trialmatch.plan.scale import Scale

Make = Callable[..., Row]
Picked = Callable[..., list[str]]

NUMBER = Number(Scale("crp", "mg/L", "mg/L"))


@pytest.fixture
def picked(subject: Callable[..., SubjectRecord]) -> Picked:
    """The ids of the rows that are picked, in order."""

    def pick(
        *rows: Row, order: Order = Order.LATEST, n: int = 1, as_of: str = "2024-03-01"
    ) -> list[str]:
        node = Take(Events(("measurement",)), order, n, NUMBER)
        return sorted(m.row.id for m in Answering(subject(*rows, as_of=as_of)).members(node))

    return pick


def lab(row: Make, start: str, id: str, number: float | None = 5.0, **other: str) -> Row:
    result = Result(number, unit="mg/L", text="" if number is not None else "haemolysed")
    return row("measurement", start, "LOINC 1988-5", id=id, result=result, **other)


def possible(row: Row) -> Row:
    return replace(row, status="unconfirmed")


def test_the_last_day_is_the_latest(row: Make, picked: Picked) -> None:
    assert picked(lab(row, "2024-01-01", "old"), lab(row, "2024-01-02", "new")) == ["new"]


def test_all_rows_of_the_last_day_tie_where_one_has_no_clock_time(
    row: Make, picked: Picked
) -> None:
    rows = [
        lab(row, "2024-01-02T08:00", "morning"),
        lab(row, "2024-01-02T16:00", "afternoon"),
        lab(row, "2024-01-02", "no time"),
    ]
    assert picked(*rows) == ["afternoon", "morning", "no time"]


def test_the_clock_decides_where_all_rows_of_the_day_have_a_time(row: Make, picked: Picked) -> None:
    rows = [lab(row, "2024-01-02T08:00", "morning"), lab(row, "2024-01-02T16:00", "afternoon")]
    assert picked(*rows) == ["afternoon"]


def test_a_later_possible_row_stands_beside_the_last_definite_one(
    row: Make, picked: Picked
) -> None:
    later = possible(lab(row, "2024-01-05", "perhaps"))
    assert picked(lab(row, "2024-01-02", "sure"), later) == ["perhaps", "sure"]


def test_an_earlier_possible_row_is_passed_over(row: Make, picked: Picked) -> None:
    earlier = possible(lab(row, "2024-01-01", "perhaps"))
    assert picked(earlier, lab(row, "2024-01-02", "sure")) == ["sure"]


def test_a_row_known_only_to_the_month_may_be_the_latest(row: Make, picked: Picked) -> None:
    assert picked(lab(row, "2024-01", "month"), lab(row, "2024-01-15", "day")) == ["day", "month"]


def test_a_final_result_stands_before_a_preliminary_one_of_the_same_time(
    row: Make, picked: Picked
) -> None:
    early = lab(row, "2024-01-02", "early", status="preliminary")
    assert picked(early, lab(row, "2024-01-02", "final", status="final")) == ["final"]


def test_a_non_result_is_no_candidate(row: Make, picked: Picked) -> None:
    cancelled = row(
        "measurement", "2024-01-05", "LOINC 1988-5", id="none", result=Result(absent="cancelled")
    )
    assert picked(lab(row, "2024-01-02", "real"), cancelled) == ["real"]


def test_a_result_in_words_is_picked_though_it_cannot_be_compared(
    row: Make, picked: Picked
) -> None:
    words = row(
        "measurement", "2024-01-05", "LOINC 1988-5", id="words", result=Result(text="haemolysed")
    )
    assert picked(lab(row, "2024-01-02", "number"), words) == ["words"]


def test_the_last_three_are_picked_with_all_that_tie_for_the_third_place(
    row: Make, picked: Picked
) -> None:
    rows = [lab(row, f"2024-01-{day:02d}", f"day {day}") for day in (1, 2, 3, 4)]
    assert picked(*rows, n=3) == ["day 2", "day 3", "day 4"]
    tied = lab(row, "2024-01-02", "tied", 7.0)
    assert picked(*rows, tied, n=3) == ["day 2", "day 3", "day 4", "tied"]


def test_fewer_than_asked_for_come_back_where_there_are_no_more(row: Make, picked: Picked) -> None:
    assert picked(lab(row, "2024-01-01", "only"), n=3) == ["only"]


def test_a_possible_row_takes_nobodys_place(row: Make, picked: Picked) -> None:
    later = possible(lab(row, "2024-01-05", "perhaps"))
    rows = [lab(row, "2024-01-01", "first"), lab(row, "2024-01-02", "second"), later]
    assert picked(*rows, n=2) == ["first", "perhaps", "second"]


def test_the_first_is_picked_by_date(row: Make, picked: Picked) -> None:
    rows = [lab(row, "2024-01-02T08:00", "early"), lab(row, "2024-01-02T16:00", "late")]
    assert picked(*rows, order=Order.FIRST) == ["early"]
    assert picked(*rows, lab(row, "2024-01", "month"), order=Order.FIRST) == ["early", "month"]
    assert picked(*rows, lab(row, "2024-01-02", "day"), order=Order.FIRST) == [
        "day",
        "early",
        "late",
    ]


def test_the_nearest_is_the_last_before_a_patients_index(row: Make, picked: Picked) -> None:
    rows = [lab(row, "2024-02-01T08:00", "far"), lab(row, "2024-02-20T08:00", "near")]
    assert picked(*rows, order=Order.NEAREST) == ["near"]
    partly = lab(row, "2024-02", "sometime")
    assert picked(*rows, partly, order=Order.NEAREST) == ["near", "sometime"]


def test_at_equal_distance_before_and_after_both_are_nearest(
    row: Make, subject: Callable[..., SubjectRecord]
) -> None:
    own = row("visit", "2024-01-10T12:00", "", id="v")
    around = [lab(row, f"2024-01-{day:02d}", f"day {day}") for day in (7, 8, 12, 13)]
    node = Take(Events(("measurement",)), Order.NEAREST, 1, NUMBER)
    found = Answering(subject(own, *around, own=own)).members(node)
    assert sorted(m.row.id for m in found) == ["day 12", "day 8"]


def test_the_clock_does_not_tell_which_row_of_a_day_is_the_nearest(
    row: Make, picked: Picked
) -> None:
    rows = [lab(row, "2024-01-02T08:00", "morning"), lab(row, "2024-01-02T16:00", "afternoon")]
    assert picked(*rows, order=Order.NEAREST) == ["afternoon", "morning"]


def test_the_highest_and_the_lowest_go_by_value(row: Make, picked: Picked) -> None:
    rows = [lab(row, f"2024-01-0{n}", f"{n}", float(n)) for n in (1, 2, 3)]
    assert picked(*rows, order=Order.HIGHEST) == ["3"]
    assert picked(*rows, order=Order.LOWEST) == ["1"]
    assert picked(*rows, order=Order.HIGHEST, n=2) == ["2", "3"]


def test_a_row_without_a_comparable_value_may_be_the_highest(row: Make, picked: Picked) -> None:
    rows = [lab(row, "2024-01-01", "3", 3.0), lab(row, "2024-01-02", "words", None)]
    assert picked(*rows, order=Order.HIGHEST) == ["3", "words"]


def test_a_bound_may_be_the_highest_as_long_as_it_may_reach_as_far(
    row: Make, picked: Picked
) -> None:
    def bound(id: str, comparator: str, number: float) -> Row:
        result = Result(number, comparator, "mg/L")
        return row("measurement", "2024-01-02", "LOINC 1988-5", id=id, result=result)

    five = lab(row, "2024-01-01", "5", 5.0)
    assert picked(five, bound("below 5", "<", 5.0), order=Order.HIGHEST) == ["5", "below 5"]
    assert picked(five, bound("below 4", "<", 4.0), order=Order.HIGHEST) == ["5"]
    assert picked(five, bound("above 4", ">", 4.0), order=Order.HIGHEST) == ["5", "above 4"]
    assert picked(five, bound("above 6", ">", 6.0), order=Order.HIGHEST) == ["above 6"]


def test_a_possible_higher_row_does_not_displace_the_highest_certain_one(
    row: Make, picked: Picked
) -> None:
    rows = [lab(row, "2024-01-01", "5", 5.0), possible(lab(row, "2024-01-02", "9", 9.0))]
    assert picked(*rows, order=Order.HIGHEST) == ["5", "9"]
    assert picked(*rows, order=Order.LOWEST) == ["5"]


def test_a_preliminary_result_is_no_candidate_beside_the_final_one_by_value_either(
    row: Make, picked: Picked
) -> None:
    early = lab(row, "2024-01-02", "early", 9.0, status="preliminary")
    final = lab(row, "2024-01-02", "final", 5.0, status="final")
    assert picked(early, final, order=Order.HIGHEST) == ["final"]
