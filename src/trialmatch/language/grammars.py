"""The grammars of all statements, put together once for one set of clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol, cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.definitions import (
    codes_statement,
    define_statement,
    drugs_statement,
    use_statement,
)
from trialmatch.language.elements import Choice
from trialmatch.language.header import header_lines, header_statement, valid
from trialmatch.language.logic import balanced, expression
from trialmatch.language.matching import NO, Match, Mismatch, matcher
from trialmatch.language.measures import measure_statement
from trialmatch.language.messages import A_CLAUSE, END_OF_LINE, END_OF_SIDE, THE_END, Translator
from trialmatch.language.phrases import phrase, plain_word, quoted, sign, skip
from trialmatch.language.recursion import questions
from trialmatch.language.tree import Expression, If, Unless, ValidLine, When, Word
from trialmatch.language.valuing import let_statement
from trialmatch.language.words import HEADER_HEADS, SIDES


class ClauseGrammar(Protocol):
    """What the parser needs of a clause: its words and its grammar."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that a clause of this kind can begin with; none where a name begins it."""

    def grammar(self) -> pp.ParserElement:
        """A grammar that gives one `ClauseNode`."""


@dataclass(frozen=True)
class Grammar:
    """One statement's grammar, and the quick way through it where there is one."""

    element: pp.ParserElement

    def parse(self, text: str) -> object:
        """The node that a text gives, None where it gives none; raises pyparsing's exceptions."""
        parts: list[object] = []
        if self._reads(text, parts):
            return parts[0] if parts else None
        found = list(self.element.parse_string(text))
        return found[0] if found else None

    def _reads(self, text: str, parts: list[object]) -> bool:
        if self._match is None:
            return False
        try:
            return self._match(text, 0, parts) != NO
        except (Mismatch, pp.ParseBaseException):
            return False

    @cached_property
    def _match(self) -> Match | None:
        return matcher(self.element)


@dataclass(frozen=True)
class Grammars:
    """The grammars of every statement, built once for one set of clauses."""

    top: dict[str, Grammar]
    header: dict[str, Grammar]
    criterion: Grammar
    translator: Translator


@lru_cache(maxsize=8)
def grammars_of(clauses: tuple[ClauseGrammar, ...]) -> Grammars:
    """The grammars of the language with these clauses; built once and kept."""
    words = tuple(word for each in clauses for word in each.words)
    with questions() as inside:
        by_word = _by_word(clauses)
        named = [each.grammar() for each in clauses if not each.words]
        clause = pp.MatchFirst([Choice(by_word).set_name(A_CLAUSE), *named]).set_name(A_CLAUSE)
        inside.means = balanced(clause)
        top = _top_grammars(expression(clause))
    unknown_line = Grammar(pp.NoMatch().set_name("a line of the header"))
    lines = {word: _whole(line) for word, line in header_lines().items()}
    return Grammars(
        top=top,
        header=lines | {"": unknown_line},
        criterion=_criterion(expression(clause)),
        translator=Translator(words),
    )


def _by_word(clauses: tuple[ClauseGrammar, ...]) -> dict[str, pp.ParserElement]:
    """The grammars of clauses by the word that they begin with.

    Where several begin with one word, those come first that say more words to begin with.
    """
    found: dict[str, dict[str, pp.ParserElement]] = {}
    for each in clauses:
        grammar = each.grammar()
        for words in each.words:
            found.setdefault(words.split()[0], {})[words] = grammar
    return {word: _longest_first(several) for word, several in found.items()}


def _longest_first(several: dict[str, pp.ParserElement]) -> pp.ParserElement:
    in_turn = [several[words] for words in sorted(several, key=lambda each: -len(each.split()))]
    return in_turn[0] if len(in_turn) == 1 else pp.MatchFirst(in_turn).set_name(A_CLAUSE)


def _top_grammars(question: pp.ParserElement) -> dict[str, Grammar]:
    definitions = {
        "use": use_statement(),
        "codes": codes_statement(),
        "drugs": drugs_statement(),
        "measure": measure_statement(),
        "define": define_statement(question),
        "let": let_statement(),
        **{head: header_statement() for head in HEADER_HEADS},
    }
    sides = {side: _whole(skip(side), END_OF_SIDE) for side in SIDES}
    return {head: _whole(grammar) for head, grammar in definitions.items()} | sides


def _whole(grammar: pp.ParserElement, end: str = END_OF_LINE) -> Grammar:
    return Grammar((grammar + pp.StringEnd().set_name(end)).parse_with_tabs())


def _criterion(question: pp.ParserElement) -> Grammar:
    title = pp.Opt(quoted("a title in quotes")) - pp.Opt(valid())
    head = _identifier() - title - sign(":", "`:` after the title")
    condition = phrase(skip("if") - question - sign(":"), _outer("if"))
    when = phrase(skip("when") - question, _outer("when"))
    unless = phrase(skip("unless") - question, _outer("unless"))
    body = phrase(pp.Opt(condition) - question + pp.Opt(when) + pp.Opt(unless), _body)
    return _whole(phrase(head - body, _statement), THE_END)


@dataclass(frozen=True, slots=True)
class _Outer:
    """What one of the outermost words governs; the span begins at the word."""

    word: str
    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class _Body:
    """The expression after the colon."""

    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion before it is known on which side it stands; `body` is what follows `:`."""

    id: Word
    title: str
    expression: Expression
    body: Span
    span: Span
    valid: ValidLine | None = None


def _outer(word: str) -> Callable[[list[object], Span], _Outer]:
    return lambda parts, span: _Outer(word, cast(Expression, parts[0]), span)


def _body(parts: list[object], span: Span) -> _Body:
    outer = {each.word: each for each in parts if isinstance(each, _Outer)}
    whole = next(each for each in parts if isinstance(each, Expression))
    if "when" in outer:
        whole = When(whole, outer["when"].expression, outer["when"].span)
    if "if" in outer:
        whole = If(outer["if"].expression, whole, span)
    if "unless" in outer:
        whole = Unless(whole, outer["unless"].expression, span)
    return _Body(whole, span)


def _statement(parts: list[object], span: Span) -> CriterionText:
    words = [each for each in parts if isinstance(each, Word)]
    body = cast(_Body, parts[-1])
    title = words[1].text if len(words) > 1 else ""
    valid_line = next((each for each in parts if isinstance(each, ValidLine)), None)
    return CriterionText(words[0], title, body.expression, body.span, span, valid_line)


def _identifier() -> pp.ParserElement:
    return plain_word(r"[^\W_][\w.-]*", "an identifier such as `I1`")
