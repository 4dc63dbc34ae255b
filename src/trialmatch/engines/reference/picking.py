"""Picking rows: by date, blind to the value, or by value, with stated ties (meaning 8 and 9)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from itertools import groupby

from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.engines.reference.sameness import equal_rows_once
from trialmatch.engines.reference.values import Interval
from trialmatch.plan.algebra import Order, Take, Value
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment

# What rows are ordered by, from the least to the greatest that it may be; None is no bound.
# The first come first where it is small.
Key = tuple[Fraction | int | None, Fraction | int | None]
Dated = tuple[Member, Moment]


def taken(node: Take, ask: Asking) -> list[Member]:
    """Every row that may be among the first `n` in the order."""
    found = ask.members(node.rows)
    several = equal_rows_once(found, node.rows) if node.n > 1 else found
    times = candidates(several, empty_too=node.empty_too)
    match node.order:
        case Order.LATEST:
            keys: list[Key] = [(-time.hi, -time.lo) for _, time in times]
        case Order.FIRST:
            keys = [(time.lo, time.hi) for _, time in times]
        case Order.NEAREST:
            keys = [distance(member.row.start, ask.subject.index) for member, _ in times]
        case Order.HIGHEST | Order.LOWEST:
            keys = [by_value(node.value, member, node.order, ask) for member, _ in times]
    members = [member for member, _ in times]
    if node.the_last:
        return the_nth(node.n, members, keys)
    return among_the_first(node.n, members, keys)


def candidates(found: list[Member], *, empty_too: bool = False) -> list[Dated]:
    """Members that have a result, if they are to have one, and their times, by date.

    The clock tells rows of one date apart if all of them have a time. A preliminary result is
    no candidate beside a definite one of the same time.
    """
    with_result = [m for m in found if empty_too or m.row.result is None or not m.row.result.empty]
    return [each for group in _by_date(with_result) for each in _without_preliminary(group)]


def dated(found: list[Member]) -> list[Dated]:
    """Members and their times, by date."""
    return [each for group in _by_date(found) for each in group]


def _by_date(found: list[Member]) -> list[list[Dated]]:
    ordered = sorted(found, key=lambda m: (_days(m.row.start), m.row.start.lo, m.row.id))
    return [_of_one_date(list(of)) for _, of in groupby(ordered, key=lambda m: _days(m.row.start))]


def _days(start: Moment) -> tuple[int, int]:
    return start.first_day, start.last_day


def _of_one_date(members: list[Member]) -> list[Dated]:
    by_clock = all(m.row.start.exact for m in members)
    return [(m, m.row.start if by_clock else _whole_days(m.row.start)) for m in members]


def _without_preliminary(group: list[Dated]) -> list[Dated]:
    final = {time for member, time in group if member.certain}
    return [(m, time) for m, time in group if m.row.status != "preliminary" or time not in final]


def _whole_days(start: Moment) -> Moment:
    last = start.last_day * MINUTES_PER_DAY + MINUTES_PER_DAY - 1
    return Moment(start.first_day * MINUTES_PER_DAY, last)


def distance(start: Moment, index: Moment) -> tuple[int, int]:
    """The fewest and the most days between a row and the index, before or after it."""
    most = max(abs(start.first_day - index.last_day), abs(start.last_day - index.first_day))
    fewest = max(start.first_day - index.last_day, index.first_day - start.last_day, 0)
    return fewest, most


def by_value(node: Value | None, member: Member, order: Order, ask: Asking) -> Key:
    """The key of a row that goes by its value; without a comparable one it may be anywhere."""
    if node is None:
        raise TypeError(f"{order.value} goes by a value")
    value = ask.value(node, member)
    if not isinstance(value, Interval):
        return None, None
    if order is Order.LOWEST:
        return value.lo, value.hi
    return _negative(value.hi), _negative(value.lo)


def _negative(bound: Fraction | None) -> Fraction | None:
    return None if bound is None else -bound


def among_the_first(n: int, members: list[Member], keys: list[Key]) -> list[Member]:
    """Those before which fewer than `n` definite rows surely come."""
    pairs = list(zip(members, keys, strict=True))
    ends = sorted(last for m, (_, last) in pairs if m.certain and last is not None)
    return [m for m, (first, _) in pairs if first is None or bisect_left(ends, first) < n]


def the_nth(n: int, members: list[Member], keys: list[Key]) -> list[Member]:
    """Those that may be the `n`-th; definite ones are so also where no possible row counts."""
    pairs = list(zip(members, keys, strict=True))
    certain = [pair for pair in pairs if pair[0].certain]
    found = _maybe_nth(n, pairs)
    in_any_case = set(map(id, _maybe_nth(n, certain)))
    doubts = doubts_of(among_the_first(n, members, keys))
    return [each if id(each) in in_any_case else each.doubted(*doubts) for each in found]


def _maybe_nth(n: int, pairs: list[tuple[Member, Key]]) -> list[Member]:
    """Those before which fewer than `n` definite rows surely come, and `n` - 1 may come."""
    firsts = sorted(first for _, (first, _) in pairs if first is not None)
    anywhere = len(pairs) - len(firsts)
    found = []
    for member, (_, last) in pairs:
        # The row itself is one of those that come no later.
        no_later = len(pairs) if last is None else anywhere + bisect_right(firsts, last)
        if no_later >= n:
            found.append(member)
    among = set(map(id, among_the_first(n, [m for m, _ in pairs], [key for _, key in pairs])))
    return [member for member in found if id(member) in among]
