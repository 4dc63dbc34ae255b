"""Polarity: a clause turned into its opposite, a criterion put on the other side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses.manual import Manual
from trialmatch.clauses.review import Review
from trialmatch.diagnostics import Span
from trialmatch.language.tree import (
    ClauseNode,
    CriterionStatement,
    Expression,
    If,
    Not,
    Unless,
    When,
    clauses_in,
)
from trialmatch.plan.criteria import Side
from trialmatch.workflow.mutation.sort import Sort
from trialmatch.workflow.mutation.variants import Change

# What only a person answers can be told from its opposite by no record.
_ASKED_OF_A_PERSON = Manual | Review
_NOWHERE = Span(0, 0, 1, 1)


class Polarity(Sort):
    """`not` put before a clause or taken away, `include` for `exclude`."""

    name = "polarity"

    def of_tree(self, node: object) -> Iterator[Change]:
        """The opposite of a clause or a negation; the other side of a criterion."""
        match node:
            case Not(part=part):
                yield Change(part, "without `not`")
            case ClauseNode() if not isinstance(node, _ASKED_OF_A_PERSON):
                yield Change(Not(node, _NOWHERE), "with `not` before it")
            case CriterionStatement() if _computes(node.expression):
                side = Side.EXCLUDE if node.side is Side.INCLUDE else Side.INCLUDE
                yield Change(replace(node, side=side), f"{node.side.value} -> {side.value}")


def _computes(expression: Expression) -> bool:
    """Whether any of what is asked once a criterion applies is computed."""
    match expression:
        case If(body=body) | When(body=body) | Unless(body=body):
            return _computes(body)
    return not all(isinstance(each, _ASKED_OF_A_PERSON) for each in clauses_in(expression))


SORT = Polarity()
