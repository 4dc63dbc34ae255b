"""`review "Read the record"`: what the data cannot settle, read by a person (meaning 21, 27).

A `when` may follow where it is the whole criterion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.questions import answered
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.phrases import phrase, quoted, skip
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Word
from trialmatch.plan.algebra import Truth


@dataclass(frozen=True, slots=True)
class Review(ClauseNode):
    """What to read in the record."""

    question: Word
    span: Span = field(compare=False, repr=False)


class ReviewClause(Clause[Review]):
    """Something to be read in the record, possibly only when a condition holds."""

    name = "review"
    words = ("review",)
    examples = ('review "Stroke in or from a brain tumour"',)
    node = Review
    takes_when = True

    def grammar(self) -> pp.ParserElement:
        """`review` and the question in quotes."""
        return phrase(
            skip("review") - quoted("the question in quotes"),
            lambda parts, span: Review(cast(Word, parts[0]), span),
        )

    def check(self, node: Review, scope: Scope) -> Iterator[Problem]:
        """Nothing can be wrong with a question."""
        yield from ()

    def lower(self, node: Review, scope: Scope) -> Truth:
        """Whether a person answered that it applies."""
        return answered(node.question.text, scope)

    def print(self, node: Review) -> str:
        """The clause in canonical wording."""
        return f'review "{node.question.text}"'


CLAUSE = ReviewClause()
