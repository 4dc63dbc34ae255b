"""The change of a measure from one result to another, as said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.comparisons import comparison, of_normal
from trialmatch.language.phrases import keyword, name, number, phrase, skip, unit
from trialmatch.language.picked import Pick, Results
from trialmatch.language.picking import bracketed, in_order, order_said, print_brackets, print_order
from trialmatch.language.printer import print_comparison
from trialmatch.language.tree import ClauseNode, Comparison, Name, WindowPhrase, Word

CHANGE, RELATIVE = "change", "relative"


@dataclass(frozen=True, slots=True)
class Change(ClauseNode):
    """The last result less the first, or that as a share of the first, against a limit."""

    relative: bool
    measure: Name
    first: Pick
    last: Pick
    limit: Comparison
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """A pick whose measure is named elsewhere."""

    order: str
    nth: int
    window: WindowPhrase | None
    empty_too: bool
    span: Span

    def of(self, measure: Name) -> Pick:
        results = Results(measure, self.window, self.span, self.empty_too)
        return Pick(self.order, self.nth, results, self.span)


def change() -> pp.ParserElement:
    """`change of egfr from first (…) to latest (…) < -5 mL/min`; gives a `Change`."""
    words = pp.Opt(keyword(RELATIVE)) + skip(CHANGE) - skip("of") - name("a measure")
    ends = skip("from") - _place() - skip("to") - _place()
    limit = comparison(number(), pp.Opt(of_normal() | unit()))
    return phrase(words - ends - limit, _change)


def print_change(said: Change) -> str:
    """The clause in canonical wording."""
    first, last = (f"{print_order(e.order, e.nth)}{print_brackets(e.of)}" for e in _picks(said))
    words = f"{RELATIVE} {CHANGE}" if said.relative else CHANGE
    limit = print_comparison(said.limit)
    return f"{words} of {said.measure.text} from {first} to {last} {limit}"


def _picks(said: Change) -> tuple[Pick, Pick]:
    return said.first, said.last


def _place() -> pp.ParserElement:
    return phrase(in_order() + pp.Opt(bracketed()), _read_place)


def _read_place(parts: list[object], span: Span) -> _Place:
    stated = next((each for each in parts if isinstance(each, WindowPhrase)), None)
    words = [each.text for each in parts if type(each) is Word]
    empty_too = bool(words) and words[-1] == "counting empty results"
    order, nth = order_said(words[:-1] if empty_too else words)
    return _Place(order, nth, stated, empty_too, span)


def _change(parts: list[object], span: Span) -> Change:
    relative = type(parts[0]) is Word
    measure = next(each for each in parts if isinstance(each, Name))
    first, last = (each for each in parts if isinstance(each, _Place))
    limit = cast(Comparison, parts[-1])
    return Change(relative, measure, first.of(measure), last.of(measure), limit, span)
