from __future__ import annotations

from pathlib import Path

from trialmatch.compiler.opening import open_file
from trialmatch.workflow.mutation.mutants import mutants_of

TEXT = """trial T "T"
  screen each patient
include
  I1 valid to 2024-12-31: female
  I1 valid from 2025-01-01 to 2025-12-31: male
  I1 valid from 2026-01-01: age >= 18 years
"""


def test_the_day_between_two_versions_moves_in_both(tmp_path: Path) -> None:
    path = tmp_path / "t.criteria"
    path.write_text(TEXT, encoding="utf-8")
    words = [each.words for each in mutants_of(open_file(path)) if each.sort == "windows"]
    assert words == [
        "2024-12-31 -> 2024-12-30",
        "2024-12-31 -> 2025-01-01",
        "2025-12-31 -> 2025-12-30",
        "2025-12-31 -> 2026-01-01",
    ]
