"""The calendar: partial dates, months by their days, birthdays. All worked out by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.vocabulary.calendar import (
    Duration,
    Moment,
    Unit,
    completed,
    day_number,
    days,
    from_datetime,
    parse_moment,
    shift_day,
    shift_minute,
    to_date,
)

DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31)).map(day_number)


def number(text: str) -> int:
    return day_number(date.fromisoformat(text))


def shifted(text: str, count: int, unit: Unit, sign: int) -> str:
    return to_date(shift_day(number(text), Duration(count, unit), sign)).isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2024-04", "2024-04-01", "2024-04-30"),
        ("2024-05-03", "2024-05-03", "2024-05-03"),
        (" 2024-05-03 ", "2024-05-03", "2024-05-03"),
    ],
)
def test_a_partial_date_is_all_its_days(text: str, first: str, last: str) -> None:
    moment = parse_moment(text)
    assert moment == days(date.fromisoformat(first), date.fromisoformat(last))
    assert (moment.first_day, moment.last_day) == (number(first), number(last))
    assert not moment.exact
    assert str(moment) == text.strip()


def test_a_day_is_its_1440_minutes() -> None:
    assert parse_moment("1970-01-01") == Moment(0, 1439)
    assert parse_moment("1969-12-31") == Moment(-1440, -1)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("1970-01-01T00:00", 0),
        ("1970-01-01T10:15", 615),
        ("1970-01-01 10:15", 615),
        ("1970-01-02T00:00", 1440),
        ("1969-12-31T23:59", -1),
        ("1970-01-01T10:15:59", 615),
        ("1970-01-01T10:15:59.999", 615),
    ],
)
def test_a_time_of_day_is_one_minute(text: str, minute: int) -> None:
    moment = parse_moment(text)
    assert moment == Moment(minute, minute)
    assert moment.exact
    assert moment.lo == from_datetime(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-5",
        "2024-13",
        "2024-00",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-05-00",
        "0000",
        "0000-01-01",
        "2024-05-03T24:00",
        "2024-05-03T10:60",
        "2024-05-03T10:15:60",
        "2024-05-03T10:15Z",
        "2024-05-03T10:15+02:00",
        "2024-05-03T10",
        "03.05.2024",
        "2024/05/03",
        "20240503",
        "202\N{FULLWIDTH DIGIT FOUR}",
        "2024-05-03x",
        "yesterday",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("start", "count", "unit", "sign", "end"),
    [
        ("2024-01-31", 1, Unit.MONTH, 1, "2024-02-29"),
        ("2023-01-31", 1, Unit.MONTH, 1, "2023-02-28"),
        ("2024-03-31", 1, Unit.MONTH, -1, "2024-02-29"),
        ("2024-03-31", 1, Unit.MONTH, 1, "2024-04-30"),
        ("2024-03-30", 1, Unit.MONTH, -1, "2024-02-29"),
        ("2024-02-29", 1, Unit.MONTH, 1, "2024-03-29"),
        ("2024-05-15", 6, Unit.MONTH, -1, "2023-11-15"),
        ("2024-12-31", 2, Unit.MONTH, 1, "2025-02-28"),
        ("2024-01-15", 1, Unit.MONTH, -1, "2023-12-15"),
        ("2024-02-29", 1, Unit.YEAR, 1, "2025-02-28"),
        ("2024-02-29", 4, Unit.YEAR, 1, "2028-02-29"),
        ("2024-02-29", 1, Unit.YEAR, -1, "2023-02-28"),
        ("2023-02-28", 1, Unit.YEAR, 1, "2024-02-28"),
        ("2000-02-29", 100, Unit.YEAR, 1, "2100-02-28"),
        ("2024-02-28", 1, Unit.DAY, 1, "2024-02-29"),
        ("2023-02-28", 1, Unit.DAY, 1, "2023-03-01"),
        ("2024-03-01", 1, Unit.DAY, -1, "2024-02-29"),
        ("2024-03-01", 365, Unit.DAY, -1, "2023-03-02"),
        ("2024-01-01", 2, Unit.WEEK, 1, "2024-01-15"),
        ("2024-05-15", 0, Unit.MONTH, -1, "2024-05-15"),
    ],
)
def test_shifting_a_day(start: str, count: int, unit: Unit, sign: int, end: str) -> None:
    assert shifted(start, count, unit, sign) == end


def test_shifting_past_the_calendars_ends_stops_there() -> None:
    assert shifted("2024-05-15", 9000, Unit.YEAR, 1) == "9999-12-31"
    assert shifted("2024-05-15", 9000, Unit.YEAR, -1) == "0001-01-01"


def test_a_day_is_not_shifted_by_hours() -> None:
    with pytest.raises(ValueError, match="hours and minutes"):
        shift_day(0, Duration(3, Unit.HOUR), 1)


@pytest.mark.parametrize(
    ("count", "unit", "sign", "end"),
    [
        (90, Unit.MINUTE, -1, "2024-02-29T22:45"),
        (24, Unit.HOUR, -1, "2024-02-29T00:15"),
        (48, Unit.HOUR, 1, "2024-03-03T00:15"),
        (1, Unit.DAY, -1, "2024-02-29T00:15"),
        (1, Unit.MONTH, 1, "2024-04-01T00:15"),
    ],
)
def test_shifting_a_minute(count: int, unit: Unit, sign: int, end: str) -> None:
    start = parse_moment("2024-03-01T00:15").lo
    assert shift_minute(start, Duration(count, unit), sign) == parse_moment(end).lo


@pytest.mark.parametrize(
    ("birth", "at", "years"),
    [
        ("2006-03-10", "2024-03-09", 17),
        ("2006-03-10", "2024-03-10", 18),
        ("2006-03-10", "2025-03-09", 18),
        ("2004-02-29", "2022-02-28", 17),
        ("2004-02-29", "2022-03-01", 18),
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2006-12-31", "2024-12-30", 17),
        ("2006-12-31", "2024-12-31", 18),
        ("2024-03-10", "2024-03-10", 0),
        ("2024-03-10", "2024-03-09", -1),
    ],
)
def test_age_in_years_goes_by_birthdays(birth: str, at: str, years: int) -> None:
    assert completed(number(birth), number(at), Unit.YEAR) == years


@pytest.mark.parametrize(
    ("start", "end", "unit", "count"),
    [
        ("2024-01-31", "2024-02-28", Unit.MONTH, 0),
        ("2024-01-31", "2024-02-29", Unit.MONTH, 0),
        ("2024-01-31", "2024-03-01", Unit.MONTH, 1),
        ("2024-01-31", "2024-03-31", Unit.MONTH, 2),
        ("2024-01-15", "2024-02-14", Unit.MONTH, 0),
        ("2024-01-15", "2024-02-15", Unit.MONTH, 1),
        ("2023-12-15", "2024-01-15", Unit.MONTH, 1),
        ("2024-03-15", "2024-03-10", Unit.MONTH, -1),
        ("2024-01-01", "2024-01-07", Unit.WEEK, 0),
        ("2024-01-01", "2024-01-08", Unit.WEEK, 1),
        ("2024-01-08", "2024-01-07", Unit.WEEK, -1),
        ("2024-02-28", "2024-03-01", Unit.DAY, 2),
    ],
)
def test_completed_units_between_two_days(start: str, end: str, unit: Unit, count: int) -> None:
    assert completed(number(start), number(end), unit) == count


@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.MINUTE])
def test_hours_between_two_days_are_not_known(unit: Unit) -> None:
    with pytest.raises(ValueError, match="not known"):
        completed(0, 1, unit)


@given(DAYS, DAYS, st.sampled_from([Unit.MONTH, Unit.YEAR, Unit.WEEK, Unit.DAY]))
def test_completed_is_the_largest_n_that_leads_back_to_the_start(
    a: int, b: int, unit: Unit
) -> None:
    start, end = min(a, b), max(a, b)
    n = completed(start, end, unit)
    assert shift_day(end, Duration(n, unit), -1) >= start
    assert shift_day(end, Duration(n + 1, unit), -1) < start


@given(DAYS, DAYS, st.integers(0, 400))
def test_an_earlier_day_shifts_to_no_later_day(a: int, b: int, count: int) -> None:
    months = Duration(count, Unit.MONTH)
    assert shift_day(min(a, b), months, -1) <= shift_day(max(a, b), months, -1)


@given(DAYS)
def test_a_day_number_and_its_date_agree(day: int) -> None:
    assert day_number(to_date(day)) == day


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2024-01-01", "2025-12-31", "2024-01-01/2025-12-31"),
        ("2024-02-01", "2024-02-28", "2024-02-01/2024-02-28"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-05-03", "2024-05-04", "2024-05-03/2024-05-04"),
    ],
)
def test_other_intervals_are_written_from_end_to_end(first: str, last: str, text: str) -> None:
    assert str(days(date.fromisoformat(first), date.fromisoformat(last))) == text


def test_an_interval_of_minutes_names_both_minutes() -> None:
    assert str(Moment(60, 119)) == "1970-01-01T01:00/1970-01-01T01:59"


@pytest.mark.parametrize(
    ("duration", "text", "by_clock"),
    [
        (Duration(1, Unit.MONTH), "1 month", False),
        (Duration(6, Unit.MONTH), "6 months", False),
        (Duration(24, Unit.HOUR), "24 hours", True),
        (Duration(1, Unit.MINUTE), "1 minute", True),
    ],
)
def test_a_duration_reads_as_a_criteria_file_says_it(
    duration: Duration, text: str, by_clock: bool
) -> None:
    assert str(duration) == text
    assert duration.by_clock is by_clock
