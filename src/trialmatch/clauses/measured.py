"""`measured egfr within 12 months before index`: was it measured at all (meaning 18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.rows import check_window, rows_within, window_of
from trialmatch.clauses.contract.scope import MEASURED_KINDS, Scope
from trialmatch.diagnostics import Span
from trialmatch.language.phrases import name, phrase, skip
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Name, WindowPhrase
from trialmatch.language.windows import window
from trialmatch.plan.algebra import Events, Exists, Observed, Truth


@dataclass(frozen=True, slots=True)
class Measured(ClauseNode):
    """Something was measured in a window, whatever the result."""

    what: Name
    window: WindowPhrase | None
    span: Span = field(compare=False, repr=False)


class MeasuredClause(Clause[Measured]):
    """Whether something was measured."""

    name = "measured"
    words = ("measured",)
    examples = ("measured egfr", "measured egfr within 12 months before index")
    node = Measured

    def grammar(self) -> pp.ParserElement:
        """`measured`, a name and a window."""
        return phrase(
            skip("measured") - name("a measure or code set") + pp.Opt(window()), _measured
        )

    def check(self, node: Measured, scope: Scope) -> Iterator[Problem]:
        """The name and the window."""
        yield from scope.check_codes_or_measure(node.what)
        yield from check_window(node.window, of_contact=False)

    def lower(self, node: Measured, scope: Scope) -> Truth:
        """Whether rows exist, where not having been measured is an answer."""
        codes, measure = scope.codes_of(node.what), scope.measures.get(node.what.text)
        kinds = measure.kinds if measure is not None else MEASURED_KINDS
        every = measure.rows if measure is not None else Events(kinds, codes)
        rows = rows_within(every, node.window)
        done = Observed(kinds, codes, window_of(node.window), asks_whether_done=True)
        return Exists(rows, done)

    def print(self, node: Measured) -> str:
        """The clause in canonical wording."""
        stated = f" {node.window.text}" if node.window else ""
        return f"measured {node.what.text}{stated}"


def _measured(parts: list[object], span: Span) -> Measured:
    stated = cast(WindowPhrase, parts[1]) if len(parts) > 1 else None
    return Measured(cast(Name, parts[0]), stated, span)


CLAUSE = MeasuredClause()
