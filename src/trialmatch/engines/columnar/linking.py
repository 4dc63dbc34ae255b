"""Whether other rows are a row's partners: surely, perhaps, or not (meaning 16 and 16a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.cohort.partition import LATEST
from trialmatch.engines.columnar.extents import extents, starts
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.placing import gaps_of, placed, reach_of
from trialmatch.engines.columnar.windows import opening
from trialmatch.plan import algebra
from trialmatch.plan.algebra import Edge
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering
    from trialmatch.engines.columnar.reasons import Ids
    from trialmatch.engines.columnar.table import Array


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Positions of rows and of their partners; `doubts` of links that are only possible."""

    row: Array
    other: Array
    doubts: Ids


def linked(
    link: algebra.Link,
    found: Members,
    others: Members,
    row: Array,
    other: Array,
    ask: Answering,
) -> Links:
    """The links that there are among pairs of positions."""
    if not len(row):
        return Links(row, other, np.zeros(0, np.int32))
    rows, partners = found[row], others[other]
    match link:
        case algebra.SameContact():
            perhaps, doubts = _same_contact(rows, partners, ask)
        case algebra.Near():
            perhaps, doubts = _near(link, rows, partners, ask)
        case algebra.During():
            perhaps, doubts = _during(rows, partners, ask)
        case _:
            raise TypeError(f"no such link: {type(link).__name__}")
    chosen = np.flatnonzero(perhaps)
    return Links(row[chosen], other[chosen], doubts[chosen].astype(np.int32))


def _same_contact(rows: Members, partners: Members, ask: Answering) -> tuple[Array, Array]:
    """The same id, else perhaps the same on the same days in the same unit."""
    table = ask.panel.table
    a, b = table.column("contact", rows.at), table.column("contact", partners.at)
    sure = (a != 0) & (a == b)
    units, others = table.column("department", rows.at), table.column("department", partners.at)
    same_unit = (units == 0) | (others == 0) | (units == others)
    mine, theirs = extents(rows, ask.panel), extents(partners, ask.panel)
    first = np.maximum(mine.start_lo, theirs.start_lo) // MINUTES_PER_DAY
    shared = first <= np.minimum(mine.end_hi, theirs.end_hi) // MINUTES_PER_DAY
    perhaps = sure | (((a == 0) | (b == 0)) & same_unit & shared)
    why = np.int32(ask.panel.reasons.missing(Missing.LINK_UNCERTAIN))
    return perhaps, np.where(sure, np.int32(0), why)


def _near(
    link: algebra.Near, rows: Members, partners: Members, ask: Answering
) -> tuple[Array, Array]:
    """Where the partner lies in the window around the row's start or end."""
    panel = ask.panel
    if link.edge is Edge.START:
        lo, hi = starts(rows, panel)
    else:
        whole = extents(rows, panel)
        lo, hi = whole.end_lo, whole.end_hi
    around = lo.astype(np.int64), hi.astype(np.int64)
    seen = opening(link.window, panel, ask.intervals, rows, around)
    place = placed(reach_of(partners, link.by, panel), seen.lower, seen.upper, panel)
    nothing = np.zeros(len(rows), np.bool_)
    why = gaps_of(partners, link.by, nothing, panel)
    if link.edge is Edge.END:
        why[around[1] >= LATEST] = panel.reasons.missing(Missing.NO_END)
    if place.unknown is not None:
        why = np.where(place.unknown != 0, place.unknown, why)
    return place.perhaps, np.where(place.surely, np.int32(0), why)


def _during(rows: Members, partners: Members, ask: Answering) -> tuple[Array, Array]:
    """Whether the row's days all lie among the partner's."""
    mine, theirs = extents(rows, ask.panel), extents(partners, ask.panel)

    def day(minutes: Array) -> Array:
        return minutes // MINUTES_PER_DAY

    sure = (day(theirs.start_hi) <= day(mine.start_lo)) & (day(mine.end_hi) <= day(theirs.end_lo))
    perhaps = (day(theirs.start_lo) <= day(mine.start_hi)) & (
        day(mine.end_lo) <= day(theirs.end_hi)
    )
    reasons = ask.panel.reasons
    open_end = (mine.end_hi >= LATEST) | (theirs.end_hi >= LATEST)
    why = np.where(open_end, reasons.missing(Missing.NO_END), reasons.missing(Missing.PARTIAL_DATE))
    return perhaps | sure, np.where(sure, 0, why)
