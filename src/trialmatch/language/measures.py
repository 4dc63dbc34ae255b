"""The grammar of `measure`: codes, unit, and what else is declared of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.definitions import DoseGroup, by_site, code_groups, doses
from trialmatch.language.elements import Build, Choice
from trialmatch.language.measure_tree import MeasureStatement, RelationPhrase
from trialmatch.language.phrases import (
    Refused,
    keyword,
    name,
    number,
    phrase,
    plain_word,
    quoted,
    sign,
    skip,
    unit,
    whole_number,
)
from trialmatch.language.problems import Problem
from trialmatch.language.scales import StepPhrase, scale
from trialmatch.language.tree import (
    Amount,
    CodeGroup,
    Name,
    Word,
)

_Parts = list[object]
# Whom or what a result can be from.
ORIGINS = ("laboratory", "device", "patient", "clinic")
_IN_WORDS = "positive or negative"
_BARE = "`score`, `scale …`, `ratio`, `positive or negative` or `present or absent`"
_STATIC = "present or absent"


def measure_statement() -> pp.ParserElement:
    """`measure name = SYSTEM CODE … in UNIT or UNIT, OPTION …`, `… as score`, `… as scale I < II`.

    In the place of the codes may stand that the site gives them.
    """
    units = phrase(
        skip("in") - _units(), lambda parts, _: tuple(cast(Word, each) for each in parts)
    )
    words = skip("positive") - skip("or") - skip("negative")
    found = phrase(words, lambda _, span: Word(_IN_WORDS, span))
    there = skip("present") - skip("or") - skip("absent")
    marker = phrase(there, lambda _, span: Word(_STATIC, span))
    of_what = keyword("score", "ratio") | found | marker | scale()
    bare = phrase(
        skip("as") - of_what.set_name(_BARE),
        lambda parts, _: _Bare(parts[0]),
    )
    reading = (units | bare).set_name("`in` with a unit, or `as score`")
    head = skip("measure") - name("the measure") - sign("=")
    codes = (by_site() | doses() | code_groups()).set_name("a code system")
    return phrase(head - codes - reading + pp.ZeroOrMore(_option()), _measure)


def _units() -> pp.ParserElement:
    return unit() + pp.ZeroOrMore(skip("or") - unit())


class _Bare:
    """What a measure without a unit is read as: a word, or the steps of a scale."""

    def __init__(self, said: object) -> None:
        self.word = said.text if isinstance(said, Word) else ""
        self.steps = cast("tuple[StepPhrase, ...]", said) if isinstance(said, tuple) else ()


@dataclass(frozen=True, slots=True)
class _Option:
    """One option as said."""

    word: str
    parts: tuple[object, ...]
    span: Span


def _option() -> pp.ParserElement:
    """`, reported in …`, `, plausible A to B`, `, molar mass …`, `, where …`, `, rounded to …`."""
    ways = {
        "reported": skip("reported") - skip("in") - _units(),
        "plausible": skip("plausible") - number() - skip("to") - number(),
        "molar": skip("molar") - skip("mass") - number() - plain_word("g/mol", "`g/mol`"),
        "where": skip("where") - _relation(),
        "rounded": skip("rounded") - skip("to") - whole_number("how many") - _decimals(),
        "positive": skip("positive") - _said_as(),
        "negative": skip("negative") - _said_as(),
        "from": skip("from") - _origins(),
        "part": skip("part") - skip("of") - name("a biomarker"),
        "source": skip("source") - quoted("where it is from, in quotes"),
    }
    choice = Choice({word: phrase(way, _named(word)) for word, way in ways.items()})
    return sign(",") - choice.set_name("`plausible`")


def _origins() -> pp.ParserElement:
    """Whom or what results are from; gives each as a `Word`."""
    one = pp.Opt(keyword("the", "a", named="")) + keyword(*ORIGINS)
    each = phrase(one, lambda parts, _: cast(Word, parts[-1]))
    return each + pp.ZeroOrMore(skip("or") - each)


def _said_as() -> pp.ParserElement:
    return pp.OneOrMore(quoted("a word that results are given in, in quotes"))


def _named(word: str) -> Build:
    return lambda parts, span: _Option(word, tuple(parts), span)


def _decimals() -> pp.ParserElement:
    return keyword("decimals", "decimal")


def _relation() -> pp.ParserElement:
    offset = plain_word(r"[+-](?=\s)", "`+` or `-`") - number()
    rule = unit() - sign("=") - number() - skip("x") - unit() + pp.Opt(offset)
    return phrase(rule, _related)


def _related(parts: _Parts, span: Span) -> RelationPhrase:
    one, factor, other = cast(Word, parts[0]), cast(Amount, parts[1]), cast(Word, parts[2])
    offset = Decimal(0)
    if len(parts) > 3:
        offset = cast(Amount, parts[4]).value
        offset = -offset if cast(Word, parts[3]).text == "-" else offset
    return RelationPhrase(one, factor, other, offset, span)


def _measure(parts: _Parts, span: Span) -> MeasureStatement:
    options = [each for each in parts[3:] if isinstance(each, _Option)]
    _refuse_repeated(options)
    said = {each.word: each.parts for each in options}
    of = cast("tuple[CodeGroup | DoseGroup, ...]", parts[1] if type(parts[1]) is tuple else ())
    bare = parts[2] if isinstance(parts[2], _Bare) else _Bare(None)
    return MeasureStatement(
        cast(Name, parts[0]),
        tuple(each.group if isinstance(each, DoseGroup) else each for each in of),
        cast("tuple[Word, ...]", parts[2]) if isinstance(parts[2], tuple) else (),
        cast("tuple[Amount, ...]", said.get("plausible", ())),
        span,
        _amount(said.get("molar")),
        tuple(cast(RelationPhrase, each.parts[0]) for each in options if each.word == "where"),
        _amount(said.get("rounded")),
        tuple(cast(Word, each.parts[0]) for each in options if each.word == "source"),
        bare.word == "ratio",
        parts[1] == "site",
        cast("tuple[Word, ...]", said.get("reported", ())),
        bare.word in (_IN_WORDS, _STATIC),
        cast("tuple[Word, ...]", said.get("positive", ())),
        cast("tuple[Word, ...]", said.get("negative", ())),
        bare.steps,
        tuple(each.factor for each in of if isinstance(each, DoseGroup)),
        cast("tuple[Word, ...]", said.get("from", ())),
        bare.word == _STATIC,
        cast("Name | None", said["part"][0] if "part" in said else None),
    )


def _amount(parts: tuple[object, ...] | None) -> Amount | None:
    return cast(Amount, parts[0]) if parts else None


def _refuse_repeated(options: list[_Option]) -> None:
    seen: set[str] = set()
    for each in options:
        if each.word in seen and each.word not in ("where", "source"):
            raise Refused(
                Problem(
                    rule="repeated-option",
                    message=f"`{each.word}` is said of this measure already",
                    span=each.span,
                    why="of two that differ, nobody could tell which one counts",
                    instead="one of the two",
                )
            )
        seen.add(each.word)
