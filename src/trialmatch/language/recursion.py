"""Grammars that stand inside themselves: what is meant is filled in once it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pyparsing as pp

from trialmatch.language.matching import Match, MatchOf, Mismatch, Unmatchable


class Later(pp.ParserElement):
    """A grammar that is not made yet; `means` is set before anything is parsed."""

    def __init__(self, named: str) -> None:
        """A place for a grammar, under the name that a person reads."""
        super().__init__()
        self.set_name(named)
        self.means: pp.ParserElement | None = None
        self.callPreparse = True

    def _generateDefaultName(self) -> str:
        return "a part"

    def parseImpl(
        self, instring: str, loc: int, do_actions: bool = True
    ) -> tuple[int, pp.ParseResults | list[object]]:
        """Parse what is meant; called by pyparsing."""
        meant = self._meant()
        if not meant.streamlined:
            # Until then `-` between three parts or more commits to nothing.
            meant.streamline()
        end, parts = meant._parse(instring, loc, do_actions, callPreParse=False)
        return end, parts

    def match(self, of: MatchOf) -> Match:
        """The quick way: what is meant, looked at when it is first needed."""
        found: list[Match] = []

        def match(text: str, at: int, parts: list[object]) -> int:
            if not found:
                try:
                    found.append(of(self._meant()))
                except Unmatchable as error:
                    raise Mismatch from error
            return found[0](text, at, parts)

        return match

    def _meant(self) -> pp.ParserElement:
        if self.means is None:
            raise ValueError("a grammar was never filled in")
        return self.means


_question: ContextVar[Later | None] = ContextVar("question", default=None)


def question() -> pp.ParserElement:
    """Any condition: clauses joined by words, inside a clause; gives an `Expression`."""
    return _question.get() or Later("a clause")


@contextmanager
def questions() -> Iterator[Later]:
    """Grammars made here have one `question` in common, which is still to be filled in."""
    later = Later("a clause")
    token = _question.set(later)
    try:
        yield later
    finally:
        _question.reset(token)
