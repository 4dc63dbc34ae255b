"""A panel: one domain's subjects in one partition, and all that their questions look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.partition import NO_TIME
from trialmatch.engines.columnar.kept import Kept
from trialmatch.engines.columnar.members import Members, Places
from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.subjects import Subjects
from trialmatch.engines.columnar.table import Array, Table
from trialmatch.engines.columnar.truths import Truths
from trialmatch.engines.columnar.values import Intervals, Values
from trialmatch.plan.algebra import Edge


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """What questions are put to.

    `patients` is the panel of the same moment whose subjects are the patients themselves.
    `tried` are by name the times of the rows that are tried one by one, of each subject.
    `uses` counts how often the plan asks each node; what is asked more than once is kept in
    `rows`, `truths` and `values`, by the node's identity.
    """

    table: Table
    subjects: Subjects
    holdings: Holdings
    reasons: Reasons
    uses: Counter[int]
    patients: Panel | None = None
    tried: Mapping[str, Mapping[Edge, Intervals]] = field(default_factory=dict)
    rows: Kept[Members] = field(default_factory=Kept)
    truths: Kept[Truths] = field(default_factory=Kept)
    values: Kept[Values] = field(default_factory=Kept)

    def forget(self) -> None:
        """Give up all that is kept."""
        self.rows.clear()
        self.truths.clear()
        self.values.clear()

    @property
    def size(self) -> int:
        """How many subjects."""
        return self.subjects.size

    @property
    def data_end(self) -> int:
        """The last minute for which finding nothing can mean that there was nothing."""
        cut_off = self.holdings.cut_off
        as_of = self.subjects.as_of
        return as_of if cut_off is None else min(as_of, cut_off)

    def only(self, chosen: Places) -> Panel:
        """The same for some of the subjects; nothing is kept for them."""
        return Panel(
            self.table,
            self.subjects.only(chosen),
            self.holdings,
            self.reasons,
            Counter(),
            self.patients,
            {
                name: {edge: times[chosen] for edge, times in of_row.items()}
                for name, of_row in self.tried.items()
            },
        )

    def birth(self) -> tuple[Array, Array]:
        """The first and last minute of each subject's birth, NO_TIME where not known."""
        lo, hi = self.table.birth
        if self.subjects.one_index and self.size == len(lo):
            return lo, hi
        return lo[self.subjects.patient], hi[self.subjects.patient]

    def death(self) -> tuple[Array, Array] | None:
        """The same of death; None where nobody in the partition has a date of death."""
        lo, hi = self.table.partition.death
        if not (lo != NO_TIME).any():
            return None
        return lo[self.subjects.patient].astype(np.int64), hi[self.subjects.patient].astype(
            np.int64
        )
