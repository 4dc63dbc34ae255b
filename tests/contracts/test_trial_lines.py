"""Every trial's text stands cut into lines, each labelled before criteria were written for it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

TRIALS = Path(__file__).parents[2] / "criteria" / "trials"
LINES = sorted(TRIALS.glob("*.lines.tsv"))
COLUMNS = ["line", "section", "text", "label", "why"]
LABELS = {"computable", "partly", "manual"}


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file of lines, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_all_twelve_trials_are_cut_into_lines() -> None:
    assert len(LINES) == 12


@pytest.mark.parametrize("path", LINES, ids=lambda path: path.name)
def test_lines_are_numbered_in_order_and_each_has_text_label_and_reason(path: Path) -> None:
    rows = rows_of(path)

    assert all(list(row) == COLUMNS for row in rows)
    assert [row["line"] for row in rows] == [str(number + 1) for number in range(len(rows))]
    assert {row["label"] for row in rows} <= LABELS
    assert all(row["text"] == " ".join(row["text"].split()) != "" for row in rows)
    assert all(row["why"].strip() for row in rows)


@pytest.mark.parametrize("path", LINES, ids=lambda path: path.name)
def test_inclusion_lines_come_before_exclusion_lines(path: Path) -> None:
    sections = [row["section"] for row in rows_of(path)]

    assert sections == sorted(sections, key=["include", "exclude"].index)
    assert set(sections) == {"include", "exclude"}
