"""From checked expressions to the closed algebra; the one place that knows the sides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trialmatch.clauses import lower_clause
from trialmatch.clauses.contract.for_any import for_any
from trialmatch.clauses.contract.numbers_of import number_of
from trialmatch.clauses.contract.scope import Scope
from trialmatch.compiler.hashing import criterion_hash
from trialmatch.compiler.validity import in_force
from trialmatch.language.tree import (
    And,
    ClauseNode,
    CriterionStatement,
    Expression,
    ForAny,
    If,
    Not,
    NumberOf,
    Or,
    Unless,
    When,
)
from trialmatch.plan.algebra import AllOf, AnyOf, Negate, Truth
from trialmatch.plan.criteria import Criterion, Side


def criteria_of(
    statements: tuple[CriterionStatement, ...], scope: Scope, study: str
) -> tuple[Criterion, ...]:
    """All criteria in order; versions of one criterion are one (meaning 24)."""
    versions: dict[str, list[Criterion]] = {}
    for each in statements:
        versions.setdefault(each.id.text, []).append(_criterion_of(each, scope, study))
    return tuple(_together(each) for each in versions.values())


def _together(versions: list[Criterion]) -> Criterion:
    """One criterion of all its versions, of which one is in force for a subject."""
    first = versions[0]
    if len(versions) == 1:
        return first
    text = " / ".join(each.text for each in versions)
    in_force = [each.applies for each in versions if each.applies is not None]
    sides = AllOf if first.side is Side.INCLUDE else AnyOf
    return replace(
        first,
        question=sides(tuple(each.question for each in versions)),
        text=text,
        hash=criterion_hash(text),
        applies=AnyOf(tuple(in_force)),
    )


def _criterion_of(statement: CriterionStatement, scope: Scope, study: str) -> Criterion:
    """One criterion, its question said in the closed algebra."""
    digest = criterion_hash(statement.text)
    own = replace(scope, question_key=f"{study}/{statement.id.text}/{digest}")
    lowering = _Lowering(own, statement.side)
    question = lowering.outermost(statement.expression)
    applies = lowering.applies(statement.expression)
    if statement.valid is not None:
        force = in_force(statement.valid)
        question = lowering.governed(force, question)
        applies = force if applies is None else AllOf((force, applies))
    return Criterion(
        id=statement.id.text,
        title=statement.title,
        side=statement.side,
        question=question,
        text=statement.text,
        hash=digest,
        applies=applies,
    )


@dataclass(frozen=True, slots=True)
class _Lowering:
    """Lowers one criterion of one side."""

    scope: Scope
    side: Side

    def outermost(self, expression: Expression) -> Truth:
        """`unless`, `if` and `when`, whose meaning depends on the side (meaning 20 and 21)."""
        match expression:
            case Unless(body, exception):
                return self._unless(self.outermost(body), self.inner(exception))
            case If(condition, body) | When(body, condition):
                return self.governed(self.inner(condition), self.outermost(body))
        return self.inner(expression)

    def applies(self, expression: Expression) -> Truth | None:
        """The conditions that the criterion is governed by, if any."""
        match expression:
            case Unless(body):
                return self.applies(body)
            case If(condition, body) | When(body, condition):
                own, further = self.inner(condition), self.applies(body)
                return own if further is None else AllOf((own, further))
        return None

    def inner(self, expression: Expression) -> Truth:
        """What means the same on both sides."""
        match expression:
            case Or(parts):
                return AnyOf(tuple(self.inner(part) for part in parts))
            case And(parts):
                return AllOf(tuple(self.inner(part) for part in parts))
            case Not(part):
                return Negate(self.inner(part))
            case NumberOf(bound, number, parts):
                return number_of(bound, number, tuple(self.inner(part) for part in parts))
            case ForAny(body=body):
                return for_any(expression, self.inner(body), self.scope)
            case ClauseNode():
                return lower_clause(expression, self.scope)
        raise TypeError(f"{type(expression).__name__} stands only outermost")

    def _unless(self, body: Truth, exception: Truth) -> Truth:
        if self.side is Side.EXCLUDE:
            return AllOf((body, Negate(exception)))
        return AnyOf((body, exception))

    def governed(self, condition: Truth, body: Truth) -> Truth:
        """A body that is asked only where a condition holds."""
        if self.side is Side.EXCLUDE:
            return AllOf((condition, body))
        return AnyOf((Negate(condition), body))
