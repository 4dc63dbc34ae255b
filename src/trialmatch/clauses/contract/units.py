"""The unit of a limit: whether it is one, and whether the measure's numbers compare with it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from trialmatch.clauses.contract.limits import implausible
from trialmatch.clauses.contract.scope import Measure
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.tree import Comparison, OfNormal, Word
from trialmatch.language.words import RANGE_ENDS
from trialmatch.vocabulary import units
from trialmatch.vocabulary.conversions import SAME, Conversion, molar_conversion


def unit_problem(word: Word) -> Problem | None:
    """What is wrong with a unit as UCUM writes units, or None."""
    end = word.text.upper().removeprefix("X")
    if end in RANGE_ENDS:
        return _multiple_unsaid(word, end)
    try:
        units.parse(word.text)
    except ValueError as error:
        return Problem(
            rule="unknown-unit",
            message=f"`{word.text}` is not a unit",
            span=word.span,
            why=f"units are written as UCUM writes them: {error}",
            instead=quoted_list(units.near_units(word.text)),
        )
    return None


def _multiple_unsaid(word: Word, end: str) -> Problem:
    return Problem(
        rule="unknown-unit",
        message=f"`{word.text}` is not a unit",
        span=word.span,
        why=f"a multiple of {end} is said with an `x` that stands by itself",
        instead=f"`x {end}`",
    )


def check_limit_unit(limit: Comparison, measure: Measure) -> Iterator[Problem]:
    """Whether a limit has the kind of unit that the measure has."""
    if measure.in_words:
        yield _number_of_words(limit, measure)
    elif limit.unit is None:
        if not measure.score:
            yield _unit_missing(limit, measure)
    elif measure.score:
        yield _unit_of_a_score(limit.unit, measure)
    else:
        problem = unit_problem(limit.unit)
        if problem is not None:
            yield problem
        elif _unit_is_known(measure) and _conversion(limit.unit, measure) is None:
            yield _mismatch(limit.unit, measure)


def check_range(of: OfNormal, measure: Measure) -> Iterator[Problem]:
    """Whether a measure has a reference range at all."""
    dose = "medication" in measure.kinds
    what = "dose" if dose else "score"
    if dose or (measure.score and not measure.ratio):
        yield Problem(
            rule="score-of-normal",
            message=f"`{measure.name}` is a {what} and has no reference range",
            span=of.span,
            why=f"{of.end} is a limit of normal, which a laboratory gives with a result",
            instead="the number alone",
        )


def check_plausible(limit: Comparison, measure: Measure) -> Iterator[Problem]:
    """A warning for each limit outside the measure's plausible range."""
    conversion = SAME if limit.unit is None else _conversion(limit.unit, measure)
    if conversion is None or measure.low is None or measure.high is None:
        return
    low, high = Fraction(measure.low), Fraction(measure.high)
    words = f"from {measure.low} to {measure.high} {measure.unit}".rstrip()
    for number in limit.numbers:
        if not low <= conversion.of(Fraction(number.value)) <= high:
            yield implausible(number, f"`{measure.name}`", words)


def _conversion(word: Word, measure: Measure) -> Conversion | None:
    return measure.scale().from_unit(word.text)


def _unit_is_known(measure: Measure) -> bool:
    """A measure whose own unit is wrong was told of where it is declared."""
    try:
        units.parse(measure.unit)
    except ValueError:
        return False
    return True


def _unit_missing(limit: Comparison, measure: Measure) -> Problem:
    last = limit.numbers[-1]
    return Problem(
        rule="missing-unit",
        message=f"the limit {last.value} has no unit",
        span=last.span,
        why=f"`{measure.name}` is read in {measure.unit}, and a bare number could mean any unit",
        instead=f"`{last.value} {measure.unit}`",
    )


def _number_of_words(limit: Comparison, measure: Measure) -> Problem:
    return Problem(
        rule="number-of-words",
        message=f"results of `{measure.name}` are words and not numbers",
        span=limit.span,
        why=f"`{measure.name}` is declared `as positive or negative`",
        instead="`is positive` or `is negative`",
    )


def _unit_of_a_score(word: Word, measure: Measure) -> Problem:
    return Problem(
        rule="score-with-unit",
        message=f"`{measure.name}` is a {measure.what} and has no unit",
        span=word.span,
        why=f"a {measure.what} is a bare number",
        instead="the number alone",
    )


def _mismatch(word: Word, measure: Measure) -> Problem:
    bare = units.ignoring_annotations(word.text), units.ignoring_annotations(measure.unit)
    if units.factor(*bare) is not None:
        why = "what stands in braces counts: the two are different quantities"
        instead = f"`{measure.unit}`"
    elif molar_conversion(word.text, measure.unit, Fraction(1)) is not None:
        why = "a mass and an amount of substance convert by the molar mass of the substance"
        instead = f"`molar mass … g/mol` where `{measure.name}` is declared"
    else:
        why = "the two units do not measure the same kind of quantity"
        instead = f"a limit in `{measure.unit}` or a unit that converts to it"
    return Problem(
        rule="unit-mismatch",
        message=f"`{word.text}` cannot be compared with `{measure.name}` in {measure.unit}",
        span=word.span,
        why=why,
        instead=instead,
    )
