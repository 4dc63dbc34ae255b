"""A cohort as it stood at a date: nothing dated after it exists, nor counts as seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from trialmatch.cohort.holdings import HeldKind
from trialmatch.cohort.status import BY_NAME_ALONE, PLANNED
from trialmatch.cohort.tables import CohortTables
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    import pyarrow as pa


def as_of(tables: CohortTables, moment: Moment) -> CohortTables:
    """The cohort with only what began on or before the moment, or is planned (meaning 1 and 2)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    begun = pc.less_equal(tables.events["start_lo"], pa.scalar(moment.hi))
    planned = pc.is_in(tables.events["status"], value_set=pa.array([PLANNED], pa.string()))
    events = tables.events.filter(pc.or_(begun, planned))
    seen = count_seen(events)
    holdings = replace(
        tables.holdings, seen=seen, kinds=_kinds(tables.holdings.kinds, seen), _seen_cache={}
    )
    return replace(tables, events=events, holdings=holdings)


def count_seen(events: pa.Table) -> dict[tuple[str, str, str], int]:
    """How many lines that count there are of each (kind, system, code)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = ["kind", "system", "code"]
    by_name = pc.is_in(events["status"], value_set=pa.array(BY_NAME_ALONE, pa.string()))
    counts = (
        events.filter(pc.invert(by_name))
        .select(columns)
        .group_by(columns)
        .aggregate([([], "count_all")])
    )
    return {
        (line["kind"], line["system"] or "", line["code"] or ""): line["count_all"]
        for line in counts.to_pylist()
    }


def _kinds(
    held: Mapping[str, HeldKind], seen: Mapping[tuple[str, str, str], int]
) -> dict[str, HeldKind]:
    """Kinds whose systems were read off the rows have them read off what is left."""
    return {
        name: kind
        if kind.declared
        else replace(kind, systems=frozenset(s for k, s, _ in seen if k == name))
        for name, kind in held.items()
    }
