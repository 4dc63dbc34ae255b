"""`latest egfr (within 12 months before index) >= 20 mL/min/{1.73_m2}` (meaning 8, 9, 11).

The limit may be said in multiples of the result's own reference range, `> 3 x ULN`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.limits import check_order, compared
from trialmatch.clauses.contract.rows import check_window, rows_within
from trialmatch.clauses.contract.scope import MEASURED_KINDS, Measure, Scope
from trialmatch.clauses.contract.units import check_limit_unit, check_plausible, check_range
from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import comparison, of_normal
from trialmatch.language.phrases import name, number, phrase, sign, skip, unit
from trialmatch.language.printer import print_comparison
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Comparison, Name, WindowPhrase
from trialmatch.language.windows import window
from trialmatch.plan.algebra import (
    Arithmetic,
    Events,
    Number,
    Operation,
    RangeEnd,
    RangeLimit,
    Reduce,
    Take,
    Truth,
    Value,
)

_ENDS = {"ULN": RangeEnd.UPPER, "LLN": RangeEnd.LOWER}


@dataclass(frozen=True, slots=True)
class Latest(ClauseNode):
    """The last result in a window against a limit."""

    measure: Name
    window: WindowPhrase | None
    limit: Comparison
    span: Span = field(compare=False, repr=False)


class LatestClause(Clause[Latest]):
    """The latest value of a measure."""

    name = "latest"
    words = ("latest",)
    examples = (
        "latest egfr >= 20 mL/min/{1.73_m2}",
        "latest egfr (within 12 months before index) between 20 and 60.5 mL/min/{1.73_m2}",
        "latest ecog (at any time) <= 2",
        "latest egfr (within 28 days before index) > 1.5 x ULN",
        "latest egfr between 0.5 and 1 x LLN",
    )
    node = Latest

    def grammar(self) -> pp.ParserElement:
        """`latest`, a measure, its window in brackets, a comparison."""
        stated = pp.Opt(sign("(") - window() - sign(")"))
        limit = comparison(number(), pp.Opt(of_normal() | unit()))
        return phrase(skip("latest") - name("a measure") - stated - limit, _latest)

    def check(self, node: Latest, scope: Scope) -> Iterator[Problem]:
        """The name, the window, the unit of the limit and its place among plausible values."""
        yield from scope.check_measure(node.measure)
        yield from check_window(node.window, of_contact=False)
        yield from check_order(node.limit)
        measure = scope.measures.get(node.measure.text)
        if measure is not None and node.limit.of_normal is not None:
            yield from check_range(node.limit.of_normal, measure)
        elif measure is not None:
            yield from check_limit_unit(node.limit, measure)
            yield from check_plausible(node.limit, measure)

    def lower(self, node: Latest, scope: Scope) -> Truth:
        """The number of the row picked last, in the limit's unit or multiples, compared."""
        measure = scope.measures[node.measure.text]
        rows = Take(rows_within(Events(MEASURED_KINDS, measure.codes), node.window))
        return compared(Reduce(rows, _number(measure, node.limit)), node.limit)

    def print(self, node: Latest) -> str:
        """The clause in canonical wording."""
        stated = f" ({node.window.text})" if node.window else ""
        return f"latest {node.measure.text}{stated} {print_comparison(node.limit)}"


def _latest(parts: list[object], span: Span) -> Latest:
    stated = cast(WindowPhrase, parts[1]) if len(parts) > 2 else None
    return Latest(cast(Name, parts[0]), stated, cast(Comparison, parts[-1]), span)


def _number(measure: Measure, limit: Comparison) -> Value:
    if limit.of_normal is None:
        return Number(measure.scale(limit.unit.text if limit.unit else ""))
    scale = measure.scale()
    end = _ENDS[limit.of_normal.end]
    return Arithmetic(Operation.DIVIDE, Number(scale), RangeLimit(end, scale))


CLAUSE = LatestClause()
