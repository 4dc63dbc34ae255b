"""The folder: always the same from the same seed, there whole or not at all, and nobody else's."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trialmatch.cohort.schema import EVENT_FILE, PATIENT_FILE
from trialmatch.democohort import generate
from trialmatch.democohort.folder import write_folder
from trialmatch.democohort.written import KIND_COLUMNS

FILES = {"patients", *KIND_COLUMNS}


def tables(folder: Path) -> dict[str, pa.Table]:
    return {path.stem: pq.read_table(path) for path in folder.glob("*.parquet")}


def plain(table: pa.Table) -> list[dict[str, object]]:
    return table.to_pylist()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        generate(tmp_path / name, patients=300, seed=7)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name


def test_another_seed_gives_other_patients(tmp_path: Path) -> None:
    for seed in (1, 2):
        generate(tmp_path / str(seed), patients=50, seed=seed)
    one, other = (tables(tmp_path / str(seed))["patients"] for seed in (1, 2))
    assert plain(one) != plain(other)


def test_the_rows_do_not_depend_on_how_many_are_written_at_once(tmp_path: Path) -> None:
    write_folder(tmp_path / "small", 4100, 3, blocks_at_once=1)
    write_folder(tmp_path / "large", 4100, 3, blocks_at_once=50)
    small, large = tables(tmp_path / "small"), tables(tmp_path / "large")
    assert set(small) == FILES
    for name, table in small.items():
        assert plain(table) == plain(large[name]), name


def test_a_smaller_cohort_is_the_beginning_of_a_larger_one(tmp_path: Path, cohort: Path) -> None:
    generate(tmp_path / "few", patients=2100, seed=1)
    few, many = tables(tmp_path / "few"), tables(cohort)
    assert few["patients"].num_rows == 2100
    for name, table in few.items():
        assert plain(table) == plain(many[name].slice(0, table.num_rows)), name


def test_every_kind_has_a_file_in_the_columns_of_the_cohort_schema(cohort: Path) -> None:
    found = tables(cohort)
    assert set(found) == FILES
    known = {column.name for column in EVENT_FILE}
    required = {column.name for column in EVENT_FILE if column.required}
    for kind in KIND_COLUMNS:
        assert required <= set(found[kind].column_names) <= known, kind
        assert found[kind].num_rows > 100, kind
    assert set(found["patients"].column_names) < {column.name for column in PATIENT_FILE}


def test_nobody_has_a_name(cohort: Path) -> None:
    assert "name" not in tables(cohort)["patients"].column_names


def test_it_marks_itself_synthetic_and_says_what_it_holds(cohort: Path) -> None:
    source = tomllib.loads((cohort / "site.toml").read_text(encoding="utf-8"))["source"]
    assert source["synthetic"] is True
    assert source["cut_off"] == date(2026, 11, 1)
    assert source["zone"] == "Europe/Oslo"
    assert set(source["holds"]) == set(KIND_COLUMNS)
    assert source["holds"]["measurement"]["systems"] == ["LOINC", "NPU"]


def test_an_earlier_demo_cohort_is_replaced(tmp_path: Path) -> None:
    for patients in (40, 30):
        generate(tmp_path / "demo", patients=patients)
    assert tables(tmp_path / "demo")["patients"].num_rows == 30
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    generate(tmp_path / "demo", patients=10)
    assert (tmp_path / "demo" / "site.toml").is_file()


@pytest.mark.parametrize("name", ["notes.txt", "patients.parquet", "site.toml"])
def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    tmp_path.joinpath(name).write_text("[source]\nname = 'Ward 4'\n", encoding="utf-8")
    with pytest.raises(FileExistsError, match="other things than a demo cohort"):
        generate(tmp_path, patients=10)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_demo_cohort_that_somebody_put_a_file_into_is_refused(tmp_path: Path) -> None:
    generate(tmp_path / "demo", patients=10)
    (tmp_path / "demo" / "lists.key").write_bytes(b"k" * 32)
    with pytest.raises(FileExistsError):
        generate(tmp_path / "demo", patients=10)
    assert (tmp_path / "demo" / "lists.key").is_file()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").touch()
    with pytest.raises(FileExistsError, match="is not a folder"):
        generate(tmp_path / "demo", patients=10)


def test_when_writing_stops_nothing_is_left_behind(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(tmp_path / "demo", patients=10, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_from_the_first_to_the_last_patient(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_folder(
        tmp_path / "demo", 4500, 1, lambda *step: told.append((step[0], step[1])), blocks_at_once=1
    )
    assert told == [(2000, 4500), (4000, 4500), (4500, 4500)]


@pytest.mark.parametrize(("patients", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_impossible_numbers_are_refused(tmp_path: Path, patients: int, seed: int) -> None:
    with pytest.raises(ValueError, match=r"patient|seed"):
        generate(tmp_path / "demo", patients=patients, seed=seed)
    assert list(tmp_path.iterdir()) == []
