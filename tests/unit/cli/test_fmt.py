"""trialmatch fmt: what it writes, shows and refuses, and how it exits."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_file_is_laid_out_anew_once(run: Run, criteria: Path) -> None:
    done = run("fmt", criteria)
    assert done.returncode == 0
    assert "1 changed" in done.stdout
    assert '  I1 "Adult":      age >= 18 years\n' in criteria.read_text(encoding="utf-8")
    assert "0 changed" in run("fmt", criteria).stdout


def test_check_finds_a_file_to_change_and_writes_nothing(run: Run, criteria: Path) -> None:
    before = criteria.read_text(encoding="utf-8")
    done = run("fmt", "--check", criteria.parent)
    assert done.returncode == 1
    assert str(criteria) in done.stdout
    assert criteria.read_text(encoding="utf-8") == before
    run("fmt", criteria)
    assert run("fmt", "--check", criteria.parent).returncode == 0


def test_diff_shows_the_change_and_writes_nothing(run: Run, criteria: Path) -> None:
    before = criteria.read_text(encoding="utf-8")
    done = run("fmt", "--diff", criteria)
    assert done.returncode == 0
    assert '+  I1 "Adult":      age >= 18 years' in done.stdout
    assert criteria.read_text(encoding="utf-8") == before


def test_a_syntax_error_is_told_and_the_other_files_are_laid_out(run: Run, criteria: Path) -> None:
    broken = criteria.with_name("broken.criteria")
    broken.write_text("codes a  ICD10 I61\n", encoding="utf-8")
    done = run("fmt", criteria.parent)
    assert done.returncode == 2
    assert "broken.criteria:1:" in done.stderr
    assert broken.read_text(encoding="utf-8") == "codes a  ICD10 I61\n"
    assert '  I1 "Adult":      age' in criteria.read_text(encoding="utf-8")


def test_the_result_can_be_had_as_json(run: Run, criteria: Path) -> None:
    found = json.loads(run("fmt", "--check", "--json", criteria).stdout)
    assert found == {"files": 1, "differing": [str(criteria)], "diagnostics": []}


def test_check_and_diff_together_are_no_call(run: Run, criteria: Path) -> None:
    assert run("fmt", "--check", "--diff", criteria).returncode == 2
