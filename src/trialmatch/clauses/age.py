"""`age >= 18 years`: completed calendar units from birth to the index (meaning 4).

`age at first diagnosis stroke >= 18 years` counts to the start of an event instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.anchors import check_moment, time_of
from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.limits import check_order, compared, implausible
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.ages import age_limit
from trialmatch.language.lengths import unit_of
from trialmatch.language.phrases import phrase, skip
from trialmatch.language.picked import PickedEvent
from trialmatch.language.picking import picked_event, print_picked
from trialmatch.language.printer import print_comparison
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Comparison
from trialmatch.plan.algebra import Attribute, Elapsed, Fact, Truth
from trialmatch.vocabulary.calendar import Unit

# Nobody is known to have grown older than 122 years.
_OLDEST = {Unit.YEAR: 125, Unit.MONTH: 1_500, Unit.WEEK: 6_600, Unit.DAY: 46_000}


@dataclass(frozen=True, slots=True)
class Age(ClauseNode):
    """The age of the subject, at the index or at an event, against a limit."""

    limit: Comparison
    span: Span = field(compare=False, repr=False)
    at: PickedEvent | None = None


class AgeClause(Clause[Age]):
    """Age at the index, or at an event."""

    name = "age"
    words = ("age",)
    examples = (
        "age >= 18 years",
        "age between 18 and 75 years",
        "age < 28 days",
        "age at first diagnosis stroke >= 50 years",
        "age at latest procedure pci (before index) between 18 and 80 years",
    )
    node = Age

    def grammar(self) -> pp.ParserElement:
        """`age`, a comparison and a unit of time."""
        at = skip("at") - picked_event(of_one=True)
        return phrase(skip("age") + pp.Opt(at) - age_limit(), _age)

    def check(self, node: Age, scope: Scope) -> Iterator[Problem]:
        """The order of two limits, and whether anybody grows that old."""
        if node.at is not None:
            yield from check_moment(node.at, scope)
        yield from check_order(node.limit)
        oldest = Decimal(_OLDEST[_unit(node)])
        for number in node.limit.numbers:
            if number.value > oldest:
                yield implausible(number, "age", f"up to {oldest} {_unit(node).value}s")

    def lower(self, node: Age, scope: Scope) -> Truth:
        """Elapsed time from birth to the index or the event, compared."""
        then = Attribute(Fact.INDEX) if node.at is None else time_of(node.at, scope)
        return compared(Elapsed(Attribute(Fact.BIRTH), then, _unit(node)), node.limit)

    def print(self, node: Age) -> str:
        """The clause in canonical wording."""
        at = "" if node.at is None else f" at {print_picked(node.at)}"
        return f"age{at} {print_comparison(node.limit)}"


def _age(parts: list[object], span: Span) -> Age:
    at = next((each for each in parts if isinstance(each, PickedEvent)), None)
    return Age(cast(Comparison, parts[-1]), span, at)


def _unit(node: Age) -> Unit:
    if node.limit.unit is None:
        raise ValueError("an age has a unit")
    return unit_of(node.limit.unit)


CLAUSE = AgeClause()
