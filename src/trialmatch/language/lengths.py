"""Lengths of time that are no window: `2 days`, `6 h`."""

from __future__ import annotations

from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.phrases import Refused, keyword, phrase, whole_number
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Amount, Word
from trialmatch.language.words import TIME_UNITS
from trialmatch.vocabulary.calendar import Duration, Unit

# Longer than any record, in every unit; never used to count time.
_MOST = {
    Unit.MINUTE: 100_000_000,
    Unit.HOUR: 2_000_000,
    Unit.DAY: 73_000,
    Unit.WEEK: 10_400,
    Unit.MONTH: 2_400,
    Unit.YEAR: 200,
}
_SINGULAR = tuple(each.removesuffix("s") for each in TIME_UNITS)
# One length inside a pattern: its number and its unit.
LENGTH = rf"(\d{{1,9}})\s+({'|'.join((*TIME_UNITS, *_SINGULAR, 'h'))})(?!\w)"


def length() -> pp.ParserElement:
    """A whole number and a unit of time; gives a `Duration`."""
    unit = keyword(*TIME_UNITS, *_SINGULAR, "h", named="a unit of time")
    return phrase(whole_number() - unit, _build).set_name("a length of time")


def time_unit(
    units: tuple[str, ...] = TIME_UNITS, named: str = "a unit of time"
) -> pp.ParserElement:
    """A unit of time in singular or plural; gives a `Word`."""
    singular = tuple(each.removesuffix("s") for each in units)
    return keyword(*units, *singular, named=named)


def unit_of(word: Word) -> Unit:
    """The calendar unit that a word says."""
    return Unit(word.text.removesuffix("s"))


def length_of(count: int, unit: str, span: Span) -> Duration:
    """The length that a number and a unit as written say."""
    said = Duration(count, Unit("hour" if unit == "h" else unit.removesuffix("s")))
    if said.count > _MOST[said.unit]:
        raise Refused(
            Problem(
                rule="implausible-duration",
                message=f"{said} is longer than any record",
                span=span,
                why="no record reaches back or ahead that far",
                instead="a length that somebody may live",
            )
        )
    return said


def _build(parts: list[object], _span: Span) -> Duration:
    count, unit = cast(Amount, parts[0]), cast(Word, parts[1])
    return length_of(int(count.value), unit.text, count.span)
