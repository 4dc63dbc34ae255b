"""Lists are checked as they go: an explanation must give the very verdicts of the list."""

from __future__ import annotations

from dataclasses import replace

import pytest

import trialmatch as tm
from trialmatch.results.answers import Answer
from trialmatch.verdict import Verdict
from trialmatch.workflow.explainer import ReferenceExplainer
from trialmatch.workflow.screening import screen_all


def test_explanations_come_in_the_order_of_the_assessments(
    adults: tm.Criteria, cohort: tm.Cohort
) -> None:
    (result,) = screen_all([adults], cohort)
    explainer = ReferenceExplainer(cohort.source, result.holdings, result.screening.as_of)
    backwards = list(result.screening.assessments)[::-1]
    told = list(explainer.explain(adults.checked, backwards))
    verdicts = [[each.answer.verdict for each in one] for one in told]
    assert verdicts == [[answer.verdict for answer in each.answers] for each in backwards]


def test_engines_that_disagree_stop_the_list_and_name_the_criterion_alone(
    adults: tm.Criteria, cohort: tm.Cohort
) -> None:
    (result,) = screen_all([adults], cohort)
    explainer = ReferenceExplainer(cohort.source, result.holdings, result.screening.as_of)
    right = result.screening.assessments[0]
    wrong = replace(right, answers=(right.answers[0], Answer(Verdict.NOT_MET)))
    assert len(list(explainer.explain(adults.checked, [right]))) == 1
    with pytest.raises(tm.DataError) as error:
        list(explainer.explain(adults.checked, [wrong]))
    assert "I2" in str(error.value)
    assert "I1" not in str(error.value)
    assert "secret" not in str(error.value)
