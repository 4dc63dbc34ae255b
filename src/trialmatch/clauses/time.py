"""`time since latest diagnosis stroke >= 30 days`: how long ago an event was (meaning 4 and 5).

`time from first diagnosis stroke until first procedure pci <= 90 days` is between two events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.anchors import check_moment, time_of
from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.limits import check_order, compared
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import comparison
from trialmatch.language.lengths import time_unit, unit_of
from trialmatch.language.phrases import phrase, skip, whole_number
from trialmatch.language.picked import PickedEvent
from trialmatch.language.picking import picked_event, print_picked
from trialmatch.language.printer import print_comparison
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Comparison
from trialmatch.plan.algebra import Attribute, Elapsed, Fact, Truth


@dataclass(frozen=True, slots=True)
class Time(ClauseNode):
    """The whole units of time from the start of one event to that of another, or to the index."""

    since: PickedEvent
    until: PickedEvent | None
    limit: Comparison
    span: Span = field(compare=False, repr=False)


class TimeClause(Clause[Time]):
    """How long ago an event was, or how long after another."""

    name = "time"
    words = ("time",)
    examples = (
        "time since latest diagnosis stroke >= 30 days",
        "time since first procedure pci (within 5 years before index) between 6 and 24 months",
        "time since latest egfr < 12 hours",
        "time from first diagnosis stroke until first procedure pci <= 90 days",
        "time from latest procedure pci (before index) until latest egfr > 2 weeks",
    )
    node = Time

    def grammar(self) -> pp.ParserElement:
        """`time`, one event or two, a comparison and a unit of time."""
        event = picked_event(of_one=True)
        since = skip("since") - event
        between = skip("from") - event - skip("until") - event
        which = (since | between).set_name("`since` or `from`")
        limit = comparison(whole_number(), time_unit())
        return phrase(skip("time") - which - limit, _time)

    def check(self, node: Time, scope: Scope) -> Iterator[Problem]:
        """The events, and the order of two limits."""
        for each in filter(None, (node.since, node.until)):
            yield from check_moment(each, scope)
        yield from check_order(node.limit)

    def lower(self, node: Time, scope: Scope) -> Truth:
        """Elapsed time between the two, compared."""
        until = Attribute(Fact.INDEX) if node.until is None else time_of(node.until, scope)
        if node.limit.unit is None:
            raise ValueError("a length of time has a unit")
        elapsed = Elapsed(time_of(node.since, scope), until, unit_of(node.limit.unit))
        return compared(elapsed, node.limit)

    def print(self, node: Time) -> str:
        """The clause in canonical wording."""
        since = print_picked(node.since)
        which = f"since {since}"
        if node.until is not None:
            which = f"from {since} until {print_picked(node.until)}"
        return f"time {which} {print_comparison(node.limit)}"


def _time(parts: list[object], span: Span) -> Time:
    events = [cast(PickedEvent, each) for each in parts[:-1]]
    until = events[1] if len(events) > 1 else None
    return Time(events[0], until, cast(Comparison, parts[-1]), span)


CLAUSE = TimeClause()
