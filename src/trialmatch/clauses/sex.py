"""`female` and `male`: the recorded administrative sex (meaning 23)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.phrases import keyword, phrase
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Word
from trialmatch.plan.algebra import Attribute, Compare, Fact, Op, Truth


@dataclass(frozen=True, slots=True)
class Sex(ClauseNode):
    """The recorded sex of the subject."""

    sex: str
    span: Span = field(compare=False, repr=False)


class SexClause(Clause[Sex]):
    """Recorded administrative sex."""

    name = "sex"
    words = ("female", "male")
    examples = ("female", "male")
    node = Sex

    def grammar(self) -> pp.ParserElement:
        """One of two words."""
        return phrase(
            keyword(*self.words), lambda parts, span: Sex(cast(Word, parts[0]).text, span)
        )

    def check(self, node: Sex, scope: Scope) -> Iterator[Problem]:
        """Nothing can be wrong with it."""
        yield from ()

    def lower(self, node: Sex, scope: Scope) -> Truth:
        """The attribute against the word."""
        return Compare(Attribute(Fact.SEX), Op.EQ, node.sex)

    def print(self, node: Sex) -> str:
        """The word itself."""
        return node.sex


CLAUSE = SexClause()
