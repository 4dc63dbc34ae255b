"""The command line: what it prints, what it writes, and how it exits."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SECRETS = ("secret-1", "secret-2", "secret-3", "01410100001", "1960-05-01")


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_version_is_printed(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "trialmatch,")


def test_every_command_says_what_it_is_for(run: Run) -> None:
    listed = run("--help").stdout
    for name in ("check", "demo", "demo-cohort", "explain", "screen", "test"):
        assert name in listed
        assert run(name, "--help").returncode == 0


def test_a_file_without_mistakes_is_fine(run: Run, criteria: Path) -> None:
    done = run("check", criteria)
    assert done.returncode == 0
    assert "1 file checked: no findings" in done.stdout


def test_mistakes_are_findings(run: Run, criteria: Path) -> None:
    criteria.write_text(criteria.read_text().replace("infarction within", "infraction within"))
    done = run("check", criteria)
    assert done.returncode == 1
    assert "infarction" in done.stdout
    found = json.loads(run("check", "--json", criteria).stdout)["diagnostics"]
    assert {each["rule"] for each in found if each["severity"] == "error"} == {"unknown-name"}


def test_two_files_of_one_name_are_not_screened_together(
    run: Run, criteria: Path, cohort: Path
) -> None:
    criteria.with_name("copy.criteria").write_text(criteria.read_text())
    out = cohort.parent / "lists"
    done = run("screen", criteria.parent, "--data", cohort, "--out", out, "--synthetic")
    assert done.returncode == 1
    assert "same-name" in done.stderr
    assert not out.exists()


def test_a_missing_file_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    assert run("check", tmp_path / "nothing.criteria").returncode == 2
    assert run("check", tmp_path).returncode == 2
    assert run("screen", "--nonsense").returncode == 2
    assert run("nonsense").returncode == 2


def test_screening_needs_to_know_as_of_when(run: Run, criteria: Path, cohort: Path) -> None:
    (cohort / "site.toml").unlink()
    done = run("screen", criteria, "--data", cohort, "--out", cohort.parent / "lists")
    assert done.returncode == 2
    assert "--as-of" in done.stderr


def screened(run: Run, criteria: Path, cohort: Path, *more: str) -> Path:
    out = cohort.parent / "lists"
    done = run("screen", criteria, "--data", cohort, "--out", out, *more)
    assert done.returncode == 0, done.stderr
    assert not secrets_in(done.stdout + done.stderr)
    return out


def test_without_a_basis_only_counts_are_written(run: Run, criteria: Path, cohort: Path) -> None:
    out = screened(run, criteria, cohort)
    written = "".join(file.read_text(encoding="utf-8") for file in out.iterdir())
    assert not secrets_in(written)
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["criteria"][0]["release"] == "counts"
    assert "states" not in manifest["criteria"][0]


def test_synthetic_data_are_listed_without_a_basis(run: Run, criteria: Path, cohort: Path) -> None:
    out = screened(run, criteria, cohort, "--synthetic")
    manifest = json.loads((out / "manifest.json").read_text())
    (written,) = manifest["criteria"]
    assert written["states"] == {"eligible": 0, "candidate": 1, "unclear": 0, "ineligible": 1}
    assert written["not screened"]["dead"] == 1
    assert manifest["data"]["loading"]["rows read"] == 6
    assert manifest["data"]["loading"]["rows kept"] == 5
    page = (out / "HEART.html").read_text(encoding="utf-8")
    assert not secrets_in(page)
    assert sorted(file.name for file in out.iterdir()) == [
        "HEART.csv",
        "HEART.html",
        "manifest.json",
    ]


def test_a_basis_and_a_purpose_release_pseudonymous_rows(
    run: Run, criteria: Path, cohort: Path
) -> None:
    (cohort / "lists.key").write_bytes(b"k" * 32)
    with (cohort / "site.toml").open("a", encoding="utf-8") as site:
        site.write('[release]\nkey_file = "lists.key"\n[basis.HEART]\nkind = "dispensation"\n')
        site.write('reference = "REK 1"\n')
    out = screened(run, criteria, cohort, "--purpose", "recruitment")
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["criteria"][0]["release"] == "pseudonymous"
    assert not secrets_in((out / "HEART.csv").read_text(encoding="utf-8"))
    shown = screened(run, criteria, cohort, "--purpose", "recruitment", "--identified")
    assert "01410100001" in (shown / "HEART.csv").read_text(encoding="utf-8")


def test_rows_set_aside_are_reported_with_the_reason(
    run: Run, criteria: Path, cohort: Path
) -> None:
    out = cohort.parent / "lists"
    done = run("screen", criteria, "--data", cohort, "--out", out, "--synthetic")
    assert "1 set aside" in done.stderr


def test_explain_shows_the_deciding_row(run: Run, criteria: Path, cohort: Path) -> None:
    done = run("explain", criteria, "secret-1", "--data", cohort, "--synthetic")
    assert done.returncode == 0, done.stderr
    assert "63 years" in done.stdout
    assert "I21.4" in done.stdout
    assert "2024-01-05" in done.stdout
    assert "Lacks capacity to consent" in done.stdout


def test_explain_refuses_without_a_basis(run: Run, criteria: Path, cohort: Path) -> None:
    done = run("explain", criteria, "secret-1", "--data", cohort)
    assert done.returncode == 2
    assert not done.stdout


def test_explain_says_that_there_is_no_such_patient(run: Run, criteria: Path, cohort: Path) -> None:
    done = run("explain", criteria, "nobody", "--data", cohort, "--synthetic")
    assert done.returncode == 2
    dead = run("explain", criteria, "secret-3", "--data", cohort, "--synthetic")
    assert dead.returncode == 2
    assert "dead" in dead.stderr


CASES = """as of: 2024-03-01
cases:
  - name: an adult after an infarction
    born: 1960-05-01
    records:
      - {diagnosis: ICD10 I21.4, start: 2024-01-05}
    expect: {I1: met, I2: %s, E1: unknown}
    state: candidate
"""


@pytest.mark.parametrize(("expected", "code"), [("met", 0), ("not met", 1)])
def test_cases_beside_a_file_are_run(run: Run, criteria: Path, expected: str, code: int) -> None:
    criteria.with_name("heart.cases.yaml").write_text(CASES % expected, encoding="utf-8")
    assert run("test", criteria).returncode == code


def test_an_internal_error_shows_no_patient_value(
    run: Run, criteria: Path, cohort: Path, tmp_path: Path
) -> None:
    out = tmp_path / "file"
    out.write_text("in the way", encoding="utf-8")
    done = run("screen", criteria, "--data", cohort, "--out", out, "--synthetic")
    assert done.returncode == 2
    assert not secrets_in(done.stderr)


def test_the_table_says_why_each_answer_is_not_known(
    run: Run, criteria: Path, cohort: Path
) -> None:
    asked = '  I3 "Low": latest crp < 10 mg/L\n'
    text = criteria.read_text().replace("\nexclude", f"{asked}\nexclude")
    criteria.write_text(text.replace("\ninclude", "measure crp = LOINC 1988-5 in mg/L\n\ninclude"))
    out = cohort.parent / "lists"
    run("screen", criteria, "--data", cohort, "--out", out, "--as-of", "2024-03-01", "--synthetic")
    with (out / "HEART.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["I3"] == "not known"
    assert row["I3 missing"] == "no result of crp"
