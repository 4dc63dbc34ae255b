"""Values that `let` gave a name: what is wrong with them, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses.contract.anchors import check_anchors, check_moment
from trialmatch.clauses.contract.conditions import check_inner
from trialmatch.clauses.contract.input_times import near_each_other, picks_of
from trialmatch.clauses.contract.items import check_numbers
from trialmatch.clauses.contract.picks import check_results
from trialmatch.clauses.contract.quantities import Quantity, Wrong, same_kind
from trialmatch.clauses.contract.scope import Scope
from trialmatch.clauses.contract.units import unit_problem
from trialmatch.clauses.contract.value_problems import comes_out, inputs_of_one
from trialmatch.clauses.contract.values import Working, in_ucum, quantity
from trialmatch.diagnostics import Severity
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Word, names_in
from trialmatch.language.valued import (
    AgeThen,
    Either,
    LetStatement,
    NamedValue,
    NumberIn,
    PickedValue,
    Stated,
    ValueNode,
    span_of,
    values_in,
)
from trialmatch.plan.algebra import AllOf, Choose, Compare, Lacking, Op
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary import units
from trialmatch.vocabulary.ucum_reading import ONE, ParsedUnit


def check_let(said: LetStatement, scope: Scope) -> Iterator[Problem]:
    """The names, windows and units inside a value, then whether it comes out as declared."""
    found = [*check_value(said.value, scope)]
    if said.unit is not None:
        found += filter(None, (unit_problem(said.unit),))
    yield from found
    if any(each.severity is Severity.ERROR for each in found) or not _known(said.value, scope):
        return
    if said.together is not None and len(picks_of(said.value, scope)) < 2:
        yield inputs_of_one(span_of(said.value))
    yield from _check_units(said, scope)


def check_value(value: ValueNode, scope: Scope) -> Iterator[Problem]:
    """The names, windows and units inside a value, each by itself."""
    for node in values_in(value):
        match node:
            case PickedValue(pick=pick):
                yield from check_results(pick.of, scope)
                yield from check_anchors(pick, scope)
                yield from check_numbers(pick, scope)
            case AgeThen(at=at) if at is not None:
                yield from check_moment(at, scope)
            case NamedValue(name=name):
                yield from scope.check_value_name(name)
            case Either(condition=condition):
                yield from check_inner(condition, scope)
            case Stated(unit=unit) if unit is not None:
                yield from _unit(unit)
            case NumberIn(unit=unit):
                yield from _unit(Word(in_ucum(unit), unit.span))


def _unit(unit: Word) -> Iterator[Problem]:
    problem = unit_problem(unit)
    if problem is not None:
        yield problem


def _known(value: ValueNode, scope: Scope) -> bool:
    """Whether all that a value speaks of is declared without a mistake."""
    if not all(scope.knows(name) for name in names_in(value)):
        return False
    for node in values_in(value):
        match node:
            case PickedValue(pick=pick):
                measure = scope.measures.get(pick.of.measure.text)
                if measure is None or not (measure.score or _is_unit(measure.unit)):
                    return False
            case NamedValue(name=name):
                known = scope.lets.get(name.text)
                if known is None or not _known(known.said.value, scope):
                    return False
    return True


def _is_unit(text: str) -> bool:
    try:
        units.parse(text)
    except ValueError:
        return False
    return True


def _check_units(said: LetStatement, scope: Scope) -> Iterator[Problem]:
    try:
        found = quantity(said.value, Working(scope, said.value))
    except Wrong as error:
        yield error.problem
        return
    declared, shown = _declared(said)
    if not same_kind(found.unit, declared):
        span = said.unit.span if said.unit is not None else said.name.span
        yield comes_out(found.shown, shown, span)


def _declared(said: LetStatement) -> tuple[ParsedUnit, str]:
    if said.unit is None:
        return ONE, ""
    return units.parse(said.unit.text), said.unit.text


def let_quantity(said: LetStatement, scope: Scope) -> Quantity:
    """What a named value comes to, in its declared unit; nothing where it may not be worked out."""
    found = quantity(said.value, Working(scope, said.value, said.bare == "score"))
    found = replace(found.into(*_declared(said)), number=None)
    if said.together is not None:
        near = near_each_other(said.value, said.together, scope)
        apart = Lacking(Reason.of(Missing.INPUTS_APART, said.name.text))
        found = replace(found, value=Choose(near, found.value, apart))
    if said.plausible:
        low, high = (each.value for each in said.plausible)
        within = AllOf((Compare(found.value, Op.GE, low), Compare(found.value, Op.LE, high)))
        beyond = Lacking(Reason.of(Missing.IMPLAUSIBLE, said.name.text))
        found = replace(found, value=Choose(within, found.value, beyond))
    return found
