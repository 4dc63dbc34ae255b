"""The calendar's rules for many days at once; `vocabulary.calendar` says them for one."""

from __future__ import annotations

from datetime import date

import numpy as np

from trialmatch.engines.columnar.table import Array
from trialmatch.vocabulary import calendar
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Duration, Unit

_FIRST, _LAST = calendar.day_number(date.min), calendar.day_number(date.max)


def shift_days(number: Array, duration: Duration, sign: int) -> Array:
    """The days `duration` after or before each day."""
    if len(number) == 1:
        return np.array([calendar.shift_day(int(number[0]), duration, sign)], np.int64)
    if duration.unit in (Unit.DAY, Unit.WEEK):
        days = sign * duration.count * (7 if duration.unit is Unit.WEEK else 1)
        return np.asarray(number + days)
    months = duration.count * (12 if duration.unit is Unit.YEAR else 1)
    return shift_months(number, np.int64(sign * months))


def birthdays(birth: Array, years: Duration, sign: int = 1) -> Array:
    """The first day of a number of years of age: born on 29 February, 1 March."""
    days = shift_days(birth, years, sign)
    return np.asarray(days + (_day_of_month(days) < _day_of_month(birth)))


def _day_of_month(number: Array) -> Array:
    day = np.clip(number, _FIRST, _LAST).astype("datetime64[D]")
    return np.asarray((day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64))


def shift_minutes(minute: Array, duration: Duration, sign: int) -> Array:
    """The minutes `duration` after or before each minute; days and longer keep the time of day."""
    if duration.by_clock:
        minutes = duration.count * (60 if duration.unit is Unit.HOUR else 1)
        return np.asarray(minute + sign * minutes)
    days = shift_days(minute // MINUTES_PER_DAY, duration, sign)
    return np.asarray(days * MINUTES_PER_DAY + minute % MINUTES_PER_DAY)


def shift_months(number: Array, months: Array | np.int64) -> Array:
    """Each day some months on: the same day number, or the month's last day."""
    inside = np.clip(number, _FIRST, _LAST)
    day = inside.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    within = (day - month.astype("datetime64[D]")).astype(np.int64)
    # Years outside the calendar would wrap round in its arithmetic.
    target = np.clip(month.astype(np.int64) + months, -23628 - 12, 96359 + 12)
    first = target.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    last = (target + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
    shifted = np.minimum(first + within, last)
    year = target // 12 + 1970
    shifted = np.where(year < 1, _FIRST, shifted)
    return np.asarray(np.where(year > 9999, _LAST, shifted))


def completed(start: Array, end: Array, unit: Unit) -> Array:
    """How many whole units lie between two days: the largest n with end - n units >= start."""
    if unit is Unit.DAY:
        return end - start
    if unit is Unit.WEEK:
        return (end - start) // 7
    first, last = np.clip(start, _FIRST, _LAST), np.clip(end, _FIRST, _LAST)
    months = _month(last) - _month(first)
    months = months - (shift_months(np.broadcast_to(end, months.shape), -months) < start)
    return months // 12 if unit is Unit.YEAR else months


def _month(number: Array) -> Array:
    return number.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
