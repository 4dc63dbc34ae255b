"""Every trial's text stands cut into lines, each labelled before criteria were written for it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from trialmatch.workflow.trial_reference import counts, trials, trials_page

CRITERIA = Path(__file__).parents[2] / "criteria"
TRIALS = CRITERIA / "trials"
LINES = sorted(TRIALS.glob("*.lines.tsv"))
COLUMNS = ["line", "section", "text", "label", "why", "criteria"]
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


def test_each_criterion_of_a_trial_comes_from_a_line_of_its_text() -> None:
    found = trials(CRITERIA)

    assert len(found) == len(LINES)
    for trial in found:
        named = {each.id.text for line in trial.lines for each in line.criteria}
        assert all(line.criteria for line in trial.lines)
        assert named == {each.id.text for each in trial.file.opened.tree.criteria}


def test_of_the_computable_lines_nine_in_ten_are_computed_of_the_others_four_in_five_in_part() -> (
    None
):
    _, computable, computed, _, partly, told, _ = counts(trials(CRITERIA))

    assert computed >= 0.9 * computable
    assert told >= 0.8 * partly


def test_the_reference_shows_the_trials_as_they_are(repository: Path) -> None:
    page = repository / "docs" / "reference" / "trials.md"

    assert page.read_text(encoding="utf-8") == trials_page(CRITERIA), "run `make reference`"
