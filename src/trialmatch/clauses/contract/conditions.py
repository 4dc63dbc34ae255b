"""Conditions inside clauses, definitions and values: checked and said in the closed algebra."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.clauses.contract.numbers_of import number_of
from trialmatch.clauses.contract.scope import Scope
from trialmatch.language.problems import Problem
from trialmatch.language.tree import And, ClauseNode, Expression, Not, NumberOf, Or, clauses_in
from trialmatch.plan.algebra import AllOf, AnyOf, Negate, Truth


def check_inner(expression: Expression, scope: Scope) -> Iterator[Problem]:
    """What is wrong with the clauses of a condition."""
    # The folder of clauses is complete only once every one of them is there.
    from trialmatch.clauses import check_clause

    for clause in clauses_in(expression):
        yield from check_clause(clause, scope)


def lowered(expression: Expression, scope: Scope) -> Truth:
    """What a condition says, as of the subject; it means the same on both sides."""
    match expression:
        case Or(parts):
            return AnyOf(tuple(lowered(part, scope) for part in parts))
        case And(parts):
            return AllOf(tuple(lowered(part, scope) for part in parts))
        case Not(part):
            return Negate(lowered(part, scope))
        case NumberOf(bound, number, parts):
            return number_of(bound, number, tuple(lowered(part, scope) for part in parts))
        case ClauseNode():
            from trialmatch.clauses import lower_clause

            return lower_clause(expression, scope)
    raise TypeError(f"{type(expression).__name__} stands only outermost")


def print_condition(expression: Expression) -> str:
    """A condition in canonical wording."""
    match expression:
        case Or(parts):
            return " or ".join(map(_operand, parts))
        case And(parts):
            return " and ".join(map(_operand, parts))
        case Not(part):
            return f"not {_operand(part)}"
        case NumberOf(bound, number, parts):
            return f"{bound} {number} of ({' | '.join(map(_operand, parts))})"
        case ClauseNode():
            from trialmatch.clauses import clause_of

            return clause_of(expression).print(expression)
    raise TypeError(f"{type(expression).__name__} stands only outermost")


def _operand(expression: Expression) -> str:
    printed = print_condition(expression)
    return f"({printed})" if isinstance(expression, And | Or) else printed
