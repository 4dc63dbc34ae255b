"""Values: numbers, times and words, of a subject or of each of some rows."""

from __future__ import annotations

from decimal import Decimal

from tests.property.drawing import algebra, marks, summaries
from tests.property.drawing.codes import SCALES
from tests.property.drawing.kinds_of import kinds_of, paired, searched
from tests.property.drawing.picking import Draw, one_in, pick, pick_one_of
from tests.property.drawing.stated import BY_CODE, BY_WORD, CONSTANTS, UNITS
from tests.property.drawing.windows import plain

from trialmatch.plan.algebra import (
    Arithmetic,
    Choose,
    Codings,
    Constant,
    Elapsed,
    Lacking,
    Lookup,
    Number,
    Observed,
    OfPartner,
    Operation,
    RangeEnd,
    RangeLimit,
    Rows,
    Truth,
    Value,
)
from trialmatch.verdict import Missing, Reason

_MEASURED = frozenset({"measurement", "observation"})
_CODED = frozenset({"diagnosis", "medication"})


def seen(draw: Draw, found: Rows) -> Truth:
    """Whether the source would show these rows, in their own window or another."""
    kinds, codes, window = searched(found)
    if one_in(draw, 6):
        window = plain(draw)
    return Observed(kinds, codes, window, not one_in(draw, 3))


def maybe_seen(draw: Draw, found: Rows) -> Truth | None:
    """The same, or nothing."""
    return seen(draw, found) if one_in(draw, 2) else None


def constant(draw: Draw) -> Constant:
    """A stated number."""
    return Constant(pick(draw, CONSTANTS))


def _of_row(draw: Draw, found: Rows) -> Value:
    choices = ["elapsed", "word"] + ["code"] * (1 + 2 * bool(kinds_of(found) & _CODED))
    if kinds_of(found) <= _MEASURED:
        choices += ["number"] * 5 + ["range"]
    match pick(draw, choices):
        case "number":
            return Number(pick(draw, SCALES))
        case "range":
            return RangeLimit(pick_one_of(draw, *RangeEnd), pick(draw, SCALES))
        case "elapsed":
            start, end = (marks.time(draw, found, 0) for _ in range(2))
            return Elapsed(start, end, pick(draw, UNITS))
        case "word":
            return Lookup(marks.word(draw, found, 0)[0], BY_WORD, "words")
    codings = OfPartner(Codings()) if paired(found) and one_in(draw, 3) else Codings()
    return Lookup(codings, BY_CODE, "codes")


def number(draw: Draw, found: Rows | None, depth: int) -> Value:
    """A number; of each row where rows are given, else of the subject."""
    choices = (
        ("plain",) * 8
        + ("sum", "power", "constant", "chosen", "lacking")
        + ("partner",) * (3 * paired(found))
    )
    match pick(draw, choices):
        case "constant":
            return constant(draw)
        case "sum":
            left = _plain(draw, found, depth)
            return Arithmetic(pick(draw, list(Operation)), left, _either(draw, found, depth))
        case "power":
            return _power(draw, _plain(draw, found, depth))
        case "lacking":
            return Lacking(Reason.of(Missing.INPUTS_APART, "drawn"))
        case "chosen":
            condition = (
                algebra.question(draw, 0) if found is None else algebra.comparison(draw, found, 0)
            )
            return Choose(condition, _either(draw, found, depth), _either(draw, found, depth))
        case "partner":
            return OfPartner(Number(pick(draw, SCALES)))
    return _plain(draw, found, depth)


def _power(draw: Draw, of: Value) -> Value:
    """A power or a logarithm that is mostly a number."""
    if one_in(draw, 2):
        return Arithmetic(Operation.LOGARITHM, of, Constant(Decimal(10)))
    exponent = Constant(Decimal(pick(draw, ("2", "3", "0.5", "-1", "0.333", "-1.2"))))
    return Arithmetic(Operation.POWER, of, exponent)


def _plain(draw: Draw, found: Rows | None, depth: int) -> Value:
    return summaries.summary(draw, depth) if found is None else _of_row(draw, found)


def _either(draw: Draw, found: Rows | None, depth: int) -> Value:
    return constant(draw) if one_in(draw, 2) else _plain(draw, found, depth)
