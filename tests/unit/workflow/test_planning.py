"""The plan of a run, what it needs of the source, and the time that stages take."""

from __future__ import annotations

import pytest

import trialmatch as tm
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.workflow.planning import RunPlan, planned

AS_OF = Moment(parse_moment("2024-03-01").hi, parse_moment("2024-03-01").hi)


@pytest.fixture
def run(adults: tm.Criteria, young: tm.Criteria, operations: tm.Criteria) -> RunPlan:
    return planned([each.checked for each in (adults, young, operations)], [AS_OF] * 3)


def test_all_sets_are_one_plan_with_what_it_needs(run: RunPlan) -> None:
    assert [each.criteria.id for each in run.plan.sets] == ["ADULTS", "YOUNG", "OPERATIONS"]
    from_the_source = run.needs.kinds - {"answer"}
    assert from_the_source == {"diagnosis", "procedure", "measurement", "observation", "visit"}
    assert repr(run) == "RunPlan(3 criteria sets, 2 domains)"


def test_the_same_criterion_of_two_files_is_asked_once(run: RunPlan) -> None:
    adults, young, _ = run.plan.sets
    assert adults.questions[0] is young.questions[1]
    assert adults.questions[1] is young.questions[0]
    assert len(run.plan.questions(0)) == 3


def test_the_time_of_a_stage_is_added_up(run: RunPlan) -> None:
    assert set(run.timings.seconds) == {"plan"}
    with run.timed("reading"):
        pass
    once = run.timings.seconds["reading"]
    with run.timed("reading"):
        pass
    assert run.timings.seconds["reading"] > once > 0
