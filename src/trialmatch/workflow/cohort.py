"""A cohort as the library gives it: opened from frames, a folder or FHIR files.

Opening reads as little as it can; screening reads what the criteria ask for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.site import Site
from trialmatch.cohort.source import CohortSource

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class Cohort:
    """Patients and their events, with what the site declares of them."""

    source: CohortSource
    site: Site

    @classmethod
    def open(
        cls, path: str | Path, *, cut_off: str | None = None, synthetic: bool | None = None
    ) -> Cohort:
        """Open a folder of any format that trialmatch reads, with the `site.toml` in it.

        `cut_off` (a date) and `synthetic` say what the site's file does not.
        """
        return cls._opened(path, None, cut_off, synthetic)

    @classmethod
    def from_folder(
        cls, path: str | Path, *, cut_off: str | None = None, synthetic: bool | None = None
    ) -> Cohort:
        """Open a folder of CSV or Parquet files in the cohort schema."""
        return cls._opened(path, "files", cut_off, synthetic)

    @classmethod
    def from_fhir(
        cls, path: str | Path, *, cut_off: str | None = None, synthetic: bool | None = None
    ) -> Cohort:
        """Open a folder of FHIR R4 NDJSON files, plain or gz, as bulk export writes them."""
        return cls._opened(path, "fhir", cut_off, synthetic)

    @classmethod
    def _opened(
        cls, path: str | Path, format: str | None, cut_off: str | None, synthetic: bool | None
    ) -> Cohort:
        from trialmatch.sources import open_cohort_source

        site = Site.beside(Path(path)).with_declared(cut_off=cut_off, synthetic=synthetic)
        return cls(open_cohort_source(Path(path), site=site, format=format), site)

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
        from trialmatch.sources.frames import frames_source

        site = Site(name=name).with_declared(cut_off=cut_off, synthetic=synthetic)
        return cls(frames_source(patients, events, site=site, periods=periods), site)

    @property
    def report(self) -> LoadReport:
        """Rows read, kept, not asked for, and set aside with the reason, by the last reading."""
        return self.source.report

    @property
    def holdings(self) -> Holdings:
        """What the source holds."""
        return self.source.holdings

    @property
    def patients(self) -> int:
        """How many patients there are."""
        return self.source.patients

    def __repr__(self) -> str:
        """Counts, never patients."""
        return f"Cohort({self.source.name!r}, {self.patients} patients)"
