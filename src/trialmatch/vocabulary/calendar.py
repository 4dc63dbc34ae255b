"""The calendar of criteria: local minutes, partial dates as intervals, months and birthdays.

A time is a whole number of minutes since 1970-01-01 00:00 local time. What is known only to
the day, the month or the year is the interval of all its minutes, so precision needs no
second notion (meaning 5 and 7).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache

# Before all that happened to anybody.
LONG_AGO = -62_091  # 1800-01-01
MINUTES_PER_DAY = 1440
_EPOCH = date(1970, 1, 1).toordinal()
_PARTIAL = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})(?:[T ](?P<H>\d{2}):(?P<M>\d{2})"
    r"(?::[0-5]\d(?:\.\d+)?)?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A time known to an interval: every minute from `lo` to `hi`, both included."""

    lo: int
    hi: int

    @property
    def exact(self) -> bool:
        """Known to the minute."""
        return self.lo == self.hi

    @property
    def first_day(self) -> int:
        """The earliest day it can be, as a day number."""
        return self.lo // MINUTES_PER_DAY

    @property
    def last_day(self) -> int:
        """The latest day it can be, as a day number."""
        return self.hi // MINUTES_PER_DAY

    def __str__(self) -> str:
        """ISO 8601 to the precision that is known."""
        return format_interval(self.lo, self.hi)


class Unit(Enum):
    """Units of a duration as criteria say them."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A whole number of one calendar unit, such as 6 months; never turned into days."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        """As a criteria file says it."""
        return f"{self.count} {self.unit.value}{'' if self.count == 1 else 's'}"

    @property
    def by_clock(self) -> bool:
        """True for hours and minutes, which compare minutes; the rest compare dates."""
        return self.unit in (Unit.HOUR, Unit.MINUTE)


def parse_moment(text: str) -> Moment:
    """Read `2024`, `2024-05`, `2024-05-03` or `2024-05-03T10:15` as a local time.

    Raises ValueError for anything else. Zone offsets are the source's to resolve.
    """
    match = _PARTIAL.fullmatch(text.strip())
    if match is None:
        raise ValueError("not a date in the form 2024, 2024-05, 2024-05-03 or 2024-05-03T10:15")
    year = int(match["y"])
    if match["m"] is None:
        return days(date(year, 1, 1), date(year, 12, 31))
    month = int(match["m"])
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    last = calendar.monthrange(year, month)[1]
    if match["d"] is None:
        return days(date(year, month, 1), date(year, month, last))
    day = date(year, month, int(match["d"]))
    if match["H"] is None:
        return days(day, day)
    hour, minute = int(match["H"]), int(match["M"])
    if hour > 23 or minute > 59:
        raise ValueError("there is no such time of day")
    at = day_number(day) * MINUTES_PER_DAY + hour * 60 + minute
    return Moment(at, at)


def days(first: date, last: date) -> Moment:
    """The interval from the first minute of one day to the last minute of another."""
    return whole_days(day_number(first), day_number(last))


def whole_days(first: int, last: int) -> Moment:
    """The interval of all minutes of the days numbered `first` to `last`."""
    return Moment(first * MINUTES_PER_DAY, last * MINUTES_PER_DAY + MINUTES_PER_DAY - 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def to_date(number: int) -> date:
    """The date of a day number; days outside the calendar's years are clamped to its ends."""
    return date.fromordinal(min(max(number + _EPOCH, 1), date.max.toordinal()))


def from_datetime(moment: datetime) -> int:
    """Local minutes of a naive datetime; seconds are cut off."""
    return day_number(moment.date()) * MINUTES_PER_DAY + moment.hour * 60 + moment.minute


@lru_cache(maxsize=65536)
def shift_day(number: int, duration: Duration, sign: int) -> int:
    """The day `duration` after (sign 1) or before (sign -1) a day.

    Months keep the day number or take the month's last day; a year is 12 months (meaning 3).
    """
    unit = duration.unit
    if duration.by_clock:
        raise ValueError("hours and minutes shift minutes, not days")
    if unit in (Unit.DAY, Unit.WEEK):
        return number + sign * duration.count * (7 if unit is Unit.WEEK else 1)
    months = duration.count * (12 if unit is Unit.YEAR else 1)
    return _shift_months(number, sign * months)


def birthday(birth: int, years: Duration) -> int:
    """The first day of a number of years of age: born on 29 February, 1 March (meaning 4)."""
    day = shift_day(birth, years, 1)
    return day + (to_date(day).day < to_date(birth).day)


def shift_minute(minute: int, duration: Duration, sign: int) -> int:
    """The minute `duration` after or before a minute; days and longer keep the time of day."""
    if not duration.by_clock:
        day, within = divmod(minute, MINUTES_PER_DAY)
        return shift_day(day, duration, sign) * MINUTES_PER_DAY + within
    return minute + sign * duration.count * (60 if duration.unit is Unit.HOUR else 1)


def completed(start: int, end: int, unit: Unit) -> int:
    """How many whole units lie between two days: the largest n with end - n units >= start.

    Negative when `end` lies before `start`. This is age when start is birth (meaning 4): one
    born on 29 February turns a year older on 1 March in common years.
    """
    if unit is Unit.DAY:
        return end - start
    if unit is Unit.WEEK:
        return (end - start) // 7
    if unit in (Unit.HOUR, Unit.MINUTE):
        raise ValueError("between two days, hours and minutes are not known")
    a, b = to_date(start), to_date(end)
    months = (b.year - a.year) * 12 + b.month - a.month
    if _shift_months(end, -months) < start:
        months -= 1
    return months // 12 if unit is Unit.YEAR else months


@lru_cache(maxsize=65536)
def format_interval(lo: int, hi: int) -> str:
    """ISO 8601 of an interval, to the precision known; other intervals as `a/b`."""
    a, b = to_date(lo // MINUTES_PER_DAY), to_date(hi // MINUTES_PER_DAY)
    if lo == hi:
        minutes = lo % MINUTES_PER_DAY
        return f"{a.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}"
    if lo % MINUTES_PER_DAY or (hi + 1) % MINUTES_PER_DAY:
        return f"{format_interval(lo, lo)}/{format_interval(hi, hi)}"
    if a == b:
        return a.isoformat()
    if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31) and a.year == b.year:
        return f"{a.year:04d}"
    if a.day == 1 and (a.year, a.month) == (b.year, b.month) and _last_of_month(b):
        return f"{a.year:04d}-{a.month:02d}"
    return f"{a.isoformat()}/{b.isoformat()}"


def _last_of_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _shift_months(number: int, months: int) -> int:
    day = to_date(number)
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        return day_number(date.min if months < 0 else date.max)
    last = calendar.monthrange(year, month + 1)[1]
    return day_number(date(year, month + 1, min(day.day, last)))
