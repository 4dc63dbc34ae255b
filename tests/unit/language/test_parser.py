from __future__ import annotations

import time

import pytest

from trialmatch.clauses import all_clauses
from trialmatch.language.parser import MAX_PROBLEMS, parse
from trialmatch.language.source import SourceText
from trialmatch.language.tree import CriteriaFile, If, Unless, When
from trialmatch.plan.criteria import Purpose, Side

TEXT = """
trial EXAMPLE "An example"       # a comment
  protocol "3.0" dated 2026-03-01
  target   1200 participants
  source   "https://example.org/a#b", read 2026-11-22
  screen   first stay with diagnosis stroke from 2012-01-01 to 2025-12-31

use "../shared/names.criteria"
codes stroke = ICD10 I61 |Bleeding| I63 I64, SNOMED 230690007
  except ICD10 I63.9
measure egfr = LOINC 62238-1 in mL/min/{1.73_m2} or mL/min, plausible 2 to 200

include
  I1 "Adult": age >= 18 years
  I2: latest egfr (before index) >= 20
        mL/min/{1.73_m2}          # continued
exclude
  E1 "If": if female: diagnosis stroke unless male
  E2: review "Read" when female
"""


def _parse(text: str) -> tuple[CriteriaFile, list[str]]:
    tree, diagnostics = parse(SourceText.of(text), all_clauses())
    return tree, [each.rule for each in diagnostics]


def test_a_file_is_read_statement_by_statement() -> None:
    tree, rules = _parse(TEXT)
    assert rules == []
    assert tree.header is not None
    assert tree.header.purpose is Purpose.TRIAL
    assert (tree.header.name.text, tree.header.title.text) == ("EXAMPLE", "An example")
    assert [head.text for head, _ in tree.header.lines] == [
        "protocol",
        "target",
        "source",
        "screen",
    ]
    assert [use.path.text for use in tree.uses] == ["../shared/names.criteria"]
    assert [word.text for word in tree.codes[0].exceptions] == ["ICD10", "I63.9"]
    assert [word.text for word in tree.measures[0].units] == ["mL/min/{1.73_m2}", "mL/min"]
    assert [(one.id.text, one.title, one.side) for one in tree.criteria] == [
        ("I1", "Adult", Side.INCLUDE),
        ("I2", "", Side.INCLUDE),
        ("E1", "If", Side.EXCLUDE),
        ("E2", "", Side.EXCLUDE),
    ]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_file_is_a_trial_a_registry_or_a_programme(purpose: Purpose) -> None:
    tree, rules = _parse(TEXT.replace("trial", purpose.value, 1))
    assert rules == []
    assert tree.header is not None
    assert (tree.header.purpose, tree.header.name.text) == (purpose, "EXAMPLE")


def test_the_text_of_a_criterion_is_what_stands_after_its_title_with_white_space_folded() -> None:
    tree, _ = _parse(TEXT)
    assert tree.criteria[1].text == "latest egfr (before index) >= 20 mL/min/{1.73_m2}"


def test_if_governs_the_rest_and_unless_is_outermost() -> None:
    tree, _ = _parse(TEXT)
    outer = tree.criteria[2].expression
    assert isinstance(outer, Unless)
    assert isinstance(outer.body, If)
    assert isinstance(tree.criteria[3].expression, When)


def test_a_span_points_into_the_original_text() -> None:
    tree, _ = _parse(TEXT)
    span = tree.criteria[2].id.span
    assert TEXT[span.start : span.end] == "E1"
    assert TEXT.split("\n")[span.line - 1][span.column - 1 :].startswith("E1")


def test_a_broken_statement_costs_only_itself() -> None:
    broken = (
        TEXT.replace("I61", "= I61").replace("age >=", "age of").replace("target ", "target x ")
    )
    tree, rules = _parse(broken)
    assert rules == ["syntax"] * 3
    assert [one.id.text for one in tree.criteria] == ["I2", "E1", "E2"]
    assert [(one.section, one.head.text) for one in tree.unparsed] == [
        ("header", "target"),
        ("top", "codes"),
        ("include", "I1"),
    ]


def test_a_file_that_is_no_criteria_file_gets_a_bounded_number_of_diagnostics() -> None:
    _, rules = _parse("include\n" + "  x\n" * 1_000)
    assert len(rules) == MAX_PROBLEMS


def test_thousands_of_criteria_are_read_in_seconds() -> None:
    lines = "".join(f"  I{n}: diagnosis stroke within 6 months before index\n" for n in range(1500))
    start = time.perf_counter()
    tree, rules = _parse("include\n" + lines)
    assert rules == []
    assert len(tree.criteria) == 1_500
    # A tenth of the 15,000 criteria that must be read within 10 s; slack for a busy machine.
    assert time.perf_counter() - start < 3.0
