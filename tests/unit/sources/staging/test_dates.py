from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.sources.staging.connection import Connection, Database
from trialmatch.vocabulary.calendar import from_datetime, parse_moment

ZONE = "Europe/Oslo"
Interval = tuple[int, int] | None
DIGITS = st.integers(0, 99).map("{:02d}".format)
ALMOST_DATES = st.builds(
    lambda year, *rest: f"{year:04d}" + "".join(rest),
    st.integers(0, 9999),
    st.one_of(st.just(""), DIGITS.map("-{}".format)),
    st.one_of(st.just(""), DIGITS.map("-{}".format)),
    st.one_of(st.just(""), st.builds("{}{}:{}".format, st.sampled_from("T "), DIGITS, DIGITS)),
    st.sampled_from(["", ":59", ":30.5"]),
)


@pytest.fixture(scope="module")
def connection() -> Connection:
    return Database(ZONE).connection


@pytest.fixture(scope="module")
def read(connection: Connection) -> Callable[[str], Interval]:
    def interval(text: str) -> Interval:
        query = "SELECT i.lo, i.hi FROM (SELECT interval_of_text(?::VARCHAR) AS i)"
        lo, hi = connection.execute(query, [text]).fetchall()[0]
        return None if lo is None or hi is None else (lo, hi)

    return interval


def expected(text: str) -> Interval:
    try:
        moment = parse_moment(text)
    except ValueError:
        return None
    return moment.lo, moment.hi


@given(text=ALMOST_DATES)
def test_a_text_is_the_same_date_in_sql_as_in_the_calendar(
    read: Callable[[str], Interval], text: str
) -> None:
    assert read(text) == expected(text)


@pytest.mark.parametrize(
    "text", ["0000", "2024-1", "2024-02-30", "2024-05-03T24:00", "", "20240503"]
)
def test_what_the_calendar_refuses_is_no_date(read: Callable[[str], Interval], text: str) -> None:
    assert expected(text) is None
    assert read(text) is None


@given(
    instant=st.datetimes(
        min_value=datetime(1971, 1, 1),
        max_value=datetime(2037, 12, 31),
        timezones=st.just(UTC),
    ),
    offset=st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata"]),
)
def test_an_instant_is_moved_to_the_sites_zone(
    read: Callable[[str], Interval], instant: datetime, offset: str
) -> None:
    written = instant.astimezone(ZoneInfo(offset)).isoformat(timespec="seconds")
    local = from_datetime(instant.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None))
    assert read(written) == (local, local)


@pytest.mark.parametrize(
    ("known_to", "means"),
    [("minute", "2024-02-29T10:15"), ("day", "2024-02-29"), ("month", "2024-02"), ("year", "2024")],
)
def test_a_typed_time_is_known_to_what_is_said(
    connection: Connection, known_to: str, means: str
) -> None:
    query = "SELECT interval_of_stamp(TIMESTAMP '2024-02-29 10:15:59', ?)"
    (found,) = connection.execute(query, [known_to]).fetchall()[0]
    assert (found["lo"], found["hi"]) == expected(means)


@pytest.mark.parametrize(
    ("day", "twice"), [("2010-10-31", True), ("2010-03-28", False), ("2010-06-01", False)]
)
def test_the_clock_is_turned_back_on_one_day_in_autumn(
    connection: Connection, day: str, twice: bool
) -> None:
    query = "SELECT clock_turned_back(?)"
    assert connection.execute(query, [parse_moment(day).lo]).fetchall() == [(twice,)]
