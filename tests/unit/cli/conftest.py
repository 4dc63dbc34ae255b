"""A small cohort and a criteria file on disk, and a way to call the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENTS = """patient,birth,sex,death,person_number
secret-1,1960-05-01,female,,01410100001
secret-2,2010-05-01,male,,01410100002
secret-3,1950-01-01,male,2020-01-01,01410100003
"""
DIAGNOSES = """patient,id,system,code,start,status
secret-1,d1,ICD10,I21.4,2024-01-05,
secret-2,d2,ICD10,I21.4,2024-01-06,provisional
secret-2,d3,ICD10,I21.4,not a date,
"""
CRITERIA = """trial HEART "A trial after infarction"
  screen each patient

codes infarction = ICD10 I21

include
  I1 "Adult": age >= 18 years
  I2 "Infarction": diagnosis infarction within 12 months before index

exclude
  E1 "Consent": manual "Lacks capacity to consent"
"""


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    file = tmp_path / "heart.criteria"
    file.write_text(CRITERIA, encoding="utf-8")
    return file


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """Records that are not marked synthetic."""
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "patients.csv").write_text(PATIENTS, encoding="utf-8")
    (folder / "diagnosis.csv").write_text(DIAGNOSES, encoding="utf-8")
    (folder / "site.toml").write_text(
        'format = 1\n[source]\nname = "Made for a test"\ncut_off = 2024-03-01\n', encoding="utf-8"
    )
    return folder


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """Calls the command line as a person does, in a process of its own."""

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from trialmatch.cli import main; main()"]
        return subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, check=False
        )

    return call
