"""`and`, `or`, `not` and brackets around clauses, read from left to right in loops.

The grammar is flat: words, brackets and clauses in a row. The tree is built from the row by
a stack, so that no depth of brackets reaches Python's own limit, and a bracket without its
partner is found at its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Terminal
from trialmatch.language.matching import Match, MatchOf
from trialmatch.language.phrases import Refused
from trialmatch.language.problems import Problem
from trialmatch.language.quantified import ForAnyHead, for_any
from trialmatch.language.recursion import Later
from trialmatch.language.source import MAX_NESTING, joined, span_in
from trialmatch.language.tree import And, Expression, ForAny, Not, NumberOf, Or, Word

_NUMBER_OF = re.compile(r"(at\s+least|at\s+most|exactly)\s+(\d{1,9})\s+of\s*\(")
_OPENING = rf"\(|not(?!\w)|{_NUMBER_OF.pattern}"
_OUTER = re.compile(r"\s*(unless|when)(?!\w)")


def expression(clause: pp.ParserElement) -> pp.ParserElement:
    """Clauses joined by words and brackets; gives one `Expression`."""
    opening = pp.ZeroOrMore(Terminal(_OPENING, Word).set_name("`not` or `(`") | for_any())
    closing = pp.ZeroOrMore(Terminal(r"\)", Word).set_name("`)`"))
    operand = opening - clause + closing
    joined = Terminal(r"(?:and|or)(?!\w)|\|(?!\|)", Word).set_name("`and` or `or`")
    return _Row(operand + pp.ZeroOrMore(joined - operand))


def balanced(clause: pp.ParserElement) -> pp.ParserElement:
    """The same inside brackets of something else, which a `)` of its own does not close."""
    row = Later("a clause")
    nots = pp.ZeroOrMore(Terminal(r"not(?!\w)", Word).set_name("`not`"))
    opening = Terminal(rf"\(|{_NUMBER_OF.pattern}", Word).set_name("`(`")
    in_brackets = opening - row - Terminal(r"\)", Word).set_name("`)`")
    operand = nots + (in_brackets | clause)
    joined = Terminal(r"(?:and|or)(?!\w)|\|(?!\|)", Word).set_name("`and` or `or`")
    row.means = operand + pp.ZeroOrMore(joined - operand)
    return _Row(row)


class _Row(pp.ParseElementEnhance):
    """Builds the tree of a row of words, brackets and clauses."""

    def parseImpl(
        self, instring: str, loc: int, do_actions: bool = True
    ) -> tuple[int, list[Expression]]:
        end, row = self.expr._parse(instring, loc, do_actions, callPreParse=False)
        return end, [_tree(list(row), instring, end)]

    def match(self, of: MatchOf) -> Match:
        """The quick way: the row by itself, then its tree."""
        step = of(self.expr)

        def match(text: str, at: int, parts: list[object]) -> int:
            row: list[object] = []
            end = step(text, at, row)
            if end >= 0:
                parts.append(_tree(row, text, end))
            return end

        return match


def _tree(row: list[object], text: str, end: int) -> Expression:
    stack = _Stack()
    for each in row:
        stack.take(each)
    if len(stack.open) > 1:
        _refuse_within_brackets(stack.open[-1].bracket, text, end)
    # With more text to come, the mistake lies in that text, and the caller finds it there.
    while len(stack.open) > 1:
        stack.close(stack.open[-1].bracket)
    return stack.open[0].result()


def _refuse_within_brackets(bracket: Word | None, text: str, end: int) -> None:
    """What follows an expression whose bracket is still open, where that explains it."""
    if not text[end:].strip(" \t\r\n:"):
        raise Refused(_unclosed(bracket))
    outer = _OUTER.match(text, end)
    if outer is not None:
        span = span_in(text, outer.start(1), outer.end(1))
        raise Refused(not_outermost(outer[1], span))


@dataclass(slots=True)
class _Level:
    """What stands between one pair of brackets: the parts of `or`, each the parts of `and`.

    Where a number of conditions is asked for, `conditions` are those before the last bar.
    """

    bracket: Word | None
    tried: ForAnyHead | None = None
    nots: list[Word] = field(default_factory=list)
    conditions: list[Expression] = field(default_factory=list)
    alternatives: list[list[Expression]] = field(default_factory=lambda: [[]])

    def add(self, part: Expression, span: Span) -> None:
        for word in reversed(self.nots):
            span = joined(word.span, span)
            part = Not(part, span)
        self.nots.clear()
        self.alternatives[-1].append(part)

    def bar(self, bar: Word) -> None:
        if self.number_of is None:
            raise Refused(_bar_alone(bar))
        self.conditions.append(self.result())
        self.alternatives = [[]]

    @property
    def number_of(self) -> re.Match[str] | None:
        return _NUMBER_OF.fullmatch(self.bracket.text) if self.bracket else None

    def result(self) -> Expression:
        each = [_several(And, parts) for parts in self.alternatives]
        return _several(Or, each)

    def closed(self, span: Span) -> Expression:
        if self.tried is not None:
            of = self.tried
            return ForAny(of.event, of.window, of.name, self.result(), span)
        asked = self.number_of
        if asked is None or self.bracket is None:
            return self.result()
        parts = (*self.conditions, self.result())
        bound, number = " ".join(asked[1].split()), int(asked[2])
        if not 1 <= number <= len(parts):
            raise Refused(_no_such_number(self.bracket, number, len(parts)))
        return NumberOf(bound, number, parts, span)


class _Stack:
    """The levels of brackets that are open; the outermost is always there."""

    def __init__(self) -> None:
        self.open = [_Level(None)]
        self.depth = 0

    def take(self, part: object) -> None:
        level = self.open[-1]
        if isinstance(part, Expression):
            level.add(part, _span(part))
        elif isinstance(part, ForAnyHead):
            self.open.append(_Level(Word("(", part.span), part))
        elif isinstance(part, Word) and part.text.endswith("("):
            self.open.append(_Level(part))
        elif isinstance(part, Word) and part.text == "|":
            level.bar(part)
        elif isinstance(part, Word) and part.text == ")":
            self.close(part)
        elif isinstance(part, Word) and part.text == "not":
            level.nots.append(part)
            self._check_depth(part)
        elif isinstance(part, Word) and part.text == "or":
            level.alternatives.append([])

    def close(self, bracket: Word | None) -> None:
        level = self.open.pop()
        if not self.open or bracket is None or level.bracket is None:
            raise Refused(_unopened(cast(Word, bracket)))
        span = joined(level.bracket.span, bracket.span)
        self.open[-1].add(level.closed(span), span)

    def _check_depth(self, word: Word) -> None:
        if sum(len(level.nots) for level in self.open) > MAX_NESTING:
            raise Refused(
                Problem(
                    rule="too-deep",
                    message=f"`not` is nested more than {MAX_NESTING} deep",
                    span=word.span,
                    why="nobody can read such a criterion, so nobody can sign it off",
                    instead="one `not` or none",
                )
            )


def _several(kind: type[And] | type[Or], parts: list[Expression]) -> Expression:
    if len(parts) == 1:
        return parts[0]
    return kind(tuple(parts), joined(_span(parts[0]), _span(parts[-1])))


def _span(part: Expression) -> Span:
    span = getattr(part, "span", None)
    if not isinstance(span, Span):
        raise TypeError(f"{type(part).__name__} has no span")
    return span


def not_outermost(found: str, span: Span) -> Problem:
    """`if`, `unless` or `when` where they cannot stand."""
    place = {
        "if": "at the beginning of a criterion, before everything else",
        "unless": "once, at the end of a criterion, outside brackets",
        "when": "after a `review` that is the whole criterion",
    }[found]
    return Problem(
        rule="not-outermost",
        message=f"`{found}` cannot stand here",
        span=span,
        why=f"`{found}` speaks of the whole criterion and stands {place}",
        instead="`and not (…)`" if found == "unless" else "`and (…)` or `or (…)`",
    )


def _unclosed(bracket: Word | None) -> Problem:
    return Problem(
        rule="unclosed-bracket",
        message="this bracket is not closed",
        span=cast(Word, bracket).span,
        why="every `(` has its `)` within the same expression",
        instead="a `)` where the part in brackets ends",
    )


def _bar_alone(bar: Word) -> Problem:
    return Problem(
        rule="bar",
        message="`|` stands between the conditions of `at least n of (…)`",
        span=bar.span,
        why="everywhere else words say how conditions are joined",
        instead="`or`",
    )


def _no_such_number(bracket: Word, number: int, conditions: int) -> Problem:
    return Problem(
        rule="number-of",
        message=f"{number} of {conditions} asks for nothing",
        span=bracket.span,
        why="the answer would be the same for everybody",
        instead="a number of conditions from 1 to how many there are, with `|` between them",
    )


def _unopened(bracket: Word) -> Problem:
    return Problem(
        rule="unopened-bracket",
        message="this bracket closes nothing",
        span=bracket.span,
        why="every `)` has its `(` before it, within the same expression",
        instead="a `(` before it, or nothing",
    )
