"""A test that lacks a component is skipped at a desk and fails in CI, never silently green."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED_TEST = """
def test_needs_a_browser(require):
    require(False, "browser")
"""
SKIPPED_FILE = """
import pytest

pytest.importorskip("a_package_that_is_not_there")


def test_never_collected():
    pass
"""
SKIPPED_FOR_ANOTHER_REASON = """
import pytest


def test_not_on_this_system():
    pytest.skip("only where files have owners")
"""


def run_in(folder: Path, body: str, ci: str) -> subprocess.CompletedProcess[str]:
    """Run one test file beside a copy of our conftest."""
    shutil.copy(Path(__file__).parents[1] / "conftest.py", folder / "conftest.py")
    (folder / "test_sample.py").write_text(body)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "CI": ci},
        check=False,
    )


@pytest.mark.parametrize(
    ("body", "component"), [(SKIPPED_TEST, "browser"), (SKIPPED_FILE, "a_package_that_is_not")]
)
def test_a_missing_component_fails_in_ci_and_is_named(
    tmp_path: Path, body: str, component: str
) -> None:
    result = run_in(tmp_path, body, ci="true")
    assert result.returncode != 0
    assert component in result.stdout


@pytest.mark.parametrize("body", [SKIPPED_TEST, SKIPPED_FILE])
def test_a_missing_component_is_a_skip_at_a_desk(tmp_path: Path, body: str) -> None:
    result = run_in(tmp_path, body, ci="")
    assert "1 skipped" in result.stdout
    assert "failed" not in result.stdout


def test_another_skip_stays_a_skip_in_ci(tmp_path: Path) -> None:
    result = run_in(tmp_path, SKIPPED_FOR_ANOTHER_REASON, ci="true")
    assert "1 skipped" in result.stdout
    assert result.returncode == 0
