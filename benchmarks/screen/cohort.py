"""A cohort of so many patients as Parquet files in the cohort schema, by seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.screen.events import (
    A_PATIENT,
    Block,
    diagnoses,
    medications,
    procedures,
    visits,
)
from benchmarks.screen.people import identifiers, patients
from benchmarks.screen.results import measurements, observations

# Patients drawn together: memory is bounded by it, and each block has a seed of its own.
BLOCK = 40_000
TABLES = ("patients", *A_PATIENT)
CUT_OFF = "2026-03-01"
_SITE = f"""format = 1
[source]
name = "Made-up cohort"
# Not marked as synthetic, so that the command writes counts and no lists of a million lines.
cut_off = {CUT_OFF}
"""


def write_cohort(folder: Path, count: int, seed: int) -> None:
    """Write all tables, block by block."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    for first in range(0, count, BLOCK):
        draw = np.random.default_rng([seed, first])
        ids = identifiers(first, min(BLOCK, count - first))
        for name, table in _tables(Block(ids, first, draw)).items():
            if name not in writers:
                path = folder / f"{name}.parquet"
                writers[name] = pq.ParquetWriter(
                    path, table.schema, compression="snappy", store_schema=False
                )
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()
    folder.joinpath("site.toml").write_text(_SITE, encoding="utf-8")


def _tables(block: Block) -> dict[str, pa.Table]:
    contacts = visits(block)
    return {
        "patients": patients(block.ids, block.draw),
        "visit": contacts.table,
        "diagnosis": diagnoses(block, contacts),
        "medication": medications(block),
        "procedure": procedures(block, contacts),
        "measurement": measurements(block),
        "observation": observations(block),
    }


def rows_of(folder: Path) -> int:
    """How many rows of events a cohort has."""
    return sum(pq.read_metadata(folder / f"{name}.parquet").num_rows for name in A_PATIENT)
