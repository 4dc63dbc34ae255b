"""Calendar years as subjects."""

from __future__ import annotations

from datetime import date

from trialmatch.engines.columnar.calendar_years import years_between
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment, day_number


def day(year: int, month: int, number: int) -> int:
    return day_number(date(year, month, number))


def end_of(year: int, month: int, number: int) -> Moment:
    minute = (day(year, month, number) + 1) * MINUTES_PER_DAY - 1
    return Moment(minute, minute)


def names(since: int, until: int | None, as_of: Moment) -> list[str]:
    return [year.name for year in years_between(since, until, as_of)]


def test_years_lie_wholly_between_the_two_days() -> None:
    now = end_of(2026, 3, 1)

    assert names(day(2023, 1, 1), day(2025, 12, 31), now) == ["2023", "2024", "2025"]
    assert names(day(2023, 1, 2), day(2025, 12, 30), now) == ["2024"]


def test_a_year_counts_from_its_last_minute_on() -> None:
    assert names(day(2024, 1, 1), None, end_of(2025, 12, 31)) == ["2024", "2025"]
    assert names(day(2024, 1, 1), None, end_of(2025, 12, 30)) == ["2024"]
    assert names(day(2024, 1, 1), day(2030, 12, 31), end_of(2025, 12, 31)) == ["2024", "2025"]


def test_the_index_is_the_last_minute_of_the_year() -> None:
    (year,) = years_between(day(2024, 1, 1), day(2024, 12, 31), end_of(2026, 1, 1))

    assert str(year.index) == "2024-12-31T23:59"
    assert year.last_day - year.first_day == 365
