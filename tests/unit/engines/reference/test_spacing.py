"""Rows at least some time apart, kept greedily from the earliest."""

from __future__ import annotations

from collections.abc import Callable

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.spacing import each_by_itself, spaced
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]

TEN_DAYS, A_MONTH = Duration(10, Unit.DAY), Duration(1, Unit.MONTH)
TWO_HOURS = Duration(2, Unit.HOUR)


def of(row: Make, *starts: str) -> list[Member]:
    """Certain rows, or possible ones where the start ends in a question mark."""
    doubt = (Reason.of(Missing.UNCONFIRMED),)
    return [
        Member(row("procedure", start.rstrip("?"), id=start), doubt if "?" in start else ())
        for start in starts
    ]


def shown(found: list[Member]) -> list[str]:
    """Starts, those of possible rows with their doubts."""
    return [" ".join([m.row.id, *(reason.code for reason in m.doubts)]) for m in found]


def test_a_row_too_soon_after_the_one_kept_is_dropped(row: Make) -> None:
    # The 10th is 9 days after the 1st; the 12th is measured from the 1st, not from the 10th.
    found = of(row, "2024-01-01", "2024-01-10", "2024-01-12", "2024-01-22")
    assert shown(spaced(found, TEN_DAYS)) == ["2024-01-01", "2024-01-12", "2024-01-22"]
    assert spaced(found, TEN_DAYS) == each_by_itself(found, TEN_DAYS)


def test_a_month_apart_goes_by_the_calendar(row: Make) -> None:
    found = of(row, "2023-01-31", "2023-02-28", "2023-03-27", "2023-03-28")
    assert shown(spaced(found, A_MONTH)) == ["2023-01-31", "2023-02-28", "2023-03-28"]


def test_hours_apart_go_by_minutes(row: Make) -> None:
    found = of(row, "2024-01-01T08:00", "2024-01-01T09:59", "2024-01-01T10:00")
    assert shown(spaced(found, TWO_HOURS)) == ["2024-01-01T08:00", "2024-01-01T10:00"]


def test_a_possible_row_leaves_a_sure_number_of_certain_ones(row: Make) -> None:
    found = of(row, "2024-01-01?", "2024-01-05", "2024-01-12", "2024-01-16")
    assert shown(spaced(found, TEN_DAYS)) == [
        "2024-01-01? UNCONFIRMED",
        "2024-01-05",
        "2024-01-12 PARTIAL_DATE",
        "2024-01-16",
    ]


def test_no_single_row_is_sure_to_be_kept_after_a_possible_one(row: Make) -> None:
    # Were the 1st real, the 5th would be dropped and the 12th kept.
    found = of(row, "2024-01-01?", "2024-01-05", "2024-01-12")
    assert shown(each_by_itself(found, TEN_DAYS)) == [
        "2024-01-01? UNCONFIRMED",
        "2024-01-05 PARTIAL_DATE",
        "2024-01-12 PARTIAL_DATE",
    ]


def test_a_row_dated_to_the_month_does_not_stand_in_the_way_of_the_count(row: Make) -> None:
    found = of(row, "2024-01", "2024-01-02", "2024-01-12")
    assert shown(spaced(found, TEN_DAYS)) == [
        "2024-01 PARTIAL_DATE",
        "2024-01-02",
        "2024-01-12",
    ]


def test_dates_do_not_tell_whether_hours_lie_between(row: Make) -> None:
    # Between the two lie 1 minute to 48 hours, so only one of them is sure to count.
    found = of(row, "2024-01-01", "2024-01-02")
    assert shown(spaced(found, TWO_HOURS)) == ["2024-01-01", "2024-01-02 PARTIAL_DATE"]
    three = of(row, "2024-01-01", "2024-01-03")
    assert shown(spaced(three, TWO_HOURS)) == ["2024-01-01", "2024-01-03"]
