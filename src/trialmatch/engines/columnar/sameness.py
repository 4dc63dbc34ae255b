"""Rows that are equal, counted once (meaning 9)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.cohort.kinds import BY_NAME, KINDS
from trialmatch.engines.columnar.members import Members, runs
from trialmatch.engines.columnar.panel import Panel

_MERGES = np.array([kind.merges_equal_rows for kind in KINDS])
_CONTENT = (
    *("code", "start_lo", "start_hi", "value", "comparator"),
    *("unit", "text", "value_code", "absent"),
)


def equal_rows_once(found: Members, panel: Panel) -> Members:
    """Of results equal in all that they say, one: a definite one if any is, else a possible one."""
    if len(found) < 2 or found.partner is not None:
        return found
    if not any(BY_NAME[kind].merges_equal_rows for kind in found.kinds):
        return found
    table = panel.table
    merges = _MERGES[table.kind[found.at]]
    columns = [found.subject, ~merges]
    columns += [table.column(name, found.at) for name in _CONTENT if table.has(name)]
    columns.append(np.where(merges, 0, np.arange(len(found))))
    order = np.lexsort(columns[::-1])
    same = np.ones(len(found) - 1, np.bool_)
    for column in columns:
        ordered = column[order]
        equal = ordered[1:] == ordered[:-1]
        if ordered.dtype.kind == "f":
            equal |= np.isnan(ordered[1:]) & np.isnan(ordered[:-1])
        same &= equal
    if not same.any():
        return found
    return _first_of_each(found, order, np.cumsum(np.concatenate(([0], ~same))), panel)


def _first_of_each(found: Members, order: np.ndarray, group: np.ndarray, panel: Panel) -> Members:
    of_member = np.empty(len(found), np.int64)
    of_member[order] = group
    size = int(group[-1]) + 1
    certain = np.zeros(size, np.bool_)
    certain[of_member[found.certain]] = True
    doubts = panel.reasons.gathered(found.doubted, of_member, size)
    doubts[certain] = 0
    in_turn = panel.table.in_order(found.line, ~found.certain, of_member)
    chosen = np.sort(in_turn[runs(of_member[in_turn])])
    kept = found[chosen]
    return replace(kept, doubts=None).with_doubts(doubts[of_member[chosen]])
