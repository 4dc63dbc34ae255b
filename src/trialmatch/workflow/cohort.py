"""A cohort as the library gives it: opened from frames, a folder or FHIR files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class Cohort:
    """Patients and their events, with what the source holds and how the loading went."""

    tables: CohortTables
    site: Site

    @classmethod
    def open(
        cls, path: str | Path, *, cut_off: str | None = None, synthetic: bool | None = None
    ) -> Cohort:
        """Open a folder of any format that trialmatch reads, with the `site.toml` in it.

        `cut_off` (a date) and `synthetic` say what the site's file does not.
        """
        from trialmatch.sources import open_source

        site = Site.beside(Path(path)).with_declared(cut_off=cut_off, synthetic=synthetic)
        return cls(open_source(Path(path), site=site), site)

    @classmethod
    def from_folder(
        cls, path: str | Path, *, cut_off: str | None = None, synthetic: bool | None = None
    ) -> Cohort:
        """Open a folder of CSV or Parquet files in the cohort schema."""
        from trialmatch.sources import open_source

        site = Site.beside(Path(path)).with_declared(cut_off=cut_off, synthetic=synthetic)
        return cls(open_source(Path(path), site=site, format="files"), site)

    @classmethod
    def from_fhir(
        cls, path: str | Path, *, cut_off: str | None = None, synthetic: bool | None = None
    ) -> Cohort:
        """Open a folder of FHIR R4 NDJSON files, plain or gz, as bulk export writes them."""
        from trialmatch.sources import open_source

        site = Site.beside(Path(path)).with_declared(cut_off=cut_off, synthetic=synthetic)
        return cls(open_source(Path(path), site=site, format="fhir"), site)

    @classmethod
    def from_frames(
        cls,
        patients: pd.DataFrame,
        events: pd.DataFrame | Mapping[str, pd.DataFrame],
        *,
        name: str = "frames",
        cut_off: str | None = None,
        synthetic: bool = False,
        periods: pd.DataFrame | None = None,
    ) -> Cohort:
        """Take pandas frames in the columns of the cohort schema; identifiers as text."""
        from trialmatch.sources.frames import from_frames

        site = Site(name=name).with_declared(cut_off=cut_off, synthetic=synthetic)
        return cls(from_frames(patients, events, site=site, periods=periods), site)

    @property
    def report(self) -> LoadReport:
        """Rows read, kept, and set aside with the reason, per file."""
        return self.tables.report

    @property
    def patients(self) -> int:
        """How many patients there are."""
        return self.tables.patients.num_rows

    def __repr__(self) -> str:
        """Counts, never patients."""
        return f"Cohort({self.tables.holdings.name!r}, {self.patients} patients)"
