"""`record covers 5 years before index`: whether the record reaches back so far (meaning 19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.lengths import length
from trialmatch.language.phrases import phrase, skip
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode
from trialmatch.plan.algebra import Attribute, Compare, Elapsed, Fact, Op, Truth
from trialmatch.vocabulary.calendar import Duration


@dataclass(frozen=True, slots=True)
class RecordCovers(ClauseNode):
    """Declared observation periods hold every day of so long a time before the index."""

    length: Duration
    span: Span = field(compare=False, repr=False)


class RecordClause(Clause[RecordCovers]):
    """How far back the record reaches."""

    name = "record"
    words = ("record",)
    examples = ("record covers 5 years before index", "record covers 90 days before index")
    node = RecordCovers

    def grammar(self) -> pp.ParserElement:
        """`record covers`, a length of time, `before index`."""
        words = skip("record") - skip("covers") - length() - skip("before") - skip("index")
        return phrase(words, lambda parts, span: RecordCovers(cast(Duration, parts[0]), span))

    def check(self, node: RecordCovers, scope: Scope) -> Iterator[Problem]:
        """Whether the time is counted in days or longer, as observation periods are."""
        if node.length.by_clock:
            yield Problem(
                rule="record-in-hours",
                message=f"observation periods have days, and {node.length} is no number of them",
                span=node.span,
                why="a source declares from which day to which it saw what happened",
                instead="days, weeks, months or years",
            )

    def lower(self, node: RecordCovers, scope: Scope) -> Truth:
        """Time since the record without a gap began, compared."""
        kept = Elapsed(Attribute(Fact.RECORD), Attribute(Fact.INDEX), node.length.unit)
        return Compare(kept, Op.GE, Decimal(node.length.count))

    def print(self, node: RecordCovers) -> str:
        """The clause in canonical wording."""
        return f"record covers {node.length} before index"


CLAUSE = RecordClause()
