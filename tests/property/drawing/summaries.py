"""Numbers of a subject: what rows come to, and what it has of itself."""

from __future__ import annotations

from decimal import Decimal

from tests.property.drawing import algebra, marks, members, values
from tests.property.drawing.picking import Draw, one_in, pick, pick_one_of
from tests.property.drawing.stated import BY_WORD, UNITS
from tests.property.drawing.windows import plain

from trialmatch.plan.algebra import (
    Attribute,
    Choose,
    Constant,
    Elapsed,
    Fact,
    How,
    Lookup,
    Reduce,
    Rows,
    Truth,
    Value,
)
from trialmatch.plan.window import Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

_SHARED = (
    *(Window(Bound(Duration(n, Unit.DAY))) for n in (1, 7, 30)),
    Window(Bound(Duration(1, Unit.MONTH)), Bound(Duration(2, Unit.DAY))),
)


def summary(draw: Draw, depth: int) -> Value:
    """A number of the subject that rows come to, or that it has of itself."""
    if one_in(draw, 12):
        return in_a_row(draw, depth)
    match pick(draw, ("value",) * 5 + ("count",) * 4 + ("summary",) * 4 + ("days", "age", "word")):
        case "age":
            return _age(draw)
        case "word":
            return _looked_up(draw, depth)
        case "value":
            found: Rows = members.picked(draw, depth)
            watched = values.maybe_seen(draw, found)
            return Reduce(found, values.number(draw, found, 0), observed=watched)
        case "count":
            found = members.counted(draw, depth)
            return Reduce(found, how=How.COUNT, observed=values.maybe_seen(draw, found))
        case "days":
            return _days(draw, depth)
    n = pick(draw, (1, 1, 2, 3))
    found = members.picked(draw, depth, n) if one_in(draw, 3) else members.rows(draw, depth)
    how = pick_one_of(draw, How.SUM, How.MEAN, How.MIN, How.MAX)
    return Reduce(found, values.number(draw, found, 0), how, n=n)


def in_a_row(draw: Draw, depth: int) -> Value:
    """How many rows follow each other of which something holds."""
    found: Rows = members.results(draw)
    test: Truth = algebra.near_limit(draw)
    if one_in(draw, 3):
        found = members.rows(draw, depth)
        test = algebra.row_test(draw, found)
    passes = Choose(test, Constant(Decimal(1)), Constant(Decimal(0)))
    return Reduce(found, passes, How.IN_A_ROW, observed=values.maybe_seen(draw, found))


def _days(draw: Draw, depth: int) -> Value:
    found = members.rows(draw, depth)
    watched = values.maybe_seen(draw, found)
    if one_in(draw, 2):
        return Reduce(found, how=How.LONGEST_RUN, observed=watched)
    window = plain(draw) if one_in(draw, 4) else pick(draw, _SHARED)
    return Reduce(found, how=How.COVERED_SHARE, observed=watched, window=window)


def _age(draw: Draw) -> Value:
    """How long ago a time of the subject's own was."""
    return Elapsed(marks.time(draw, None, 0), Attribute(Fact.INDEX), pick(draw, UNITS))


def _looked_up(draw: Draw, depth: int) -> Value:
    """The number that a table has for a word of the subject's."""
    return Lookup(marks.word(draw, None, min(depth, 1))[0], BY_WORD, "words")
