"""A quick way through a grammar, for text without mistakes.

A grammar's elements are put into plain functions once. A function reads on from a place, adds
what it made to `parts` and gives the place after it, or `NO` where the text does not fit. What
no alternative can mend raises `Mismatch`. Nothing here says what is wrong with a text: where a
text does not fit, it is parsed again by pyparsing, whose exceptions know.

The order in which alternatives are tried, the places and the parts are those of pyparsing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import pyparsing as pp

Match = Callable[[str, int, list[object]], int]
MatchOf = Callable[[pp.ParserElement], Match]

NO = -1
SPACE = r"[ \n\t\r]*+"
_skip = re.compile(SPACE).match


class Mismatch(Exception):
    """The text does not fit, and no other way of reading it would."""


class Unmatchable(Exception):
    """A grammar holds an element that is not known here."""


@runtime_checkable
class Matching(Protocol):
    """An element that knows its own function."""

    def match(self, of: MatchOf) -> Match:
        """The element's function; `of` gives those of its parts."""


def after_space(text: str, at: int) -> int:
    """The place of the next character that is no white space."""
    found = _skip(text, at)
    return found.end() if found else at


def matcher(grammar: pp.ParserElement) -> Match | None:
    """The function of a whole grammar, or None where an element of it is not known here."""
    grammar.streamline()
    made: dict[int, Match] = {}

    def of(element: pp.ParserElement) -> Match:
        if id(element) not in made:
            made[id(element)] = _match(element, of)
        return made[id(element)]

    try:
        return of(grammar)
    except Unmatchable:
        return None


def _match(element: pp.ParserElement, of: MatchOf) -> Match:
    if isinstance(element, Matching):
        return element.match(of)
    if element.parseAction or element.resultsName or element.ignoreExprs:
        raise Unmatchable
    # By the very type: a class derived from one of these may do something else.
    for kind, make in _KINDS.items():
        if type(element) is kind:
            return make(element, of)
    raise Unmatchable


def _row(element: pp.ParserElement, of: MatchOf) -> Match:
    assert isinstance(element, pp.And)
    steps: list[Match] = []
    committed = False
    for each in element.exprs:
        if type(each) is pp.And._ErrorStop:
            committed = True
        else:
            steps.append(_committed(of(each)) if committed else of(each))
    every = tuple(steps)

    def match(text: str, at: int, parts: list[object]) -> int:
        at = after_space(text, at)
        for step in every:
            at = step(text, at, parts)
            if at < 0:
                return NO
        return at

    return match


def _committed(step: Match) -> Match:
    def match(text: str, at: int, parts: list[object]) -> int:
        end = step(text, at, parts)
        if end < 0:
            raise Mismatch
        return end

    return match


def _first(element: pp.ParserElement, of: MatchOf) -> Match:
    assert isinstance(element, pp.MatchFirst)
    alternatives = tuple(of(each) for each in element.exprs)

    def match(text: str, at: int, parts: list[object]) -> int:
        before = len(parts)
        for alternative in alternatives:
            end = alternative(text, at, parts)
            if end >= 0:
                return end
            del parts[before:]
        return NO

    return match


def _optional(element: pp.ParserElement, of: MatchOf) -> Match:
    assert isinstance(element, pp.Opt)
    step, skips = of(element.expr), element.callPreparse

    def match(text: str, at: int, parts: list[object]) -> int:
        before = len(parts)
        end = step(text, at, parts)
        if end >= 0:
            return end
        del parts[before:]
        return after_space(text, at) if skips else at

    return match


def _repeated(element: pp.ParserElement, of: MatchOf) -> Match:
    assert isinstance(element, pp.OneOrMore)
    step = of(element.expr)

    def match(text: str, at: int, parts: list[object]) -> int:
        at = step(text, at, parts)
        while at >= 0:
            before, last = len(parts), at
            at = step(text, at, parts)
            if at < 0:
                del parts[before:]
                return last
        return NO

    return match


def _any_number(element: pp.ParserElement, of: MatchOf) -> Match:
    assert isinstance(element, pp.ZeroOrMore)
    step, skips = of(element.expr), element.callPreparse

    def match(text: str, at: int, parts: list[object]) -> int:
        last = after_space(text, at) if skips else at
        while True:
            before = len(parts)
            at = step(text, at, parts)
            if at < 0:
                del parts[before:]
                return last
            last = at

    return match


def _end(element: pp.ParserElement, of: MatchOf) -> Match:
    def match(text: str, at: int, parts: list[object]) -> int:
        return at if after_space(text, at) == len(text) else NO

    return match


_KINDS: dict[type[pp.ParserElement], Callable[[pp.ParserElement, MatchOf], Match]] = {
    pp.And: _row,
    pp.MatchFirst: _first,
    pp.Opt: _optional,
    pp.OneOrMore: _repeated,
    pp.ZeroOrMore: _any_number,
    pp.StringEnd: _end,
    pp.NoMatch: lambda _, __: lambda text, at, parts: NO,
}
