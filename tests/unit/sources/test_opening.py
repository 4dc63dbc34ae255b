"""`open_source`: which reader takes a folder, and what is said where none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.sources import open_source


def refusal(path: Path, format: str | None = None) -> Diagnostic:
    with pytest.raises(UsageError) as raised:
        open_source(path, format=format)
    (found,) = raised.value.diagnostics
    return found


def test_a_folder_that_is_not_there_names_its_neighbour(tmp_path: Path) -> None:
    tmp_path.joinpath("cohort").mkdir()
    found = refusal(tmp_path / "cohrot")
    assert (found.rule, found.instead) == ("no-such-folder", "cohort")


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    tmp_path.joinpath("patients.csv").write_text("patient,birth\n")
    assert refusal(tmp_path / "patients.csv").instead == str(tmp_path)


@pytest.mark.parametrize(
    ("present", "meant"), [("patient.csv", "patients.csv"), ("Patients.ndjson", "Patient.ndjson")]
)
def test_a_misnamed_file_is_told_its_right_name(tmp_path: Path, present: str, meant: str) -> None:
    tmp_path.joinpath(present).write_text("")
    found = refusal(tmp_path)
    assert found.rule == "nothing-recognised"
    assert found.instead == f"`{meant}` instead of `{present}`"
    assert "patients.parquet" in found.why
    assert "Patient.ndjson.gz" in found.why


def test_two_formats_in_one_folder_are_refused(tmp_path: Path) -> None:
    tmp_path.joinpath("patients.csv").write_text("patient,birth\n")
    tmp_path.joinpath("Patient.ndjson").write_text("")
    assert refusal(tmp_path).rule == "several-formats"


def test_a_named_format_decides_between_two(tmp_path: Path) -> None:
    tmp_path.joinpath("patients.csv").write_text("patient,birth\n1,1960\n")
    tmp_path.joinpath("Patient.ndjson").write_text("")
    assert open_source(tmp_path, format="files").patients.num_rows == 1
    assert open_source(tmp_path, format="fhir").patients.num_rows == 0


def test_a_format_that_there_is_not_is_told_its_near_name(tmp_path: Path) -> None:
    assert refusal(tmp_path, "fihr").instead == "fhir"


def test_the_caller_says_what_the_site_does_not(tmp_path: Path) -> None:
    tmp_path.joinpath("patients.csv").write_text("patient,birth\n1,1960\n")
    tables = open_source(tmp_path, cut_off="2020", synthetic=True)
    assert tables.holdings.synthetic
    assert tables.holdings.name == tmp_path.name
