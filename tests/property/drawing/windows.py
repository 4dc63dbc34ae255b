"""Windows: on either side of the index, on both, on calendar days, at other events, at rows."""

from __future__ import annotations

from collections.abc import Callable

from tests.property.drawing.picking import Draw, drawn_by, one_in, pick, pick_one_of
from tests.property.drawing.times import DAYS, DURATIONS

from trialmatch.plan.algebra import Attribute, Fact, Value
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Drawn = Callable[[Draw], Value]
_OWN_DAY = Bound(exclusive=True)
# The birthday last year of those drawn that were born on 29 February.
_YEARS = Duration(3, Unit.YEAR)
_SORTS = (
    *(("any",) * 5 + ("before",) * 6 + ("after", "around", "around", "between", "older")),
    *("own day", "of bounds", "of bounds"),
)


def _duration(draw: Draw) -> Duration:
    return pick(draw, DURATIONS)


def _sign(draw: Draw) -> int:
    return 1 if one_in(draw, 4) else -1


def moved(draw: Draw) -> Bound:
    """A bound so far from the index."""
    return Bound(_duration(draw), _sign(draw), one_in(draw, 3))


def on_day(draw: Draw) -> Bound:
    """A bound at a calendar day."""
    return Bound(day=pick(draw, DAYS), exclusive=one_in(draw, 3))


def plain(draw: Draw) -> Window:
    """A window that hangs on the index or on calendar days."""
    match pick(draw, _SORTS):
        case "before":
            return Window(Bound(_duration(draw)), _OWN_DAY if one_in(draw, 4) else INDEX)
        case "after":
            return Window(_OWN_DAY if one_in(draw, 2) else INDEX, Bound(_duration(draw), 1))
        case "around":
            back, ahead = Bound(_duration(draw)), Bound(_duration(draw), 1)
            return Window(back, ahead, to_own_end=one_in(draw, 2))
        case "between":
            return Window(Bound(_duration(draw)), Bound(_duration(draw)))
        case "older":
            return Window(None, Bound(_duration(draw), exclusive=one_in(draw, 2)))
        case "own day":
            return Window(INDEX, INDEX)
        case "of bounds":
            return Window(_bound(draw), _bound(draw), one_in(draw, 2))
    return ANY_TIME


def _bound(draw: Draw) -> Bound | None:
    return None if one_in(draw, 4) else drawn_by(draw, moved, on_day)


def anchored(draw: Draw, time: Drawn, number: Drawn) -> Window:
    """A window that hangs on a time and a number, which may be those of each row."""
    match pick(draw, ("lower", "lower", "upper", "upper", "both")):
        case "lower":
            return Window(_hung(draw, time, number), _other(draw), one_in(draw, 3))
        case "upper":
            return Window(_other(draw), _hung(draw, time, number))
    return Window(_at_time(draw, time), _at_time(draw, time))


def _other(draw: Draw) -> Bound | None:
    return pick_one_of(draw, None, INDEX) if one_in(draw, 2) else moved(draw)


def _at_time(draw: Draw, time: Drawn) -> Bound:
    at = time(draw)
    if at == Attribute(Fact.BIRTH) and one_in(draw, 2):
        return Bound(_YEARS, 1, one_in(draw, 3), anchor=at)
    shift = _duration(draw) if one_in(draw, 2) else None
    return Bound(shift, _sign(draw), one_in(draw, 3), anchor=at)


def _hung(draw: Draw, time: Drawn, number: Drawn) -> Bound:
    match pick(draw, ("time", "time", "time", "days", "both")):
        case "days":
            return Bound(sign=_sign(draw), exclusive=one_in(draw, 3), days=number(draw))
        case "both":
            return Bound(sign=_sign(draw), anchor=time(draw), days=number(draw))
    return _at_time(draw, time)
