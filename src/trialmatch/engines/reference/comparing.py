"""A value against a limit: decided only where every value in the interval decides alike."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from trialmatch.engines.reference.values import Interval, Known, NotKnown, Value
from trialmatch.plan.algebra import Op
from trialmatch.verdict import Verdict, negate

_MIRROR = {Op.GE: Op.LT, Op.GT: Op.LE, Op.NE: Op.EQ}


def compare(value: Value, op: Op, limit: Decimal | str) -> Verdict:
    """The verdict of one comparison."""
    match value:
        case NotKnown():
            return Verdict.UNKNOWN
        case Known(word=word):
            return _word(word, op, str(limit))
        case Interval():
            return _number(value, op, Fraction(limit))


def _word(word: str, op: Op, limit: str) -> Verdict:
    verdict = Verdict.MET if word == limit else Verdict.NOT_MET
    return verdict if op is Op.EQ else negate(verdict)


def _number(value: Interval, op: Op, limit: Fraction) -> Verdict:
    if op in _MIRROR:
        return negate(_number(value, _MIRROR[op], limit))
    if op is Op.EQ:
        return _equal(value, limit)
    if _surely_below(value, limit, or_equal=op is Op.LE):
        return Verdict.MET
    if _surely_not_below(value, limit, or_equal=op is Op.LE):
        return Verdict.NOT_MET
    return Verdict.UNKNOWN


def _surely_below(value: Interval, limit: Fraction, *, or_equal: bool) -> bool:
    if value.hi is None:
        return False
    return value.hi < limit or (value.hi == limit and (or_equal or value.hi_open))


def _surely_not_below(value: Interval, limit: Fraction, *, or_equal: bool) -> bool:
    if value.lo is None:
        return False
    return value.lo > limit or (value.lo == limit and (not or_equal or value.lo_open))


def _equal(value: Interval, limit: Fraction) -> Verdict:
    if value.lo == value.hi == limit:
        return Verdict.MET
    outside = _surely_below(value, limit, or_equal=False) or _surely_not_below(
        value, limit, or_equal=True
    )
    return Verdict.NOT_MET if outside else Verdict.UNKNOWN
