"""How much of a trial's text the record answers, and the page that says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.workflow.trial_reference import counts, trials, trials_page, write_page

TRIAL = """trial T "A trial"
  screen each patient

codes asthma = ICD10 J45

include
  I1 "Asthma": diagnosis asthma
  I2a "Fit, as recorded": no diagnosis asthma
  I2b "Fit": manual "Fit"
  I3 "Says yes": manual "Says yes"

exclude
  E4 "Severe asthma": review "Is it severe?" when diagnosis asthma
"""
LINES = """line\tsection\ttext\tlabel\twhy\tcriteria
1\tinclude\tHas asthma\tcomputable\tdiagnosis\tI1
2\tinclude\tIs fit\tcomputable\tdiagnosis\tI2a I2b
3\tinclude\tConsent\tmanual\tconsent\tI3
4\texclude\tSevere asthma\tpartly\tdiagnosis\tE4
5\texclude\tSevere\tpartly\topinion\tI3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One trial whose text stands cut into lines, and one whose text does not."""
    (tmp_path / "T.criteria").write_text(TRIAL, encoding="utf-8")
    (tmp_path / "T.lines.tsv").write_text(LINES, encoding="utf-8")
    (tmp_path / "U.criteria").write_text(TRIAL.replace("trial T", "trial U"), encoding="utf-8")
    return tmp_path


def test_a_line_is_computed_where_the_record_answers_one_of_its_criteria(folder: Path) -> None:
    lines, computable, computed, without_a_question, *_ = counts(trials(folder))

    assert (lines, computable, computed, without_a_question) == (5, 2, 2, 1)


def test_a_line_is_told_in_part_where_the_record_decides_that_a_person_is_asked(
    folder: Path,
) -> None:
    *_, partly, told, manual = counts(trials(folder))

    assert (partly, told, manual) == (2, 1, 1)


def test_a_line_that_names_no_criterion_of_its_file_is_an_error(folder: Path) -> None:
    (folder / "T.lines.tsv").write_text(LINES.replace("I2a I2b", "I2c"), encoding="utf-8")

    with pytest.raises(KeyError, match="I2c"):
        trials(folder)


def test_the_page_has_each_line_with_its_criteria_and_who_answers_them(folder: Path) -> None:
    page = trials_page(folder)

    assert "| [A trial](../../criteria/T.criteria) | 5 | 2 | 2 | 1 | 2 | 1 | 1 |" in page
    assert "| 2 | Is fit | computable | I2a the record; I2b a person |" in page
    assert "| 4 | Severe asthma | partly | E4 a person, where the record calls for it |" in page
    assert "/U.criteria" not in page


def test_the_page_is_written_as_it_is_made(folder: Path, tmp_path: Path) -> None:
    write_page(folder, tmp_path / "page.md")

    assert (tmp_path / "page.md").read_text(encoding="utf-8") == trials_page(folder)
