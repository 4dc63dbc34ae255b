"""Events that another event has or has not, as joins (meaning 16 and 16a)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.status import PLANNED
from trialmatch.language.qualifiers import (
    COVERS,
    DURING,
    FOLLOWED,
    NOT_FOLLOWED,
    OVERLAPS,
    WITHOUT,
    LinkPhrase,
    Partnered,
)
from trialmatch.language.tree import CodedEvent, ContactEvent, EventPhrase
from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    Attribute,
    By,
    Compare,
    During,
    Edge,
    Elapsed,
    Exists,
    Fact,
    Joined,
    Link,
    Match,
    Near,
    Negate,
    Observed,
    OfPartner,
    Op,
    Order,
    Reduce,
    Rows,
    RowTime,
    SameContact,
    Take,
    Truth,
    Where,
    Within,
)
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Unit

RowsOf = Callable[[EventPhrase, Scope, Window], Rows]
ObservedOf = Callable[[EventPhrase, Scope, Window], Truth]

SAME = "the same "
ANYWHERE = Window(None, None)


@dataclass(frozen=True, slots=True)
class Around:
    """What a partner is looked for around: an event of the scope, seen through a window.

    `seen` are the event's rows in the window, the partner aside. `rows_of` and `observed` say
    what events mean.
    """

    event: EventPhrase
    scope: Scope
    window: Window
    seen: Rows
    rows_of: RowsOf
    observed: ObservedOf


def _planned(event: EventPhrase) -> bool:
    core = event.core
    return isinstance(core, CodedEvent | ContactEvent) and core.status == PLANNED


def seen_through(rows: Rows, window: Window) -> Within:
    """Rows that may be seen by what stands in a window (meaning 1)."""
    if not window.looks_ahead:
        return Within(rows, ANY_TIME)
    return Within(rows, Window(None, window.upper, to_own_end=True))


def partnered(said: Partnered, rows: Rows, around: Around) -> Rows:
    """The rows that have the partner, or that have none."""
    others = _others(said, around)
    if said.word == COVERS:
        return _covering(rows, others)
    link = link_of(said, around.event)
    itself = said.word in ("with", WITHOUT) and not said.other.prefix
    if said.word not in (WITHOUT, NOT_FOLLOWED):
        return Joined(rows, others, link, Match.SEMI, itself=itself)
    silence = _searched(said, around)
    without = Joined(rows, others, link, Match.ANTI, silence, itself=itself)
    open_until = _still_open(link)
    if open_until is None:
        return without
    return Where(without, AnyOf((_over(link, open_until), _yet_to_come(said, open_until, around))))


def partner_observed(said: Partnered, around: Around) -> tuple[Truth, ...]:
    """What must be known for there to be no row that has the partner."""
    if said.word in (WITHOUT, NOT_FOLLOWED):
        return ()
    searched = _searched(said, around)
    link = link_of(said, around.event)
    shift = _still_open(link)
    if shift is None or not isinstance(link, Near):
        return (searched,)
    # Of an event whose time is not over, nobody knows yet what will follow it.
    upper = around.window.upper if around.window.looks_ahead else INDEX
    since = Window(Bound(shift.shift, -1, exclusive=True), upper)
    by = By.END if link.edge is Edge.END else By.START
    silence = around.observed(_plain(around.event), around.scope, around.window)
    waiting = Exists(Within(around.seen, since, by), silence)
    return (searched, AnyOf((Negate(waiting), _yet_to_come(said, shift, around))))


def _yet_to_come(said: Partnered, upper: Bound, around: Around) -> Truth:
    """Whether the partner is to come after the index, which is never known."""
    ahead = Window(INDEX, Bound(upper.shift, 1))
    return _never_known(around.observed(_plain(said.other), around.scope, ahead))


def _never_known(truth: Truth) -> Truth:
    match truth:
        case Observed():
            return replace(truth, silence_says_nothing=True)
        case AllOf(parts=parts):
            return AllOf(tuple(_never_known(part) for part in parts))
    return truth


def link_of(said: Partnered, event: EventPhrase) -> Link:
    """What makes another event the partner."""
    if said.word == DURING:
        return During()
    if said.word == OVERLAPS:
        to_the_end = Bound(anchor=RowTime(Edge.END))
        return Near(Window(INDEX, to_the_end), Edge.START, By.OVERLAP)
    if same_contact(said, event):
        return SameContact()
    if said.link is not None:
        return _near(said.link, said.word)
    if said.other.prefix == "previous":
        return Near(Window(None, INDEX), Edge.START, By.START)
    after = said.word in (FOLLOWED, NOT_FOLLOWED)
    return Near(Window(INDEX, None) if after else ANYWHERE, Edge.START, By.START)


def same_contact(said: Partnered, event: EventPhrase) -> bool:
    """Whether the two belong together by their contact."""
    if any(place.text.startswith(SAME) for place in said.other.places):
        return True
    contacts = isinstance(event.core, ContactEvent) or isinstance(said.other.core, ContactEvent)
    return contacts and said.link is None and said.word in ("with", WITHOUT)


def _near(link: LinkPhrase, word: str) -> Near:
    by = link.by
    if word in (FOLLOWED, NOT_FOLLOWED) and by is By.OVERLAP:
        by = By.START
    return Near(link.window, link.edge, by)


def _plain(event: EventPhrase) -> EventPhrase:
    """The event without what says where it lies among others."""
    places = tuple(each for each in event.places if not each.text.startswith(SAME))
    kept = tuple(each for each in event.qualifiers if not isinstance(each, Partnered))
    return replace(event, places=places, prefix="", qualifiers=kept)


def _others(said: Partnered, around: Around) -> Rows:
    rows = around.rows_of(_plain(said.other), around.scope, around.window)
    if any(place.text == f"{SAME}stay" for place in said.other.places):
        stays = EventPhrase(ContactEvent("stay", None, said.span), (), said.span)
        stay = seen_through(around.rows_of(stays, around.scope, around.window), around.window)
        rows = Joined(rows, stay)
    if said.window is not None:
        return Within(rows, said.window.window, said.window.by)
    return Within(rows, ANYWHERE) if _planned(said.other) else seen_through(rows, around.window)


def _covering(rows: Rows, others: Rows) -> Rows:
    """Pairs in which the other lies, by days, wholly inside the row's extent."""
    started = Near(Window(INDEX, None), Edge.START, By.START)
    pairs = Joined(rows, others, started, Match.PAIRS, itself=False)
    left = Elapsed(OfPartner(RowTime(Edge.END)), RowTime(Edge.END), Unit.DAY)
    return Where(pairs, _at_least(left, 0))


def _searched(said: Partnered, around: Around) -> Truth:
    """Whether the record covers the time in which the partner is looked for."""
    other, scope = _plain(said.other), around.scope
    if said.window is not None:
        return around.observed(other, scope, said.window.window)
    link = link_of(said, around.event)
    if not isinstance(link, Near) or said.word == OVERLAPS:
        return around.observed(other, scope, around.window)
    first = Reduce(Take(around.seen, Order.FIRST), RowTime(link.edge))
    lower = link.window.lower
    if lower is not None:
        lower = replace(lower, anchor=first)
    upper = around.window.upper if around.window.looks_ahead else INDEX
    return around.observed(other, scope, Window(lower, upper))


def _still_open(link: Link) -> Bound | None:
    """The end of a time after the event, which may not be over at the index."""
    if not isinstance(link, Near) or link.window.upper is None:
        return None
    upper = link.window.upper
    return upper if upper.shift is not None and upper.sign > 0 else None


def _over(link: Link, upper: Bound) -> Truth:
    edge = link.edge if isinstance(link, Near) else Edge.START
    if upper.shift is None:
        return AllOf(())
    passed = Elapsed(RowTime(edge), Attribute(Fact.INDEX), upper.shift.unit)
    return _at_least(passed, upper.shift.count)


def _at_least(value: Elapsed, count: int) -> Compare:
    return Compare(value, Op.GE, Decimal(count))
