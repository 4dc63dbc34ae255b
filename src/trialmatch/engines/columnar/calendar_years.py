"""Calendar years as subjects: from 1 January to 31 December, the index at the end of the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment, day_number, to_date


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year, by the numbers of its first and last day."""

    name: str
    first_day: int
    last_day: int

    @property
    def index(self) -> Moment:
        """The last minute of its last day."""
        minute = (self.last_day + 1) * MINUTES_PER_DAY - 1
        return Moment(minute, minute)


def years_between(since: int, until: int | None, as_of: Moment) -> Iterator[CalendarYear]:
    """The years that lie wholly between two days and are over at the as-of moment."""
    last = as_of.hi // MINUTES_PER_DAY if until is None else until
    for number in range(to_date(since).year, to_date(last).year + 1):
        first = day_number(date(number, 1, 1))
        year = CalendarYear(str(number), first, day_number(date(number, 12, 31)))
        if since <= year.first_day and year.last_day <= last and year.index.hi <= as_of.lo:
            yield year
