"""The phrases that clauses are made of: words, names, numbers, units, windows, events.

Every phrase begins with its own keyword and commits with `-`, so that a mistake is found
where it stands. The name of each element is what a person reads after "expected".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Build, Phrase, Terminal
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Amount, Name, Word
from trialmatch.language.words import RESERVED

_NOT_RESERVED = rf"(?!(?:{'|'.join(RESERVED)})(?![\w.\-]))"
_NAME = rf"{_NOT_RESERVED}[^\W\d]\w*"
_UNIT = (
    rf"(?!(?:{'|'.join(RESERVED)})(?![\w/.*^\-]))"
    r"(?:\{[^{}\n]*\}|\[[^\[\]\n]*\]|\([^()\s]*\)|[^\s(),:|\"])+"
)
_DIGITS = r"[+-]?\d+(?:[.,]\d+)*"
_WHOLE = re.compile(r"\d{1,9}")
_NORWEGIAN_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


class Refused(pp.ParseSyntaxException):
    """Raised by a parse action that knows more exactly than the grammar what is wrong."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem to where parsing was begun."""
        super().__init__("", 0, problem.message)
        self.problem = problem


def keyword(*texts: str, named: str = "") -> pp.ParserElement:
    """One of some words; gives a `Word`."""
    shown = named or " or ".join(f"`{text}`" for text in texts)
    return Terminal(_any_word(texts), Word).set_name(shown)


def skip(text: str) -> pp.ParserElement:
    """One word that gives nothing."""
    return Terminal(_any_word((text,))).set_name(f"`{text}`")


def sign(text: str, named: str = "") -> pp.ParserElement:
    """One sign, such as a colon, that gives nothing."""
    return Terminal(re.escape(text)).set_name(named or f"`{text}`")


def phrase(grammar: pp.ParserElement, build: Build) -> pp.ParserElement:
    """A grammar whose parts become one node; `build` gets the parts and the whole span."""
    return Phrase(grammar, build)


def plain_word(pattern: str, named: str) -> pp.ParserElement:
    """A word of a given form; gives a `Word`."""
    return Terminal(pattern, Word).set_name(named)


def name(of_what: str) -> pp.ParserElement:
    """The name of something that the file declares; gives a `Name`."""
    return Terminal(_NAME, Name).set_name(f"the name of {of_what}")


def name_unless(no: Iterable[str]) -> pp.ParserElement:
    """The name of a code set that may be left out, and none of some words; gives a `Name`."""
    word = rf"(?!(?:{'|'.join(map(re.escape, sorted(no)))})(?!\w))"
    return Terminal(word + _NAME, Name).set_name("the name of a code set")


def defined_name() -> pp.ParserElement:
    """A name by itself, where it is all that a clause says; gives a `Name`."""
    alone = r"(?=\s*(?:\Z|[):|]|(?:and|or|unless|when)(?!\w)))"
    return Terminal(_NAME + r"(?![\w.\-])" + alone, Name).set_name("the name of a definition")


def compared_name(no: tuple[str, ...]) -> pp.ParserElement:
    """A name that a comparison follows, and none of some words; gives a `Name`."""
    follows = r"(?=\s*(?:[<>=\u2264\u2265]|(?:between|above|below|over|under)(?!\w)))"
    word = rf"(?!(?i:{'|'.join(map(re.escape, no))})(?!\w))"
    return Terminal(word + _NAME + r"(?![\w.\-])" + follows, Name).set_name("the name of a value")


def quoted(named: str = "text in quotes") -> pp.ParserElement:
    """Text in quotes, white space folded, so that it may run over several lines."""
    return Terminal(r'"[^"]*[^"\s][^"]*"', _read_quoted).set_name(named)


def number() -> pp.ParserElement:
    """An exact decimal number; gives an `Amount`."""
    return Terminal(_DIGITS, _read_number).set_name("a number")


def whole_number(named: str = "a whole number") -> pp.ParserElement:
    """A whole number; gives an `Amount`."""
    return Terminal(_DIGITS, _read_whole_number).set_name(named)


def unit(unless: str = "") -> pp.ParserElement:
    """A unit as written, to be checked later, `unless` a pattern says no; gives a `Word`."""
    return Terminal(unless + _UNIT, Word).set_name("a unit")


def day() -> pp.ParserElement:
    """A date as written, to be checked later; gives a `Word`."""
    return Terminal(r"\d[\d./-]*", Word).set_name("a date such as 2026-03-01")


def read_date(word: Word) -> date | Problem:
    """The date that a word says, or what is wrong with it."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word.text):
            return date.fromisoformat(word.text)
    except ValueError:
        return Problem(
            rule="invalid-date",
            message=f"there is no day {word.text}",
            span=word.span,
            why="the month or the day does not exist in the calendar",
        )
    return Problem(
        rule="invalid-date",
        message=f"`{word.text}` is not a date as criteria files write it",
        span=word.span,
        why="year, month and day in that order can be read in one way only",
        instead=_as_iso(word.text),
    )


def _any_word(texts: tuple[str, ...]) -> str:
    return rf"(?:{'|'.join(map(re.escape, texts))})(?!\w)"


def _read_quoted(raw: str, span: Span) -> Word:
    return Word(" ".join(raw[1:-1].split()), span)


def _read_number(raw: str, span: Span) -> Amount:
    if "," in raw or raw.count(".") > 1:
        raise Refused(_not_a_decimal(raw, span))
    return Amount(Decimal(raw), span)


def _read_whole_number(raw: str, span: Span) -> Amount:
    if _WHOLE.fullmatch(raw) is None:
        raise Refused(_not_whole(raw, span))
    return Amount(Decimal(raw), span)


def _as_iso(text: str) -> str:
    match = _NORWEGIAN_DATE.fullmatch(text)
    if match is None:
        return "a date such as 2026-03-01"
    written = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return "a date such as 2026-03-01"


def _not_a_decimal(raw: str, span: Span) -> Problem:
    return Problem(
        rule="number",
        message=f"`{raw}` is not a number as criteria files write it",
        span=span,
        why="decimals follow a point, and thousands are not set apart",
        instead=f"`{raw.replace(',', '.')}`" if raw.count(",") == 1 and "." not in raw else "",
    )


def _not_whole(raw: str, span: Span) -> Problem:
    return Problem(
        rule="whole-number",
        message=f"`{raw}` is not a whole number",
        span=span,
        why="ages and durations count whole calendar units",
        instead="a smaller unit, such as months, with a whole number",
    )
