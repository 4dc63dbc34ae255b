"""The list as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.reports.candidates.table import as_text, write_csv
from trialmatch.results.release import Level


def lines(given: ListInput, folder: Path) -> list[dict[str, str]]:
    path = folder / "list.csv"
    write_csv(given, path)
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"))))


def test_all_listed_are_in_the_table_beyond_the_page_s_limit(
    made_up: ModuleType, tmp_path: Path
) -> None:
    given = replace(made_up.list_input(), limit=3)
    table = lines(given, tmp_path)
    assert [line["rank"] for line in table] == [str(n) for n in range(1, 26)]
    assert given.explainer.asked == 0


def test_each_criterion_has_its_verdict_and_what_is_missing(
    made_up: ModuleType, tmp_path: Path
) -> None:
    last = lines(made_up.list_input(), tmp_path)[-1]
    assert last["state"] == "unclear"
    assert (last["settled"], last["criteria"]) == ("3", "9")
    assert (last["I3"], last["I3 missing"]) == ("not known", "no result of egfr")
    assert (last["E3"], last["E3 missing"]) == ("not found", "")
    assert last["index"] == "2026-03-01"


def test_no_identity_is_in_a_pseudonymous_table(made_up: ModuleType, tmp_path: Path) -> None:
    write_csv(made_up.list_input(), tmp_path / "list.csv")
    text = (tmp_path / "list.csv").read_text(encoding="utf-8")
    assert "patient-" not in text
    assert "Name " not in text


def test_an_identified_table_has_patient_number_and_name(
    made_up: ModuleType, tmp_path: Path
) -> None:
    first = lines(made_up.list_input(level=Level.IDENTIFIED), tmp_path)[0]
    assert first["patient"].startswith("patient-")
    assert len(first["person_number"]) == 11


def test_relative_dates_leave_no_index_date(made_up: ModuleType, tmp_path: Path) -> None:
    given = made_up.list_input(made_up.screening(criteria=made_up.registry()))
    assert "index" in lines(given, tmp_path)[0]
    assert "index" not in lines(replace(given, relative_dates=True), tmp_path)[0]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_cell_can_be_taken_for_a_formula(start: str) -> None:
    assert as_text(f"{start}1+1") == f"'{start}1+1"
    assert as_text(f"a{start}") == f"a{start}"


def test_a_name_that_looks_like_a_formula_is_disarmed(made_up: ModuleType, tmp_path: Path) -> None:
    given = made_up.list_input(level=Level.IDENTIFIED)
    bad = dict.fromkeys(given.identities, ("=1+1", "@SUM(A1)"))
    first = lines(replace(given, identities=bad), tmp_path)[0]
    assert (first["person_number"], first["name"]) == ("'=1+1", "'@SUM(A1)")


def test_where_only_counts_are_released_the_table_holds_suppressed_counts(
    made_up: ModuleType, tmp_path: Path
) -> None:
    table = lines(made_up.list_input(level=Level.COUNTS, synthetic=False), tmp_path)
    numbers = {(line["count_of"], line["criterion"]): line["subjects"] for line in table}
    assert numbers["found", ""] == "47"
    assert numbers["ruled_out_first_here", "I1"] == "5"
    assert numbers["ruled_out_first_here", "I3"] == ""
    assert all(n == "" or int(n) >= 5 for n in numbers.values())
