"""Calendar arithmetic on many days at once, at month ends, leap days and the calendar's edges."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from trialmatch.engines.columnar.calendar import completed, shift_days, shift_minutes
from trialmatch.vocabulary.calendar import Duration, Unit, day_number, parse_moment, to_date


def days(*texts: str) -> np.ndarray:
    return np.array([day_number(date.fromisoformat(text)) for text in texts], np.int64)


def dates(numbers: np.ndarray) -> list[str]:
    return [to_date(number).isoformat() for number in numbers.tolist()]


def minutes(*texts: str) -> np.ndarray:
    return np.array([parse_moment(text).lo for text in texts], np.int64)


@pytest.mark.parametrize(
    ("count", "unit", "sign", "expected"),
    [
        (1, Unit.MONTH, -1, ["2024-02-29", "2023-01-28", "2024-01-29"]),
        (1, Unit.MONTH, 1, ["2024-04-30", "2023-03-28", "2024-03-29"]),
        (12, Unit.MONTH, -1, ["2023-03-31", "2022-02-28", "2023-02-28"]),
        (1, Unit.YEAR, 1, ["2025-03-31", "2024-02-28", "2025-02-28"]),
        (4, Unit.YEAR, -1, ["2020-03-31", "2019-02-28", "2020-02-29"]),
        (30, Unit.DAY, -1, ["2024-03-01", "2023-01-29", "2024-01-30"]),
        (2, Unit.WEEK, 1, ["2024-04-14", "2023-03-14", "2024-03-14"]),
    ],
)
def test_months_keep_the_day_or_take_the_last_of_the_month(
    count: int, unit: Unit, sign: int, expected: list[str]
) -> None:
    some = days("2024-03-31", "2023-02-28", "2024-02-29")
    assert dates(shift_days(some, Duration(count, unit), sign)) == expected


def test_a_single_day_is_moved_as_several_are() -> None:
    one = shift_days(days("2024-03-31"), Duration(1, Unit.MONTH), -1)
    assert dates(one) == ["2024-02-29"]


def test_no_day_leaves_the_calendar() -> None:
    ends = days("0001-01-15", "9999-12-15")
    assert dates(shift_days(ends, Duration(2, Unit.MONTH), -1)) == ["0001-01-01", "9999-10-15"]
    assert dates(shift_days(ends, Duration(2, Unit.MONTH), 1)) == ["0001-03-15", "9999-12-31"]


def test_hours_move_minutes_and_days_keep_the_time_of_day() -> None:
    some = minutes("2024-02-29T23:30", "2024-03-01T00:15")
    later = shift_minutes(some, Duration(6, Unit.HOUR), 1)
    assert later.tolist() == minutes("2024-03-01T05:30", "2024-03-01T06:15").tolist()
    earlier = shift_minutes(some, Duration(20, Unit.MINUTE), -1)
    assert earlier.tolist() == minutes("2024-02-29T23:10", "2024-02-29T23:55").tolist()
    a_year = shift_minutes(some, Duration(1, Unit.YEAR), -1)
    assert a_year.tolist() == minutes("2023-02-28T23:30", "2023-03-01T00:15").tolist()


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (Unit.DAY, [-1, 0, 365, 366, 6575]),
        (Unit.WEEK, [-1, 0, 52, 52, 939]),
        (Unit.MONTH, [-1, 0, 11, 12, 216]),
        (Unit.YEAR, [-1, 0, 0, 1, 18]),
    ],
)
def test_one_born_on_a_leap_day_is_a_year_older_on_the_first_of_march(
    unit: Unit, expected: list[int]
) -> None:
    start = days(*["2004-02-29"] * 5)
    end = days("2004-02-28", "2004-02-29", "2005-02-28", "2005-03-01", "2022-03-01")
    assert completed(start, end, unit).tolist() == expected


def test_a_month_is_complete_on_its_day_or_where_the_month_has_none_the_day_after_its_last() -> (
    None
):
    start = days("2024-01-31", "2024-01-31", "2024-01-31", "2024-01-30")
    end = days("2024-02-29", "2024-03-01", "2024-03-31", "2024-02-29")
    assert completed(start, end, Unit.MONTH).tolist() == [0, 1, 2, 0]
