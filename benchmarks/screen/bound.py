"""The bound below which no run can go: the bytes to read, and the bits to set."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks.screen.cohort import TABLES
from benchmarks.screen.cold import read_speed
from benchmarks.screen.mix import CriteriaSet

# What no question asks for: identifiers of rows that nothing refers to.
_NOT_NEEDED = {"system", *(f"{table}.id" for table in TABLES if table != "visit")}
_BITS_MEASURED = 1 << 26


@dataclass(frozen=True, slots=True)
class Bound:
    """Seconds that reading the needed columns and setting the verdicts' bits take at least."""

    bytes_needed: int
    bytes_a_second: float
    bits: int
    bits_a_second: float

    @property
    def seconds(self) -> float:
        """Reading and setting, one after the other, on one core."""
        return self.bytes_needed / self.bytes_a_second + self.bits / self.bits_a_second


def bound_of(folder: Path, sets: Sequence[CriteriaSet], patients: int) -> Bound:
    """The bound for some sets: two bits a patient for each question at each date."""
    asked = {(str(q), each.as_of) for each in sets if not each.event for q in each.questions}
    bits = 2 * len(asked) * patients
    return Bound(_needed(folder), read_speed(folder), bits, _bits_a_second())


def _needed(folder: Path) -> int:
    size = 0
    for table in TABLES:
        metadata = pq.read_metadata(folder / f"{table}.parquet")
        for group in range(metadata.num_row_groups):
            for number in range(metadata.num_columns):
                column = metadata.row_group(group).column(number)
                name = column.path_in_schema
                if name not in _NOT_NEEDED and f"{table}.{name}" not in _NOT_NEEDED:
                    size += column.total_compressed_size
    return size


def _bits_a_second() -> float:
    """How fast verdicts that are already there as bytes are packed to bits."""
    verdicts = np.zeros(_BITS_MEASURED, dtype=bool)
    begun = time.perf_counter()
    np.packbits(verdicts)
    return _BITS_MEASURED / (time.perf_counter() - begun)
