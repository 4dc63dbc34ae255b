"""One patient's record out of a cohort, without going through all of them."""

from __future__ import annotations

from trialmatch.cohort.assembly import assemble
from trialmatch.cohort.records import PatientRecord
from trialmatch.cohort.tables import CohortTables


class RecordLookup:
    """Finds records by patient identifier in the sorted tables of a cohort."""

    def __init__(self, tables: CohortTables) -> None:
        """Note where each patient's lines begin; the tables themselves are not copied."""
        self._tables = tables
        self._people = {name: i for i, name in enumerate(tables.patients["patient"].to_pylist())}
        self._lines = self._runs()

    def _runs(self) -> dict[str, tuple[int, int]]:
        """Where each patient's lines start in the events table, and how many there are."""
        import pyarrow.compute as pc

        column = self._tables.events["patient"]
        if not len(column):
            return {}
        runs = pc.run_end_encode(column.combine_chunks())
        ends = runs.run_ends.to_pylist()
        starts = [0, *ends[:-1]]
        return {
            name: (start, end - start)
            for name, start, end in zip(runs.values.to_pylist(), starts, ends, strict=True)
        }

    def __contains__(self, patient: str) -> bool:
        """Whether the cohort has this patient."""
        return patient in self._people

    def record(self, patient: str) -> PatientRecord:
        """The patient's record; KeyError without the identifier if there is none."""
        if patient not in self._people:
            raise KeyError("no such patient in this cohort")
        tables = self._tables
        periods = tables.periods
        if periods is not None:
            import pyarrow.compute as pc

            periods = periods.filter(pc.equal(periods["patient"], patient))
        start, length = self._lines.get(patient, (0, 0))
        alone = CohortTables(
            tables.patients.slice(self._people[patient], 1),
            tables.events.slice(start, length),
            tables.holdings,
            tables.report,
            periods,
        )
        return next(assemble(alone))
