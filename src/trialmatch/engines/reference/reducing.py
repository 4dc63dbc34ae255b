"""How some rows come to one value (meaning 8, 9 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.covering import covered_share, longest_run
from trialmatch.engines.reference.in_a_row import most_in_a_row
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.engines.reference.sameness import equal_rows_once
from trialmatch.engines.reference.unseen import unbounded_if_unseen
from trialmatch.engines.reference.values import (
    Interval,
    Known,
    NotKnown,
    Value,
    doubts_within,
    each_once,
    highest,
    hull,
    lowest,
    named,
    not_known,
    why_not_known,
)
from trialmatch.plan import algebra
from trialmatch.plan.algebra import How
from trialmatch.plan.naming import name_of
from trialmatch.verdict import Missing, Reason


def reduced(node: algebra.Reduce, ask: Asking) -> Value:
    """The one value of some rows."""
    if node.how is How.COUNT:
        value: Value = _count(node, ask)
    elif node.how is How.LONGEST_RUN:
        value = longest_run(ask.members(node.rows), node.observed, ask)
    elif node.how is How.COVERED_SHARE:
        value = covered_share(ask.members(node.rows), node.observed, node.window, ask)
    else:
        value = _of_values(node, ask)
    return _about_the_rows(value, name_of(node))


def _about_the_rows(value: Value, name: str) -> Value:
    match value:
        case Interval(doubts=doubts) if doubts:
            return Interval(value.lo, value.hi, value.lo_open, value.hi_open, named(doubts, name))
        case NotKnown(reasons=reasons):
            return NotKnown(named(reasons, name))
    return value


def _count(node: algebra.Reduce, ask: Asking) -> Interval:
    """From the definite members to all; no upper bound where there may be rows unseen."""
    found = ask.counted(node.rows)
    certain = sum(member.certain for member in found)
    counted = Interval(Fraction(certain), Fraction(len(found)), doubts=doubts_of(found))
    return unbounded_if_unseen(counted, node.observed, ask)


def _of_values(node: algebra.Reduce, ask: Asking) -> Value:
    """What the values of the members come to."""
    if node.value is None:
        raise TypeError(f"{node.how.name} is of the rows' values")
    if node.how is How.IN_A_ROW:
        return most_in_a_row(node, node.value, ask)
    picked = ask.members(node.rows)
    if node.how in (How.SUM, How.MEAN):
        picked = equal_rows_once(picked, node.rows)
    if node.how is How.VALUE:
        return _picked_value(node, node.value, picked, ask)
    if node.how is How.MEAN:
        return _mean(node, node.value, picked, ask)
    if not picked:
        return not_known(Missing.NO_RESULT)
    values = [ask.value(node.value, member) for member in picked]
    if node.how is How.SUM:
        return _sum(picked, values)
    return _extreme(picked, values, greatest=node.how is How.MAX)


def _picked_value(
    node: algebra.Reduce, of: algebra.Value, picked: list[Member], ask: Asking
) -> Value:
    """The value of the rows picked; of several, what holds them all."""
    if isinstance(of, algebra.Word):
        return _answer(picked)
    if not picked:
        return _of_none(node, of, ask)
    if not any(member.certain for member in picked):
        return NotKnown(doubts_of(picked))
    values = [ask.value(of, member) for member in picked]
    unusable = why_not_known(values)
    if unusable:
        return NotKnown(unusable)
    words = {value.word for value in values if isinstance(value, Known)}
    if words:
        return values[0] if len(words) == 1 else not_known(Missing.SAME_TIME_DISAGREE)
    return _held(_intervals(values), picked)


def _answer(picked: list[Member]) -> Value:
    """The one answer that persons gave; not known with none, with several, or an empty one."""
    words = {m.row.result.text for m in picked if m.certain and m.row.result}
    return not_known(Missing.ANSWER_NEEDED) if len(words) != 1 or "" in words else Known(*words)


def _of_none(node: algebra.Reduce, of: algebra.Value, ask: Asking) -> NotKnown:
    """No row: no result, and for a time no anchor where there surely was none."""
    if not _is_time(of):
        return not_known(Missing.NO_RESULT)
    if node.observed is not None:
        silence = ask.decide(node.observed)
        if silence.reasons:
            return NotKnown(silence.reasons)
    return not_known(Missing.NO_ANCHOR)


def _is_time(node: algebra.Value) -> bool:
    inner = node.value if isinstance(node, algebra.OfPartner) else node
    return isinstance(inner, algebra.RowTime)


def _intervals(values: list[Value]) -> list[Interval]:
    return [value for value in values if isinstance(value, Interval)]


def _held(values: list[Interval], picked: list[Member]) -> Interval:
    """From the lowest to the highest of tied or possible values."""
    said = {(v.lo, v.hi, v.lo_open, v.hi_open) for v in values}
    if len(said) == 1:
        return replace(values[0], doubts=each_once((*doubts_of(picked), *doubts_within(values))))
    low = min(values, key=lambda v: (v.lo is not None, v.lo or 0, v.lo_open))
    high = max(values, key=lambda v: (v.hi is None, v.hi or 0, not v.hi_open))
    doubts = doubts_of(picked) or (Reason.of(Missing.SAME_TIME_DISAGREE),)
    doubts = (*doubts, *doubts_within(values))
    return Interval(low.lo, high.hi, low.lo_open, high.hi_open, doubts)


def _sum(picked: list[Member], values: list[Value]) -> Value:
    """The sum of what is certain, and of what is possible as much as makes it less or more."""
    if not any(member.certain for member in picked):
        return NotKnown(doubts_of(picked))
    unusable = why_not_known(values)
    if unusable:
        return NotKnown(unusable)
    pairs = list(zip(picked, _intervals(values), strict=True))
    lows = [_at_most_nothing(m, v.lo) for m, v in pairs]
    highs = [_at_least_nothing(m, v.hi) for m, v in pairs]
    doubts = (*doubts_of(picked), *doubts_within(_intervals(values)))
    return Interval(_total(lows), _total(highs), doubts=doubts)


def _at_most_nothing(member: Member, bound: Fraction | None) -> Fraction | None:
    return bound if member.certain or bound is None else min(Fraction(0), bound)


def _at_least_nothing(member: Member, bound: Fraction | None) -> Fraction | None:
    return bound if member.certain or bound is None else max(Fraction(0), bound)


def _total(bounds: list[Fraction | None]) -> Fraction | None:
    known = [bound for bound in bounds if bound is not None]
    return sum(known, Fraction(0)) if len(known) == len(bounds) else None


def _mean(node: algebra.Reduce, of: algebra.Value, picked: list[Member], ask: Asking) -> Value:
    """The mean of enough rows; of tied or possible ones, between the lowest and the highest."""
    if len(picked) < node.n:
        return not_known(Missing.TOO_FEW_RESULTS)
    doubts = doubts_of(picked)
    if sum(member.certain for member in picked) < node.n:
        return NotKnown(doubts)
    values = [ask.value(of, member) for member in picked]
    unusable = why_not_known(values)
    if unusable:
        return NotKnown(unusable)
    intervals = _intervals(values)
    of_all = node.n == 1 and not isinstance(node.rows, algebra.Take)
    if not doubts and (of_all or len(picked) == node.n):
        return _exact_mean(intervals)
    open_mean = (Reason.of(Missing.SAME_TIME_DISAGREE), *doubts, *doubts_within(intervals))
    return hull(intervals, open_mean)


def _exact_mean(values: list[Interval]) -> Interval:
    lo, hi = _total([v.lo for v in values]), _total([v.hi for v in values])
    return Interval(
        None if lo is None else lo / len(values),
        None if hi is None else hi / len(values),
        doubts=doubts_within(values),
    )


def _extreme(picked: list[Member], values: list[Value], *, greatest: bool) -> Value:
    """The highest or the lowest value: possible rows and unusable values leave it open."""
    if not any(member.certain for member in picked):
        return NotKnown(doubts_of(picked))
    pairs = list(zip(picked, values, strict=True))
    comparable = _intervals(values)
    certain = [v for m, v in pairs if m.certain and isinstance(v, Interval)]
    complete = len(comparable) == len(values)
    doubts = (*doubts_of(picked), *doubts_within(comparable), *why_not_known(values))
    if greatest:
        bound = _outermost([v.lo for v in certain], max)
        return Interval(
            bound, highest(v.hi for v in comparable) if complete else None, doubts=doubts
        )
    bound = _outermost([v.hi for v in certain], min)
    return Interval(lowest(v.lo for v in comparable) if complete else None, bound, doubts=doubts)


def _outermost(
    bounds: list[Fraction | None], of: Callable[[list[Fraction]], Fraction]
) -> Fraction | None:
    """The bound that certain rows set; none where no such row has one."""
    known = [bound for bound in bounds if bound is not None]
    return of(known) if known else None
