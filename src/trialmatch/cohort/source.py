"""What a source of a cohort offers, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.needs import Needs
from trialmatch.cohort.partition import Extract
from trialmatch.cohort.tables import CohortTables
from trialmatch.vocabulary.calendar import Moment


class CohortSource(Protocol):
    """A cohort that is read when it is asked for, and only as much as is asked for."""

    @property
    def name(self) -> str:
        """The source's name, for results and reports."""

    @property
    def patients(self) -> int:
        """How many patients there are."""

    @property
    def holdings(self) -> Holdings:
        """What the source holds: declared, else as its files show before a row is judged."""

    @property
    def report(self) -> LoadReport:
        """What the last load or extraction read; empty before the first."""

    def tables(
        self, needs: Needs | None = None, patients: Sequence[str] | None = None
    ) -> CohortTables:
        """The checked rows in all their columns: of the kinds needed, of these patients.

        Their holdings count what is in the tables alone.
        """

    def extract(self, needs: Needs, as_of: Moment, partition_size: int = 125_000) -> Extract:
        """The lines needed as of a moment, in partitions of so many whole patients."""
