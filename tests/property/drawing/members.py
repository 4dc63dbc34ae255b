"""Rows in the algebra: events in windows, joined, merged, spaced, picked and tested."""

from __future__ import annotations

from tests.property.drawing import algebra, marks, values
from tests.property.drawing.codes import CRP, HEART, QUESTION, SETS
from tests.property.drawing.picking import Draw, one_in, pick, pick_one_of
from tests.property.drawing.times import DURATIONS
from tests.property.drawing.windows import anchored, plain

from trialmatch.plan.algebra import (
    By,
    During,
    Edge,
    Events,
    Joined,
    Link,
    Match,
    Merged,
    Near,
    Order,
    OwnEvent,
    Rows,
    SameContact,
    Spaced,
    Take,
    Value,
    Where,
    Within,
)
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import Duration, Unit

ANSWERS = Within(Events(("answer",), QUESTION))
_OFTEN = ("diagnosis",) * 6 + ("measurement",) * 9 + ("visit",) * 5 + ("medication", "procedure")
_BYS = (By.OVERLAP, By.OVERLAP, By.START, By.START, By.END)
# By these the days that are drawn most often just meet, or just do not.
_GAPS = (*(Duration(n, Unit.DAY) for n in (0, 0, 1, 1, 2, 6, 7, 22)), Duration(1, Unit.MONTH))
_STATUSES = ("",) * 12 + ("planned", "planned", "family-history")
_ACTS = (frozenset[str](), frozenset[str](), frozenset({"given"}), frozenset({"given", "ordered"}))


def events(draw: Draw) -> Events:
    """Rows of one kind or of two, in a code set or all of them."""
    kind = pick(draw, (*_OFTEN, *SETS))
    kinds: tuple[str, ...] = (kind,)
    if kind in ("diagnosis", "observation", "measurement") and one_in(draw, 6):
        kinds = (kind, "diagnosis" if kind == "observation" else "observation")
    codes = None if kind == "visit" or one_in(draw, 6) else pick(draw, SETS[kind])
    acts = pick(draw, _ACTS) if kind == "medication" else frozenset[str]()
    return Events(kinds, codes, acts, status=pick(draw, _STATUSES))


def seen_rows(draw: Draw) -> Within:
    """Rows that may be seen."""
    return Within(events(draw), plain(draw), pick(draw, _BYS))


def many(draw: Draw) -> Within:
    """Rows of which most patients have several."""
    if one_in(draw, 2):
        return results(draw)
    found = Events(("visit",)) if one_in(draw, 2) else Events(("diagnosis",), HEART)
    return Within(found, plain(draw) if one_in(draw, 3) else ANY_TIME, pick(draw, _BYS))


def results(draw: Draw) -> Within:
    """Results, of which most patients have some."""
    window = ANY_TIME if one_in(draw, 2) else plain(draw)
    return Within(Events(("measurement",), CRP), window, pick(draw, _BYS))


def link(draw: Draw) -> Link:
    """What makes a partner."""
    match pick(draw, ("contact", "contact", "near", "near", "during")):
        case "near":
            edge = Edge.END if one_in(draw, 4) else Edge.START
            return Near(plain(draw), edge, pick(draw, _BYS))
        case "during":
            return During()
    return SameContact()


def _joined(draw: Draw, depth: int) -> Joined:
    found = rows(draw, depth - 1)
    others = OwnEvent() if one_in(draw, 4) else rows(draw, depth - 1)
    match = pick_one_of(draw, *Match)
    watched = values.maybe_seen(draw, others) if match is Match.ANTI else None
    return Joined(found, others, link(draw), match, watched, one_in(draw, 2))


def rows(draw: Draw, depth: int) -> Rows:
    """Some rows, made of others as deep as is allowed."""
    if depth <= 0:
        return seen_rows(draw)
    often = ("plain",) * 6 + ("where", "where", "joined", "joined", "anchored")
    match pick(draw, (*often, "merged", "merged", "spaced", "spaced", "taken", "again")):
        case "where":
            found = rows(draw, depth - 1)
            return Where(found, algebra.row_test(draw, found))
        case "joined":
            return _joined(draw, depth)
        case "anchored":
            return _anchored(draw, depth)
        case "merged":
            return Merged(rows(draw, depth - 1), _gap(draw))
        case "spaced":
            return Spaced(rows(draw, depth - 1), _gap(draw))
        case "taken":
            return picked(draw, depth - 1, pick(draw, (1, 2, 3)))
        case "again":
            return Within(rows(draw, depth - 1), plain(draw), pick(draw, _BYS))
    return seen_rows(draw)


def counted(draw: Draw, depth: int) -> Rows:
    """Rows whose number is asked for, often those far enough from each other."""
    match pick(draw, ("eras", "eras", "apart", "any", "any")):
        case "eras":
            return Merged(many(draw), _gap(draw))
        case "apart":
            return Spaced(many(draw), _gap(draw))
    return rows(draw, depth)


def _gap(draw: Draw) -> Duration:
    return pick(draw, DURATIONS) if one_in(draw, 3) else pick(draw, _GAPS)


def _anchored(draw: Draw, depth: int) -> Within:
    """Rows in a window that hangs on other rows, or on the rows' own times."""
    found = rows(draw, depth - 1)
    own = found if one_in(draw, 4) else None

    def days(draw: Draw) -> Value:
        if one_in(draw, 2):
            return values.constant(draw)
        return values.number(draw, own, min(depth, 1))

    window = anchored(draw, lambda draw: marks.time(draw, own, depth), days)
    return Within(found, window, pick(draw, _BYS))


def picked(draw: Draw, depth: int, n: int = 1) -> Take:
    """The first of some rows, by date or by value."""
    found = results(draw) if one_in(draw, 2) else rows(draw, depth)
    order = pick(draw, (*(Order.LATEST,) * 2, *Order))
    value = None
    if order in (Order.HIGHEST, Order.LOWEST):
        value = values.number(draw, found, 0)
    the_last = n > 1 and one_in(draw, 2)
    return Take(found, order, n, value, the_last=the_last, empty_too=one_in(draw, 4))
