"""Dates as they are, or as days before the index."""

from __future__ import annotations

import pytest

from trialmatch.results.telling_dates import DateTeller
from trialmatch.vocabulary.calendar import parse_moment
from trialmatch.wording import words

INDEX = parse_moment("2026-03-01").first_day
PLAIN = DateTeller(words("en"), INDEX)
RELATIVE = DateTeller(words("en"), INDEX, relative=True)


@pytest.mark.parametrize(
    ("text", "plain", "relative"),
    [
        ("2026-02-20", "2026-02-20", "9 days before index"),
        ("2026-02-20T10:15", "2026-02-20 10:15", "9 days before index"),
        ("2026-03-01", "2026-03-01", "the index day"),
        ("2026-03-02", "2026-03-02", "1 day after index"),
        ("2026-02", "2026-02", "between 28 days before index and 1 day before index"),
    ],
)
def test_a_time_is_told_to_its_precision(text: str, plain: str, relative: str) -> None:
    moment = parse_moment(text)
    assert PLAIN.moment(moment) == plain
    assert RELATIVE.moment(moment) == relative


def test_an_end_on_the_day_of_the_start_is_not_repeated() -> None:
    start, end = parse_moment("2026-02-20T10:00"), parse_moment("2026-02-20T12:00")
    assert PLAIN.extent(start, end) == "2026-02-20 10:00"
    assert PLAIN.extent(start, None) == "2026-02-20 10:00"


def test_no_relative_date_shows_a_calendar_date() -> None:
    told = [
        RELATIVE.window(INDEX - 365, INDEX),
        RELATIVE.window(None, INDEX),
        RELATIVE.extent(parse_moment("2024"), parse_moment("2025-06")),
    ]
    assert not any("-" in text or "202" in text for text in told)
