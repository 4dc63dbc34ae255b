"""The plan of several sets in words: what they ask, what they share, what each stage cost."""

from __future__ import annotations

import json

import pytest

import trialmatch as tm
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.workflow.plan_report import PlanReport, plan_report, report_of
from trialmatch.workflow.planning import planned
from trialmatch.workflow.screening import screen_all

AS_OF = Moment(parse_moment("2024-03-01").hi, parse_moment("2024-03-01").hi)


@pytest.fixture
def report(
    adults: tm.Criteria, young: tm.Criteria, operations: tm.Criteria, cohort: tm.Cohort
) -> PlanReport:
    return plan_report(screen_all([adults, young, operations], cohort, reasons=False))


def test_sets_criteria_and_distinct_questions_are_counted(report: PlanReport) -> None:
    assert (report.sets, report.criteria, report.distinct) == (3, 7, 5)
    assert next(report.lines()) == (
        "3 criteria sets with 7 criteria ask 5 distinct questions in 2 domains"
    )


def test_each_domain_is_told_with_its_sets(report: PlanReport) -> None:
    patients, events = report.domains
    assert patients == "patients as of 2024-03-01: ADULTS, YOUNG; 3 questions"
    assert "procedure surgery" in events
    assert events.endswith("as of 2024-03-01: OPERATIONS; 2 questions")


def test_a_question_stands_once_with_all_who_ask_it(report: PlanReport) -> None:
    questions = dict(report.questions)
    assert questions["ADULTS/I1, YOUNG/E1"] == "years from birth to index >= 18"
    assert "ADULTS/I2, YOUNG/I1" in questions
    assert questions["YOUNG/E2"].startswith("answer to")
    assert len(questions) == 5


def test_parts_that_several_questions_use_stand_before_those_that_use_them(
    adults: tm.Criteria, young: tm.Criteria
) -> None:
    days = [AS_OF, Moment(AS_OF.lo - 1440, AS_OF.hi - 1440)]
    report = report_of(planned([adults.checked, young.checked], days))
    numbers = [number for number, _, _ in report.shared]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(uses > 1 for _, _, uses in report.shared)
    for number, text, _ in report.shared:
        assert all(f"#{later} " not in f"{text} " for later in numbers[number - 1 :])


def test_what_is_asked_of_the_source_is_told_by_kind(report: PlanReport) -> None:
    told = {line.partition(":")[0]: line for line in report.needs}
    assert list(told) == ["diagnosis", "measurement", "observation", "procedure", "visit"]
    assert told["diagnosis"].startswith("diagnosis: infarction, from 2023-02-28 on; ")
    assert told["visit"].startswith("visit: all rows; ")


def test_a_plan_that_was_not_run_costs_nothing_yet(adults: tm.Criteria) -> None:
    report = report_of(planned([adults.checked], [AS_OF]))
    assert [stage for stage, _ in report.stages] == ["plan"]
    assert (report.slowest, report.loading) == ((), ())


def test_the_cost_of_stages_and_of_questions_is_told(report: PlanReport) -> None:
    assert [stage for stage, _ in report.stages] == ["extract", "plan", "screen"]
    seconds = [seconds for seconds, _ in report.slowest]
    assert seconds == sorted(seconds, reverse=True)
    assert {name for _, name in report.slowest} == {name for name, _ in report.questions}
    assert any("not asked for" in line for line in report.loading)


def test_no_patient_is_in_the_report(report: PlanReport) -> None:
    text = "\n".join(report.lines()) + json.dumps(report.as_dict())
    for secret in ("secret-", "1960-", "op1", "I214", "I21.4"):
        assert secret not in text


def test_as_json_the_same_is_told(report: PlanReport) -> None:
    told = report.as_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["distinct questions"] == 5
    assert told["questions"] == dict(report.questions)
    assert told["loading"] == list(report.loading)
