"""`at least 2 diagnosis stroke within 1 year before index`: how many rows (meaning 10, 18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.by_name import check_planned_window, is_planned
from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.qualifier_checks import counts_once
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
from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice
from trialmatch.language.events import event
from trialmatch.language.phrases import Refused, keyword, phrase, skip, whole_number
from trialmatch.language.printer import print_event, print_number
from trialmatch.language.problems import Problem
from trialmatch.language.reading_counts import Apart, Readings, apart, readings
from trialmatch.language.tree import Amount, ClauseNode, EventPhrase, WindowPhrase, Word
from trialmatch.language.windows import window
from trialmatch.plan.algebra import (
    AllOf,
    Compare,
    How,
    Observed,
    Op,
    Reduce,
    Rows,
    Spaced,
    Truth,
    Within,
)

_OPS = {"at least": Op.GE, "at most": Op.LE, "exactly": Op.EQ}


@dataclass(frozen=True, slots=True)
class Count(ClauseNode):
    """How many rows of an event there are in a window, against a number."""

    bound: str
    number: Amount
    event: EventPhrase
    window: WindowPhrase | None
    span: Span = field(compare=False, repr=False)
    apart: Apart | None = None


class CountClause(Clause[Count]):
    """How often an event is there."""

    name = "count"
    words = ("at", "exactly")
    examples = (
        "at least 2 diagnosis stroke within 12 months before index",
        "at least 3 stay with main diagnosis stroke",
        "at most 1 dispensed medication insulin between 30 days and 12 months before index",
        "exactly 2 procedure pci before index",
        "at least 2 diagnosis stroke on different days",
        "at least 2 diagnosis stroke within 1 year before index, at least 30 days apart",
    )
    node = Count

    def grammar(self) -> pp.ParserElement:
        """`at least`, `at most` or `exactly`, a whole number, an event and a window.

        In the place of the event a measure and a limit may stand, as `readings` have them.
        """
        bounds = Choice(
            {"at": skip("at") - keyword("least", "most"), "exactly": keyword("exactly")}
        ).set_name("`at least`, `at most` or `exactly`")
        lying = pp.Opt(apart())
        events = event() + lying + pp.Opt(window(after_comma=True)) + lying
        what = (events | readings()).set_name("an event, or results of a measure")
        return phrase(bounds - whole_number("a whole number of times") - what, _count)

    def check(self, node: Count, scope: Scope) -> Iterator[Problem]:
        """The names, the places, the window, and whether the number asks for anything."""
        yield from check_event(node.event, scope)
        yield from check_planned_window(node.event, node.window)
        yield from counts_once(node.event)
        planned = is_planned(node.event)
        yield from check_window(node.window, is_contact(node.event), planned=planned)
        if node.number.value == 0:
            yield _nothing_counted(node)

    def lower(self, node: Count, scope: Scope) -> Truth:
        """The number of rows in the window, compared."""
        window = asked_window(node.event, node.window, scope)
        found = rows_of(node.event, scope, window)
        rows: Rows = rows_within(found, node.window) if node.window else Within(found, window)
        if node.apart is not None:
            rows = Spaced(rows, node.apart.length)
        done = _asked_whether_done(observed(node.event, scope, window))
        counted = Reduce(rows, how=How.COUNT, observed=done)
        return Compare(counted, _OPS[node.bound], node.number.value)

    def print(self, node: Count) -> str:
        """The clause in canonical wording."""
        words = [node.bound, print_number(node.number.value), print_event(node.event)]
        if node.window is not None:
            words.append(node.window.text)
        if node.apart is not None:
            comma = "," if node.window is not None else ""
            return f"{' '.join(words)}{comma} {node.apart.text}"
        return " ".join(words)


def _count(parts: list[object], span: Span) -> Count | Readings:
    word, number, said = cast(Word, parts[0]), cast(Amount, parts[1]), parts[2]
    bound = word.text if word.text == "exactly" else f"at {word.text}"
    if isinstance(said, Readings):
        return replace(said, how=bound, number=number, span=span)
    stated = next((each for each in parts if isinstance(each, WindowPhrase)), None)
    lying = [each for each in parts if isinstance(each, Apart)]
    if len(lying) > 1:
        raise Refused(_apart_twice(lying[1]))
    return Count(bound, number, cast(EventPhrase, said), stated, span, *lying)


def _apart_twice(said: Apart) -> Problem:
    return Problem(
        rule="said-twice",
        message=f"`{said.text}` stands beside another of its sort",
        span=said.span,
        why="how far apart the events lie is said once",
        instead="one of the two",
    )


def _asked_whether_done(truth: Truth) -> Truth:
    """A count of none is 0, also of what must be asked (meaning 18)."""
    match truth:
        case Observed():
            return replace(truth, asks_whether_done=True)
        case AllOf(parts=parts):
            return AllOf(tuple(_asked_whether_done(part) for part in parts))
    return truth


def _nothing_counted(node: Count) -> Problem:
    plain = print_event(node.event)
    always = node.bound == "at least"
    return Problem(
        rule="counts-nothing",
        message=f"`{node.bound} 0` asks for no number",
        span=node.number.span,
        why="there are always at least 0" if always else "that there is none is said by `no`",
        instead=f"`at least 1 {plain}`" if always else f"`no {plain}`",
    )


CLAUSE = CountClause()
