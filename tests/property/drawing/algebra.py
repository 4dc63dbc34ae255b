"""Questions said in the closed algebra itself, whatever the language can say of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.property.drawing import marks, members, summaries, trying, values
from tests.property.drawing.codes import CODINGS, SCALES, SETS
from tests.property.drawing.picking import Draw, one_in, pick, pick_one_of, some
from tests.property.drawing.windows import plain

from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Exists,
    How,
    Negate,
    Number,
    Observed,
    Op,
    Reduce,
    Rows,
    Spread,
    Truth,
    Value,
)

_NUMERIC = (Op.LT, Op.LE, Op.GT, Op.GE, Op.EQ, Op.NE)
LIMITS = [Decimal(n) for n in ("0", "1", "1", "2", "2", "2.9", "3", "5", "5.1", "5.1", "30")]

COUNTS = [Decimal(n) for n in (0, 1, 1, 2, 2, 3)]


def observed(draw: Draw) -> Observed:
    """Whether the source would show it."""
    kinds = pick(draw, (*((kind,) for kind in CODINGS), ("diagnosis", "observation")))
    codes = None if one_in(draw, 3) else pick(draw, SETS[kinds[0]])
    return Observed(kinds, codes, plain(draw), one_in(draw, 2))


def comparison(draw: Draw, of_rows: Rows | None = None, depth: int = 1) -> Compare:
    """Numbers, times and words against limits; of each of some rows where any are given."""
    match pick(draw, ("number",) * 6 + ("value", "value", "time", "word", "word")):
        case "number":
            left = values.number(draw, of_rows, depth)
            return Compare(left, pick(draw, _NUMERIC), pick(draw, _limits(left)))
        case "value":
            left, right = (values.number(draw, of_rows, depth) for _ in range(2))
            return Compare(left, pick(draw, _NUMERIC), right)
        case "time":
            left, right = (marks.time(draw, of_rows, depth) for _ in range(2))
            return Compare(left, pick(draw, _NUMERIC), right)
    word, known = marks.word(draw, of_rows, depth)
    if one_in(draw, 2):
        return Compare(word, pick_one_of(draw, Op.EQ, Op.NE), pick(draw, known))
    return Compare(word, Op.IN, frozenset(some(draw, known)))


def _limits(left: Value) -> list[Decimal]:
    match left:
        case Reduce(how=How.COUNT):
            return COUNTS
        case Reduce(how=How.IN_A_ROW):
            return [Decimal(2)]
    return LIMITS


def near_limit(draw: Draw) -> Compare:
    """A test of each result, which several of a patient's mostly pass and some fail."""
    return Compare(Number(SCALES[0]), pick_one_of(draw, Op.GE, Op.LE), Decimal(5))


def existence(draw: Draw, depth: int = 2) -> Exists:
    """Whether there is such a row, mostly with a search for the very rows asked for."""
    found = members.rows(draw, depth)
    return Exists(found, observed(draw) if one_in(draw, 8) else values.seen(draw, found))


def question(draw: Draw, depth: int = 2) -> Truth:
    """A question to a subject."""
    if depth == 0:
        return _simple(draw)
    match pick(draw, ("leaf",) * 9 + ("joint", "joint", "not", "spread", "in a row", "for any")):
        case "joint":
            return joint(draw, lambda draw: question(draw, depth - 1))
        case "not":
            return Negate(question(draw, depth - 1))
        case "spread":
            return Spread(question(draw, depth - 1))
        case "for any":
            return trying.for_any(draw, depth)
        case "in a row":
            return Compare(summaries.in_a_row(draw, 0), Op.GE, Decimal(2))
    return comparison(draw, depth=depth) if one_in(draw, 3) else existence(draw, depth)


def _simple(draw: Draw) -> Truth:
    match pick(draw, ("existence",) * 3 + ("comparison",) * 2 + ("observed",)):
        case "existence":
            return existence(draw, 1)
        case "comparison":
            return comparison(draw)
    return observed(draw)


def joint(draw: Draw, part: Callable[[Draw], Truth]) -> Truth:
    """Several questions in one."""
    several = tuple(part(draw) for _ in range(pick(draw, (1, 2, 2, 3))))
    match pick(draw, ("all", "any", "least") * 6 + ("nothing to ask",)):
        case "nothing to ask":
            return pick(draw, (AllOf(()), AnyOf(())))
        case "all":
            return AllOf(several)
        case "any":
            return AnyOf(several)
    return AtLeast(pick(draw, range(1, len(several) + 1)), several)


def row_test(draw: Draw, found: Rows) -> Truth:
    """A test of each of some rows."""

    def one(draw: Draw) -> Truth:
        return comparison(draw, found, 0)

    match pick(draw, ("one",) * 5 + ("not", "joint", "subject")):
        case "not":
            return Negate(one(draw))
        case "joint":
            return joint(draw, one)
        case "subject":
            return existence(draw, 0)
    return one(draw)
