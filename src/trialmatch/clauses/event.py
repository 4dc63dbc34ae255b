"""`diagnosis stroke before index`, `no medication insulin`: present or absent (meaning 17-19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.rows import (
    check_event,
    check_window,
    is_contact,
    observed,
    rows_of,
    rows_within,
    window_of,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.events import event
from trialmatch.language.phrases import keyword, phrase
from trialmatch.language.printer import print_event
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, EventPhrase, WindowPhrase
from trialmatch.language.windows import window
from trialmatch.language.words import EVENT_WORDS
from trialmatch.plan.algebra import Exists, Negate, Truth


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
    words = ("no", *EVENT_WORDS)
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
        "visit clinic on index",
        "observation stroke on or before index",
        "allergy penicillin at any time",
    )
    node = Event

    def grammar(self) -> pp.ParserElement:
        """`no`, an event and a window; a comma may stand before the window."""
        when = pp.Opt(window(after_comma=True))
        return phrase(pp.Opt(keyword("no")) + event() + when, _event)

    def check(self, node: Event, scope: Scope) -> Iterator[Problem]:
        """The names, the places and the window."""
        yield from check_event(node.event, scope)
        yield from check_window(node.window, is_contact(node.event))

    def lower(self, node: Event, scope: Scope) -> Truth:
        """Whether rows exist in the window."""
        window = window_of(node.window)
        rows = rows_within(rows_of(node.event, scope, window), node.window)
        found = Exists(rows, observed(node.event, scope, window))
        return Negate(found) if node.absent else found

    def print(self, node: Event) -> str:
        """The clause in canonical wording."""
        words = ["no"] if node.absent else []
        words.append(print_event(node.event))
        if node.window is not None:
            words.append(node.window.text)
        return " ".join(words)


def _event(parts: list[object], span: Span) -> Event:
    said = next(each for each in parts if isinstance(each, EventPhrase))
    last = parts[-1]
    stated = last if isinstance(last, WindowPhrase) else None
    return Event(said, stated, parts[0] is not said, span)


CLAUSE = EventClause()
