"""The three elements that the grammar is made of, beside pyparsing's own.

They are what pyparsing's `Regex`, parse actions and `MatchFirst` would do, but cheaper: a node
is made where it is read, with its place, and an alternative is chosen by its first word. Each
says twice how it reads: `parseImpl` for pyparsing, `match` for the quick way through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.matching import NO, SPACE, Match, MatchOf, after_space
from trialmatch.language.source import span_in

Build = Callable[[list[object], Span], object]
Read = Callable[[str, Span], object]
_Parsed = tuple[int, pp.ParseResults | list[object]]

_FIRST = re.compile(r"[^\W\d]\w*|\d+(?:st|nd|rd|th)(?!\w)|.", re.DOTALL)


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

    def match(self, of: MatchOf) -> Match:
        """The quick way: white space and the pattern in one."""
        find, read = re.compile(f"{SPACE}({self._pattern.pattern})").match, self._read

        def skipped(text: str, at: int, parts: list[object]) -> int:
            found = find(text, at)
            return found.end() if found else NO

        def taken(text: str, at: int, parts: list[object]) -> int:
            found = find(text, at)
            if found is None:
                return NO
            start, end = found.span(1)
            parts.append(made(found[1], span_in(text, start, end)))
            return end

        if read is None:
            return skipped
        made = read
        return taken


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

    def match(self, of: MatchOf) -> Match:
        """The quick way: the parts by themselves, then the node."""
        step, build = of(self.expr), self._build

        def match(text: str, at: int, parts: list[object]) -> int:
            start = after_space(text, at)
            own: list[object] = []
            end = step(text, start, own)
            if end < 0:
                return NO
            parts.append(build(own, span_in(text, start, end)))
            return end

        return match


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

    def match(self, of: MatchOf) -> Match:
        """The quick way: by the first word as well."""
        find = re.compile(f"{SPACE}({_FIRST.pattern})", re.DOTALL).match
        ways = {word: of(grammar) for word, grammar in self._by_word.items()}

        def match(text: str, at: int, parts: list[object]) -> int:
            found = find(text, at)
            step = ways.get(found[1]) if found else None
            return NO if found is None or step is None else step(text, found.start(1), parts)

        return match


def begun_by(words: tuple[str, ...], grammar: pp.ParserElement) -> dict[str, pp.ParserElement]:
    """An entry of a choice for each word that a grammar can begin with."""
    return dict.fromkeys(words, grammar)
