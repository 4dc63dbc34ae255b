"""Mutants of small files: made, noticed, proved to be no change, or surviving with a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.diagnostics import CriteriaError
from trialmatch.workflow.mutation.mutating import MutationRun, mutate

HEADER = 'trial T "T"\n  screen each patient\n\n'
STROKE = "codes stroke = ICD10 I61\n"
ADULT = "include\n  I1: age >= 18 years\n"


def _run(folder: Path, text: str, cases: str = "") -> MutationRun:
    path = folder / "t.criteria"
    path.write_text(text, encoding="utf-8")
    if cases:
        path.with_name("t.cases.yaml").write_text(cases, encoding="utf-8")
    run = mutate(path, lambda *_: None)
    assert run is not None
    return run


def _said(run: MutationRun) -> list[str]:
    return [each.finding.message.partition(": ")[2] for each in run.survivors]


def test_without_cases_every_mutant_survives_and_is_shown_with_a_case(tmp_path: Path) -> None:
    run = _run(tmp_path, HEADER + ADULT)
    assert _said(run) == [
        ">= -> >",
        "18 -> 17",
        "include -> exclude",
        "with `not` before it",
    ]
    assert run.failed
    assert all(any("born: " in line for line in each.would_notice) for each in run.survivors)


def test_of_a_code_with_brackets_a_code_that_they_allow_is_shown(tmp_path: Path) -> None:
    run = _run(tmp_path, HEADER + "codes abuse = ICD10 F1[0-689][1-9]\n" + ADULT)
    shown = {each.finding.message: each.would_notice for each in run.survivors}
    (lines,) = (said for message, said in shown.items() if "F1[0-689][1-9]" in message)
    assert lines[-1].strip() == "abuse: {holds: [ICD10 F101]}"


def test_a_pick_between_two_limits_is_one_pick(tmp_path: Path) -> None:
    text = "measure hb = LOINC 718-7 in g/dL\ninclude\n  I1: latest hb between 9 and 11 g/dL\n"
    run = _run(tmp_path, HEADER + text)
    assert [words for words in _said(run) if "latest" in words] == ["latest -> first"]


def test_cases_on_either_side_of_a_limit_notice_each_step(tmp_path: Path) -> None:
    cases = """
as of: 2026-03-01
cases:
  - {name: the birthday, born: 2008-03-01, state: eligible, expect: {I1: met}}
  - {name: the day before, born: 2008-03-02, expect: {I1: not met}}
"""
    run = _run(tmp_path, HEADER + ADULT, cases)
    assert (run.mutants, _said(run), run.failed) == (4, [], False)


def test_a_survivor_is_named_at_the_smallest_place(tmp_path: Path) -> None:
    cases = """
as of: 2026-03-01
cases:
  - {name: old, born: 1950-01-01, state: eligible, expect: {I1: met}}
"""
    run = _run(tmp_path, HEADER + ADULT, cases)
    spans = [each.finding.span for each in run.survivors if "18 ->" in each.finding.message]
    assert [(span.line, span.column) for span in spans if span] == [(5, 14)]


def test_codes_are_noticed_by_what_a_set_holds_and_lacks(tmp_path: Path) -> None:
    codes = "code sets: {stroke: {holds: [ICD10 I61.9], lacks: [ICD10 I62]}}\n"
    run = _run(tmp_path, STROKE, codes)
    assert (run.mutants, _said(run)) == (2, [])
    assert len(_said(_run(tmp_path, STROKE + "codes bleeding = ICD10 I60\n", codes))) == 2


def test_a_code_that_no_case_has_is_told_with_the_line_that_would_notice_it(
    tmp_path: Path,
) -> None:
    run = _run(tmp_path, STROKE)
    assert [each.would_notice for each in run.survivors] == [
        ("code sets:", "  stroke: {holds: [ICD10 I61]}"),
        ("code sets:", "  stroke: {lacks: [ICD10 I62]}"),
    ]


def test_a_change_that_interval_logic_proves_to_be_none_is_told_apart(tmp_path: Path) -> None:
    text = HEADER + "include\n  I1: age >= 18 years and age >= 10 years\n"
    run = _run(tmp_path, text)
    changed = [each.message.partition(": ")[2] for each in run.proved]
    assert changed == [">= -> >"]
    assert run.too_many_equivalent
    assert run.failed


# The second part can never decide, which the normal forms do not see.
SWALLOWED = "include\n  I1: female or (female and age > 18 years)\n"
PORTIONS = "trialmatch.workflow.mutation.telling_apart._PORTIONS"


def test_a_change_that_no_drawn_record_shows_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PORTIONS, (1_000, 4_000))
    run = _run(tmp_path, HEADER + SWALLOWED)
    changed = {each.message.partition(": ")[2] for each in run.alike}
    assert {"> -> >=", "18 -> 19"} <= changed
    assert all("records show no difference" in each.why for each in run.alike)
    assert run.too_many_equivalent


def test_records_that_never_turn_on_a_criterion_do_not_count_as_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PORTIONS, (20,))
    run = _run(tmp_path, HEADER + SWALLOWED)
    assert not run.alike
    assert "> -> >=" in _said(run)


def test_what_can_never_be_is_not_said_to_be_alike(tmp_path: Path) -> None:
    text = "include\n  I1: age >= 18 years and age < 10 years\n"
    run = _run(tmp_path, HEADER + text)
    assert not run.alike
    assert "18 -> 17" in _said(run)


def test_a_question_to_a_person_alone_has_no_mutants(tmp_path: Path) -> None:
    path = tmp_path / "t.criteria"
    path.write_text(HEADER + 'include\n  I1: manual "Is it so?"\n', encoding="utf-8")
    assert mutate(path, lambda *_: None) is None


def test_a_file_with_a_mistake_has_no_mutants_but_diagnostics(tmp_path: Path) -> None:
    with pytest.raises(CriteriaError, match="nowhere"):
        _run(tmp_path, HEADER + "include\n  I1: diagnosis nowhere\n")


def test_a_case_shows_how_long_the_record_is_where_that_makes_the_difference(
    tmp_path: Path,
) -> None:
    text = "include\n  I1: diagnosis stroke or diagnosis stroke within 9 days before index\n"
    run = _run(tmp_path, HEADER + STROKE + text)
    cases = [e.would_notice for e in run.survivors if "9 days -> 8" in e.finding.message]
    assert any("observed: [" in line for case in cases for line in case)


def test_definitions_are_changed_where_they_stand(tmp_path: Path) -> None:
    text = HEADER + STROKE + "define young = age < 30 years\ninclude\n  I1: young\n"
    run = _run(tmp_path, text)
    lines = {each.finding.span.line for each in run.survivors if each.finding.span}
    assert lines == {4, 5, 7}


def test_events_are_subjects_of_drawn_records_too(tmp_path: Path) -> None:
    text = (
        'registry R "R"\n  screen each stay with diagnosis stroke\n'
        + STROKE
        + "include\n  I1: diagnosis stroke within 10 days before index\n"
    )
    run = _run(tmp_path, text)
    assert run.survivors
    assert any("for event" in line for each in run.survivors for line in each.would_notice)
