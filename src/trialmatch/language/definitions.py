"""The grammars of `use`, `codes` and `measure`."""

from __future__ import annotations

from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Terminal
from trialmatch.language.phrases import name, number, phrase, plain_word, quoted, sign, skip, unit
from trialmatch.language.tree import (
    Amount,
    CodeGroup,
    CodesStatement,
    MeasureStatement,
    Name,
    UseStatement,
    Word,
)

_END_OF_CODES = r"(?!(?:except|in|as|plausible)(?=[\s,]|$))"
_CODE = rf"{_END_OF_CODES}[^\s,|\"=]+"


def use_statement() -> pp.ParserElement:
    """`use "path"`."""
    path = quoted("the path of a file in quotes")
    return phrase(skip("use") - path, lambda parts, span: UseStatement(cast(Word, parts[0]), span))


def codes_statement() -> pp.ParserElement:
    """`codes name = SYSTEM CODE …, … except …`."""
    excepted = phrase(
        skip("except")
        - _code("what is excepted")
        + pp.ZeroOrMore(pp.Opt(sign(",")) + _code("a code")),
        lambda parts, _: tuple(cast(Word, each) for each in parts),
    )
    grammar = skip("codes") - name("the code set") - sign("=") - _groups() + pp.Opt(excepted)
    return phrase(grammar, _codes)


def measure_statement() -> pp.ParserElement:
    """`measure name = SYSTEM CODE … in UNIT or UNIT, plausible A to B`, or `… as score`."""
    units = phrase(
        skip("in") - unit() + pp.ZeroOrMore(skip("or") - unit()),
        lambda parts, _: tuple(cast(Word, each) for each in parts),
    )
    score = phrase(skip("as") - skip("score"), lambda _, __: ())
    reading = (units | score).set_name("`in` with a unit, or `as score`")
    plausible = phrase(
        sign(",") - skip("plausible") - number() - skip("to") - number(),
        lambda parts, _: tuple(cast(Amount, each) for each in parts),
    )
    head = skip("measure") - name("the measure") - sign("=")
    return phrase(head - _groups() - reading + pp.Opt(plausible), _measure)


def _groups() -> pp.ParserElement:
    group = phrase(_code("a code system") - pp.OneOrMore(_code("a code")), _group)
    comma = Terminal(r",(?!\s*plausible\b)").set_name("`,`")
    return phrase(
        group + pp.ZeroOrMore(comma - group),
        lambda parts, _: tuple(cast(CodeGroup, each) for each in parts),
    )


def _group(parts: list[object], _span: Span) -> CodeGroup:
    system, *codes = (cast(Word, each) for each in parts)
    return CodeGroup(system, tuple(codes))


def _code(named: str) -> pp.ParserElement:
    label = Terminal(r"\|[^|\n]*\|").set_name("the code's name between bars")
    return plain_word(_CODE, named) + pp.Opt(label)


def _codes(parts: list[object], span: Span) -> CodesStatement:
    groups = cast("tuple[CodeGroup, ...]", parts[1])
    exceptions = cast("tuple[Word, ...]", parts[2]) if len(parts) > 2 else ()
    return CodesStatement(cast(Name, parts[0]), groups, exceptions, span)


def _measure(parts: list[object], span: Span) -> MeasureStatement:
    groups = cast("tuple[CodeGroup, ...]", parts[1])
    units = cast("tuple[Word, ...]", parts[2])
    plausible = cast("tuple[Amount, ...]", parts[3]) if len(parts) > 3 else ()
    return MeasureStatement(cast(Name, parts[0]), groups, units, plausible, span)
