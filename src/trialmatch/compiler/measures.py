"""Measures from their statements, with everything that is wrong with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from trialmatch.clauses.contract.scope import Measure
from trialmatch.clauses.contract.units import unit_problem
from trialmatch.diagnostics import Span
from trialmatch.language.problems import Problem
from trialmatch.language.source import joined
from trialmatch.language.tree import MeasureStatement, RelationPhrase, Word
from trialmatch.plan.scale import Relation
from trialmatch.vocabulary import units
from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.vocabulary.conversions import conversion, molar_conversion

_MOST_DECIMALS = 9


def measure_of(statement: MeasureStatement, patterns: tuple[CodePattern, ...]) -> Measure:
    """The measure that a statement declares, right or wrong."""
    name = statement.name.text
    units_said = [word.text for word in statement.units]
    low, high = statement.plausible or (None, None)
    wrong = any(True for _ in _conversion_problems(statement))
    mass, rounded = statement.molar_mass, statement.rounded
    return Measure(
        name=name,
        codes=CodeSet(name, patterns),
        unit=units_said[0] if units_said else "",
        also=tuple(units_said[1:]),
        low=low.value if low else None,
        high=high.value if high else None,
        score=not units_said,
        molar_mass=mass.value if mass and not wrong else None,
        relations=() if wrong else tuple(map(_relation, statement.relations)),
        rounded=int(rounded.value) if rounded else None,
        source="; ".join(each.text for each in statement.sources),
        ratio=statement.ratio,
    )


def measure_problems(statement: MeasureStatement) -> Iterator[Problem]:
    """What is wrong with the units and numbers of a measure."""
    wrong = [unit_problem(word) for word in statement.units]
    for problem, word in zip(wrong, statement.units, strict=True):
        if problem is not None:
            yield _score_as_unit(word) if word.text == "score" else problem
    if not any(wrong):
        for other in statement.units[1:]:
            yield from _other_unit(statement.units[0].text, other)
        yield from _conversion_problems(statement)
    if statement.plausible:
        low, high = statement.plausible
        if low.value >= high.value:
            yield _empty_plausible(statement)
    if statement.rounded is not None and statement.rounded.value > _MOST_DECIMALS:
        yield _too_many_decimals(statement.rounded.span)


def _relation(said: RelationPhrase) -> Relation:
    return Relation(said.unit.text, said.factor.value, said.of.text, said.offset)


def _conversion_problems(statement: MeasureStatement) -> Iterator[Problem]:
    mass = statement.molar_mass
    if not statement.units:
        spans = [each.span for each in (mass, *statement.relations) if each is not None]
        yield from map(_of_a_score, spans)
        return
    unit = statement.units[0].text
    if mass is not None and mass.value <= 0:
        yield _not_above_zero(mass.span, "a molar mass")
    elif mass is not None and not _has_mass_or_moles(unit):
        yield _needless_mass(mass.span, unit)
    for each in statement.relations:
        yield from _relation_problems(each, unit)


def _has_mass_or_moles(unit: str) -> bool:
    try:
        dimension = dict(units.parse(unit).dimension)
    except ValueError:
        return True
    return bool(dimension.keys() & {"g", "mol"})


def _relation_problems(said: RelationPhrase, unit: str) -> Iterator[Problem]:
    wrong = [problem for word in (said.unit, said.of) if (problem := unit_problem(word))]
    yield from wrong
    if said.factor.value <= 0:
        yield _not_above_zero(said.factor.span, "the factor between two units")
    if wrong:
        return
    if conversion(said.unit.text, said.of.text) is not None:
        yield _convert_by_themselves(said)
    elif all(conversion(word.text, unit) is None for word in (said.unit, said.of)):
        yield _of_neither(said, unit)


def _other_unit(unit: str, other: Word) -> Iterator[Problem]:
    bare = units.ignoring_annotations(other.text), units.ignoring_annotations(unit)
    factor = units.factor(*bare)
    arbitrary = factor is None and ("[" in other.text or "[" in unit)
    if factor == 1 or arbitrary:
        return
    why = f"numbers in a unit after `or` are read as if they were in {unit}"
    instead = "a measure of its own"
    if units.factor(other.text, unit) is not None:
        why = f"{other.text} is converted to {unit} without being named"
        instead = f"`in {unit}` alone"
    elif molar_conversion(other.text, unit, Fraction(1)) is not None:
        instead = f"`in {unit}, molar mass … g/mol`"
    yield Problem(
        rule="other-unit",
        message=f"`{other.text}` cannot stand in for {unit}",
        span=other.span,
        why=why,
        instead=instead,
    )


def _score_as_unit(word: Word) -> Problem:
    return Problem(
        rule="unknown-unit",
        message="`score` is not a unit",
        span=word.span,
        why="a score has no unit, and says so by `as score`",
        instead="`as score`",
    )


def _empty_plausible(statement: MeasureStatement) -> Problem:
    low, high = statement.plausible
    return Problem(
        rule="empty-range",
        message=f"no value lies between {low.value} and {high.value}",
        span=joined(low.span, high.span),
        why="the lower limit stands first",
        instead=f"`plausible {high.value} to {low.value}`",
    )


def _of_a_score(span: Span) -> Problem:
    return Problem(
        rule="score-with-unit",
        message="a score has no unit that could be converted",
        span=span,
        why="a score is a bare number",
        instead="`in` with a unit in the place of `as score`, or nothing",
    )


def _not_above_zero(span: Span, what: str) -> Problem:
    return Problem(
        rule="unit-conversion",
        message=f"{what} is above 0",
        span=span,
        why="a larger number in one unit is a larger number in the other",
    )


def _needless_mass(span: Span, unit: str) -> Problem:
    return Problem(
        rule="unit-conversion",
        message=f"numbers in {unit} have no use for a molar mass",
        span=span,
        why="a molar mass turns grams into moles and back",
        instead="nothing",
    )


def _convert_by_themselves(said: RelationPhrase) -> Problem:
    return Problem(
        rule="unit-conversion",
        message=f"{said.unit.text} and {said.of.text} convert by themselves",
        span=said.span,
        why="a rule of its own could only contradict what the units mean",
        instead="nothing",
    )


def _of_neither(said: RelationPhrase, unit: str) -> Problem:
    return Problem(
        rule="unit-conversion",
        message=f"neither {said.unit.text} nor {said.of.text} converts to {unit}",
        span=said.span,
        why=f"the measure is read in {unit}, so one side of its rule has to be",
        instead=f"`{said.unit.text} = {said.factor.value} x {unit}`",
    )


def _too_many_decimals(span: Span) -> Problem:
    return Problem(
        rule="too-many-decimals",
        message=f"results are rounded to at most {_MOST_DECIMALS} decimals",
        span=span,
        why="no laboratory reports as many",
        instead="the number of decimals that the protocol names",
    )
