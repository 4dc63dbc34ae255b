"""`diagnosis stroke before index`, `no medication insulin`: present or absent (meaning 17-19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyparsing as pp

from trialmatch.clauses.contract.allergies import known_allergy
from trialmatch.clauses.contract.anchors import on_each
from trialmatch.clauses.contract.by_name import check_planned_window, is_planned
from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.qualifier_checks import lasts_under_way
from trialmatch.clauses.contract.rows import (
    asked_window,
    check_event,
    check_window,
    is_contact,
    observed,
    rows_of,
    rows_within,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.clauses.contract.tried import check_tried, tried
from trialmatch.diagnostics import Span
from trialmatch.language.event_printer import print_event
from trialmatch.language.events import event, qualified
from trialmatch.language.phrases import keyword, phrase
from trialmatch.language.picked import FIRST_EVER
from trialmatch.language.problems import Problem
from trialmatch.language.tree import (
    ClauseNode,
    EventPhrase,
    KnownAllergy,
    Qualifier,
    WindowPhrase,
    Word,
    qualified_by,
)
from trialmatch.language.windows import window
from trialmatch.language.words import EVENT_PREFIXES, EVENT_WORDS, NAMED_EVENTS
from trialmatch.plan.algebra import AnyOf, Exists, Negate, Truth, Within
from trialmatch.plan.window import Window


@dataclass(frozen=True, slots=True)
class Event(ClauseNode):
    """An event in a window is there, or is not."""

    event: EventPhrase
    window: WindowPhrase | None
    absent: bool
    span: Span = field(compare=False, repr=False)


class EventClause(Clause[Event]):
    """Presence or absence of an event."""

    name = "event"
    words = ("no", FIRST_EVER, *EVENT_PREFIXES, *NAMED_EVENTS, *EVENT_WORDS)
    examples = (
        "diagnosis stroke",
        "no diagnosis stroke within 5 years before index",
        "main diagnosis stroke in outpatient contact before index",
        "secondary diagnosis stroke in the same stay",
        "diagnosis stroke in any position",
        "given medication insulin within 6 months before or after index",
        "stay with main diagnosis stroke admitted within 10 days before index",
        "outpatient contact more than 2 weeks after index",
        "procedure pci started between 30 and 90 days before index",
        "finding stroke at least 12 hours before index",
        "finding stroke less than 12 hours before index",
        "visit clinic on index",
        "observation stroke on or before index",
        "allergy penicillin at any time",
        "no known allergy",
        "diagnosis stroke with procedure pci within 7 days before or after it",
        "diagnosis stroke within 5 years before index, without another diagnosis stroke within "
        "30 days after it",
        "diagnosis stroke not followed by procedure pci within 30 days",
        "diagnosis stroke within 5 years before index, not followed by procedure pci more than "
        "2 years before index",
        "stay followed by stay admitted within 30 days after its end",
        "procedure pci with diagnosis stroke in the same contact",
        "procedure pci during stay with main diagnosis stroke",
        "stay covers procedure pci",
        "stay without diagnosis stroke",
        "medication insulin overlaps diagnosis stroke",
        'stay in department "Stroke unit" or "Cardiology" lasting at least 2 days',
        "procedure pci within 1 year before index, lasting more than 6 hours",
        "diagnosis stroke where position is main or secondary",
        "observation stroke with a result",
        "current medication insulin",
        "diagnosis stroke active at index",
        "medication insulin gaps up to 30 days bridged throughout 12 weeks before index",
        "no diagnosis stroke needs 5 years of record",
        "previous diagnosis stroke",
        "first ever diagnosis stroke within 1 year before index",
        "no first ever main diagnosis stroke in stay within 1 year before index",
        "this stay with diagnosis stroke",
        "planned procedure pci within 6 months after index",
        "no planned outpatient contact after index",
        "family history of stroke",
        "diagnosis stroke after birth",
        "diagnosis stroke from 42 days after birth until the 2nd birthday",
        "diagnosis stroke before 2020-01-01",
        "diagnosis stroke since 2020-01-01",
        "diagnosis stroke on or before discharge",
        "diagnosis stroke from 28 days before admission until discharge",
        "no diagnosis stroke within 30 days after first procedure pci (before index)",
        "diagnosis stroke more than 24 hours after end of latest stay with procedure pci",
        "diagnosis stroke within 7 days before or after 2nd latest egfr",
        "no diagnosis stroke within 7 days after any procedure pci",
        "diagnosis stroke within 7 days after every procedure pci (within 1 year before index)",
    )
    node = Event

    def grammar(self) -> pp.ParserElement:
        """`no`, an event and a window; a comma may stand before the window."""
        when = pp.Opt(window(after_comma=True))
        return phrase(pp.Opt(keyword("no")) + event() + when + pp.ZeroOrMore(qualified()), _event)

    def check(self, node: Event, scope: Scope) -> Iterator[Problem]:
        """The names, the places and the window."""
        yield from check_event(node.event, scope)
        yield from check_planned_window(node.event, node.window)
        planned = is_planned(node.event)
        yield from check_window(node.window, is_contact(node.event), planned=planned)
        each = on_each(node.window)
        if each is not None:
            yield from check_tried(node.event, each, scope, absent=node.absent)

    def tried_for_each(self, node: Event) -> WindowPhrase | None:
        """The window, where it hangs on each of several events."""
        return node.window if on_each(node.window) is not None else None

    def lower(self, node: Event, scope: Scope) -> Truth:
        """Whether rows exist in the window."""
        if isinstance(node.event.core, KnownAllergy):
            found = known_allergy(node.event, scope)
        else:
            each = on_each(node.window)
            if each is not None and node.window is not None:
                found = tried(node.event, node.window, each, scope)
            else:
                found = _found(node, scope)
        return Negate(found) if node.absent else found

    def print(self, node: Event) -> str:
        """The clause in canonical wording."""
        said = print_event(node.event, node.window)
        return f"no {said}" if node.absent else said


def _found(node: Event, scope: Scope) -> Truth:
    """Whether rows exist in the window, those that last too long already among them."""
    window = asked_window(node.event, node.window, scope)
    silence = observed(node.event, scope, window)
    exists = Exists(_rows(node, scope, window), silence)
    if not lasts_under_way(node.event):
        return exists
    return AnyOf((exists, Exists(_rows(node, scope, window, under_way=True), silence)))


def _rows(node: Event, scope: Scope, window: Window, *, under_way: bool = False) -> Within:
    rows = rows_of(node.event, scope, window, under_way=under_way)
    return rows_within(rows, node.window) if node.window else Within(rows, window)


def _event(parts: list[object], span: Span) -> Event:
    said = next(each for each in parts if isinstance(each, EventPhrase))
    stated = next((each for each in parts if isinstance(each, WindowPhrase)), None)
    more = tuple(each for each in parts if isinstance(each, Qualifier))
    absent = parts[0] is not said and isinstance(parts[0], Word)
    return Event(qualified_by(said, more), stated, absent, span)


CLAUSE = EventClause()
