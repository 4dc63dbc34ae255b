"""`explain --plan`: the plan of several sets on the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SECRETS = ("secret-1", "secret-2", "secret-3", "01410100001", "1960-05-01", "I21.4", "I214")
SECOND = """trial OTHER "Another trial"
  screen each patient

include
  I1 "Adult": age >= 18 years
"""


@pytest.fixture
def second(criteria: Path) -> Path:
    file = criteria.with_name("other.criteria")
    file.write_text(SECOND, encoding="utf-8")
    return file


def test_the_plan_of_two_sets_is_shown_without_any_patient(
    run: Run, criteria: Path, second: Path, cohort: Path
) -> None:
    done = run("explain", "--plan", criteria, second, "--data", cohort)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 criteria sets with 4 criteria ask 3 distinct questions")
    assert "HEART/I1, OTHER/I1: years from birth to index >= 18" in done.stdout
    assert "diagnosis: infarction, from 2023-02-28 on" in done.stdout
    assert "  screen: " in done.stdout
    assert not [secret for secret in SECRETS if secret in done.stdout + done.stderr]


def test_a_folder_stands_for_the_files_in_it(
    run: Run, criteria: Path, second: Path, cohort: Path
) -> None:
    done = run("explain", "--plan", criteria.parent, "--data", cohort, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["criteria sets"] == 2
    assert told["questions"]["HEART/I1, OTHER/I1"] == "years from birth to index >= 18"
    assert set(told["seconds"]) == {"plan", "extract", "screen"}
    assert not [secret for secret in SECRETS if secret in done.stdout]


def test_a_plan_needs_no_basis_since_it_names_nobody(
    run: Run, criteria: Path, cohort: Path
) -> None:
    assert run("explain", criteria, "secret-1", "--data", cohort).returncode == 2
    assert run("explain", "--plan", criteria, "--data", cohort).returncode == 0


def test_a_file_with_mistakes_is_a_finding(run: Run, criteria: Path, cohort: Path) -> None:
    criteria.write_text(criteria.read_text().replace("infarction within", "infraction within"))
    done = run("explain", "--plan", criteria, "--data", cohort)
    assert done.returncode == 1
    assert "infraction" in done.stderr
    assert not done.stdout


def test_files_that_screen_nobody_are_a_usage_error(run: Run, criteria: Path, cohort: Path) -> None:
    criteria.write_text("codes infarction = ICD10 I21\n", encoding="utf-8")
    done = run("explain", "--plan", criteria, "--data", cohort)
    assert done.returncode == 2
    assert not done.stdout


def test_what_is_missing_or_misspelt_is_a_usage_error(
    run: Run, criteria: Path, cohort: Path
) -> None:
    assert run("explain", "--plan", criteria).returncode == 2
    assert run("explain", "--plan", "--data", cohort).returncode == 2
    nothing = cohort.parent / "nothing.criteria"
    assert run("explain", "--plan", nothing, "--data", cohort).returncode == 2
    assert run("explain", "--plan", criteria, "--data", cohort, "--as-of", "x").returncode == 2


def test_without_plan_two_files_are_no_subject(
    run: Run, criteria: Path, second: Path, cohort: Path
) -> None:
    done = run("explain", criteria, second, "--data", cohort, "--synthetic")
    assert done.returncode == 2
    three = run("explain", criteria, second, "more", "--data", cohort, "--synthetic")
    assert three.returncode == 2
    assert "--plan" in three.stderr
