"""Which lines are definite members of some `Rows`, and which are possible ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trialmatch.cohort.kinds import KINDS
from trialmatch.engines.columnar.eras import eras
from trialmatch.engines.columnar.events import events
from trialmatch.engines.columnar.joining import joined
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.picking import candidates, take
from trialmatch.engines.columnar.placing import within
from trialmatch.engines.columnar.sameness import equal_rows_once
from trialmatch.engines.columnar.spacing import each_by_itself, spaced
from trialmatch.engines.columnar.table import POSSIBLE
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan import algebra
from trialmatch.verdict import Missing

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering


def members(rows: algebra.Rows, ask: Answering) -> Members:
    """The members of a node, of all subjects."""
    match rows:
        case algebra.Events():
            return events(rows, ask.panel)
        case algebra.OwnEvent():
            return _own(ask)
        case algebra.Where(rows=inner, test=test):
            return _where(ask.members(inner), test, ask)
        case algebra.Within(rows=inner, window=window, by=by):
            return within(ask.members(inner), window, by, ask.panel, ask.intervals)
        case algebra.Joined():
            return joined(rows, ask)
        case algebra.Merged(rows=inner, gap=gap):
            return eras(ask.members(inner), gap, ask.panel)
        case algebra.Spaced(rows=inner, apart=apart):
            return each_by_itself(ask.members(inner), apart, ask.panel)
        case algebra.Take():
            return _taken(rows, ask)
    raise TypeError(f"no such node: {type(rows).__name__}")


def existing(rows: algebra.Rows, ask: Answering) -> Members:
    """The members where it matters how many there are at least, not which rows they are."""
    if isinstance(rows, algebra.Spaced):
        return spaced(ask.members(rows.rows), rows.apart, ask.panel)
    return ask.members(rows)


def counted(rows: algebra.Rows, ask: Answering) -> Members:
    """The members that are counted: equal ones once."""
    return equal_rows_once(existing(rows, ask), ask.panel)


def _own(ask: Answering) -> Members:
    own = ask.panel.subjects.own
    if own is None:
        return Members(np.zeros(0, np.int32), np.zeros(0, np.int64), ())
    subject = np.arange(ask.panel.size, dtype=np.int32)
    kinds = tuple(kind.name for kind in KINDS)
    found = Members(subject, own.line, kinds, extents=own.extents, itself=True)
    if not ask.panel.table.has("status"):
        return found
    unconfirmed = ask.panel.reasons.missing(Missing.UNCONFIRMED)
    possible = POSSIBLE[ask.panel.table.column("status", own.line)]
    return found.with_doubts(np.where(possible, np.int32(unconfirmed), np.int32(0)))


def _where(found: Members, test: algebra.Truth, ask: Answering) -> Members:
    if not len(found):
        return found
    truth = ask.truth(test, found)
    if not truth.met.all():
        unknown = truth.unknown
        if unknown.any():
            why = truth.reasons if truth.reasons is not None else np.full(len(found), 2, np.int32)
            doubts = np.where(unknown, why, np.int32(0)).astype(np.int32)
            found = found.with_doubts(ask.panel.reasons.union(found.doubted, doubts))
        found = found[np.flatnonzero(~truth.not_met)]
    return found


def _taken(node: algebra.Take, ask: Answering) -> Members:
    found = candidates(node, ask.members(node.rows), ask.panel)
    if node.n > 1:
        found = equal_rows_once(found, ask.panel)
    values: Intervals | None = None
    if node.value is not None and node.order in (algebra.Order.HIGHEST, algebra.Order.LOWEST):
        values = ask.intervals(node.value, found)
    return take(node, found, ask.panel, values)
