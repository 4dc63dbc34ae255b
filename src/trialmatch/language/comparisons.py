"""The comparison of a value with a limit, or with a lower and an upper limit."""

from __future__ import annotations

from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.phrases import phrase, plain_word, skip
from trialmatch.language.tree import Amount, Comparison, Word

_SIGN = r"(?:<=|>=|<|>|=)(?![<>=])"


def comparison(numeral: pp.ParserElement, unit: pp.ParserElement) -> pp.ParserElement:
    """`>= 18 years` or `between 18 and 75 years`; gives a `Comparison`."""
    one = phrase(plain_word(_SIGN, "a comparison") - numeral - unit, _one_limit)
    two = phrase(skip("between") - numeral - skip("and") - numeral - unit, _two_limits)
    return (one | two).set_name("a comparison")


def _one_limit(parts: list[object], span: Span) -> Comparison:
    sign, limit = cast(Word, parts[0]), cast(Amount, parts[1])
    return Comparison(sign.text, (limit,), _unit(parts[2:]), span)


def _two_limits(parts: list[object], span: Span) -> Comparison:
    low, high = cast(Amount, parts[0]), cast(Amount, parts[1])
    return Comparison("between", (low, high), _unit(parts[2:]), span)


def _unit(parts: list[object]) -> Word | None:
    return cast(Word, parts[0]) if parts else None
