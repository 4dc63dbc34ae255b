"""Limits on an ordered scale: steps by name or number, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses.contract.scope import Measure, Step
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.source import joined
from trialmatch.language.tree import Amount, Comparison, Word
from trialmatch.vocabulary.near_names import nearest

Limit = Amount | Word


def numbered(limit: Comparison, measure: Measure) -> Comparison:
    """A limit whose steps have been put into the scale's numbers; any other as it is."""
    if not measure.steps:
        return limit
    steps = ((_step(each, measure), each) for each in _said(limit))
    numbers = tuple(Amount(step.number, each.span) for step, each in steps if step is not None)
    return replace(limit, numbers=numbers, steps=())


def check_steps(limit: Comparison, measure: Measure) -> Iterator[Problem]:
    """Whether the limits are steps of the measure's scale, in order, and bare."""
    if not measure.steps:
        yield from (_no_number(each, measure) for each in limit.steps)
    elif limit.word is not None:
        yield _in_words(limit, measure)
    else:
        yield from _of_a_scale(limit, measure)


def _of_a_scale(limit: Comparison, measure: Measure) -> Iterator[Problem]:
    said = _said(limit)
    found = [_step(each, measure) for each in said]
    yield from (_unknown(a, measure) for a, step in zip(said, found, strict=True) if step is None)
    known = [step.number for step in found if step is not None]
    if len(said) == len(known) == 2 and known[0] > known[1]:
        yield _empty(said, measure)
    of = limit.unit or limit.of_normal
    if of is not None:
        yield Problem(
            rule="step-with-unit",
            message=f"`{measure.name}` is an ordered scale and has no unit",
            span=of.span,
            why="a step of a scale is a name or a bare number",
            instead="the step alone",
        )


def _said(limit: Comparison) -> tuple[Limit, ...]:
    return limit.steps or limit.numbers


def _text(said: Limit) -> str:
    return said.text if isinstance(said, Word) else f"{said.value:f}"


def _step(said: Limit, measure: Measure) -> Step | None:
    """The step of a name, else the one that results may say by it."""
    text = _text(said)
    named = (step for step in measure.steps if step.label == text)
    meant = (step for step in measure.steps if text.casefold() in step.said_as)
    return next(named, None) or next(meant, None)


def _unknown(said: Limit, measure: Measure) -> Problem:
    labels = [step.label for step in measure.steps]
    return Problem(
        rule="unknown-step",
        message=f"`{_text(said)}` is no step of `{measure.name}`",
        span=said.span,
        why=f"its steps are {' < '.join(labels)}",
        instead=quoted_list(nearest(_text(said), labels)) or quoted_list(tuple(labels)),
    )


def _no_number(word: Word, measure: Measure) -> Problem:
    what = f"is read in {measure.unit}" if measure.unit else f"is a {measure.what}"
    if measure.in_words:
        what = "is positive or negative"
    return Problem(
        rule="not-a-number",
        message=f"`{word.text}` is no number",
        span=word.span,
        why=f"`{measure.name}` {what}; only ordered scales have steps with names",
        instead="`is positive` or `is negative`" if measure.in_words else "a number",
    )


def _in_words(limit: Comparison, measure: Measure) -> Problem:
    word = limit.word.text if limit.word else ""
    return Problem(
        rule="unknown-step",
        message=f"`{measure.name}` is an ordered scale, of which no step is `{word}`",
        span=limit.span,
        why=f"its steps are {' < '.join(step.label for step in measure.steps)}",
        instead=f"`= {measure.steps[0].label}` or another comparison",
    )


def _empty(said: tuple[Limit, ...], measure: Measure) -> Problem:
    low, high = (_text(each) for each in said)
    return Problem(
        rule="empty-range",
        message=f"no step of `{measure.name}` lies between {low} and {high}",
        span=joined(said[0].span, said[1].span),
        why="the lower step stands first",
        instead=f"`between {high} and {low}`",
    )
