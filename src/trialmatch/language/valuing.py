"""The grammar of values: numbers with units, picks, age, arithmetic, and `let`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Build, Choice, begun_by
from trialmatch.language.lengths import length
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
)
from trialmatch.language.picked import Pick, PickedEvent
from trialmatch.language.picking import PICK_WORDS, pick, picked_event
from trialmatch.language.problems import Problem
from trialmatch.language.recursion import Later, question
from trialmatch.language.source import joined
from trialmatch.language.tree import Amount, Expression, Name, Word
from trialmatch.language.valued import (
    AgeThen,
    Called,
    Combined,
    Either,
    LetStatement,
    NamedValue,
    NumberIn,
    PickedValue,
    Stated,
    ValueNode,
    span_of,
)
from trialmatch.language.words import FUNCTIONS
from trialmatch.vocabulary.calendar import Duration

_OF_TWO = ("min", "max")
A_VALUE = "a value"
# What follows a number and is no unit.
_NO_UNIT = r"(?!(?:else|x)(?!\w))(?![+\-*/^](?=[\s(\d]|$))(?=[^\s(),:|\"])"


def value() -> pp.ParserElement:
    """Arithmetic on numbers, picks, age and other values; gives a `ValueNode`."""
    inside = Later(A_VALUE)
    whole = _sum(_product(_power(_operand(inside))))
    bracketed = phrase(whole + pp.Opt(_number_in() | _if_else(inside)), _bracketed)
    inside.means = bracketed
    return whole


def let_statement() -> pp.ParserElement:
    """`let name = VALUE in UNIT`, `… as ratio`, `… as score`, with options after commas."""
    bare = phrase(skip("as") - keyword("ratio", "score"), lambda parts, _: _Bare(_text(parts[0])))
    reading = (skip("in") - unit() | bare).set_name("`in` with a unit, `as ratio` or `as score`")
    head = skip("let") - name("the value") - sign("=") - value()
    return phrase(head - reading + pp.ZeroOrMore(_option()), _let)


@dataclass(frozen=True, slots=True)
class _Bare:
    """That a value has no unit, and which sort of number it is."""

    sort: str


@dataclass(frozen=True, slots=True)
class _Option:
    """One option as said."""

    word: str
    parts: tuple[object, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class _Otherwise:
    """`if condition else value`."""

    condition: Expression
    otherwise: ValueNode


@dataclass(frozen=True, slots=True)
class _In:
    """`in UNIT` after a value in brackets."""

    unit: Word


def _operand(inside: pp.ParserElement) -> pp.ParserElement:
    stated = phrase(number() + pp.Opt(unit(unless=_NO_UNIT)), _stated)
    in_brackets = phrase(sign("(") - inside - sign(")"), lambda parts, _: parts[0])
    called = keyword(*FUNCTIONS) - sign("(") - inside - pp.ZeroOrMore(sign(",") - inside)
    at = skip("at") - picked_event(of_one=True)
    ways = (
        begun_by(tuple("0123456789+-"), stated)
        | begun_by(PICK_WORDS, phrase(pick(), _picked))
        | begun_by(FUNCTIONS, phrase(called - sign(")"), _called))
        | {"(": in_brackets, "age": phrase(skip("age") + pp.Opt(at), _age)}
    )
    named = phrase(name("a value"), lambda parts, span: NamedValue(cast(Name, parts[0]), span))
    return (Choice(ways).set_name(A_VALUE) | named).set_name(A_VALUE)


def _power(operand: pp.ParserElement) -> pp.ParserElement:
    return phrase(operand + pp.Opt(_sign(r"\^") - operand), _from_left)


def _product(operand: pp.ParserElement) -> pp.ParserElement:
    return phrase(operand + pp.ZeroOrMore(_sign(r"[*/]") - operand), _from_left)


def _sum(operand: pp.ParserElement) -> pp.ParserElement:
    return phrase(operand + pp.ZeroOrMore(_sign(r"[+-]") - operand), _from_left)


def _sign(pattern: str) -> pp.ParserElement:
    return plain_word(pattern, "`+`, `-`, `*`, `/` or `^`")


def _number_in() -> pp.ParserElement:
    return phrase(skip("in") - unit(), lambda parts, _: _In(cast(Word, parts[0])))


def _if_else(inside: pp.ParserElement) -> pp.ParserElement:
    return phrase(
        skip("if") - question() - skip("else") - inside,
        lambda parts, _: _Otherwise(cast(Expression, parts[0]), cast(ValueNode, parts[1])),
    )


def _option() -> pp.ParserElement:
    together = skip("within") - length() - skip("of") - skip("one") - skip("another")
    ways = {
        "inputs": skip("inputs") - together,
        "plausible": skip("plausible") - number() - skip("to") - number(),
        "source": skip("source") - quoted("where it is from, in quotes"),
    }
    choice = Choice({word: phrase(way, _named(word)) for word, way in ways.items()})
    return sign(",") - choice.set_name("`inputs`, `plausible` or `source`")


def _named(word: str) -> Build:
    return lambda parts, span: _Option(word, tuple(parts), span)


def _text(part: object) -> str:
    return cast(Word, part).text


def _stated(parts: list[object], span: Span) -> Stated:
    said = cast(Word, parts[1]) if len(parts) > 1 else None
    return Stated(cast(Amount, parts[0]), said, span)


def _picked(parts: list[object], span: Span) -> PickedValue:
    return PickedValue(cast(Pick, parts[0]), span)


def _age(parts: list[object], span: Span) -> AgeThen:
    return AgeThen(cast(PickedEvent, parts[0]) if parts else None, span)


def _from_left(parts: list[object], _span: Span) -> ValueNode:
    found = cast(ValueNode, parts[0])
    for word, each in zip(parts[1::2], parts[2::2], strict=True):
        right = cast(ValueNode, each)
        span = joined(span_of(found), span_of(right))
        found = Combined(_text(word), found, right, span)
    return found


def _bracketed(parts: list[object], span: Span) -> ValueNode:
    found = cast(ValueNode, parts[0])
    match parts[1:]:
        case [_In(unit=said)]:
            return NumberIn(found, said, span)
        case [_Otherwise(condition=condition, otherwise=otherwise)]:
            return Either(found, condition, otherwise, span)
    return found


def _called(parts: list[object], span: Span) -> Called:
    word = cast(Word, parts[0])
    operands = tuple(cast(ValueNode, each) for each in parts[1:])
    wanted = 2 if word.text in _OF_TWO else 1
    if len(operands) != wanted and not (wanted == 2 and len(operands) > 2):
        raise Refused(_operands(word, len(operands), wanted))
    return Called(word.text, operands, span)


def _operands(word: Word, found: int, wanted: int) -> Problem:
    several = "two values or more" if wanted > 1 else "one value"
    return Problem(
        rule="operands",
        message=f"`{word.text}` is of {several}, not of {found}",
        span=word.span,
        why="which of several values is meant cannot be guessed",
        instead=f"`{word.text}(a, b)`" if wanted > 1 else f"`{word.text}(a)`",
    )


def _let(parts: list[object], span: Span) -> LetStatement:
    options = [each for each in parts if isinstance(each, _Option)]
    _refuse_repeated(options)
    first = {each.word: each.parts for each in options}
    reading = parts[2]
    return LetStatement(
        cast(Name, parts[0]),
        cast(ValueNode, parts[1]),
        reading if isinstance(reading, Word) else None,
        reading.sort if isinstance(reading, _Bare) else "",
        span,
        cast(Duration, first["inputs"][0]) if "inputs" in first else None,
        cast("tuple[Amount, ...]", first.get("plausible", ())),
        tuple(cast(Word, each.parts[0]) for each in options if each.word == "source"),
    )


def _refuse_repeated(options: list[_Option]) -> None:
    seen: set[str] = set()
    for each in options:
        if each.word in seen and each.word != "source":
            raise Refused(
                Problem(
                    rule="repeated-option",
                    message=f"`{each.word}` is said of this value already",
                    span=each.span,
                    why="of two that differ, nobody could tell which one counts",
                    instead="one of the two",
                )
            )
        seen.add(each.word)
