"""`manual "Lacks capacity to consent"`: a person answers, in the protocol's words (meaning 27)."""

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
class Manual(ClauseNode):
    """The protocol's words, put to a person."""

    question: Word
    span: Span = field(compare=False, repr=False)


class ManualClause(Clause[Manual]):
    """A question that only a person can answer."""

    name = "manual"
    words = ("manual",)
    examples = ('manual "Lacks capacity to consent"',)
    node = Manual

    def grammar(self) -> pp.ParserElement:
        """`manual` and the question in quotes."""
        return phrase(
            skip("manual") - quoted("the question in quotes"),
            lambda parts, span: Manual(cast(Word, parts[0]), span),
        )

    def check(self, node: Manual, scope: Scope) -> Iterator[Problem]:
        """Nothing can be wrong with a question."""
        yield from ()

    def lower(self, node: Manual, scope: Scope) -> Truth:
        """Whether a person answered that it applies."""
        return answered(node.question.text, scope)

    def print(self, node: Manual) -> str:
        """The clause in canonical wording."""
        return f'manual "{node.question.text}"'


CLAUSE = ManualClause()
