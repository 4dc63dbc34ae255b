"""One patient's record out of a cohort, without going through all of them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from trialmatch.cohort.assembly import assemble
from trialmatch.cohort.records import PatientRecord
from trialmatch.cohort.tables import CohortTables

if TYPE_CHECKING:
    import pyarrow as pa


class RecordLookup:
    """Finds records by patient identifier in the sorted tables of a cohort."""

    def __init__(self, tables: CohortTables) -> None:
        """Note where each patient's lines begin; the tables themselves are not copied."""
        self._tables = tables
        self._people = {name: i for i, name in enumerate(tables.patients["patient"].to_pylist())}
        self._lines = self._runs()

    def _runs(self) -> dict[str, tuple[int, int]]:
        """Where each patient's lines start in the events table, and how many there are."""
        runs: dict[str, tuple[int, int]] = {}
        start = 0
        for patient, lines in groupby(self._tables.events["patient"].to_pylist()):
            length = sum(1 for _ in lines)
            runs[str(patient)] = (start, length)
            start += length
        return runs

    def __contains__(self, patient: str) -> bool:
        """Whether the cohort has this patient."""
        return patient in self._people

    def record(self, patient: str) -> PatientRecord:
        """The patient's record; KeyError without the identifier if there is none."""
        if patient not in self._people:
            raise KeyError("no such patient in this cohort")
        tables = self._tables
        start, length = self._lines.get(patient, (0, 0))
        alone = CohortTables(
            tables.patients.slice(self._people[patient], 1),
            tables.events.slice(start, length),
            tables.holdings,
            tables.report,
            self._periods_of(patient),
        )
        return next(assemble(alone))

    def _periods_of(self, patient: str) -> pa.Table | None:
        import pyarrow as pa
        import pyarrow.compute as pc

        periods = self._tables.periods
        if periods is None:
            return None
        return periods.filter(pc.equal(periods["patient"], pa.scalar(patient)))
