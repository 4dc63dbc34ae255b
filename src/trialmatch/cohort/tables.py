"""The cohort as a source hands it over: Arrow tables, what it holds, and the load report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.loading import LoadReport

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, repr=False)
class CohortTables:
    """Whole patients in the columns of `cohort.schema`.

    `patients` has one line a patient, `events` one line a coding; both are sorted by
    patient, and every patient of `events` is in `patients`. `periods` is None where no
    observation periods are declared.
    """

    patients: pa.Table
    events: pa.Table
    holdings: Holdings
    report: LoadReport
    periods: pa.Table | None = None

    def __repr__(self) -> str:
        """Counts, never patients."""
        return (
            f"CohortTables({self.holdings.name!r}, {self.patients.num_rows} patients, "
            f"{self.events.num_rows} event lines)"
        )
