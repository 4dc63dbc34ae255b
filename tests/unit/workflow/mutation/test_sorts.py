"""What each sort of mutation makes of a criterion, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.compiler.opening import open_file
from trialmatch.workflow.mutation.mutants import mutants_of
from trialmatch.workflow.mutation.sorts import all_sorts

DECLARED = """codes stroke = ICD10 I61
codes tumour = ICD10 C00-C97 except C44
measure egfr = LOINC 62238-1 in mL/min/{1.73_m2}
"""


@pytest.fixture
def said(tmp_path: Path) -> object:
    def of(criterion: str, sort: str) -> list[str]:
        path = tmp_path / "t.criteria"
        head = 'trial T "T"\n  screen each patient\n'
        path.write_text(f"{head}{DECLARED}include\n  I1: {criterion}\n", encoding="utf-8")
        found = mutants_of(open_file(path))
        return [each.words for each in found if each.sort == sort and each.of == "I1"]

    return of


@pytest.mark.parametrize(
    ("criterion", "sort", "words"),
    [
        (
            "latest egfr < 20.5 mL/min/{1.73_m2}",
            "limits",
            ["< -> <=", "20.5 -> 20.4", "20.5 -> 20.6"],
        ),
        (
            "age between 18 and 75 years",
            "limits",
            ["18 -> 17", "18 -> 19", "75 -> 74", "75 -> 76"],
        ),
        (
            "latest egfr > 3 x ULN",
            "limits",
            ["> -> >=", "3 -> 2", "3 -> 4"],
        ),
        (
            "diagnosis stroke within 6 months before index",
            "windows",
            ["before <-> after", "6 months -> 5 months", "6 months -> 7 months"],
        ),
        (
            "diagnosis stroke before index",
            "windows",
            ["before <-> after", "with the day it names"],
        ),
        (
            "diagnosis stroke within 2 days before or after index",
            "windows",
            ["2 days -> 1 day", "2 days -> 3 days", "2 days -> 1 day", "2 days -> 3 days"],
        ),
        ("diagnosis stroke at any time", "windows", []),
        ("female or diagnosis stroke", "joints", ["or -> and"]),
        ("if female: diagnosis stroke", "joints", ["without its `if`"]),
        ('review "Read" when diagnosis stroke', "joints", ["without its `when`"]),
        ("female unless diagnosis stroke", "joints", ["without its `unless`"]),
        ("not female", "polarity", ["include -> exclude", "without `not`"]),
        ('if female: manual "Is it so?"', "polarity", ["with `not` before it"]),
        ("latest egfr > 3 x ULN", "picks", ["latest -> first"]),
        ("diagnosis stroke without diagnosis tumour at least 10 months after it", "picks", []),
        ("diagnosis stroke after first diagnosis tumour", "picks", ["first -> latest"]),
        ("diagnosis tumour", "codes", ["`tumour` without any of its codes"]),
    ],
)
def test_a_criterion_is_changed_by_one_step(
    said: object, criterion: str, sort: str, words: list[str]
) -> None:
    assert callable(said)
    assert said(criterion, sort) == words


def test_a_code_set_is_changed_code_by_code(tmp_path: Path) -> None:
    path = tmp_path / "t.criteria"
    path.write_text(DECLARED, encoding="utf-8")
    assert [each.words for each in mutants_of(open_file(path))] == [
        "without ICD10 I61",
        "with ICD10 I62",
        "without ICD10 C00-C97",
        "ICD10 C00-C97 -> C01-C97",
        "ICD10 C00-C97 -> C00-C96",
        "with ICD10 C98",
        "without exception ICD10 C44",
        "with exception ICD10 C45",
        "without LOINC 62238-1",
    ]


def test_every_sort_has_a_name_of_its_own() -> None:
    names = [each.name for each in all_sorts()]
    assert len(set(names)) == len(names) > 4


def test_changes_that_come_to_the_same_are_one_mutant(tmp_path: Path) -> None:
    path = tmp_path / "t.criteria"
    head = 'trial T "T"\n  screen each patient\n'
    path.write_text(f"{head}{DECLARED}include\n  I1: not not female\n", encoding="utf-8")
    words = [each.words for each in mutants_of(open_file(path)) if each.of == "I1"]
    assert words == ["include -> exclude", "without `not`"]
