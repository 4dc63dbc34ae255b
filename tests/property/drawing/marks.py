"""Times and words: of a row, of its partner, of the subject, or of rows that were picked."""

from __future__ import annotations

from tests.property.drawing import members, values
from tests.property.drawing.kinds_of import kinds_of, paired
from tests.property.drawing.picking import Draw, one_in, pick
from tests.property.drawing.stated import FIELDS, KINDS_WITH

from trialmatch.plan.algebra import (
    Attribute,
    Edge,
    Fact,
    Field,
    OfPartner,
    Reduce,
    Rows,
    RowTime,
    Take,
    Value,
    Word,
)

_OWN_TIMES = ("index", "index", "birth")
_TIMES = (*_OWN_TIMES, *("picked",) * 9)


def time(draw: Draw, found: Rows | None, depth: int) -> Value:
    """A time: of a row, of its partner, of the subject, or of rows that were picked."""
    if found is not None and not one_in(draw, 3):
        if paired(found) and one_in(draw, 2):
            return OfPartner(RowTime(_edge(draw)))
        return RowTime(_edge(draw))
    match pick(draw, _TIMES if depth else _OWN_TIMES):
        case "index":
            return Attribute(Fact.INDEX)
        case "birth":
            return Attribute(Fact.BIRTH)
    picked = members.picked(draw, depth - 1)
    return Reduce(picked, RowTime(_edge(draw)), observed=values.maybe_seen(draw, picked))


def _edge(draw: Draw) -> Edge:
    return Edge.END if one_in(draw, 4) else Edge.START


def word(draw: Draw, found: Rows | None, depth: int) -> tuple[Value, tuple[str, ...]]:
    """A word with those that it may be."""
    if found is not None:
        name = _field(draw, found)
        if paired(found) and one_in(draw, 2):
            return OfPartner(Field(name)), FIELDS[name]
        return Field(name), FIELDS[name]
    match pick(draw, ("sex", "answer", "field", "field") if depth else ("sex",)):
        case "sex":
            return Attribute(Fact.SEX), ("female", "male", "other")
        case "answer":
            last = Take(members.ANSWERS, empty_too=True)
            return Reduce(last, Word()), ("applies", "does not apply")
    picked = members.picked(draw, depth - 1)
    name = _field(draw, picked)
    return Reduce(picked, Field(name), observed=values.maybe_seen(draw, picked)), FIELDS[name]


def _field(draw: Draw, found: Rows) -> str:
    """Mostly a field that rows of these kinds have."""
    kinds = kinds_of(found)
    names = [name for name in FIELDS if kinds & KINDS_WITH.get(name, kinds)]
    return pick(draw, list(FIELDS)) if one_in(draw, 6) else pick(draw, names)
