"""An event whose window hangs on each of several others, each tried alone (meaning 16a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses.contract.anchors import event_of, settled
from trialmatch.clauses.contract.partners import SAME
from trialmatch.clauses.contract.rows import observed, rows_of, rows_within, window_of
from trialmatch.clauses.contract.scope import Scope
from trialmatch.language.picked import ANY, AnchorPhrase, PickedEvent
from trialmatch.language.problems import Problem
from trialmatch.language.qualifiers import WITH, WITHOUT, LinkPhrase, Partnered
from trialmatch.language.tree import EventPhrase, Name, WindowPhrase
from trialmatch.plan.algebra import AllOf, Edge, Exists, Negate, Truth
from trialmatch.plan.window import INDEX, Bound, Window


def tried(event: EventPhrase, window: WindowPhrase, each: PickedEvent, scope: Scope) -> Truth:
    """Whether the event is there around any of the others, or around every one of them."""
    event = settled(event, scope)
    if each.order == ANY:
        return _some(_other(event, window, each, WITH), each, scope)
    none = _some(_other(event, window, each, WITHOUT), each, scope)
    return AllOf((_some(event_of(each), each, scope), Negate(none)))


def check_tried(
    event: EventPhrase, each: PickedEvent, scope: Scope, *, absent: bool
) -> Iterator[Problem]:
    """What cannot be asked around each of several others."""
    same = any(place.text.startswith(SAME) for place in event.places)
    partners = any(isinstance(one, Partnered) for one in event.qualifiers)
    if event.prefix or same or partners:
        yield Problem(
            rule="tried-each",
            message="what is asked around each of several events is too much at once",
            span=event.span,
            why="it stands in the place of another event's partner, which has none of its own",
            instead="`define` for the event, and `event …` with its name here",
        )
    elif isinstance(each.event, Name) and each.event.text in scope.measures:
        yield Problem(
            rule="tried-each",
            message=f"`{each.event.text}` is a measure, whose results are no events",
            span=each.event.span,
            why="only events are tried one by one",
            instead=f"`first {each.event.text}` or `latest {each.event.text}`",
        )
    elif absent and each.order != ANY:
        yield Problem(
            rule="tried-each",
            message="`no` and `every` can be read in two ways",
            span=each.span,
            why="it may be missing around one of them, or around all of them",
            instead="`not …` before the whole, or `no … any …`",
        )


def _some(event: EventPhrase, each: PickedEvent, scope: Scope) -> Truth:
    stated = settled(each.window, scope)
    window = window_of(stated)
    rows = rows_within(rows_of(event, scope, window), stated)
    return Exists(rows, observed(event, scope, window))


def _other(event: EventPhrase, window: WindowPhrase, each: PickedEvent, word: str) -> EventPhrase:
    """The other event, qualified by the one that is asked for."""
    bounds = (window.window.lower, window.window.upper)
    own = [one.anchor for one in bounds if one is not None]
    at_end = any(isinstance(one, AnchorPhrase) and one.at_end for one in own)
    lower, upper = map(_of_the_row, bounds)
    around = Window(lower, upper)
    edge = Edge.END if at_end else Edge.START
    link = LinkPhrase(window.text, around, edge, window.by, window.span)
    partner = Partnered(word, event, link, None, window.span)
    other = event_of(each)
    return replace(other, qualifiers=(*other.qualifiers, partner))


def _of_the_row(bound: Bound | None) -> Bound | None:
    """The bound as seen from the row; what ends at the index goes on as far as may be seen."""
    if bound is None or bound == INDEX:
        return None
    return replace(bound, anchor=None)
