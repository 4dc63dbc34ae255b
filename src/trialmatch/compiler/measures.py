"""Measures from their statements, with everything that is wrong with their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.clauses.contract.scope import Measure
from trialmatch.clauses.contract.units import unit_problem
from trialmatch.compiler.measure_units import (
    conversion_problems,
    other_unit_problems,
    reported_problems,
)
from trialmatch.compiler.scales import scale_problems, steps_of
from trialmatch.diagnostics import Span
from trialmatch.language.measure_tree import MeasureStatement, RelationPhrase
from trialmatch.language.problems import Problem
from trialmatch.language.source import joined
from trialmatch.language.tree import Word
from trialmatch.plan.scale import Relation
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

_MOST_DECIMALS = 9


def measure_of(statement: MeasureStatement, patterns: tuple[CodePattern, ...]) -> Measure:
    """The measure that a statement declares, right or wrong."""
    name = statement.name.text
    units_said = [word.text for word in statement.units]
    low, high = statement.plausible or (None, None)
    wrong = any(True for _ in conversion_problems(statement))
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
        reported=tuple(word.text for word in statement.reported),
        in_words=statement.in_words,
        positive=tuple(word.text for word in statement.positive),
        negative=tuple(word.text for word in statement.negative),
        steps=steps_of(statement.steps),
    )


def measure_problems(statement: MeasureStatement) -> Iterator[Problem]:
    """What is wrong with the units and numbers of a measure."""
    wrong = [unit_problem(word) for word in statement.units]
    for problem, word in zip(wrong, statement.units, strict=True):
        if problem is not None:
            yield _score_as_unit(word) if word.text == "score" else problem
    if not any(wrong):
        for other in statement.units[1:]:
            yield from other_unit_problems(statement.units[0].text, other)
        of_conversion = list(conversion_problems(statement))
        yield from of_conversion or reported_problems(statement, measure_of(statement, ()))
    for word in statement.negative:
        if word.text.casefold() in {each.text.casefold() for each in statement.positive}:
            yield _of_both_meanings(word)
    yield from scale_problems(statement.steps)
    if statement.plausible:
        low, high = statement.plausible
        if low.value >= high.value:
            yield _empty_plausible(statement)
    if statement.rounded is not None and statement.rounded.value > _MOST_DECIMALS:
        yield _too_many_decimals(statement.rounded.span)


def _relation(said: RelationPhrase) -> Relation:
    return Relation(said.unit.text, said.factor.value, said.of.text, said.offset)


def _score_as_unit(word: Word) -> Problem:
    return Problem(
        rule="unknown-unit",
        message="`score` is not a unit",
        span=word.span,
        why="a score has no unit, and says so by `as score`",
        instead="`as score`",
    )


def _of_both_meanings(word: Word) -> Problem:
    return Problem(
        rule="word-of-two-meanings",
        message=f"`{word.text}` cannot be positive and negative",
        span=word.span,
        why="a result in this word could then be called either",
        instead="the word in one of the two lists",
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


def _too_many_decimals(span: Span) -> Problem:
    return Problem(
        rule="too-many-decimals",
        message=f"results are rounded to at most {_MOST_DECIMALS} decimals",
        span=span,
        why="no laboratory reports as many",
        instead="the number of decimals that the protocol names",
    )
