"""`latest egfr (within 12 months before index) >= 20 mL/min/{1.73_m2}` (meaning 8, 9, 11).

Other picks are by time, `first`, `2nd latest`, `nearest … to index`, or by value, `highest`,
`lowest`, or means of several. The limit may be said in multiples of the result's own reference
range, `> 3 x ULN`, and other limits may hold for some (meaning 22).
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
    check_word,
    compared_with,
    number_of,
    picked_value,
    rests_on_all,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import limit_of_a_result, result_word
from trialmatch.language.depending import SpecialLimit, compared_alike, special_limits
from trialmatch.language.phrases import phrase
from trialmatch.language.picked import Pick
from trialmatch.language.picking import PICK_WORDS, pick, print_pick
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Comparison
from trialmatch.plan.algebra import Truth


@dataclass(frozen=True, slots=True)
class Picked(ClauseNode):
    """What is picked from the results of a measure, against a limit."""

    pick: Pick
    limit: Comparison
    span: Span = field(compare=False, repr=False)
    special: tuple[SpecialLimit, ...] = ()


class PickClause(Clause[Picked]):
    """The latest value of a measure, or another one."""

    name = "pick"
    words = PICK_WORDS
    examples = (
        "latest egfr >= 20 mL/min/{1.73_m2}",
        "latest egfr (within 12 months before index) between 20 and 60.5 mL/min/{1.73_m2}",
        "latest ecog (at any time) <= 2",
        "latest egfr (within 28 days before index) > 1.5 x ULN",
        "latest egfr between 0.5 and 1 x LLN",
        "latest egfr (counting empty results) >= 20 mL/min/{1.73_m2}",
        "first egfr (since birth, counting empty results) >= 20 mL/min/{1.73_m2}",
        "2nd latest egfr (before index) >= 20 mL/min/{1.73_m2}",
        "3rd egfr < 60 mL/min/{1.73_m2}",
        "2nd highest egfr < 60 mL/min/{1.73_m2}",
        "nearest egfr to index (within 30 days before or after index) < 60 mL/min/{1.73_m2}",
        "highest egfr (within 1 year before index) > 3 x ULN",
        "lowest egfr (within 7 days before latest procedure pci) < 60 mL/min/{1.73_m2}",
        "mean of last 3 egfr (within 1 year before index) < 60 mL/min/{1.73_m2}",
        "latest egfr >= 30 mL/min/{1.73_m2} (45 mL/min/{1.73_m2} if age < 18 years)",
        "latest egfr > 3 x ULN (5 x ULN if diagnosis stroke or male) (4 x ULN if female)",
        "latest culture (within 14 days before index) is positive",
        "first culture is negative",
        "latest nyha (within 6 months before index) between II and III",
        "highest nyha = 4",
        "mean of all egfr (within 7 days before index) < 60 mL/min/{1.73_m2}",
    )
    node = Picked

    def grammar(self) -> pp.ParserElement:
        """What is picked, its window in brackets, a comparison."""
        in_number = limit_of_a_result() + special_limits()
        limit = (result_word() | in_number).set_name("a comparison")
        return phrase(pick() - limit, _picked)

    def check(self, node: Picked, scope: Scope) -> Iterator[Problem]:
        """The name, the window, the unit of the limit and its place among plausible values."""
        yield from check_results(node.pick.of, scope)
        measure = scope.measures.get(node.pick.of.measure.text)
        yield from check_limit(node.limit, measure)
        yield from check_special(node.special, scope, lambda limit: check_limit(limit, measure))
        yield from check_word(node.limit, node.pick)
        yield from check_mean(node.pick, measure)

    def lower(self, node: Picked, scope: Scope) -> Truth:
        """The number of what is picked, in the limit's unit or multiples, compared."""
        measure = scope.measures[node.pick.of.measure.text]

        def compare(limit: Comparison) -> Truth:
            value = picked_value(node.pick, number_of(measure, limit), scope)
            return rests_on_all(compared_with(measure, limit, value), node.pick, scope)

        return with_special(node.limit, node.special, scope, compare)

    def print(self, node: Picked) -> str:
        """The clause in canonical wording."""
        return f"{print_pick(node.pick)} {print_limits(node.limit, node.special)}"


def _picked(parts: list[object], span: Span) -> Picked:
    limit = cast(Comparison, parts[1])
    return Picked(cast(Pick, parts[0]), limit, span, compared_alike(limit, parts))


CLAUSE = PickClause()
