"""A value against a limit: decided only where every value in the interval decides alike."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from trialmatch.engines.reference.values import (
    Interval,
    Known,
    NotKnown,
    Value,
    doubts_within,
    exactly,
    why_not_known,
)
from trialmatch.plan.algebra import Op
from trialmatch.verdict import Reason, Verdict, negate

# A limit: a number, a word, several words, or a value.
Limit = Decimal | str | frozenset[str] | Value

_MIRROR = {Op.GE: Op.LT, Op.GT: Op.LE, Op.NE: Op.EQ}


def compare(value: Value, op: Op, limit: Limit) -> Verdict:
    """The verdict of one comparison."""
    match value, limit:
        case (NotKnown(), _) | (_, NotKnown()):
            return Verdict.UNKNOWN
        case Known(word=word), frozenset() | str():
            return _word(word, op, frozenset({limit}) if isinstance(limit, str) else limit)
        case Interval(), Interval():
            return _number(value, op, limit)
        case Interval(), Decimal() | str():
            return _number(value, op, exactly(Fraction(limit)))
    raise TypeError(f"{type(value).__name__} does not compare with {type(limit).__name__}")


def why_open(value: Value, limit: Limit) -> tuple[Reason, ...]:
    """Why a comparison is UNKNOWN: what is not known, else the doubts of the intervals."""
    sides = [side for side in (value, limit) if isinstance(side, Interval | NotKnown)]
    return why_not_known(sides) or doubts_within(s for s in sides if isinstance(s, Interval))


def _word(word: str, op: Op, words: frozenset[str]) -> Verdict:
    verdict = Verdict.MET if word in words else Verdict.NOT_MET
    return negate(verdict) if op is Op.NE else verdict


def _number(value: Interval, op: Op, limit: Interval) -> Verdict:
    if op in _MIRROR:
        return negate(_number(value, _MIRROR[op], limit))
    if op is Op.EQ:
        return _equal(value, limit)
    if _surely_below(value, limit, or_equal=op is Op.LE):
        return Verdict.MET
    if _surely_below(limit, value, or_equal=op is Op.LT):
        return Verdict.NOT_MET
    return Verdict.UNKNOWN


def _surely_below(low: Interval, high: Interval, *, or_equal: bool) -> bool:
    if low.hi is None or high.lo is None:
        return False
    either_open = low.hi_open or high.lo_open
    return low.hi < high.lo or (low.hi == high.lo and (or_equal or either_open))


def _equal(value: Interval, limit: Interval) -> Verdict:
    if value.lo is not None and value.lo == value.hi == limit.lo == limit.hi:
        return Verdict.MET
    apart = _surely_below(value, limit, or_equal=False)
    outside = apart or _surely_below(limit, value, or_equal=False)
    return Verdict.NOT_MET if outside else Verdict.UNKNOWN
