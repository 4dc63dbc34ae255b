"""Picking rows: by date blind to the value, or by value (meaning 8 and 9)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.cohort import answer_rows
from trialmatch.cohort.kinds import KINDS
from trialmatch.engines.columnar.extents import starts
from trialmatch.engines.columnar.members import Mask, Members
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.segments import ranked_by
from trialmatch.engines.columnar.table import KIND_NUMBERS, PRELIMINARY, Array
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan.algebra import Order, Take
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

# Answers of persons have a result as measurements have.
_HAS_RESULTS = np.array([kind.merges_equal_rows or kind.name == answer_rows.KIND for kind in KINDS])


def candidates(node: Take, members: Members, panel: Panel) -> Members:
    """Those that can be picked: rows without a result are none where results are asked for."""
    if node.empty_too or not any(_HAS_RESULTS[KIND_NUMBERS[kind]] for kind in members.kinds):
        return members
    table = panel.table
    empty = np.isnan(table.column("value", members.at))
    empty &= table.column("text", members.at) == 0
    empty &= table.column("value_code", members.at) == 0
    empty |= table.column("absent", members.at)
    if len(members.kinds) > 1:
        empty &= _HAS_RESULTS[table.kind[members.at]]
    return members[np.flatnonzero(~empty)] if empty.any() else members


def take(node: Take, found: Members, panel: Panel, values: Intervals | None) -> Members:
    """Every candidate that may be among the first `n`; `values` are those of the candidates."""
    if not len(found):
        return found
    if node.the_last:
        return _the_nth(node, found, panel, values)
    if values is not None:
        chosen = np.flatnonzero(~_beside_final(found, panel))
        found, values = found[chosen], values[chosen]
        return found[np.flatnonzero(_by_value(node, found, values))]
    if node.order not in (Order.LATEST, Order.FIRST):
        return found[np.flatnonzero(_by_date(node, found, panel))]
    found = _by_day(node, found, panel)
    # Of a subject's only row nothing more is to be told.
    several = np.flatnonzero((np.bincount(found.subject) > 1)[found.subject])
    if not len(several):
        return found
    kept = np.ones(len(found), np.bool_)
    kept[several] = _by_date(node, found[several], panel)
    return found if kept.all() else found[np.flatnonzero(kept)]


def _by_date(node: Take, found: Members, panel: Panel) -> Mask:
    """Those that by their times are among the first `n`."""
    whole = np.zeros(len(found), np.bool_)
    first, last, group = dates(found, panel)
    kept = ~_only_preliminary(found, panel, group, first)
    chosen = np.flatnonzero(kept)
    found = found[chosen]
    first, last = _greatest_first(node, found, panel, first[chosen], last[chosen])
    # Those stay after which fewer than n definite ones surely come.
    bar = ranked_by(found, first, node.n)
    whole[chosen] = last >= bar[found.subject]
    return whole


def _greatest_first(
    node: Take, found: Members, panel: Panel, first: Array, last: Array
) -> tuple[Array, Array]:
    """Times turned so that the first in the order is the greatest."""
    if node.order is Order.FIRST:
        return -last, -first
    if node.order is Order.NEAREST:
        return _nearness(found, panel, first, last)
    return first, last


def _the_nth(node: Take, found: Members, panel: Panel, values: Intervals | None) -> Members:
    """Those that may be the `n`-th; definite ones are so also where no possible row counts."""
    if values is not None:
        chosen = np.flatnonzero(~_beside_final(found, panel))
        found, values = found[chosen], values[chosen]
        first, last = _of_values(node, values)
    else:
        first, last, group = dates(found, panel)
        chosen = np.flatnonzero(~_only_preliminary(found, panel, group, first))
        found = found[chosen]
        first, last = _greatest_first(node, found, panel, first[chosen], last[chosen])
    if not len(found):
        return found
    among = last >= ranked_by(found, first, node.n)[found.subject]
    kept = among & _enough_before(found, first, last, node.n)
    if found.doubts is None:
        return found[np.flatnonzero(kept)]
    doubts = panel.reasons.gathered(
        np.where(among, found.doubted, np.int32(0)), found.subject, panel.size
    )
    settled = np.flatnonzero(found.certain)
    in_any_case = np.zeros(len(found), np.bool_)
    in_any_case[settled] = _enough_before(found[settled], first[settled], last[settled], node.n)
    more = np.where(in_any_case, np.int32(0), doubts[found.subject])
    return found.with_doubts(panel.reasons.union(found.doubted, more))[np.flatnonzero(kept)]


def _enough_before(found: Members, first: Array, last: Array, n: int) -> Mask:
    """Those that come no earlier than the `n`-th of all may come."""
    if not len(found):
        return np.zeros(0, np.bool_)
    bar = ranked_by(replace(found, doubts=None), last, n)
    enough = np.bincount(found.subject)[found.subject] >= n
    return np.asarray(enough & (first <= bar[found.subject]))


def _by_day(node: Take, found: Members, panel: Panel) -> Members:
    """Without those that by their days alone are none: mostly one a subject is left."""
    lo, hi = (each // MINUTES_PER_DAY for each in starts(found, panel))
    if node.order is Order.FIRST:
        lo, hi = -hi, -lo
    bar = ranked_by(found, lo, node.n)
    return found[np.flatnonzero(hi >= bar[found.subject])]


def dates(found: Members, panel: Panel) -> tuple[Array, Array, Array]:
    """When each candidate was, by minutes where all of its date have a time, else by days.

    Also a number for each of a subject's dates.
    """
    lo, hi = (each.astype(np.int64) for each in starts(found, panel))
    first_day, last_day = lo // MINUTES_PER_DAY, hi // MINUTES_PER_DAY
    order = _in_order(found.subject, first_day, last_day)
    same = np.ones(max(len(found) - 1, 0), np.bool_)
    for each in (found.subject[order], first_day[order], last_day[order]):
        same &= each[1:] == each[:-1]
    group = np.zeros(len(found), np.int64)
    group[order] = np.cumsum(np.concatenate(([0], ~same)))[: len(found)]
    inexact = np.zeros(int(group.max(initial=0)) + 1, np.bool_)
    inexact[group[lo != hi]] = True
    by_day = inexact[group]
    whole_lo, whole_hi = (
        first_day * MINUTES_PER_DAY,
        last_day * MINUTES_PER_DAY + MINUTES_PER_DAY - 1,
    )
    return np.where(by_day, whole_lo, lo), np.where(by_day, whole_hi, hi), group


def _in_order(subject: Array, first_day: Array, last_day: Array) -> Array:
    """The order of subjects and dates, in which rows mostly stand already."""
    key = subject.astype(np.int64) << 32 | (first_day + 2**31)
    rises = key[1:] > key[:-1]
    equal = (key[1:] == key[:-1]) & (last_day[1:] >= last_day[:-1])
    if (rises | equal).all():
        return np.arange(len(key))
    return np.lexsort((last_day, first_day, subject))


def _only_preliminary(found: Members, panel: Panel, group: Array, first: Array) -> Mask:
    """Preliminary results beside a definite one of the same time."""
    out = np.zeros(len(found), np.bool_)
    if not panel.table.some_preliminary:
        return out
    preliminary = panel.table.column("status", found.at) == PRELIMINARY
    if not preliminary.any():
        return out
    finals = found.certain & ~preliminary & np.isin(group, group[preliminary])
    # Within a date, candidates are of one time if they begin at the same minute.
    keys = group << 34 | (first + 2**33)
    out[preliminary] = np.isin(keys[preliminary], keys[finals])
    return out


def _beside_final(found: Members, panel: Panel) -> Mask:
    """The same, where rows are not picked by their times."""
    if not panel.table.some_preliminary:
        return np.zeros(len(found), np.bool_)
    first, _, group = dates(found, panel)
    return _only_preliminary(found, panel, group, first)


def _nearness(found: Members, panel: Panel, first: Array, last: Array) -> tuple[Array, Array]:
    """How near each is to the index, in days, as an interval; the nearest is the greatest."""
    subjects = panel.subjects
    begin = subjects.of(subjects.index_lo, found.subject) // MINUTES_PER_DAY
    end = subjects.of(subjects.index_hi, found.subject) // MINUTES_PER_DAY
    a, b = first // MINUTES_PER_DAY, last // MINUTES_PER_DAY
    least = np.maximum(np.maximum(begin - b, a - end), 0)
    most = np.maximum(np.abs(a - end), np.abs(b - begin))
    return -most, -least


def _comparable(numbers: Array) -> Array:
    """Numbers without the last bits, in which equal results of several units may differ."""
    mantissa, exponent = np.frexp(numbers.astype(np.float64))
    return np.asarray(np.ldexp(np.round(mantissa * 2**42), exponent - 42))


def _by_value(node: Take, found: Members, values: Intervals) -> Mask:
    """Those that no `n` definite comparable ones surely outdo."""
    lo, hi = _of_values(node, values)
    kept: Mask = hi >= ranked_by(found, lo, node.n)[found.subject]
    return kept


def _of_values(node: Take, values: Intervals) -> tuple[Array, Array]:
    """Values turned so that the first in the order is the greatest; any if not comparable."""
    comparable = values.missing == 0
    lo, hi = _comparable(values.lo), _comparable(values.hi)
    if node.order is Order.LOWEST:
        lo, hi = -hi, -lo
    return np.where(comparable, lo, -np.inf), np.where(comparable, hi, np.inf)
