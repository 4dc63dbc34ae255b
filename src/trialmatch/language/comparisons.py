"""The comparison of a value with a limit, or with a lower and an upper limit."""

from __future__ import annotations

from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.phrases import keyword, number, phrase, plain_word, skip, unit
from trialmatch.language.scales import step_label
from trialmatch.language.tree import Amount, Comparison, OfNormal, Word
from trialmatch.language.words import RANGE_ENDS
from trialmatch.vocabulary.result_words import RESULT_WORDS

_SIGN = r"(?:<=|>=|<|>|=)(?![<>=])"


def comparison(numeral: pp.ParserElement, of: pp.ParserElement) -> pp.ParserElement:
    """`>= 18 years` or `between 18 and 75 years`; gives a `Comparison`."""
    one = phrase(plain_word(_SIGN, "a comparison") - numeral - of, _one_limit)
    two = phrase(skip("between") - numeral - skip("and") - numeral - of, _two_limits)
    return (one | two).set_name("a comparison")


def result_word() -> pp.ParserElement:
    """`is positive` or `is negative` in the place of a limit; gives a `Comparison`."""
    return phrase(
        skip("is") - keyword(*RESULT_WORDS),
        lambda parts, span: Comparison("is", (), None, span, word=cast(Word, parts[0])),
    )


def limit_of_a_result() -> pp.ParserElement:
    """A number, in a unit or in multiples of normal, or a step of a scale, after a sign."""
    numeral = (number() | step_label()).set_name("a number")
    return comparison(numeral, pp.Opt(of_normal() | unit()))


def of_normal() -> pp.ParserElement:
    """`x ULN` or `x LLN` in the place of a unit; gives an `OfNormal`."""
    return phrase(
        skip("x") - keyword(*RANGE_ENDS),
        lambda parts, span: OfNormal(cast(Word, parts[0]).text, span),
    )


def _one_limit(parts: list[object], span: Span) -> Comparison:
    sign, limit = cast(Word, parts[0]), cast("Amount | Word", parts[1])
    return _limits(sign.text, (limit,), parts[2:], span)


def _two_limits(parts: list[object], span: Span) -> Comparison:
    low, high = (cast("Amount | Word", each) for each in parts[:2])
    return _limits("between", (low, high), parts[2:], span)


def _steps(limits: tuple[Amount | Word, ...]) -> tuple[Word, ...]:
    """The limits by name, where one of them is no number."""
    if all(isinstance(each, Amount) for each in limits):
        return ()
    return tuple(
        Word(f"{each.value:f}", each.span) if isinstance(each, Amount) else each for each in limits
    )


def _limits(
    sign: str, limits: tuple[Amount | Word, ...], of: list[object], span: Span
) -> Comparison:
    steps = _steps(limits)
    numbers = () if steps else cast("tuple[Amount, ...]", limits)
    if of and isinstance(of[0], OfNormal):
        return Comparison(sign, numbers, None, span, of[0], steps=steps)
    unit = cast(Word, of[0]) if of else None
    return Comparison(sign, numbers, unit, span, steps=steps)
