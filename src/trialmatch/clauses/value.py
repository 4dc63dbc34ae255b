"""`bmi between 18.5 and 40 kg/m2`: a value that `let` gave a name, against a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.depending import check_special, print_limits, with_special
from trialmatch.clauses.contract.lets import let_quantity
from trialmatch.clauses.contract.limits import check_order, compared
from trialmatch.clauses.contract.quantities import same_kind
from trialmatch.clauses.contract.scope import Let, Scope
from trialmatch.clauses.contract.units import unit_problem
from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import comparison, of_normal
from trialmatch.language.depending import SpecialLimit, compared_alike, special_limits
from trialmatch.language.phrases import compared_name, number, phrase, unit
from trialmatch.language.picking import PICK_WORDS
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Comparison, Name
from trialmatch.plan.algebra import Truth
from trialmatch.vocabulary import units


@dataclass(frozen=True, slots=True)
class ValueAgainst(ClauseNode):
    """A named value against a limit."""

    name: Name
    limit: Comparison
    span: Span = field(compare=False, repr=False)
    special: tuple[SpecialLimit, ...] = ()


class ValueClause(Clause[ValueAgainst]):
    """A value by its name."""

    name = "value"
    words = ()
    examples = (
        "bmi between 18.5 and 40 kg/m2",
        "ast_alt_ratio > 2",
        "bmi < 35 kg/m2 (40 kg/m2 if diagnosis stroke)",
    )
    node = ValueAgainst

    def grammar(self) -> pp.ParserElement:
        """A name and a comparison."""
        limit = comparison(number(), pp.Opt(of_normal() | unit()))
        named = compared_name((*PICK_WORDS, "age"))
        return phrase(named - limit + special_limits(), _against)

    def check(self, node: ValueAgainst, scope: Scope) -> Iterator[Problem]:
        """The name, and whether the limit has the value's kind of unit."""
        yield from scope.check_value_name(node.name)
        known = scope.lets.get(node.name.text)
        yield from _check_limit(node.limit, known)
        yield from check_special(node.special, scope, lambda limit: _check_limit(limit, known))

    def lower(self, node: ValueAgainst, scope: Scope) -> Truth:
        """The value in the limit's unit, compared."""
        value = let_quantity(scope.lets[node.name.text].said, scope)

        def compare(limit: Comparison) -> Truth:
            if limit.unit is None:
                return compared(value.value, limit)
            unit = limit.unit.text
            return compared(value.into(units.parse(unit), unit).value, limit)

        return with_special(node.limit, node.special, scope, compare)

    def print(self, node: ValueAgainst) -> str:
        """The clause in canonical wording."""
        return f"{node.name.text} {print_limits(node.limit, node.special)}"


def _against(parts: list[object], span: Span) -> ValueAgainst:
    limit = cast(Comparison, parts[1])
    return ValueAgainst(cast(Name, parts[0]), limit, span, compared_alike(limit, parts))


def _check_limit(limit: Comparison, known: Let | None) -> Iterator[Problem]:
    yield from check_order(limit)
    if known is not None:
        yield from _check_unit(limit, known)


def _check_unit(limit: Comparison, known: Let) -> Iterator[Problem]:
    declared = known.said.unit
    if limit.of_normal is not None:
        yield _of_normal(limit, known)
    elif limit.unit is None and declared is not None:
        yield _unit_missing(limit, known.name, declared.text)
    elif limit.unit is not None:
        problem = unit_problem(limit.unit)
        if problem is None and declared is None:
            problem = _needless(limit, known)
        elif problem is None and not _fits(limit, known):
            problem = _mismatch(limit, known)
        if problem is not None:
            yield problem


def _fits(limit: Comparison, known: Let) -> bool:
    said, declared = limit.unit, known.said.unit
    if said is None or declared is None:
        return said is declared
    return same_kind(units.parse(said.text), units.parse(declared.text))


def _of_normal(limit: Comparison, known: Let) -> Problem:
    of = limit.of_normal
    if of is None:
        raise ValueError("the limit is in multiples of normal")
    return Problem(
        rule="score-of-normal",
        message=f"`{known.name}` is worked out and has no reference range",
        span=of.span,
        why=f"{of.end} is a limit of normal, which a laboratory gives with a result",
        instead="the number, with its unit",
    )


def _unit_missing(limit: Comparison, name: str, unit: str) -> Problem:
    last = limit.numbers[-1]
    return Problem(
        rule="missing-unit",
        message=f"the limit {last.value} has no unit",
        span=last.span,
        why=f"`{name}` comes out in {unit}, and a bare number could mean any unit",
        instead=f"`{last.value} {unit}`",
    )


def _needless(limit: Comparison, known: Let) -> Problem:
    word = limit.unit
    if word is None:
        raise ValueError("the limit has a unit")
    return Problem(
        rule="score-with-unit",
        message=f"`{known.name}` is a {known.said.bare} and has no unit",
        span=word.span,
        why=f"a {known.said.bare} is a bare number",
        instead="the number alone",
    )


def _mismatch(limit: Comparison, known: Let) -> Problem:
    word, declared = limit.unit, known.said.unit
    if word is None or declared is None:
        raise ValueError("both have a unit")
    return Problem(
        rule="unit-mismatch",
        message=f"`{word.text}` cannot be compared with `{known.name}` in {declared.text}",
        span=word.span,
        why="the two units do not measure the same kind of quantity",
        instead=f"a limit in `{declared.text}` or a unit that converts to it",
    )


CLAUSE = ValueClause()
