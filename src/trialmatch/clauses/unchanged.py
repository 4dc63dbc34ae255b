"""`unchanged steroid within 4 weeks before index`: one dose or value all the time (meaning 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.items import check_numbers
from trialmatch.clauses.contract.picks import (
    check_results,
    counted,
    done_at_all,
    only_where_known,
    picked_value,
    table_of,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.phrases import name, phrase, skip
from trialmatch.language.picked import HIGHEST, LOWEST, Pick, Results
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Name, WindowPhrase
from trialmatch.language.windows import window
from trialmatch.plan.algebra import Arithmetic, Compare, Number, Op, Operation, Truth, Value


@dataclass(frozen=True, slots=True)
class Unchanged(ClauseNode):
    """All results of a measure, or all doses, in a window are the same."""

    of: Results
    span: Span = field(compare=False, repr=False)


class UnchangedClause(Clause[Unchanged]):
    """Whether a dose or a value stayed the same."""

    name = "unchanged"
    words = ("unchanged",)
    examples = ("unchanged egfr within 4 weeks before index", "unchanged ecog")
    node = Unchanged

    def grammar(self) -> pp.ParserElement:
        """`unchanged`, the name of a dose or measure, and a window."""
        return phrase(skip("unchanged") - name("a dose or measure") + pp.Opt(window()), _unchanged)

    def check(self, node: Unchanged, scope: Scope) -> Iterator[Problem]:
        """The name and the window, and whether there are numbers to hold together."""
        yield from check_results(node.of, scope)
        yield from check_numbers(_highest(node), scope)

    def lower(self, node: Unchanged, scope: Scope) -> Truth:
        """The highest is the lowest, as far as nothing may be missing."""
        highest, lowest = (_value(Pick(order, 1, node.of, node.span), scope) for order in _ENDS)
        spread = Arithmetic(Operation.SUBTRACT, highest, lowest)
        same = Compare(spread, Op.LE, Decimal(0))
        return only_where_known(same, done_at_all(node.of, scope))

    def print(self, node: Unchanged) -> str:
        """The clause in canonical wording."""
        stated = f" {node.of.window.text}" if node.of.window else ""
        return f"unchanged {node.of.measure.text}{stated}"


_ENDS = (HIGHEST, LOWEST)


def _highest(node: Unchanged) -> Pick:
    return Pick(HIGHEST, 1, node.of, node.span)


def _value(pick: Pick, scope: Scope) -> Value:
    measure = scope.measures[pick.of.measure.text]
    number = table_of(measure) if measure.steps else counted(Number(measure.scale()), measure)
    return picked_value(pick, number, scope)


def _unchanged(parts: list[object], span: Span) -> Unchanged:
    stated = cast(WindowPhrase, parts[1]) if len(parts) > 1 else None
    return Unchanged(Results(cast(Name, parts[0]), stated, span), span)


CLAUSE = UnchangedClause()
