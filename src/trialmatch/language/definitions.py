"""The grammars of `use`, `codes`, `drugs` and `define`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, Terminal
from trialmatch.language.lengths import length
from trialmatch.language.phrases import (
    Refused,
    name,
    number,
    phrase,
    plain_word,
    quoted,
    sign,
    skip,
)
from trialmatch.language.problems import Problem
from trialmatch.language.tree import (
    Amount,
    CodeGroup,
    CodesStatement,
    DefineStatement,
    DrugsStatement,
    Expression,
    Name,
    UseStatement,
    Word,
)
from trialmatch.plan.algebra import LIFELONG, Lasting
from trialmatch.vocabulary.calendar import Duration, Unit

_OPTIONS = "assume|lifelong|lasts|grace"
_END_OF_CODES = rf"(?!(?:except|in|as|x|plausible|half-life|{_OPTIONS})(?=[\s,]|$))"
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
    listed = code_groups() + pp.Opt(excepted) + pp.ZeroOrMore(_option())
    grammar = skip("codes") - name("the code set") - sign("=")
    grammar -= (by_site() | listed).set_name("a code system")
    return phrase(grammar, _codes)


def by_site() -> pp.ParserElement:
    """`to be given by the site` in the place of codes; gives the word "site"."""
    words = skip("to") - skip("be") - skip("given") - skip("by") - skip("the") - skip("site")
    return phrase(words, lambda _, __: "site")


def drugs_statement() -> pp.ParserElement:
    """`drugs name = SYSTEM CODE … half-life D, …, assume active for D`."""
    one = _code("a code system") - pp.OneOrMore(_code("a code"))
    group = phrase(one - skip("half-life") - length(), _drug_group)
    comma = Terminal(rf",(?!\s*(?:{_OPTIONS})\b)").set_name("`,`")
    grammar = skip("drugs") - name("the drugs") - sign("=") - group
    return phrase(grammar + pp.ZeroOrMore(comma - group) + pp.ZeroOrMore(_option()), _drugs)


def define_statement(question: pp.ParserElement) -> pp.ParserElement:
    """`define name = EXPRESSION`."""
    return phrase(
        skip("define") - name("what is defined") - sign("=") - question,
        lambda parts, span: DefineStatement(cast(Name, parts[0]), cast(Expression, parts[1]), span),
    )


def _option() -> pp.ParserElement:
    """How long rows without an end last; gives a `Lasting`."""
    assumed = skip("assume") - skip("active") - skip("for") - length()
    at_most = skip("lasts") - skip("at") - skip("most") - length()
    choice = Choice(
        {
            "assume": phrase(assumed, lambda parts, span: Lasting(_days(parts, span))),
            "lifelong": phrase(skip("lifelong"), lambda _, __: LIFELONG),
            "lasts": phrase(at_most, lambda parts, span: Lasting(_days(parts, span), at_most=True)),
            "grace": phrase(
                skip("grace") - length(), lambda parts, span: Lasting(grace=_days(parts, span))
            ),
        }
    )
    return sign(",") + choice.set_name("how long it lasts without a recorded end")


def _days(parts: list[object], span: Span) -> int:
    said = cast(Duration, parts[0])
    days = {Unit.DAY: 1, Unit.WEEK: 7}.get(said.unit)
    if days is None:
        raise Refused(
            Problem(
                rule="length-in-days",
                message=f"{said} is no number of days",
                span=span,
                why="what is assumed of an end that nobody recorded is counted in days",
                instead="the length in days or weeks",
            )
        )
    return said.count * days


def code_groups() -> pp.ParserElement:
    """`SYSTEM CODE …, SYSTEM CODE …`; gives a tuple of `CodeGroup`."""
    group = phrase(_code("a code system") - pp.OneOrMore(_code("a code")), _group)
    comma = Terminal(rf",(?!\s*(?:plausible|{_OPTIONS})\b)").set_name("`,`")
    return phrase(
        group + pp.ZeroOrMore(comma - group),
        lambda parts, _: tuple(cast(CodeGroup, each) for each in parts),
    )


@dataclass(frozen=True, slots=True)
class DoseGroup:
    """Medicines of which a unit stands for `factor` units of the dose that is spoken of."""

    group: CodeGroup
    factor: Amount


def doses() -> pp.ParserElement:
    """`daily dose of ATC H02AB06, ATC H02AB02 x 1.25`; gives a tuple of `DoseGroup`."""
    group = phrase(_code("a code system") - pp.OneOrMore(_code("a code")), _group)
    one = phrase(group - pp.Opt(skip("x") - number()), _dose_group)
    comma = Terminal(r",(?!\s*(?:plausible|source|reported|molar|where|rounded)\b)").set_name("`,`")
    return phrase(
        skip("daily") - skip("dose") - skip("of") - one + pp.ZeroOrMore(comma - one),
        lambda parts, _: tuple(cast(DoseGroup, each) for each in parts),
    )


def _dose_group(parts: list[object], span: Span) -> DoseGroup:
    factor = cast(Amount, parts[1]) if len(parts) > 1 else Amount(Decimal(1), span)
    return DoseGroup(cast(CodeGroup, parts[0]), factor)


def _group(parts: list[object], _span: Span) -> CodeGroup:
    system, *codes = (cast(Word, each) for each in parts)
    return CodeGroup(system, tuple(codes))


def _code(named: str) -> pp.ParserElement:
    label = Terminal(r"\|[^|\n]*\|").set_name("the code's name between bars")
    return plain_word(_CODE, named) + pp.Opt(label)


def _codes(parts: list[object], span: Span) -> CodesStatement:
    said = cast(Name, parts[0])
    if parts[1] == "site":
        return CodesStatement(said, (), (), span, given_by_site=True)
    groups = cast("tuple[CodeGroup, ...]", parts[1])
    exceptions = next((each for each in parts[2:] if isinstance(each, tuple)), ())
    lasting = _together(parts)
    return CodesStatement(said, groups, cast("tuple[Word, ...]", exceptions), span, lasting)


def _together(parts: list[object]) -> Lasting | None:
    """What several options come to."""
    said = [each for each in parts if isinstance(each, Lasting)]
    if not said:
        return None
    days = next((each for each in said if each.days is not None), Lasting())
    return replace(days, grace=max(each.grace for each in said))


def _drug_group(parts: list[object], _span: Span) -> tuple[CodeGroup, Duration]:
    system, *codes = (each for each in parts if isinstance(each, Word))
    return CodeGroup(system, tuple(codes)), cast(Duration, parts[-1])


def _drugs(parts: list[object], span: Span) -> DrugsStatement:
    groups = [cast("tuple[CodeGroup, Duration]", each) for each in parts if type(each) is tuple]
    return DrugsStatement(
        cast(Name, parts[0]),
        tuple(group for group, _ in groups),
        tuple(half_life for _, half_life in groups),
        span,
        _together(parts),
    )
