"""Which rows lie in a window: surely, perhaps, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trialmatch.cohort.partition import LATEST, NO_TIME
from trialmatch.engines.columnar.extents import end_is_told, extents, starts
from trialmatch.engines.columnar.members import Mask, Members
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.subjects import Own
from trialmatch.engines.columnar.table import PLANNED, Array
from trialmatch.engines.columnar.windows import Edge, Opening, ValueOf, opening
from trialmatch.plan.algebra import By
from trialmatch.plan.window import Window
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What must reach into the window: between when it begins, and between when it ends.

    Rows that are `planned` are seen beyond the as-of moment.
    """

    first_lo: Array
    first_hi: Array
    last_lo: Array
    last_hi: Array
    planned: Mask | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Whether each row lies in the window; `unknown` why its edges are not known."""

    surely: Mask
    perhaps: Mask
    unknown: Ids | None = None


def within(members: Members, window: Window, by: By, panel: Panel, value_of: ValueOf) -> Members:
    """The members that lie in a window, with a doubt where they only may."""
    if not len(members):
        return members
    seen = opening(window, panel, value_of, members)
    own = panel.subjects.own if window.to_own_end else None
    reach = reach_of(members, by, panel)
    lower, upper = _of_members(seen.lower, seen, members), _of_members(seen.upper, seen, members)
    linked = np.zeros(len(members), np.bool_)
    if own is not None:
        upper, linked = _to_own_end(upper, own, members, panel)
    place = placed(reach, lower, upper, panel)
    if own is not None:
        place = _where_anchored(_with_own_row(place, own, members, panel), lower, upper)
    return _doubted(members, place, by, linked, panel)


def _doubted(members: Members, place: Placed, by: By, linked: Mask, panel: Panel) -> Members:
    """Those that perhaps lie there; the doubt of those that not surely do."""
    if place.perhaps.all():
        kept, perhaps = members, ~place.surely
        unknown = place.unknown
    else:
        chosen = np.flatnonzero(place.perhaps)
        kept, perhaps, linked = members[chosen], ~place.surely[chosen], linked[chosen]
        unknown = None if place.unknown is None else place.unknown[chosen]
    if not perhaps.any():
        return kept
    gaps = np.where(perhaps, gaps_of(kept, by, linked, panel), np.int32(0))
    if unknown is not None:
        gaps = np.where(perhaps & (unknown != 0), unknown, gaps)
    return kept.with_doubts(panel.reasons.union(kept.doubted, gaps.astype(np.int32)))


def reach_of(members: Members, by: By, panel: Panel) -> Reach:
    """The whole extent of rows, or their start or end alone."""
    start_lo, start_hi = starts(members, panel)
    planned = _planned(members, panel)
    if by is By.START:
        return Reach(start_lo, start_hi, start_lo, start_hi, planned)
    whole = extents(members, panel)
    if by is By.OVERLAP:
        return Reach(start_lo, start_hi, whole.end_lo, whole.end_hi, planned)
    told = end_is_told(members, panel)
    end_lo = np.where(told, whole.end_lo, start_lo)
    end_hi = np.where(told, whole.end_hi, np.int64(LATEST))
    return Reach(end_lo, end_hi, end_lo, end_hi, planned)


def _planned(members: Members, panel: Panel) -> Mask | None:
    if not panel.table.some_planned:
        return None
    planned: Mask = panel.table.column("status", members.at) == PLANNED
    return planned if planned.any() else None


def placed(reach: Reach, lower: Edge, upper: Edge, panel: Panel) -> Placed:
    """Where rows lie between two edges, of which nothing after the as-of moment is seen."""
    as_of: int | Array = panel.subjects.as_of
    if reach.planned is not None:
        as_of = np.where(reach.planned, np.int64(LATEST), np.int64(as_of))
    upper_lo, upper_hi = np.minimum(upper.lo, as_of), np.minimum(upper.hi, as_of)
    perhaps = (reach.first_lo <= _weak(upper_hi)) & (reach.last_hi >= _weak(lower.lo))
    perhaps &= lower.lo <= upper_hi
    surely = (reach.first_hi <= _weak(upper_lo)) & (reach.last_lo >= _weak(lower.hi))
    surely &= (lower.hi <= upper_lo) & perhaps
    unknown = _why_unknown(lower, upper, perhaps.shape, panel)
    return _where_anchored(Placed(surely, perhaps, unknown), lower, upper)


def _where_anchored(place: Placed, lower: Edge, upper: Edge) -> Placed:
    """Nothing lies in a window whose anchor never was, not even the subject's own row."""
    for edge in (lower, upper):
        if edge.nothing is not None:
            surely, perhaps = place.surely & ~edge.nothing, place.perhaps & ~edge.nothing
            place = Placed(surely, perhaps, place.unknown)
    return place


def _why_unknown(lower: Edge, upper: Edge, shape: tuple[int, ...], panel: Panel) -> Ids | None:
    """Why it is not known where edges lie: the reasons of both."""
    told = [e.unknown for e in (lower, upper) if e.unknown is not None]
    if not told:
        return None
    whole = [np.broadcast_to(each, shape) for each in told]
    return whole[0] if len(whole) == 1 else panel.reasons.union(*whole)


def _weak(edge: Array) -> Array | int:
    """An edge that is one for all as a plain number, which takes the type of the times."""
    return int(edge[0]) if len(edge) == 1 else edge


def _of_members(edge: Edge, seen: Opening, members: Members) -> Edge:
    """An edge of each subject as one of each member."""
    if seen.of_rows:
        return edge

    def spread(values: Array | None) -> Array | None:
        if values is None or len(values) == 1:
            return values
        return values[members.subject]

    def of_each(values: Array | None) -> Array | None:
        # Where there is one subject, an array of one is not one for all alike.
        if values is None:
            return None
        return np.broadcast_to(values, len(members)) if len(values) == 1 else spread(values)

    lo, hi = spread(edge.lo), spread(edge.hi)
    assert lo is not None and hi is not None
    return Edge(lo, hi, of_each(edge.nothing), of_each(edge.unknown))


def _to_own_end(upper: Edge, own: Own, members: Members, panel: Panel) -> tuple[Edge, Mask]:
    """The upper edge moved to the end of the subject's own contact for the rows of it.

    Also which rows lie after the index and are only perhaps of that contact.
    """
    contact = panel.table.column("contact", members.at)
    own_contact = own.contact[members.subject]
    end_lo, end_hi = own.end_lo[members.subject], own.end_hi[members.subject]
    is_own = (own_contact != 0) & (contact == own_contact)
    may = (own_contact != 0) & (contact == 0) & _may_be_own(own, end_hi, members, panel)
    lo = np.where(is_own, np.maximum(upper.lo, end_lo), upper.lo)
    hi = np.where(is_own | may, np.maximum(upper.hi, end_hi), upper.hi)
    index_hi = panel.subjects.of(panel.subjects.index_hi, members.subject)
    start_lo, _ = starts(members, panel)
    after = start_lo // MINUTES_PER_DAY > index_hi // MINUTES_PER_DAY
    return Edge(lo, hi, upper.nothing, upper.unknown), may & after


def _may_be_own(own: Own, end_hi: Array, members: Members, panel: Panel) -> Mask:
    """Rows of the days and unit of the subject's own contact (meaning 16)."""
    theirs, ours = panel.table.column("department", members.at), own.department[members.subject]
    same_unit = (theirs == 0) | (ours == 0) | (theirs == ours)
    index_lo = panel.subjects.of(panel.subjects.index_lo, members.subject)
    start_lo, start_hi = starts(members, panel)
    before_end = start_lo // MINUTES_PER_DAY <= end_hi // MINUTES_PER_DAY
    after_start = start_hi // MINUTES_PER_DAY >= index_lo // MINUTES_PER_DAY
    may: Mask = same_unit & before_end & after_start
    return may


def _with_own_row(place: Placed, own: Own, members: Members, panel: Panel) -> Placed:
    """The row that made the subject lies in every window that reaches to its own end."""
    table = panel.table
    line = own.line[members.subject]
    if members.itself:
        whole = np.ones(len(members), np.bool_)
        return Placed(whole, whole, place.unknown)
    itself = (members.line == line) | (
        (table.column("row", members.at) == table.column("row", line))
        & (table.column("row", line) > 0)
        & (table.kind[members.at] == table.kind[line])
    )
    return Placed(place.surely | itself, place.perhaps | itself, place.unknown)


def gaps_of(members: Members, by: By, linked: Mask, panel: Panel) -> Ids:
    """Why rows may only perhaps lie in a window."""
    reasons = panel.reasons
    gaps = np.full(len(members), reasons.missing(Missing.PARTIAL_DATE), np.int32)
    if by is not By.START:
        open_end = extents(members, panel).end_hi == LATEST
        if by is By.END and members.extents is None:
            open_end |= ~_has_end(members, panel)
        gaps[open_end] = reasons.missing(Missing.NO_END)
    gaps[linked] = reasons.missing(Missing.LINK_UNCERTAIN)
    return gaps


def _has_end(members: Members, panel: Panel) -> Mask:
    has: Mask = panel.table.column("end_lo", members.at) != NO_TIME
    supplied: Mask = ~np.isnan(panel.table.column("days_supply", members.at))
    return has | supplied
