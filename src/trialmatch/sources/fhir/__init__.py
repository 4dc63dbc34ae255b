"""FHIR R4 resources as bulk export writes them: NDJSON, plain or gz, files of one type each."""

from __future__ import annotations

from pathlib import Path

from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables
from trialmatch.sources.fhir.export import export_time, files_by_type
from trialmatch.sources.fhir.reading import MACROS, stage
from trialmatch.sources.source import Source, readable
from trialmatch.sources.staging.connection import connect
from trialmatch.sources.staging.loading import load


def _recognises(folder: Path) -> bool:
    return "Patient" in files_by_type(folder)


def _read(folder: Path, site: Site) -> CohortTables:
    connection = connect(site.zone)
    for macro in MACROS:
        connection.execute(macro)
    with readable(folder):
        staged = stage(connection, folder)
        staged.cut_off = export_time(folder, site.zone)
        return load(connection, staged, site, folder.resolve().name)


SOURCE = Source(
    name="fhir",
    title="FHIR R4 resources as NDJSON",
    looks_for=("Patient.ndjson", "Patient.ndjson.gz"),
    recognises=_recognises,
    read=_read,
)
