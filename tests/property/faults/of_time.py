"""Faults of dates, windows and extents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.property.faults.planting import Fault, fault

from trialmatch.cohort.partition import LATEST
from trialmatch.engines.columnar.members import Extents
from trialmatch.engines.columnar.windows import Edge
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Duration, Unit

_AT = "engines.columnar."


def _as_days(unit: Unit, days: int) -> Any:
    def wrong(right: Any) -> Any:
        def shift(number: Any, duration: Duration, sign: int) -> Any:
            if duration.unit is unit:
                duration = Duration(duration.count * days, Unit.DAY)
            return right(number, duration, sign)

        return shift

    return wrong


def _by_whole_days(right: Any) -> Any:
    def moved(bound: Any, lo: Any, hi: Any, *, first: bool) -> Any:
        lo, hi = (each // MINUTES_PER_DAY for each in right(bound, lo, hi, first=first))
        within = 0 if first else MINUTES_PER_DAY - 1
        return lo * MINUTES_PER_DAY + within, hi * MINUTES_PER_DAY + within

    return moved


def _half_open(right: Any) -> Any:
    def edge(bound: Any, *args: Any, first: bool, **kwargs: Any) -> Any:
        turned = bound if first else replace(bound, exclusive=not bound.exclusive)
        return right(turned, *args, first=first, **kwargs)

    return edge


def _without_step(right: Any) -> Any:
    return lambda bound, *a, **k: right(replace(bound, exclusive=False), *a, **k)


def _lower_left_open(right: Any) -> Any:
    def placed(reach: Any, lower: Edge, upper: Edge, panel: Any) -> Any:
        return right(reach, replace(lower, lo=lower.lo + 1, hi=lower.hi + 1), upper, panel)

    return placed


def _without_as_of(right: Any) -> Any:
    def placed(reach: Any, lower: Edge, upper: Edge, panel: Any) -> Any:
        seen = replace(panel, subjects=replace(panel.subjects, as_of=LATEST))
        return right(reach, lower, upper, seen)

    return placed


def _exact_starts(right: Any) -> Any:
    def starts(members: Any, panel: Any) -> Any:
        lo, _ = right(members, panel)
        return lo, lo

    return starts


def _over_at_once(right: Any) -> Any:
    def extents(members: Any, panel: Any) -> Extents:
        own = right(members, panel)
        end_hi = np.where(own.end_hi >= LATEST, own.start_hi, own.end_hi)
        return Extents(own.start_lo, own.start_hi, own.end_lo, end_hi)

    return extents


def _of_another(right: Any) -> Any:
    return lambda panel, rows: tuple(np.roll(each, 1) for each in right(panel, rows))


def _in_days_of_the_calendar(right: Any) -> Any:
    def completed(start: Any, end: Any, unit: Unit) -> Any:
        return (end - start) // 365 if unit is Unit.YEAR else right(start, end, unit)

    return completed


def _touching_alone(right: Any) -> Any:
    return lambda days, gap: days


def _no_own_end(right: Any) -> Any:
    def to_own_end(upper: Edge, own: Any, members: Any, panel: Any) -> Any:
        return upper, np.zeros(len(members), np.bool_)

    return to_own_end


def _whole_days(right: Any) -> Any:
    def near(left: Any, panel: Any, first: Any, last: Any) -> Any:
        return -first // MINUTES_PER_DAY, -first // MINUTES_PER_DAY

    return near


FAULTS: tuple[Fault, ...] = (
    fault("the last day of a window is left out", _AT + "windows._edge", _half_open),
    fault("the first minute of a window is left out", _AT + "placing.placed", _lower_left_open),
    fault("`before` includes the day itself", _AT + "windows._edge", _without_step),
    fault("a month is 30 days", _AT + "windows.shift_days", _as_days(Unit.MONTH, 30)),
    fault("a year is 365 days", _AT + "windows.shift_days", _as_days(Unit.YEAR, 365)),
    fault("an age is in years of 365 days", _AT + "arithmetic.completed", _in_days_of_the_calendar),
    fault("windows in hours go by days", _AT + "windows._moved_by_clock", _by_whole_days),
    fault("a partial date is its first day", _AT + "placing.starts", _exact_starts),
    fault("what has no end ended as it began", _AT + "placing.extents", _over_at_once),
    fault("a subject sees the window of another", _AT + "windows._index", _of_another),
    fault("eras join where they touch alone", _AT + "eras._shifted_days", _touching_alone),
    fault("an event's contact is not seen to its end", _AT + "placing._to_own_end", _no_own_end),
    fault("a window goes on after death", _AT + "windows._until_death", lambda right: _as_it_is),
    fault("the nearest is the earliest", _AT + "picking._nearness", _whole_days),
    fault("rows after the as-of moment are seen", _AT + "placing.placed", _without_as_of),
    fault("nobody is dead", _AT + "domains._dead", lambda right: lambda panel: _none(panel)),
    fault("nobody is unborn", _AT + "domains._unborn", lambda right: lambda panel: _none(panel)),
)


def _as_it_is(upper: Edge, panel: Any, rows: Any) -> Edge:
    return upper


def _none(panel: Any) -> Any:
    return np.zeros(panel.size, np.bool_)
