"""`at age >= 18 years`: a window from birth, said as an age (meaning 3 and 4)."""

from __future__ import annotations

import pyparsing as pp

from trialmatch.language.comparisons import comparison
from trialmatch.language.lengths import length_of, time_unit
from trialmatch.language.phrases import whole_number
from trialmatch.language.tree import Amount, Comparison
from trialmatch.language.words import AGE_UNITS
from trialmatch.plan.algebra import Attribute, Fact
from trialmatch.plan.window import INDEX, Bound, Window


def age_limit() -> pp.ParserElement:
    """An age compared with one limit or two; gives a `Comparison`."""
    return comparison(whole_number(), time_unit(AGE_UNITS, "a unit of age"))


def window_of_age(limit: Comparison) -> Window:
    """The days on which the subject has such an age; with a lower limit alone up to the index."""
    numbers = limit.numbers
    match limit.sign:
        case ">=":
            return Window(_from(numbers[0], limit), INDEX)
        case ">":
            return Window(_from(numbers[0], limit, older=1), INDEX)
        case "<":
            return Window(None, _before(numbers[0], limit))
        case "<=":
            return Window(None, _before(numbers[0], limit, older=1))
    return Window(_from(numbers[0], limit), _before(numbers[-1], limit, older=1))


def _from(number: Amount, limit: Comparison, *, older: int = 0) -> Bound:
    """The day on which somebody comes of an age."""
    unit = limit.unit.text if limit.unit is not None else ""
    length = length_of(int(number.value) + older, unit, number.span)
    return Bound(length, 1, anchor=Attribute(Fact.BIRTH))


def _before(number: Amount, limit: Comparison, *, older: int = 0) -> Bound:
    """The last day before it."""
    day = _from(number, limit, older=older)
    return Bound(day.shift, day.sign, exclusive=True, anchor=day.anchor)
