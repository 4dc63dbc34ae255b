"""Patients in stretches, and which files can be read a stretch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trialmatch.sources.staging.parts import Part
from trialmatch.sources.staging.stretches import Stretch, in_order, joined, stretches

NAMES = pa.chunked_array([["a", "b", "c", "d", "e"]])


def found(
    patients: Sequence[str | int | None], folder: Path, bounds: Sequence[str] = ("c",)
) -> bool:
    """Whether a file with row groups of two of these patients is in order."""
    path = folder / "visit.parquet"
    pq.write_table(pa.table({"patient": list(patients)}), path, row_group_size=2)
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW visits AS SELECT * FROM read_parquet('{path}')")
    return in_order(connection, Part("visits", "visit.parquet", "visit", parquet=str(path)), bounds)


def test_stretches_follow_each_other_and_the_outer_ones_are_open() -> None:
    assert list(stretches(NAMES, 2)) == [
        Stretch(0, 2, None, "c"),
        Stretch(2, 4, "c", "e"),
        Stretch(4, 5, "e", None),
    ]


def test_nobody_is_a_stretch_too() -> None:
    assert list(stretches(NAMES.slice(0, 0), 2)) == [Stretch(0, 0)]


def test_stretches_joined_are_one_from_the_first_to_the_last() -> None:
    assert joined(list(stretches(NAMES, 2))[1:]) == Stretch(2, 5, "c", None)


def test_each_row_is_in_exactly_one_stretch_by_its_patients_name() -> None:
    rows = ["", "a", "b", "b ", "c", "cc", "d", "e", "z", None]
    connection = duckdb.connect()
    connection.register("visits", pa.table({"patient": pa.array(rows, pa.string())}))
    counts = [
        connection.execute(f"SELECT count(*) FROM visits WHERE {each.by_name()}").fetchall()[0][0]
        for each in stretches(NAMES, 2)
    ]
    assert counts == [5, 3, 2]


def test_a_file_whose_row_groups_follow_each_other_is_in_order(tmp_path: Path) -> None:
    assert found(["a", "b", "b", "c", "c", "d"], tmp_path)


@pytest.mark.parametrize(
    ("patients", "why"),
    [
        (["c", "d", "a", "b"], "a row group begins before the one before it ends"),
        ([" a", "b", "c", "d"], "an identifier has a blank before it"),
        ([None, None, "c", "d"], "nothing is known of a row group without identifiers"),
        ([1, 2, 3, 4], "numbers have another order than their words"),
    ],
)
def test_a_file_is_not_in_order_where(
    patients: list[str | int | None], why: str, tmp_path: Path
) -> None:
    assert not found(patients, tmp_path), why


def test_a_bound_with_a_character_before_the_blank_is_not_trusted(tmp_path: Path) -> None:
    assert not found(["a", "b", "c", "d"], tmp_path, bounds=("c\t1",))


def test_what_is_no_parquet_file_has_no_known_order() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE visits AS SELECT 'a' AS patient")
    assert not in_order(connection, Part("visits", "visit.csv", "visit"), ["b"])
