"""The benchmark of many criteria sets: hand-written SQL as a second opinion on every verdict."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

# Each starts several processes, which import everything anew.
pytestmark = pytest.mark.slow
SMALL = ("--patients", "80", "--sets", "8", "--distinct", "200", "--no-command")
# All rows taken for sure, whatever their status: one rule of the meaning left out of the SQL.
FAULTY = """
import sys
from benchmarks.screen import __main__
from benchmarks.screen.peer import scans
scans._SURE = "true AS sure"
sys.exit(__main__.main())
"""


def run(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python at the root of the repository."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=repository, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_hand_written_sql_agrees_with_each_engine_on_every_subject(
    repository: Path, engine: str
) -> None:
    done = run(repository, "-m", "benchmarks.screen", *SMALL, "--engine", engine)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SQL agrees on all subjects of 8 sets drawn by seed" in done.stdout
    assert re.fullmatch(r"ratio \d+\.\d\d", done.stdout.splitlines()[-1])


def test_a_difference_stops_the_benchmark_and_is_told_without_patients(repository: Path) -> None:
    done = run(repository, "-c", FAULTY, *SMALL)
    assert done.returncode == 1, done.stdout + done.stderr
    told = done.stdout.partition("THE TWO SIDES DIFFER\n")[2].splitlines()
    assert told
    assert all(re.fullmatch(r"SET_\d+ (c\d+|state): \d+ subjects differ", line) for line in told)
