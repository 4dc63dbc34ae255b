"""Rows tried one by one, and what is asked around each of them."""

from __future__ import annotations

from decimal import Decimal

from tests.property.drawing import members, values
from tests.property.drawing.codes import CRP, SCALES
from tests.property.drawing.kinds_of import searched
from tests.property.drawing.picking import Draw, one_in, pick
from tests.property.drawing.times import DURATIONS

from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    Compare,
    Edge,
    Events,
    Exists,
    ForAny,
    How,
    NamedTime,
    Negate,
    Number,
    Observed,
    Op,
    Reduce,
    Rows,
    Take,
    Truth,
    Within,
)
from trialmatch.plan.window import INDEX, Bound, Window

_NAMES = ("p", "q")


def for_any(draw: Draw, depth: int = 1) -> ForAny:
    """Rows, and what is asked around each; within it other rows may be tried."""
    return _tried(draw, depth, ())


def _tried(draw: Draw, depth: int, around: tuple[str, ...]) -> ForAny:
    found: Rows = members.rows(draw, depth - 1)
    if around and one_in(draw, 2):
        found = Within(found, _window(draw, around))
    name = _NAMES[len(around)]
    return ForAny(found, name, _test(draw, (*around, name)), values.seen(draw, found))


def _test(draw: Draw, names: tuple[str, ...]) -> Truth:
    match pick(draw, ("exists",) * 3 + ("latest", "latest", "count", "not", "both", "again")):
        case "latest":
            taken = Take(Within(Events(("measurement",), CRP), _window(draw, names)))
            return Compare(Reduce(taken, Number(SCALES[0])), Op.GE, Decimal(5))
        case "count":
            found = _rows(draw, names)
            counted = Reduce(found, how=How.COUNT, observed=_seen(draw, found))
            return Compare(counted, Op.GE, Decimal(pick(draw, (1, 2))))
        case "not":
            return Negate(_existence(draw, names))
        case "both":
            parts = _existence(draw, names), _test(draw, names)
            return AnyOf(parts) if one_in(draw, 2) else AllOf(parts)
        case "again" if len(names) < len(_NAMES):
            return _tried(draw, 1, names)
    return _existence(draw, names)


def _existence(draw: Draw, names: tuple[str, ...]) -> Exists:
    found = _rows(draw, names)
    return Exists(found, _seen(draw, found))


def _rows(draw: Draw, names: tuple[str, ...]) -> Within:
    return Within(members.rows(draw, 0), _window(draw, names))


def _seen(draw: Draw, found: Within) -> Observed:
    kinds, codes, _ = searched(found.rows)
    return Observed(kinds, codes, found.window, not one_in(draw, 3))


def _window(draw: Draw, names: tuple[str, ...]) -> Window:
    """A window on one side of a row that is tried, on both, or from one to another."""
    lower, upper = _bound(draw, names), _bound(draw, names)
    match pick(draw, ("both", *("until the index", "from the beginning") * 2)):
        case "until the index":
            return Window(lower, INDEX)
        case "from the beginning":
            return Window(None, upper)
    return Window(lower, upper)


def _bound(draw: Draw, names: tuple[str, ...]) -> Bound:
    edge = Edge.END if one_in(draw, 3) else Edge.START
    shift = None if one_in(draw, 4) else pick(draw, DURATIONS)
    sign = 1 if one_in(draw, 2) else -1
    return Bound(shift, sign, one_in(draw, 4), anchor=NamedTime(pick(draw, names), edge))
