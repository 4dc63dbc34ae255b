"""Several criteria sets over one cohort in one run."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import trialmatch as tm
from trialmatch.workflow.screening import (
    as_of_moments,
    screen_all,
    screen_by_reference,
    screen_patient,
)

LISTS = {"eligible": 0, "candidate": 0, "unclear": 0, "ineligible": 0}


def test_every_set_has_its_own_result_in_their_order(
    adults: tm.Criteria, young: tm.Criteria, operations: tm.Criteria, cohort: tm.Cohort
) -> None:
    found = screen_all([young, operations, adults], cohort)
    assert [result.criteria.id for result in found] == ["YOUNG", "OPERATIONS", "ADULTS"]
    # Of four patients one is dead; one of the others is young, one's infarction is too old.
    assert found[0].counts() == {**LISTS, "candidate": 1, "ineligible": 2}
    assert found[1].counts() == {**LISTS, "eligible": 1, "unclear": 1, "ineligible": 1}
    assert found[2].counts() == {**LISTS, "eligible": 1, "ineligible": 2}
    assert found[2].screening.not_screened.dead == 1


def test_together_or_one_by_one_makes_no_difference(
    adults: tm.Criteria, young: tm.Criteria, operations: tm.Criteria, cohort: tm.Cohort
) -> None:
    together = screen_all([adults, young, operations], cohort)
    for result in together:
        (alone,) = screen_all([result.criteria], cohort)
        assert alone.verdicts().equals(result.verdicts())
        assert alone.candidates().equals(result.candidates())
        assert alone.attrition().equals(result.attrition())


def test_the_same_set_twice_is_two_results(adults: tm.Criteria, cohort: tm.Cohort) -> None:
    first, second = screen_all([adults, adults], cohort)
    assert first.verdicts().equals(second.verdicts())


def test_each_set_can_have_a_day_of_its_own(adults: tm.Criteria, cohort: tm.Cohort) -> None:
    late, early = screen_all([adults, adults], cohort, ["2024-03-01", date(2020, 6, 1)])
    assert late.counts()["eligible"] == 1
    # In June 2020 the infarction of January 2020 counts, and who died in 2023 is alive.
    assert early.counts() == {**LISTS, "eligible": 1, "ineligible": 3}
    assert [str(each.screening.as_of)[:10] for each in (late, early)] == [
        "2024-03-01",
        "2020-06-01",
    ]


def test_all_results_of_a_run_share_its_plan_and_its_cost(
    adults: tm.Criteria, young: tm.Criteria, cohort: tm.Cohort
) -> None:
    first, second = screen_all([adults, young], cohort)
    assert first.run is second.run
    assert set(first.timings) == {"plan", "extract", "screen"}
    assert all(seconds >= 0 for seconds in first.timings.values())


def test_rows_that_nobody_asked_for_are_reported(adults: tm.Criteria, cohort: tm.Cohort) -> None:
    (result,) = screen_all([adults], cohort)
    (diagnoses,) = [file for file in result.report.files if "diagnosis" in file.name]
    assert diagnoses.read == 4
    # Three are of the code set, and one of these lies before the window.
    assert diagnoses.kept + diagnoses.not_asked == 4
    assert diagnoses.not_asked >= 1
    assert all(file.balanced() for file in result.report.files)


def test_progress_begins_at_nothing_and_ends_with_everybody(
    adults: tm.Criteria, cohort: tm.Cohort
) -> None:
    told: list[tuple[str, int, int]] = []
    screen_all([adults], cohort, progress=lambda *said: told.append(said))
    assert told[0] == ("screening", 0, 4)
    assert told[-1] == ("screening", 4, 4)


def test_as_many_days_as_sets_are_needed(adults: tm.Criteria, cohort: tm.Cohort) -> None:
    with pytest.raises(tm.UsageError) as error:
        screen_all([adults], cohort, ["2024-01-01", "2024-02-01"])
    assert "2 as-of dates for 1 criteria sets" in str(error.value)


def test_a_day_is_its_last_minute_and_a_time_is_itself(
    adults: tm.Criteria, cohort: tm.Cohort
) -> None:
    def said(as_of: str | date | None) -> str:
        (moment,) = as_of_moments(as_of, [adults], cohort)
        return str(moment)

    assert said("2024-02-29") == said(date(2024, 2, 29)) == "2024-02-29T23:59"
    assert said("2024-02") == "2024-02-29T23:59"
    assert said(datetime(2024, 2, 29, 12, 30)) == "2024-02-29T12:30"
    assert said(None) == "2024-03-01T23:59"


def test_both_engines_give_the_same_lists(
    adults: tm.Criteria, young: tm.Criteria, operations: tm.Criteria, cohort: tm.Cohort
) -> None:
    sets = [adults, young, operations]
    for quick, slow in zip(
        screen_all(sets, cohort), screen_by_reference(sets, cohort), strict=True
    ):
        assert quick.verdicts().equals(slow.verdicts())
        assert quick.states().equals(slow.states())
        assert quick.candidates().equals(slow.candidates())
        assert quick.screening.not_screened == slow.screening.not_screened


def test_one_patient_is_screened_knowing_what_the_whole_holds(
    adults: tm.Criteria, operations: tm.Criteria, cohort: tm.Cohort
) -> None:
    third = screen_patient(adults, cohort, "secret-3")
    assert [a.verdict.name for a in third.screening.assessments[0].answers] == ["MET", "NOT_MET"]
    events = screen_patient(operations, cohort, "secret-1/op2")
    assert [subject.key for subject in events.screening.subjects()] == [
        "secret-1/op1",
        "secret-1/op2",
    ]


def test_a_patient_that_is_not_there_is_an_error_without_a_name(
    adults: tm.Criteria, cohort: tm.Cohort
) -> None:
    with pytest.raises(tm.UsageError) as error:
        screen_patient(adults, cohort, "nobody-known")
    assert "nobody-known" not in str(error.value)


def test_evidence_comes_from_the_reference_engine_for_those_listed(
    adults: tm.Criteria, young: tm.Criteria, cohort: tm.Cohort
) -> None:
    first, second = screen_all([adults, young], cohort)
    assert [each.answer.verdict.name for each in first.explain("secret-1")] == ["MET", "MET"]
    assert [each.answer.verdict.name for each in second.explain("secret-2")] == [
        "MET",
        "NOT_MET",
        "UNKNOWN",
    ]
