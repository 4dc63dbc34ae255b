"""Whether two questions ask the same for certain: their normal forms are equal.

Interval logic alone is used: whole numbers have neighbours, a year is twelve months, of two
limits on one value the tighter decides, and a limit beyond what is plausible decides nothing.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    Compare,
    Elapsed,
    How,
    Negate,
    Number,
    Op,
    Reduce,
    Truth,
    Value,
)
from trialmatch.plan.criteria import Criterion
from trialmatch.vocabulary.calendar import Duration, Unit

_AS = {Unit.YEAR: (12, Unit.MONTH), Unit.WEEK: (7, Unit.DAY), Unit.HOUR: (60, Unit.MINUTE)}
_OPPOSITE = {Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT, Op.EQ: Op.NE, Op.NE: Op.EQ}
_LOWER, _UPPER = (Op.GE, Op.GT), (Op.LE, Op.LT)


def asks_the_same(one: Criterion, other: Criterion) -> bool:
    """Whether two criteria are proved to have the same answer for every subject."""
    return (
        one.side is other.side
        and normal(one.question) == normal(other.question)
        and normal(one.applies) == normal(other.applies)
    )


def normal(value: object) -> object:
    """The normal form of a question, of a part of it, or of anything it is made of."""
    if isinstance(value, tuple):
        return tuple(normal(each) for each in value)
    if isinstance(value, Duration):
        count, unit = _AS.get(value.unit, (1, value.unit))
        return Duration(value.count * count, unit)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {f.name: normal(getattr(value, f.name)) for f in fields(value) if f.init}
    return _simple(replace(value, **changed))


def _simple(node: object) -> object:
    match node:
        case Negate(part=Negate(part=part)):
            return part
        case Negate(part=AllOf(parts=parts)):
            return _simple(AnyOf(tuple(_opposite(each) for each in parts)))
        case Negate(part=AnyOf(parts=parts)):
            return _simple(AllOf(tuple(_opposite(each) for each in parts)))
        case Negate(part=Compare(left=left, op=op, right=right)) if op in _OPPOSITE:
            return _simple(Compare(left, _OPPOSITE[op], right))
        case Compare(left=left, op=op, right=Decimal() as limit):
            return _limited(left, op, limit)
        case AllOf() | AnyOf():
            return _joint(node)
    return node


def _opposite(part: Truth) -> Truth:
    found = _simple(Negate(part))
    return found if isinstance(found, Truth) else Negate(part)


def _limited(left: Value, op: Op, limit: Decimal) -> Compare:
    """A limit on a whole number with the number included; no further out than is plausible."""
    if _whole(left):
        if op in (Op.GT, Op.GE):
            up = limit.to_integral_value(ROUND_FLOOR) + 1
            least = up if op is Op.GT else limit.to_integral_value(ROUND_CEILING)
            return Compare(left, Op.GE, least)
        if op in (Op.LT, Op.LE):
            down = limit.to_integral_value(ROUND_CEILING) - 1
            return Compare(
                left, Op.LE, down if op is Op.LT else limit.to_integral_value(ROUND_FLOOR)
            )
    return Compare(left, op, _plausible(left, op, limit))


def _whole(value: Value) -> bool:
    return isinstance(value, Elapsed) or (isinstance(value, Reduce) and value.how is How.COUNT)


def _plausible(value: Value, op: Op, limit: Decimal) -> Decimal:
    if not (isinstance(value, Reduce) and isinstance(value.value, Number)):
        return limit
    scale = value.value.scale
    if value.how is not How.VALUE or scale.unit != scale.declared:
        return limit
    # A result may lie on the edge of what is plausible, and then the edge itself may decide.
    low, high = scale.low, scale.high
    if low is not None and (limit < low or (limit == low and op in (Op.GE, Op.LT))):
        return Decimal("-Infinity")
    if high is not None and (limit > high or (limit == high and op in (Op.LE, Op.GT))):
        return Decimal("Infinity")
    return limit


def _joint(node: AllOf | AnyOf) -> Truth:
    """The parts in a fixed order, each once, and of several limits the one that decides."""
    kind = type(node)
    parts = [
        inner
        for part in node.parts
        for inner in (part.parts if isinstance(part, kind) else (part,))
    ]
    kept = dict[object, Truth]()
    for part in parts:
        key = _bounded(part)
        before = kept.get(key)
        kept[key] = part if before is None else _decisive(before, part, tight=kind is AllOf)
    ordered = tuple(sorted(kept.values(), key=repr))
    return ordered[0] if len(ordered) == 1 else kind(ordered)


def _bounded(part: Truth) -> object:
    """What a limit is on and from which side; any other part stands for itself."""
    if isinstance(part, Compare) and isinstance(part.right, Decimal):
        side = "lower" if part.op in _LOWER else "upper" if part.op in _UPPER else ""
        return (part.left, side) if side else part
    return part


def _decisive(one: Truth, other: Truth, *, tight: bool) -> Truth:
    if not (isinstance(one, Compare) and isinstance(other, Compare)):
        return one
    lower = one.op in _LOWER
    ordered = sorted((one, other), key=lambda each: (each.right, (each.op is Op.GT) == lower))
    return ordered[-1] if lower == tight else ordered[0]
