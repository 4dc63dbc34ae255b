"""Limits that depend: `> 3 x ULN (5 x ULN if diagnosis liver_metastasis)`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import of_normal
from trialmatch.language.phrases import number, phrase, sign, skip, unit
from trialmatch.language.recursion import question
from trialmatch.language.tree import Amount, Comparison, Expression, OfNormal, Word

A_LIMIT = "a limit without a sign"


@dataclass(frozen=True, slots=True)
class SpecialLimit:
    """Another limit, for those of whom a condition is met."""

    limit: Comparison
    condition: Expression
    span: Span = field(compare=False, repr=False)


def special_limits() -> pp.ParserElement:
    """The limits after the usual one, each in brackets; gives each `SpecialLimit`."""
    special = _special().set_name("another limit and `if` when it holds")
    return pp.ZeroOrMore(sign("(") - special - sign(")"))


def compared_alike(usual: Comparison, parts: list[object]) -> tuple[SpecialLimit, ...]:
    """The special limits, which are compared as the usual one is."""
    found = [each for each in parts if isinstance(each, SpecialLimit)]
    return tuple(replace(each, limit=_alike(usual, each.limit)) for each in found)


def _special() -> pp.ParserElement:
    of = pp.Opt(of_normal() | unit())
    two = skip("between") - number() - skip("and") - number() - of
    limit = phrase((two | number() + of).set_name(A_LIMIT), _limit)
    return phrase(limit - skip("if") - question(), _build)


def _limit(parts: list[object], span: Span) -> Comparison:
    numbers = tuple(each for each in parts if isinstance(each, Amount))
    said = next((each for each in parts if isinstance(each, Word | OfNormal)), None)
    # How one number is compared is said with the usual limit.
    compared = "between" if len(numbers) > 1 else ""
    if isinstance(said, OfNormal):
        return Comparison(compared, numbers, None, span, said)
    return Comparison(compared, numbers, said, span)


def _build(parts: list[object], span: Span) -> SpecialLimit:
    return SpecialLimit(cast(Comparison, parts[0]), cast(Expression, parts[1]), span)


def _alike(usual: Comparison, special: Comparison) -> Comparison:
    return replace(special, sign=special.sign or usual.sign)
