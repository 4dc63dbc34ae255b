"""Every report is found by its folder and can be written to a file."""

from __future__ import annotations

import inspect
from importlib.resources import files
from pathlib import Path

import pytest

from trialmatch.reports import Report, find_reports

REPORTS = find_reports()


def test_every_folder_with_a_report_is_found(repository: Path) -> None:
    folders = {p.parent.name for p in repository.glob("src/trialmatch/reports/*/report.py")}
    assert set(REPORTS) == folders
    assert "candidates" in folders


@pytest.mark.parametrize("report", REPORTS.values(), ids=list(REPORTS))
class TestEveryReport:
    def test_is_named_after_its_folder_and_says_what_it_is(self, report: Report) -> None:
        assert REPORTS[report.name] is report
        assert report.summary

    def test_writes_its_input_to_a_path(self, report: Report) -> None:
        assert report.writers
        for suffix, write in report.writers.items():
            assert suffix.startswith(".")
            given, path = inspect.signature(write).parameters.values()
            assert given.annotation == report.takes.__name__
            assert path.annotation == "Path"

    def test_takes_a_frozen_input_whose_repr_shows_nobody(self, report: Report) -> None:
        parameters = vars(report.takes)["__dataclass_params__"]
        assert parameters.frozen
        assert "__repr__" in vars(report.takes)

    def test_carries_templates_that_escape_and_fetch_nothing(self, report: Report) -> None:
        folder = files(f"trialmatch.reports.{report.name}").joinpath("templates")
        templates = list(folder.iterdir())
        assert templates
        for template in templates:
            text = template.read_text(encoding="utf-8")
            assert "http" not in text.replace('http-equiv="Content-Security-Policy"', "")
            assert "autoescape false" not in text
