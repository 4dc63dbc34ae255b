"""`any of (latest alt, latest ast) > 3 x ULN`: several results against one limit.

`all of (…)` alike; each result is picked in its own window and compared by itself (meaning 8, 11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.depending import check_special, print_limits, with_special
from trialmatch.clauses.contract.picks import (
    check_limit,
    check_mean,
    check_results,
    compared_with,
    number_of,
    picked_value,
    rests_on_all,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import limit_of_a_result
from trialmatch.language.depending import SpecialLimit, compared_alike, special_limits
from trialmatch.language.phrases import keyword, phrase, sign, skip
from trialmatch.language.picked import Pick
from trialmatch.language.picking import pick, print_pick
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Comparison, Word
from trialmatch.plan.algebra import AllOf, AnyOf, Truth


@dataclass(frozen=True, slots=True)
class SeveralPicked(ClauseNode):
    """Several picks, of which `any` or `all` compare so with a limit."""

    which: str
    picks: tuple[Pick, ...]
    limit: Comparison
    span: Span = field(compare=False, repr=False)
    special: tuple[SpecialLimit, ...] = ()


class SeveralPicksClause(Clause[SeveralPicked]):
    """Several picks against one limit."""

    name = "several_picks"
    words = ("any of", "all of")
    examples = (
        "any of (latest egfr, highest egfr (within 1 year before index)) > 3 x ULN",
        "all of (first egfr, latest egfr) >= 60 mL/min/{1.73_m2}",
        "any of (first egfr, latest egfr) > 3 x ULN (5 x ULN if diagnosis stroke)",
    )
    node = SeveralPicked

    def grammar(self) -> pp.ParserElement:
        """Which of them, the picks in brackets, a comparison."""
        limit = limit_of_a_result()
        others = pp.OneOrMore(sign(",") - pick())
        listed = sign("(") - pick() - others - sign(")")
        # Without `of`, one measure is asked for, by any of its results.
        which = keyword("any", "all") + skip("of")
        return phrase(which - listed - limit + special_limits(), _build)

    def check(self, node: SeveralPicked, scope: Scope) -> Iterator[Problem]:
        """Each pick by itself, and the limit against the measure of each."""
        for each in node.picks:
            measure = scope.measures.get(each.of.measure.text)
            yield from check_results(each.of, scope)
            yield from check_limit(node.limit, measure)
            yield from check_mean(each, measure)
            for special in node.special:
                yield from check_limit(special.limit, measure)
        yield from check_special(node.special, scope, lambda _: iter(()))

    def lower(self, node: SeveralPicked, scope: Scope) -> Truth:
        """Each pick compared by itself."""

        def compare(limit: Comparison) -> Truth:
            compared_each = tuple(_compared(each, limit, scope) for each in node.picks)
            return AnyOf(compared_each) if node.which == "any" else AllOf(compared_each)

        return with_special(node.limit, node.special, scope, compare)

    def print(self, node: SeveralPicked) -> str:
        """The clause in canonical wording."""
        listed = ", ".join(map(print_pick, node.picks))
        return f"{node.which} of ({listed}) {print_limits(node.limit, node.special)}"


def _compared(pick: Pick, limit: Comparison, scope: Scope) -> Truth:
    measure = scope.measures[pick.of.measure.text]
    value = picked_value(pick, number_of(measure, limit), scope)
    return rests_on_all(compared_with(measure, limit, value), pick, scope)


def _build(parts: list[object], span: Span) -> SeveralPicked:
    picks = tuple(each for each in parts if isinstance(each, Pick))
    limit = next(each for each in parts if isinstance(each, Comparison))
    which = cast(Word, parts[0]).text
    return SeveralPicked(which, picks, limit, span, compared_alike(limit, parts))


CLAUSE = SeveralPicksClause()
