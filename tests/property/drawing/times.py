"""A few dates about which everything happens, so that rows and window edges meet."""

from __future__ import annotations

from tests.property.drawing.picking import Draw, one_in, pick

from trialmatch.vocabulary.calendar import (
    MINUTES_PER_DAY,
    Duration,
    Moment,
    Unit,
    parse_moment,
    whole_days,
)

TODAY = parse_moment("2024-03-01").first_day
# Each set of criteria is run as of one of these: the day after a leap day, that day, and before.
AS_OF = tuple(Moment(m, m) for m in (whole_days(d, d).hi for d in (TODAY, TODAY - 1, TODAY - 30)))

_BACK = (0, 1, 2, 3, 7, 8, 14, 28, 29, 30, 31, 32, 59, 60, 61, 365, 366, 367)
_AHEAD = (1, 2, 29, 30)
DAYS = (*(TODAY - n for n in _BACK), *(TODAY + n for n in _AHEAD))
HOT_DAYS = tuple(TODAY - n for n in (0, 1, 2, 7, 29, 30, 31, 365, 366))
MINUTES = (0, 1, 719, 720, 721, MINUTES_PER_DAY - 1)

BY_DATE = (
    *(Duration(n, Unit.DAY) for n in (0, 1, 2, 7, 29, 30, 31)),
    *(Duration(n, Unit.WEEK) for n in (1, 4)),
    *(Duration(n, Unit.MONTH) for n in (1, 1, 2)),
    *(Duration(1, Unit.YEAR),) * 2,
)
BY_CLOCK = (*(Duration(n, Unit.HOUR) for n in (0, 1, 12, 24, 48)), Duration(1441, Unit.MINUTE))
DURATIONS = BY_DATE * 2 + BY_CLOCK

_PRECISIONS = ("minute",) * 9 + ("day",) * 15 + ("days", "month", "year")


def day(draw: Draw) -> int:
    """A day number."""
    return pick(draw, DAYS) if one_in(draw, 3) else pick(draw, HOT_DAYS)


def moment(draw: Draw) -> Moment:
    """A time to the minute, the day, some days, the month or the year."""
    on = day(draw)
    match pick(draw, _PRECISIONS):
        case "minute":
            minute = on * MINUTES_PER_DAY + pick(draw, MINUTES)
            return Moment(minute, minute)
        case "days":
            return whole_days(on, on + pick(draw, (1, 2)))
        case "month":
            return parse_moment(str(whole_days(on, on))[:7])
        case "year":
            return parse_moment(str(whole_days(on, on))[:4])
    return whole_days(on, on)


def end(draw: Draw, start: Moment) -> Moment | None:
    """An end after the start, the same moment, or none."""
    after = pick(draw, (None, 0, 0, 1, 2, 7, 28, 30))
    if after is None:
        return None
    shift = after * MINUTES_PER_DAY
    match pick(draw, ("same", "same", "same", "day", "minute", "days")):
        case "day":
            return whole_days(start.last_day + after, start.last_day + after)
        case "minute":
            return Moment(start.hi + shift, start.hi + shift)
        case "days":
            return whole_days(start.last_day + after, start.last_day + after + 2)
    return Moment(start.lo + shift, start.hi + shift)
