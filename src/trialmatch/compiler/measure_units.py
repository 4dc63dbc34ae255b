"""How the units of a measure hang together, and what is wrong with what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from trialmatch.clauses.contract.scope import Measure
from trialmatch.clauses.contract.units import unit_problem
from trialmatch.diagnostics import Span
from trialmatch.language.measure_tree import MeasureStatement, RelationPhrase
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Word
from trialmatch.vocabulary import units
from trialmatch.vocabulary.conversions import conversion, molar_conversion


def conversion_problems(statement: MeasureStatement) -> Iterator[Problem]:
    """What is wrong with the molar mass and the rules between units."""
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


def other_unit_problems(unit: str, other: Word) -> Iterator[Problem]:
    """Whether the numbers of a unit after `or` can be read as those of the first."""
    if units.factor(units.taken_plainly(other.text), units.taken_plainly(unit)) == 1:
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


def reported_problems(statement: MeasureStatement, measure: Measure) -> Iterator[Problem]:
    """What is wrong with the units that results are said to come in: each has to convert."""
    for word in statement.reported:
        problem = unit_problem(word)
        if not statement.units:
            yield _of_a_score(word.span)
        elif problem is not None:
            yield problem
        elif word.text in (measure.unit, *measure.also):
            yield _said_before(word)
        elif measure.scale().from_unit(word.text) is None:
            yield _does_not_convert(word, measure)


def _said_before(word: Word) -> Problem:
    return Problem(
        rule="repeated-unit",
        message=f"`{word.text}` is a unit of this measure already",
        span=word.span,
        why="`reported in` names the units that are turned into the measure's own",
        instead="nothing",
    )


def _does_not_convert(word: Word, measure: Measure) -> Problem:
    instead = f"`where {measure.unit} = … x {word.text}`"
    if molar_conversion(word.text, measure.unit, Fraction(1)) is not None:
        instead = "`molar mass … g/mol`"
    return Problem(
        rule="unit-conversion",
        message=f"{word.text} does not convert to {measure.unit}",
        span=word.span,
        why="every result in that unit would be unknown",
        instead=instead,
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
