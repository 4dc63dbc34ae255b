"""How many questions a criterion comes to once every name is put in, and when these are too many.

Definitions that use definitions multiply: thirty lines can come to a thousand million questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from trialmatch.clauses.contract.scope import Scope
from trialmatch.clauses.defined import Defined
from trialmatch.diagnostics import Span
from trialmatch.language.problems import Problem
from trialmatch.language.tree import (
    ClauseNode,
    CriterionStatement,
    Name,
    NumberOf,
    names_in,
)
from trialmatch.language.valued import NamedValue, PickedValue

# A criterion that a person can sign off asks a few dozen.
MAX_QUESTIONS = 2_000
MAX_QUESTIONS_OF_A_FILE = 20_000
# A window around an event, or a partner of it, asks for the event several times over, and so does
# a value that is held against what is plausible.
_SEVERAL_TIMES = 4


def questions_in(node: object, scope: Scope) -> int:
    """How many questions a node of the syntax tree comes to, at the most."""
    match node:
        case tuple():
            return sum(questions_in(each, scope) for each in node)
        case Defined(name=name):
            # A definition that is broken is a question too, or those of many broken ones were none.
            return max(1, _of_name(name, scope))
        case NamedValue(name=name):
            return max(1, _SEVERAL_TIMES * _of_name(name, scope))
        case PickedValue():
            return 1 + questions_in(tuple(names_in(node)), scope)
        case Name():
            return _of_name(node, scope)
        case ClauseNode():
            return 1 + _SEVERAL_TIMES * sum(_of_name(each, scope) for each in names_in(node))
        case NumberOf(bound="exactly", parts=parts):
            return 2 * questions_in(parts, scope)
    if not is_dataclass(node) or isinstance(node, type):
        return 0
    return sum(questions_in(getattr(node, each.name), scope) for each in fields(node))


def _of_name(name: Name, scope: Scope) -> int:
    known = scope.definitions.get(name.text) or scope.lets.get(name.text)
    return 0 if known is None else known.questions


def too_many(span: Span, what: str, most: int = MAX_QUESTIONS) -> Problem:
    """The problem of something that asks too much."""
    return Problem(
        rule="too-many-questions",
        message=f"{what} comes to more than {most:,} questions",
        span=span,
        why="definitions are put in wherever they are named; nobody can sign off so many",
        instead="a definition named once, or several criteria",
    )


def check_weight(criteria: tuple[CriterionStatement, ...], scope: Scope) -> Iterator[Problem]:
    """Criteria that ask too much, each by itself or all together."""
    total = 0
    for each in criteria:
        found = questions_in(each.expression, scope)
        if found > MAX_QUESTIONS:
            yield too_many(each.id.span, f"`{each.id.text}`")
        total += found
        if total > MAX_QUESTIONS_OF_A_FILE:
            yield too_many(each.id.span, "all up to here", MAX_QUESTIONS_OF_A_FILE)
            return
