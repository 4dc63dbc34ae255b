"""Windows: where their edges lie for each subject, or for each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from trialmatch.cohort.partition import EARLIEST, LATEST, NO_TIME
from trialmatch.engines.columnar.calendar import birthdays, shift_days, shift_minutes
from trialmatch.engines.columnar.members import Mask, Members
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan.algebra import (
    Exists,
    Node,
    Observed,
    Reduce,
    Rows,
    RowValue,
    Spread,
    Value,
)
from trialmatch.plan.passes.interning import Interner
from trialmatch.plan.window import Bound, Window
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

# How a value is worked out, of rows or of subjects; given, since values have windows too.
ValueOf = Callable[[Value, Members | None], Intervals]


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Where one edge lies: between two minutes, for each place or (arrays of one) for all.

    `nothing` are places where the anchor never was, so that the window holds nothing;
    `unknown` the reasons where it is not known where the edge lies.
    """

    lo: Array
    hi: Array
    nothing: Array | None = None
    unknown: Ids | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """A window's two edges, of each row if `of_rows`, else of each subject."""

    lower: Edge
    upper: Edge
    of_rows: bool


def of_rows(value: object) -> bool:
    """Whether a value is one of each row and not one of the subject."""
    if isinstance(value, RowValue):
        return True
    # What is asked of rows of its own says nothing of the row that it is asked beside.
    if not isinstance(value, Node) or isinstance(value, (Reduce, Rows, Exists, Observed, Spread)):
        return False
    return any(of_rows(part) for part in Interner.parts(value))


def by_clock(window: Window) -> bool:
    """Whether minutes are compared, as for windows in hours, or dates."""
    bounds = (window.lower, window.upper)
    return any(bound and bound.shift and bound.shift.by_clock for bound in bounds)


def row_valued(window: Window) -> bool:
    """Whether each row has a window of its own."""
    bounds = (each for each in (window.lower, window.upper) if each is not None)
    return any(of_rows(value) for each in bounds for value in (each.anchor, each.days))


def opening(
    window: Window,
    panel: Panel,
    value_of: ValueOf,
    members: Members | None = None,
    index: tuple[Array, Array] | None = None,
) -> Opening:
    """The edges; `index` are other moments that stand for the index, one for each row."""
    rowwise = index is not None or (members is not None and row_valued(window))
    rows = members if rowwise else None
    if index is None:
        index = _index(panel, rows)
    clock = by_clock(window)

    def edge(bound: Bound | None, first: bool) -> Edge:
        if bound is None:
            return _open(EARLIEST if first else LATEST)
        return _edge(bound, index, panel, value_of, rows, first=first, clock=clock)

    lower, upper = edge(window.lower, True), edge(window.upper, False)
    if window.looks_ahead:
        upper = _until_death(upper, panel, rows)
    return Opening(lower, upper, rowwise)


def _open(minute: int) -> Edge:
    at = np.array([minute], np.int64)
    return Edge(at, at)


def _index(panel: Panel, rows: Members | None) -> tuple[Array, Array]:
    subjects = panel.subjects
    if rows is None or subjects.one_index:
        return subjects.index_lo, subjects.index_hi
    return subjects.index_lo[rows.subject], subjects.index_hi[rows.subject]


def _edge(
    bound: Bound,
    index: tuple[Array, Array],
    panel: Panel,
    value_of: ValueOf,
    rows: Members | None,
    *,
    first: bool,
    clock: bool,
) -> Edge:
    lo, hi, missing = _anchor(bound, index, value_of, rows)
    nothing = _nothing(missing, panel)
    if clock and bound.day is None and bound.days is None:
        lo, hi = _moved_by_clock(bound, lo, hi, first=first)
    else:
        lo, hi, missing = _moved_by_days(bound, lo, hi, missing, panel, value_of, rows, first=first)
    lo, hi = np.clip(lo, EARLIEST, LATEST), np.clip(hi, EARLIEST, LATEST)
    if missing is None or not missing.any():
        return Edge(lo, hi)
    return _not_known(lo, hi, missing, nothing)


def _anchor(
    bound: Bound,
    index: tuple[Array, Array],
    value_of: ValueOf,
    rows: Members | None,
) -> tuple[Array, Array, Ids | None]:
    if bound.day is not None:
        first = bound.day * MINUTES_PER_DAY
        return np.array([first]), np.array([first + MINUTES_PER_DAY - 1]), None
    if bound.anchor is None:
        return *index, None
    times = _of_subject_or_rows(bound.anchor, value_of, rows)
    return times.lo.astype(np.int64), times.hi.astype(np.int64), times.missing


def _of_subject_or_rows(value: Value, value_of: ValueOf, rows: Members | None) -> Intervals:
    if rows is None or of_rows(value):
        return value_of(value, rows)
    return value_of(value, None)[rows.subject]


def _moved_by_clock(bound: Bound, lo: Array, hi: Array, *, first: bool) -> tuple[Array, Array]:
    if bound.shift is not None:
        lo = shift_minutes(lo, bound.shift, bound.sign)
        hi = shift_minutes(hi, bound.shift, bound.sign)
    step = (1 if first else -1) if bound.exclusive else 0
    return lo + step, hi + step


def _moved_by_days(
    bound: Bound,
    lo: Array,
    hi: Array,
    missing: Ids | None,
    panel: Panel,
    value_of: ValueOf,
    rows: Members | None,
    *,
    first: bool,
) -> tuple[Array, Array, Ids | None]:
    lo, hi = lo // MINUTES_PER_DAY, hi // MINUTES_PER_DAY
    if bound.shift is not None:
        shifted = birthdays if bound.by_birthdays else shift_days
        lo, hi = (shifted(each, bound.shift, bound.sign) for each in (lo, hi))
    if bound.days is not None:
        counted = _of_subject_or_rows(bound.days, value_of, rows)
        least, most = _whole_days(counted.lo), _whole_days(counted.hi)
        lo, hi = (lo + least, hi + most) if bound.sign > 0 else (lo - most, hi - least)
        unbounded = ~(np.isfinite(_floats(counted.lo)) & np.isfinite(_floats(counted.hi)))
        unbounded &= counted.missing == 0
        gaps = panel.reasons.union(counted.missing, counted.doubts * unbounded)
        missing = gaps if missing is None else panel.reasons.union(gaps, missing)
    step = (1 if first else -1) if bound.exclusive else 0
    within = 0 if first else MINUTES_PER_DAY - 1
    lo, hi = lo + step, hi + step
    return lo * MINUTES_PER_DAY + within, hi * MINUTES_PER_DAY + within, missing


def _floats(numbers: Array) -> Array:
    return np.asarray(numbers.astype(np.float64))


def _whole_days(numbers: Array) -> Array:
    """Days rounded up; a float a hair above a whole number is that number."""
    floats = _floats(numbers)
    most = LATEST // MINUTES_PER_DAY
    days = np.clip(np.nan_to_num(np.ceil(floats - 1e-9)), -most, most)
    return np.asarray(days.astype(np.int64))


def _nothing(missing: Ids | None, panel: Panel) -> Mask | None:
    """Where the anchor never was, so that the window holds nothing."""
    if missing is None or not missing.any():
        return None
    nothing = np.zeros(len(missing), np.bool_)
    for number in np.unique(missing[missing != 0]).tolist():
        nothing[missing == number] = _never_was(panel.reasons.set(number))
    return nothing if nothing.any() else None


def _not_known(lo: Array, hi: Array, missing: Ids, nothing: Mask | None) -> Edge:
    """Edges of which some are not known: they may lie anywhere, or the window holds nothing."""
    unknown, size = missing != 0, len(missing)
    lo = np.where(unknown, np.int64(EARLIEST), np.broadcast_to(lo, size))
    hi = np.where(unknown, np.int64(LATEST), np.broadcast_to(hi, size))
    told = missing if nothing is None else np.where(nothing, np.int32(0), missing)
    return Edge(lo, hi, nothing, told.astype(np.int32) if told.any() else None)


def _never_was(reasons: frozenset[Reason]) -> bool:
    return all(reason.missing is Missing.NO_ANCHOR for reason in reasons)


def _until_death(upper: Edge, panel: Panel, rows: Members | None) -> Edge:
    """Death inside a window that looks ahead ends the window (meaning 1)."""
    death = panel.death()
    if death is None:
        return upper
    lo, hi = death if rows is None else (each[rows.subject] for each in death)
    known = lo != NO_TIME

    def end_of_day(minute: Array) -> Array:
        return minute // MINUTES_PER_DAY * MINUTES_PER_DAY + MINUTES_PER_DAY - 1

    return Edge(
        np.where(known, np.minimum(upper.lo, end_of_day(lo)), upper.lo),
        np.where(known, np.minimum(upper.hi, end_of_day(hi)), upper.hi),
        upper.nothing,
        upper.unknown,
    )
