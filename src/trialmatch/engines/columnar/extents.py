"""When rows begin and end (meaning 6)."""

from __future__ import annotations

import numpy as np

from trialmatch.cohort.kinds import BY_NAME, KINDS, Extent
from trialmatch.cohort.partition import LATEST, NO_TIME, WORDS
from trialmatch.engines.columnar.members import Extents, Mask, Members
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.table import IN_PROGRESS, KIND_NUMBERS, Array, Lines
from trialmatch.plan.algebra import Lasting

MINUTES_PER_DAY = 1440
VISIT = KIND_NUMBERS["visit"]
_POINTS = np.array([kind.without_end is Extent.POINT for kind in KINDS])
# Contacts of these types last as long as they are not known to have ended.
_LASTING = (WORDS["contact_type"].index(""), WORDS["contact_type"].index("inpatient"))


def starts(members: Members, panel: Panel) -> tuple[Array, Array]:
    """The first and last minute of each start."""
    if members.extents is not None:
        return members.extents.start_lo, members.extents.start_hi
    table = panel.table
    return table.column("start_lo", members.at), table.column("start_hi", members.at)


def extents(members: Members, panel: Panel) -> Extents:
    """Starts and ends, an end that is not known reaching to LATEST."""
    return members.extents or extents_of(members.at, members.kinds, panel)


def extents_of(line: Lines | slice, kinds: tuple[str, ...], panel: Panel) -> Extents:
    """The extents of lines that are of some kinds."""
    table = panel.table
    start_lo, start_hi = table.column("start_lo", line), table.column("start_hi", line)
    points = [BY_NAME[kind].without_end is Extent.POINT for kind in kinds]
    end_lo, end_hi = start_lo, start_hi
    if not all(points):
        end_hi = np.full(len(start_lo), LATEST, np.int32)
        if any(points) or "visit" in kinds:
            end_hi = np.where(_over_at_once(line, panel), start_hi, end_hi)
    if not table.told_in("days_supply").isdisjoint(kinds):
        end_lo, end_hi = _supplied(line, panel, start_lo, start_hi, end_lo, end_hi)
    if "visit" in kinds and table.some_under_way:
        end_lo, end_hi = _under_way(line, panel, start_lo, end_lo, end_hi)
    if not table.told_in("end_lo").isdisjoint(kinds):
        given = table.column("end_lo", line)
        known = given != NO_TIME
        end_lo = np.where(known, np.maximum(given, start_lo), end_lo)
        end_hi = np.where(known, table.column("end_hi", line), end_hi)
    return Extents(start_lo, start_hi, end_lo, end_hi)


def _over_at_once(line: Lines | slice, panel: Panel) -> Mask:
    """Rows of kinds that count by their date alone, and contacts other than stays."""
    kind = panel.table.kind[line]
    other_contact = ~np.isin(panel.table.column("contact_type", line), _LASTING)
    over: Mask = _POINTS[kind] | ((kind == VISIT) & other_contact)
    return over


def _supplied(
    line: Lines | slice,
    panel: Panel,
    start_lo: Array,
    start_hi: Array,
    end_lo: Array,
    end_hi: Array,
) -> tuple[Array, Array]:
    """The end of what was supplied for so many days."""
    days = panel.table.column("days_supply", line)
    supplied = ~np.isnan(days)
    rest = (np.maximum(1, np.ceil(np.where(supplied, days, 1))) - 1) * MINUTES_PER_DAY
    rest = np.minimum(rest, LATEST).astype(np.int64)
    last_lo = np.minimum(start_lo + rest, LATEST - 1)
    last_hi = np.minimum(start_hi + rest, LATEST - 1)
    return np.where(supplied, last_lo, end_lo), np.where(supplied, last_hi, end_hi)


def _under_way(
    line: Lines | slice, panel: Panel, start_lo: Array, end_lo: Array, end_hi: Array
) -> tuple[Array, Array]:
    """A contact under way lasts beyond all that may be seen (meaning 5)."""
    table = panel.table
    under_way = (table.kind[line] == VISIT) & (table.column("status", line) == IN_PROGRESS)
    lasts = np.maximum(start_lo, panel.subjects.as_of + 1)
    return np.where(under_way, lasts, end_lo), np.where(under_way, np.int64(LATEST), end_hi)


def end_is_told(members: Members, panel: Panel) -> Mask:
    """Rows of which an end, or how long they lasted, is recorded; contacts always count so."""
    if members.extents is not None:
        return np.ones(len(members), np.bool_)
    table = panel.table
    told = table.column("end_lo", members.at) != NO_TIME
    told = told | ~np.isnan(table.column("days_supply", members.at))
    told = told | (table.kind[members.at] == VISIT)
    return np.asarray(told)


def lasting_as_said(members: Members, lasting: Lasting, panel: Panel) -> Extents:
    """Extents with the ends that the criteria file gives to rows without one (meaning 6)."""
    table, own = panel.table, extents(members, panel)
    supplied = ~np.isnan(table.column("days_supply", members.at))
    told = table.column("end_lo", members.at) != NO_TIME
    told |= (table.kind[members.at] == VISIT) & (table.column("status", members.at) == IN_PROGRESS)
    start_lo, start_hi = own.start_lo.astype(np.int64), own.start_hi.astype(np.int64)
    grace = lasting.grace * MINUTES_PER_DAY
    end_lo = np.where(supplied & ~told, own.end_lo + grace, own.end_lo)
    end_hi = np.where(supplied & ~told, own.end_hi + grace, own.end_hi)
    rest = LATEST if lasting.days is None else lasting.days * MINUTES_PER_DAY
    lasts = ~told & ~supplied
    exactly = lasting.days is not None and not lasting.at_most
    end_lo = np.where(lasts, start_lo + rest if exactly else start_lo, end_lo)
    open_end = LATEST if lasting.days is None else LATEST - 1
    end_hi = np.where(lasts, np.minimum(start_hi + rest, open_end), end_hi)
    return Extents(start_lo, start_hi, np.minimum(end_lo, LATEST - 1), end_hi)
