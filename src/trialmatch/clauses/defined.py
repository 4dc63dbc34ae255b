"""`frail_person`: a condition that was given a name by `define`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.conditions import check_inner, lowered
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.messages import bare_name, no_clause
from trialmatch.language.phrases import defined_name, phrase
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Name
from trialmatch.plan.algebra import Truth

# What a definition may be wrong about only where it is used.
_OF_THE_FILE = ("no-own-contact", "no-own-event", "no-period")


@dataclass(frozen=True, slots=True)
class Defined(ClauseNode):
    """A defined condition holds."""

    name: Name
    span: Span = field(compare=False, repr=False)


class DefinedClause(Clause[Defined]):
    """A condition by its name."""

    name = "defined"
    words = ()
    examples = ("had_stroke",)
    node = Defined

    def grammar(self) -> pp.ParserElement:
        """A name with nothing of a clause after it."""
        return phrase(defined_name(), lambda parts, span: Defined(cast(Name, parts[0]), span))

    def check(self, node: Defined, scope: Scope) -> Iterator[Problem]:
        """Whether it is defined, and holds in this file."""
        known = scope.definitions.get(node.name.text)
        if known is None:
            if not scope.excuses(node.name):
                yield _unknown(node.name, scope)
            return
        for problem in check_inner(known.expression, scope):
            if problem.rule in _OF_THE_FILE:
                yield replace(problem, span=node.name.span)

    def lower(self, node: Defined, scope: Scope) -> Truth:
        """What the definition says, as of the subject."""
        return lowered(scope.definitions[node.name.text].expression, scope)

    def print(self, node: Defined) -> str:
        """The clause in canonical wording."""
        return node.name.text


def _unknown(name: Name, scope: Scope) -> Problem:
    if name.text in scope.code_sets or name.text in scope.measures:
        return bare_name(name.text, name.span)
    from trialmatch.clauses import all_clauses

    words = tuple(word for each in all_clauses() for word in each.words)
    return no_clause(name.text, name.span, words, tuple(scope.definitions))


CLAUSE = DefinedClause()
