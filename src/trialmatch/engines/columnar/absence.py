"""When finding no row means that there was none (meaning 2, 17, 18 and 19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.cohort.holdings import by_name, in_form
from trialmatch.cohort.kinds import BY_NAME, Absence
from trialmatch.cohort.partition import EARLIEST, NO_TIME, Periods
from trialmatch.engines.columnar.history import put_together
from trialmatch.engines.columnar.members import Mask, expanded
from trialmatch.engines.columnar.placing import within
from trialmatch.engines.columnar.segments import any_of
from trialmatch.engines.columnar.truths import Truths
from trialmatch.engines.columnar.windows import Opening, by_clock, of_rows, opening
from trialmatch.plan.algebra import By, Events, Observed
from trialmatch.plan.passes.needing import NO_ALLERGY
from trialmatch.plan.window import Bound, Window
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, to_date

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering
    from trialmatch.engines.columnar.panel import Panel
    from trialmatch.engines.columnar.reasons import Ids
    from trialmatch.engines.columnar.table import Array


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """The days that a search covers, of each subject or (arrays of one) of all.

    `first` is None for as far as the record reaches.
    """

    first: Array | None
    last: Array


def observed(node: Observed, ask: Answering) -> Truths:
    """MET where absence can be told from silence, else UNKNOWN with the first reason found."""
    panel = ask.panel
    node = replace(node, window=_for_any_row(node.window))
    seen = opening(node.window, panel, ask.intervals)
    not_held = _not_held(node, panel)
    why = np.full(panel.size, not_held, np.int32)
    if not not_held:
        why = _not_covered(node, seen, ask)
        asked = _not_asked(node, ask)
        why = np.where(why != 0, why, asked).astype(np.int32)
    for edge in (seen.lower, seen.upper):
        if edge.unknown is not None:
            why = np.where(edge.unknown != 0, edge.unknown, why).astype(np.int32)
    if seen.lower.unknown is not None and seen.upper.unknown is not None:
        both = panel.reasons.union(seen.lower.unknown, seen.upper.unknown)
        why = np.where(both != 0, both, why).astype(np.int32)
    for edge in (seen.lower, seen.upper):
        if edge.nothing is not None:
            why = np.where(edge.nothing, np.int32(0), why).astype(np.int32)
    met = why == 0
    return Truths(panel.size, met, np.zeros(panel.size, np.bool_), reasons=why)


def _for_any_row(window: Window) -> Window:
    """A bound that lies elsewhere for every row is searched as an open end."""

    def open_if_of_rows(bound: Bound | None) -> Bound | None:
        if bound is None or not (of_rows(bound.anchor) or of_rows(bound.days)):
            return bound
        return None

    lower, upper = open_if_of_rows(window.lower), open_if_of_rows(window.upper)
    if lower is window.lower and upper is window.upper:
        return window
    return replace(window, lower=lower, upper=upper)


def _name(node: Observed) -> str:
    return node.codes.name if node.codes is not None else " or ".join(node.kinds)


def _not_held(node: Observed, panel: Panel) -> int:
    """The source does not hold every kind, one of the systems, or any such row at all."""
    held, missing = panel.holdings.kinds, panel.reasons.missing
    for kind in node.kinds:
        if kind not in held:
            return missing(Missing.NOT_COLLECTED, _name(node), kind)
    if not any(held[kind].holds_forms(node.forms) for kind in node.kinds):
        kind = in_form(node.forms, " or ".join(node.kinds))
        return missing(Missing.NOT_COLLECTED, _name(node), kind)
    if node.codes is None:
        return 0
    systems = node.codes.systems
    if not any(held[kind].holds_any(systems) for kind in node.kinds):
        return missing(Missing.SYSTEM_NOT_HELD, _name(node), ", ".join(sorted(systems)))
    seen = [panel.holdings.rows_seen(kind, node.codes) for kind in node.kinds]
    if not by_name(node.forms) and all(count == 0 for count in seen):
        return missing(Missing.NEVER_SEEN, _name(node))
    return 0


def _not_covered(node: Observed, seen: Opening, ask: Answering) -> Ids:
    """The window reaches past the data's end, or begins before the record does."""
    panel = ask.panel
    days = _searched(node, seen, panel)
    late = _reaches_past_the_data(node, seen, days, panel)
    data_end = to_date(panel.data_end // MINUTES_PER_DAY).isoformat()
    why = np.int32(panel.reasons.missing(Missing.DATA_END, _name(node), data_end))
    begins = _record_begins(node, days, panel)
    return np.where(np.broadcast_to(late, panel.size), why, begins).astype(np.int32)


def _searched(node: Observed, seen: Opening, panel: Panel) -> Days:
    """The days searched: from the window's start, or from birth, to its end."""
    last = seen.upper.hi // MINUTES_PER_DAY
    own = panel.subjects.own
    if node.window.to_own_end and own is not None:
        last = np.maximum(last, own.end_hi // MINUTES_PER_DAY)
    if node.window.lower is None or (seen.lower.lo <= EARLIEST).all():
        return Days(None, last)
    first = seen.lower.lo // MINUTES_PER_DAY
    born, _ = panel.birth()
    return Days(np.where(born == NO_TIME, first, np.maximum(first, born // MINUTES_PER_DAY)), last)


def _reaches_past_the_data(node: Observed, seen: Opening, days: Days, panel: Panel) -> Mask:
    """Windows in hours, and those that look ahead, need the data to their last minute."""
    if by_clock(node.window) or node.window.looks_ahead:
        return np.asarray(seen.upper.hi > panel.data_end)
    return np.asarray(days.last > panel.data_end // MINUTES_PER_DAY)


def _record_begins(node: Observed, days: Days, panel: Panel) -> Ids:
    """Where the record begins too late for the search, or has gaps, why."""
    size = panel.size
    why = np.zeros(size, np.int32)
    since = [panel.holdings.kinds[kind].since for kind in node.kinds]
    starts = [start for start in since if start is not None]
    periods = panel.table.partition.periods
    if not starts and periods is None:
        return why
    last = np.broadcast_to(days.last, size)
    first = None if days.first is None else np.broadcast_to(days.first, size)
    if periods is not None:
        why = _not_in_periods(node, periods, first, last, panel)
    if starts:
        begins = to_date(max(starts)).isoformat()
        late = max(starts) > (last if first is None else first)
        told = panel.reasons.missing(Missing.RECORD_BEGINS, _name(node), begins)
        why = np.where(late, np.int32(told), why).astype(np.int32)
    born, _ = panel.birth()
    unborn = (born != NO_TIME) & (born // MINUTES_PER_DAY > last)
    return np.where(unborn, np.int32(0), why).astype(np.int32)


def _not_in_periods(
    node: Observed, periods: Periods, first: Array | None, last: Array, panel: Panel
) -> Ids:
    """Subjects whose declared periods, put together, do not hold every day searched."""
    patient = panel.subjects.patient
    offsets = put_together(periods)
    begin, end, owner = offsets
    at = np.searchsorted(owner, patient, "left")
    count = np.searchsorted(owner, patient, "right") - at
    subject = np.repeat(np.arange(panel.size), count)
    place = expanded(at, count)
    if first is None:
        held = (
            (count[subject] == 1) & (begin[place] <= last[subject]) & (last[subject] <= end[place])
        )
    else:
        held = (begin[place] <= first[subject]) & (last[subject] <= end[place])
    covered = any_of(held, subject, panel.size)
    return _told_begins(node, covered, count, begin, at, panel)


def _told_begins(
    node: Observed, covered: Mask, count: Array, begin: Array, at: Array, panel: Panel
) -> Ids:
    why = np.zeros(panel.size, np.int32)
    open_ones = np.flatnonzero(~covered)
    told = panel.reasons.missing
    if not panel.reasons.told:
        why[open_ones] = told(Missing.RECORD_BEGINS)
        return why
    for subject in open_ones.tolist():
        day = to_date(int(begin[at[subject]])).isoformat() if count[subject] else ""
        why[subject] = told(Missing.RECORD_BEGINS, _name(node), day)
    return why


def _not_asked(node: Observed, ask: Answering) -> Ids:
    """Every kind must be measured or asked, so that no row says nothing."""
    panel = ask.panel
    why = np.zeros(panel.size, np.int32)
    asked = node.silence_says_nothing or all(
        BY_NAME[kind].absence is Absence.NOT_ASKED for kind in node.kinds
    )
    if node.asks_whether_done or not asked:
        return why
    why[:] = panel.reasons.missing(Missing.NOT_RECORDED, _name(node))
    if node.kinds == ("allergy",):
        why[_no_known_allergy(node, ask)] = 0
    return why


def _no_known_allergy(node: Observed, ask: Answering) -> Mask:
    """A row that says "no known allergy" settles the absence of every allergy."""
    rows = ask.members(Events(("allergy",), NO_ALLERGY))
    rows = within(rows, node.window, By.OVERLAP, ask.panel, ask.intervals)
    return any_of(rows.certain, rows.subject, ask.panel.size)
