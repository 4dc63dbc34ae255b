"""Readings of a measure that are counted or all looked at, and rows that lie apart, as said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import limit_of_a_result
from trialmatch.language.elements import Terminal
from trialmatch.language.lengths import LENGTH, length_of
from trialmatch.language.phrases import keyword, phrase
from trialmatch.language.picked import Results
from trialmatch.language.picking import print_results, results
from trialmatch.language.printer import print_comparison, print_number
from trialmatch.language.tree import Amount, ClauseNode, Comparison, Word
from trialmatch.vocabulary.calendar import Duration, Unit

ANY_READING, EVERY_READING = "any", "every"
# Words that begin a question to any or every reading; `all` means the same as `every`.
READING_WORDS = (ANY_READING, EVERY_READING, "all")
AT_LEAST, AT_MOST, EXACTLY = "at least", "at most", "exactly"

_LENGTH = re.sub(r"\((?!\?)", "(?:", LENGTH)
_APART = rf",?\s*(?:on\s+different\s+days|at\s+least\s+{_LENGTH}\s+apart)(?!\w)"
_DAYS = Duration(1, Unit.DAY)


@dataclass(frozen=True, slots=True)
class Apart:
    """`on different days` or `at least 30 days apart`: which rows count beside each other."""

    length: Duration
    span: Span = field(compare=False, repr=False)

    @property
    def text(self) -> str:
        """The canonical wording."""
        if self.length == _DAYS:
            return "on different days"
        return f"at least {self.length} apart"


@dataclass(frozen=True, slots=True)
class Readings(ClauseNode):
    """Several results of a measure against a limit: any, every, or so many of them."""

    how: str
    number: Amount | None
    in_a_row: Word | None
    of: Results
    limit: Comparison
    apart: Apart | None
    span: Span = field(compare=False, repr=False)


def apart() -> pp.ParserElement:
    """`on different days` or `at least 30 days apart`, a comma before it or not."""
    return Terminal(_APART, _read_apart).set_name("`on different days` or `at least … apart`")


def readings() -> pp.ParserElement:
    """A measure, its window in brackets and a limit; gives `Readings` of no stated number."""
    in_a_row = pp.Opt(keyword("consecutive"))
    limit = limit_of_a_result()
    return phrase(in_a_row + results() - limit + pp.Opt(apart()), _readings)


def print_readings(said: Readings) -> str:
    """The clause in canonical wording."""
    words = [said.how, print_number(said.number.value) if said.number else ""]
    words += ["consecutive" if said.in_a_row else "", print_results(said.of)]
    words += [print_comparison(said.limit), said.apart.text if said.apart else ""]
    return " ".join(word for word in words if word)


def _read_apart(raw: str, span: Span) -> Apart:
    words = raw.lstrip(", \t\r\n").split()
    if words[0] == "on":
        return Apart(_DAYS, span)
    return Apart(length_of(int(words[2]), words[3], span), span)


def _readings(parts: list[object], span: Span) -> Readings:
    in_a_row = parts[0] if type(parts[0]) is Word else None
    of = next(each for each in parts if isinstance(each, Results))
    limit = next(each for each in parts if isinstance(each, Comparison))
    stated = parts[-1] if isinstance(parts[-1], Apart) else None
    return Readings(ANY_READING, None, in_a_row, of, limit, stated, span)
