"""The moments that windows hang on: what they mean in a file, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TypeVar, cast

from trialmatch.clauses.contract.own_contact import OWN_END
from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.kinds import BY_NAME
from trialmatch.diagnostics import Severity
from trialmatch.language.picked import (
    ADMISSION,
    ANY,
    DISCHARGE,
    EVERY,
    FIRST,
    PERIOD_ENDS,
    PERIOD_STARTS,
    AnchorPhrase,
    NamedRow,
    PickedEvent,
)
from trialmatch.language.problems import Problem
from trialmatch.language.tree import DefinedEvent, EventPhrase, Name, WindowPhrase
from trialmatch.plan.algebra import (
    Edge,
    Events,
    Joined,
    NamedTime,
    Observed,
    Order,
    OwnEvent,
    Reduce,
    Rows,
    RowTime,
    Take,
    Truth,
    Value,
    Within,
)
from trialmatch.plan.criteria import walk
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window

T = TypeVar("T")
_OF_PERIOD = (PERIOD_STARTS, PERIOD_ENDS)


def settled(node: T, scope: Scope) -> T:
    """A node whose windows hang on values, not on words for them."""
    return cast(T, _settled(node, scope)) if any(True for _ in windows_in(node)) else node


def windows_in(node: object) -> Iterator[WindowPhrase]:
    """Every window in a node that hangs on another moment than the index."""
    if isinstance(node, WindowPhrase):
        bounds = (node.window.lower, node.window.upper)
        if any(each is not None and not each.on_index for each in bounds):
            yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from windows_in(each)
    else:
        kind: type = type(node)
        for name in _fields(kind):
            yield from windows_in(getattr(node, name))


def anchors_in(said: WindowPhrase) -> tuple[AnchorPhrase, ...]:
    """What a window hangs on, each once."""
    bounds = (said.window.lower, said.window.upper)
    found = [each.anchor for each in bounds if each is not None]
    return tuple(dict.fromkeys(each for each in found if isinstance(each, AnchorPhrase)))


def on_each(said: WindowPhrase | None) -> PickedEvent | None:
    """The event of which each row is tried, where a window hangs on `any` or `every` of it."""
    for anchor in anchors_in(said) if said is not None else ():
        if isinstance(anchor.what, PickedEvent) and anchor.what.order in (ANY, EVERY):
            return anchor.what
    return None


def check_anchors(
    node: object, scope: Scope, tried: WindowPhrase | None = None
) -> Iterator[Problem]:
    """What is wrong with what the windows of a node hang on.

    `tried` is the window that may hang on each row of an event.
    """
    for said in windows_in(node):
        if on_each(said) is not None and said is not tried:
            yield _not_on_each(said)
        for anchor in anchors_in(said):
            yield from _check(anchor, scope)
        if scope.event_subjects and _may_look_ahead(said.window):
            yield _looks_ahead(said)


def _settled(node: object, scope: Scope) -> object:
    if isinstance(node, WindowPhrase):
        bounds = [_bound(each, scope) for each in (node.window.lower, node.window.upper)]
        return replace(node, window=replace(node.window, lower=bounds[0], upper=bounds[1]))
    if isinstance(node, tuple):
        return tuple(_settled(each, scope) for each in node)
    kind: type = type(node)
    names = _fields(kind)
    if not names or not is_dataclass(node) or isinstance(node, type):
        return node
    parts = {name: _settled(getattr(node, name), scope) for name in names}
    same = all(parts[name] is getattr(node, name) for name in names)
    return node if same else replace(node, **parts)


@lru_cache(maxsize=256)
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a node of the language in which windows may stand."""
    if not is_dataclass(kind) or kind.__module__.startswith("trialmatch.plan"):
        return ()
    return tuple(each.name for each in fields(kind) if each.name != "span" and each.init)


def _bound(bound: Bound | None, scope: Scope) -> Bound | None:
    if bound is None or not isinstance(bound.anchor, AnchorPhrase):
        return bound
    said = bound.anchor
    if said.what in _OF_PERIOD:
        first, last = scope.period or (0, 0)
        return replace(bound, anchor=None, day=first if said.what == PERIOD_STARTS else last)
    if said.what == ADMISSION:
        return replace(bound, anchor=_of_contact(Edge.START, scope))
    if said.what == DISCHARGE:
        return replace(bound, anchor=_of_contact(Edge.END, scope))
    if isinstance(said.what, NamedRow):
        edge = Edge.END if said.at_end else Edge.START
        return replace(bound, anchor=NamedTime(said.what.name.text, edge))
    return replace(bound, anchor=time_of(cast(PickedEvent, said.what), scope, said.at_end))


def _of_contact(edge: Edge, scope: Scope) -> Value | None:
    """An end of the subject's own contact; None for the index, where that began it."""
    if scope.merged or scope.own_kinds == frozenset({"visit"}):
        return None if edge is Edge.START else OWN_END
    own = Joined(Within(Events(("visit",))), OwnEvent())
    return Reduce(own, RowTime(edge), observed=Observed(("visit",), None, Window(INDEX, INDEX)))


def time_of(what: PickedEvent, scope: Scope, at_end: bool = False) -> Value:
    """When what is picked began, or ended."""
    if what.order in (ANY, EVERY):
        raise TypeError("what is tried for each row is no moment of the subject")
    rows, observed = _rows(what, scope)
    order = Order.FIRST if what.order == FIRST else Order.LATEST
    # An observation is an event also where it says no more than its time; a result must say it.
    of_measure = isinstance(what.event, Name) and what.event.text in scope.measures
    empty = not of_measure and _may_be_empty(rows)
    taken = Take(rows, order, what.nth, the_last=what.nth > 1, empty_too=empty)
    return Reduce(taken, RowTime(Edge.END if at_end else Edge.START), observed=observed)


def _may_be_empty(rows: Rows) -> bool:
    kinds = (kind for each in walk(rows) if isinstance(each, Events) for kind in each.kinds)
    return any(BY_NAME[kind].merges_equal_rows for kind in kinds)


def _rows(what: PickedEvent, scope: Scope) -> tuple[Rows, Truth]:
    """The rows that one is picked of, and what must be known for there to be none."""
    # What rows an event means is said in windows, which hang on events.
    from trialmatch.clauses.contract.rows import observed, rows_of, rows_within

    stated = settled(what.window, scope)
    window = stated.window if stated else ANY_TIME
    if isinstance(what.event, Name) and what.event.text in scope.measures:
        measure = scope.measures[what.event.text]
        silence = Observed(measure.kinds, measure.codes, window, asks_whether_done=True)
        return rows_within(measure.rows, stated), silence
    event = event_of(what)
    return rows_within(rows_of(event, scope, window), stated), observed(event, scope, window)


def event_of(what: PickedEvent) -> EventPhrase:
    """The event; a name alone is that of a defined one."""
    if isinstance(what.event, EventPhrase):
        return what.event
    return EventPhrase(DefinedEvent(what.event, what.event.span), (), what.event.span)


def _check(anchor: AnchorPhrase, scope: Scope) -> Iterator[Problem]:
    what = anchor.what
    if isinstance(what, str):
        yield from _check_word(anchor, what, scope)
    elif isinstance(what, PickedEvent):
        yield from check_moment(what, scope)


def check_moment(what: PickedEvent, scope: Scope) -> Iterator[Problem]:
    """What is wrong with the event that a moment is of."""
    # The same as above.
    from trialmatch.clauses.contract.rows import check_event, check_window, is_contact

    if isinstance(what.event, EventPhrase):
        yield from check_event(what.event, scope)
        yield from check_window(what.window, is_contact(what.event))
    elif what.event.text in scope.definitions:
        yield from scope.check_defined_event(what.event)
    else:
        yield from scope.check_measure(what.event)


def _check_word(anchor: AnchorPhrase, what: str, scope: Scope) -> Iterator[Problem]:
    if what in _OF_PERIOD and scope.period is None:
        yield Problem(
            rule="no-period",
            message="the header states no period",
            span=anchor.span,
            why=f"`{what}` is a day that a line of the header gives",
            instead="`period 2026-01-01 to 2026-12-31` in the header",
        )
    elif what in (ADMISSION, DISCHARGE) and not scope.event_subjects:
        yield Problem(
            rule="no-own-event",
            message=f"`{what}` needs subjects that are events",
            span=anchor.span,
            why="it is that of the subject's own contact, and a patient has none",
            instead=f"`{'start' if what == ADMISSION else 'end'} of latest stay`",
        )


def _may_look_ahead(window: Window) -> bool:
    """Whether an end that does not move with the index may lie after it."""
    upper = window.upper
    if upper is None or upper.on_index:
        return False
    anchor = upper.anchor
    if not isinstance(anchor, AnchorPhrase) or anchor.at_end:
        return True
    # An event that a window hangs on was seen, so it lies before the index itself.
    before = upper.shift is None or upper.sign < 0
    return not before or anchor.what in (DISCHARGE, *_OF_PERIOD)


def _looks_ahead(said: WindowPhrase) -> Problem:
    return Problem(
        rule="looks-ahead",
        message=f"`{said.text}` may look past the subject's index",
        span=said.span,
        why="rows after the index count where the stated end lies later than the index",
        severity=Severity.NOTE,
    )


def _not_on_each(said: WindowPhrase) -> Problem:
    return Problem(
        rule="tried-each",
        message=f"`{said.text}` has another window for each event",
        span=said.span,
        why="only whether an event is there can be tried for each of several others",
        instead="`first` or `latest` in the place of `any` or `every`",
    )
