"""FHIR R4 resources as bulk export writes them: NDJSON, plain or gz, files of one type each."""

from __future__ import annotations

from pathlib import Path

from trialmatch.cohort.site import Site
from trialmatch.sources.fhir.export import export_time, files_by_type
from trialmatch.sources.fhir.reading import Export
from trialmatch.sources.source import Source
from trialmatch.sources.staging.connection import Database
from trialmatch.sources.staging.source import StagedSource


def _recognises(folder: Path) -> bool:
    return "Patient" in files_by_type(folder)


def _open(folder: Path, site: Site) -> StagedSource:
    database = Database(site.zone)
    export = Export(database.connection, folder, export_time(folder, site.zone))
    return StagedSource(database, export.staged, site, folder.resolve().name, str(folder))


SOURCE = Source(
    name="fhir",
    title="FHIR R4 resources as NDJSON",
    looks_for=("Patient.ndjson", "Patient.ndjson.gz"),
    recognises=_recognises,
    open=_open,
)
