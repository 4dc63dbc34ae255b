"""The three elements that the grammar is made of, beside pyparsing's own.

They are what pyparsing's `Regex`, parse actions and `MatchFirst` would do, but cheaper: a node
is made where it is read, with its place, and an alternative is chosen by its first word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.source import span_in

Build = Callable[[list[object], Span], object]
Read = Callable[[str, Span], object]
_Parsed = tuple[int, pp.ParseResults | list[object]]

_FIRST = re.compile(r"[^\W\d]\w*|.", re.DOTALL)


class Terminal(pp.Token):
    """A piece of text that matches a pattern; `read` makes it a node, without it it is skipped."""

    def __init__(self, pattern: str, read: Read | None = None) -> None:
        """A terminal for a regular expression that never matches nothing."""
        super().__init__()
        self._pattern = re.compile(pattern)
        self._read = read

    def _generateDefaultName(self) -> str:
        return self._pattern.pattern

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> _Parsed:
        """Match at a place; called by pyparsing."""
        match = self._pattern.match(instring, loc)
        if match is None:
            raise pp.ParseException(instring, loc, self.errmsg, self)
        end = match.end()
        if self._read is None:
            return end, []
        return end, [self._read(match.group(), span_in(instring, loc, end))]


class Phrase(pp.ParseElementEnhance):
    """A grammar whose parts become one node; `build` gets the parts and the whole span."""

    def __init__(self, grammar: pp.ParserElement, build: Build) -> None:
        """A phrase of a grammar."""
        super().__init__(grammar)
        self._build = build
        self.callPreparse = True

    def _generateDefaultName(self) -> str:
        return str(self.expr)

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> _Parsed:
        """Parse the grammar at a place and build the node; called by pyparsing."""
        end, parts = self.expr._parse(instring, loc, do_actions, callPreParse=False)
        return end, [self._build(list(parts), span_in(instring, loc, end))]


class Choice(pp.ParseExpression):
    """One of several grammars, chosen by the word that it begins with."""

    def __init__(self, grammars: Mapping[str, pp.ParserElement]) -> None:
        """A choice among grammars by first word; a sign counts as a word of one character."""
        super().__init__(list(grammars.values()))
        self._by_word = dict(grammars)
        self.callPreparse = True

    def _generateDefaultName(self) -> str:
        return " or ".join(self._by_word)

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> _Parsed:
        """Look at the first word and parse what begins with it; called by pyparsing."""
        match = _FIRST.match(instring, loc)
        grammar = self._by_word.get(match.group()) if match else None
        if grammar is None:
            raise pp.ParseException(instring, loc, self.errmsg, self)
        end, parts = grammar._parse(instring, loc, do_actions, callPreParse=False)
        return end, parts


def begun_by(words: tuple[str, ...], grammar: pp.ParserElement) -> dict[str, pp.ParserElement]:
    """An entry of a choice for each word that a grammar can begin with."""
    return dict.fromkeys(words, grammar)
