"""The columns of the cohort schema, and that the reference page lists every one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.schema import EVENT_FILE, OBSERVATION_PERIOD_FILE, PATIENT_FILE
from trialmatch.cohort.status import STATUSES
from trialmatch.sources.staging.headers import check_columns, columns_for


def required(table: str) -> set[str]:
    return {column.name for column in columns_for(table) if column.required}


def test_each_table_needs_what_it_cannot_be_read_without() -> None:
    assert required("patients") == {"patient", "birth"}
    assert required("diagnosis") == {"patient", "system", "code", "start"}
    assert required("events") == {"patient", "kind", "system", "code", "start"}
    assert required("visit") == {"patient", "start"}
    assert required("observation_periods") == {"patient", "start", "end"}


def test_a_precision_column_belongs_to_its_time() -> None:
    report = LoadReport()
    assert check_columns(["patient", "start", "start_precision"], "visit", "v", report) == []
    assert report.notes == []
    check_columns(["patient", "birth", "start_precision"], "patients", "p", report)
    assert len(report.notes) == 1


@pytest.mark.parametrize(
    "column", [*PATIENT_FILE, *EVENT_FILE, *OBSERVATION_PERIOD_FILE], ids=lambda c: c.name
)
def test_the_reference_page_says_what_each_column_means(repository: Path, column: object) -> None:
    page = repository.joinpath("docs/reference/cohort-schema.md").read_text(encoding="utf-8")
    meaning = getattr(column, "meaning", "")
    assert f"| `{getattr(column, 'name', '')}` |" in page
    assert meaning.partition(" below")[0].partition("of the cohort schema")[0] in page


def test_the_reference_page_lists_every_kind_and_status(repository: Path) -> None:
    page = repository.joinpath("docs/reference/cohort-schema.md").read_text(encoding="utf-8")
    missing = [word for word in (*SOURCE_KINDS, *STATUSES) if word and f"`{word}`" not in page]
    assert missing == []
