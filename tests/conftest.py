"""What all tests share: components that may be missing, and how many examples are drawn.

A test that needs something from outside (a browser, the shared data, a package index) asks a
fixture here for it and is skipped where it is missing. In CI nothing may be missing: there
such a skip is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

MISSING = "missing component:"
# pytest's own words for a skip by `pytest.importorskip`.
NOT_IMPORTABLE = "could not import"
ROOT = Path(__file__).resolve().parents[1]

# No test reads or fills the cache of whoever runs it; those about the cache name a folder.
os.environ["TRIALMATCH_CACHE"] = "off"

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def in_ci() -> bool:
    """Whether this run decides about a change."""
    return os.environ.get("CI", "").lower() == "true"


settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if in_ci() else "default"))


def fail_where_a_component_is_missing(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip for a missing component into a failure, in CI only."""
    if not (in_ci() and report.skipped and isinstance(report.longrepr, tuple)):
        return
    reason = report.longrepr[2].removeprefix("Skipped: ")
    if reason.startswith((MISSING, NOT_IMPORTABLE)):
        report.outcome = "failed"
        report.longrepr = f"In CI nothing may be missing. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at every skip of a test."""
    report = yield
    fail_where_a_component_is_missing(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at every skip of a whole file."""
    report = yield
    fail_where_a_component_is_missing(report)
    return report


@pytest.fixture(scope="session")
def require() -> Callable[[object, str], None]:
    """`require(found, "chromium")` skips the test, with the reason, where it was not found."""

    def skip_without(found: object, component: str) -> None:
        if not found:
            pytest.skip(f"{MISSING} {component}")

    return skip_without


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def chromium(require: Callable[[object, str], None]) -> Path:
    """The browser's executable."""
    names = (os.environ.get("TRIALMATCH_CHROMIUM", ""), "chromium", "chromium-browser")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    require(found, "chromium")
    return Path(str(found))


@pytest.fixture(scope="session")
def shared_data(require: Callable[[object, str], None]) -> Path:
    """The folder of public test data beside the repository."""
    folder = Path(
        os.environ.get("TRIALMATCH_SHARED_DATA") or ROOT.parent.joinpath("shared", "data")
    )
    require(folder.is_dir(), "shared data")
    return folder
