"""Measures from their statements, with everything that is wrong with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from trialmatch.clauses.contract.scope import MEASURED_KINDS, Measure
from trialmatch.clauses.contract.units import unit_problem
from trialmatch.compiler.code_shapes import patterns_of
from trialmatch.compiler.measure_units import (
    conversion_problems,
    other_unit_problems,
    reported_problems,
)
from trialmatch.compiler.scales import scale_problems, steps_of
from trialmatch.diagnostics import Span
from trialmatch.language.measure_tree import MeasureStatement, RelationPhrase
from trialmatch.language.problems import Problem, quoted_list
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
        relations=() if wrong else (*map(_relation, statement.relations), *_of_a_day(statement)),
        rounded=int(rounded.value) if rounded else None,
        source="; ".join(each.text for each in statement.sources),
        ratio=statement.ratio,
        reported=tuple(word.text for word in statement.reported),
        in_words=statement.in_words,
        positive=tuple(word.text for word in statement.positive),
        negative=tuple(word.text for word in statement.negative),
        steps=steps_of(statement.steps),
        kinds=("medication",) if statement.factors else MEASURED_KINDS,
        factors=tuple(_factors(statement)),
        static=statement.static,
        part_of=statement.part_of.text if statement.part_of else "",
        origins=frozenset(word.text for word in statement.origins),
    )


def _factors(statement: MeasureStatement) -> Iterator[tuple[CodeSet, Decimal]]:
    """How much each group of medicines counts, where not all count alike."""
    if any(each.value != 1 for each in statement.factors):
        for group, factor in zip(statement.groups, statement.factors, strict=True):
            codes = tuple(c for c in patterns_of(group) if isinstance(c, CodePattern))
            yield CodeSet(statement.name.text, codes), factor.value


def _of_a_day(statement: MeasureStatement) -> Iterator[Relation]:
    """A daily dose is that of a day, whether the source writes so or not."""
    unit, *others = [word.text for word in statement.units] or [""]
    for other in others:
        if statement.factors and unit == f"{other}/d":
            yield Relation(other, Decimal(1), unit, Decimal(0))


def measure_problems(statement: MeasureStatement) -> Iterator[Problem]:
    """What is wrong with the units and numbers of a measure."""
    wrong = [unit_problem(word) for word in statement.units]
    for problem, word in zip(wrong, statement.units, strict=True):
        if problem is not None:
            yield _score_as_unit(word) if word.text == "score" else problem
    if not any(wrong):
        of_a_day = [each.unit for each in _of_a_day(statement)]
        for other in statement.units[1:]:
            if other.text not in of_a_day:
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


def part_problems(
    statement: MeasureStatement, measures: Mapping[str, Measure]
) -> Iterator[Problem]:
    """Whether what a biomarker is part of is another biomarker, and not in a circle."""
    if statement.part_of is None:
        return
    own, name = statement.name.text, statement.part_of
    whole = measures.get(name.text)
    others = [one.name for one in measures.values() if one.static and one.name != own]
    if whole is None or not whole.static or not statement.static:
        yield Problem(
            rule="part-of-what",
            message=f"`{statement.name.text}` cannot be part of `{name.text}`",
            span=name.span,
            why="only a biomarker is part of another, declared as present or absent",
            instead=quoted_list(tuple(others)),
        )
        return
    seen = {statement.name.text}
    while whole is not None and whole.name not in seen:
        seen.add(whole.name)
        whole = measures.get(whole.part_of)
    if whole is not None:
        yield Problem(
            rule="part-of-what",
            message=f"`{statement.name.text}` is part of `{name.text}`, which is part of it",
            span=name.span,
            why="a negative test of the whole settles the parts, not the other way round",
            instead="`part of` in the smaller of the two",
        )


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
