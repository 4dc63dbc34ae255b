"""The page of the reference about registries and programmes."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.compiler.opening import open_file
from trialmatch.workflow.registry_reference import (
    answered_by,
    registries_page,
    shipped,
    write_page,
)

REGISTRY = """# Operations of the hip.
#
# After a page that was read;
# the codes are made up.

registry hips "Hips"
  basis  statutory "A regulation"
  source "https://example.org/hips", read 2026-11-22
  screen each procedure hip_operation
    from 2012-01-01

codes hip_operation = to be given by the site
codes fracture      = ICD10 S72

include
  I1 "Grown up" valid to 2024-12-31: age >= 18 years
  I1 "Grown up" valid from 2025-01-01: age >= 16 years
  I2 "Says yes": manual "Says yes"
  I3 "Fracture, or said to be one": diagnosis fracture or review "Was it a fracture?"

exclude
  E1 "Broken": review "Is it broken?" when diagnosis fracture
  E2 "Broken when old": if age >= 80 years: review "Is it broken?"
  E3: if age >= 80 years: diagnosis fracture
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One registry, one file without subjects, and one trial, which the page leaves out."""
    (tmp_path / "registries").mkdir()
    (tmp_path / "registries" / "hips.criteria").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "names.criteria").write_text("codes asthma = ICD10 J45\n", encoding="utf-8")
    trial = 'trial T "A trial"\n  screen each patient\n\ninclude\n  I1: female\n'
    (tmp_path / "t.criteria").write_text(trial, encoding="utf-8")
    return tmp_path


def test_who_answers_a_criterion_is_read_from_its_clauses(folder: Path) -> None:
    opened = open_file(folder / "registries" / "hips.criteria")
    assert [(each.id.text, answered_by(each)) for each in opened.tree.criteria] == [
        ("I1", "the record"),
        ("I1", "the record"),
        ("I2", "a person"),
        ("I3", "the record and a person"),
        ("E1", "a person, where the record calls for it"),
        ("E2", "a person, where the record calls for it"),
        ("E3", "the record"),
    ]


def test_files_without_subjects_are_not_told_of(folder: Path) -> None:
    assert [each.name for each in shipped(folder)] == ["registries/hips", "t"]


def test_a_registry_is_told_with_its_subjects_basis_source_and_what_the_site_gives(
    folder: Path,
) -> None:
    page = registries_page(folder)
    assert (
        "| [registries/hips](../../criteria/registries/hips.criteria) | Hips "
        "| `each procedure hip_operation from 2012-01-01` | 6 | statutory "
        "| <https://example.org/hips>, read 2026-11-22 | `hip_operation` |"
    ) in page
    assert "\nAfter a page that was read; the codes are made up.\n" in page
    assert "\nLegal basis: statutory, A regulation.\n" in page
    assert "| I1 counts | Grown up | from 2025-01-01 | the record |" in page
    assert "| E3 leaves out | if age >= 80 years: diagnosis fracture |  | the record |" in page


def test_trials_are_not_on_the_page(folder: Path) -> None:
    assert "A trial" not in registries_page(folder)


def test_the_page_is_written_as_it_is_made(folder: Path, tmp_path: Path) -> None:
    write_page(folder, tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == registries_page(folder)


def test_the_reference_shows_the_registries_and_programmes_as_they_are(repository: Path) -> None:
    page = repository / "docs" / "reference" / "registries-and-programmes.md"
    made = registries_page(repository / "criteria")
    assert page.read_text(encoding="utf-8") == made, "run `make reference`"
