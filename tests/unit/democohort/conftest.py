"""One demo cohort of 5,000 patients for all tests that only read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from trialmatch.democohort import generate

Row = dict[str, str | None]


@pytest.fixture(scope="session")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo cohort of the usual size."""
    folder = tmp_path_factory.mktemp("democohort") / "demo"
    generate(folder, patients=5000, seed=1)
    return folder


@pytest.fixture(scope="session")
def rows(cohort: Path) -> Callable[[str], list[Row]]:
    """The rows of a file of that cohort, by the file's name."""

    @cache
    def read(kind: str) -> list[Row]:
        table = pq.read_table(cohort / f"{kind}.parquet")
        names = table.column_names
        columns = [table.column(name).to_pylist() for name in names]
        return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]

    return read
