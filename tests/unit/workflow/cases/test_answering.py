"""Answers in cases: they are refused where nobody was asked, and count where somebody was."""

from __future__ import annotations

import pytest

from trialmatch.compiler import compile_text
from trialmatch.diagnostics import CriteriaError
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.workflow.cases import parse_cases, run_cases

TEXT = """trial T "A trial"
  screen each patient

include
  I1 "Adult":   age >= 18 years
  I2 "Willing": manual "Willing"
  I3 "Speaks":  manual "Speaks" and manual "Reads"
"""
CASE = """as of: 2026-03-01
cases:
  - name: somebody
    answers: {answers}
    expect: {expect}
"""


@pytest.fixture
def criteria() -> EligibilityCriteria:
    compiled = compile_text(TEXT)
    assert compiled.criteria is not None
    return compiled.criteria


def _problem(criteria: EligibilityCriteria, answers: str) -> str:
    with pytest.raises(CriteriaError) as error:
        run_cases(
            criteria, parse_cases(CASE.format(answers=answers, expect="{I2: met}"), "t.cases.yaml")
        )
    (diagnostic,) = error.value.diagnostics
    return f"{diagnostic.message} -> {diagnostic.instead}"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("{I1: applies}", "`I1` is no criterion with a question to a person"),
        ("{I2: {Wiling: applies}}", "`I2` does not ask “Wiling” -> Willing"),
        (
            "{I3: applies}",
            'asks 2 questions: say which is answered -> I3: {"Speaks": applies}',
        ),
        ("{I2: yes}", "`yes` is no answer that is known here"),
        ("{I3: {Speaks: maybe}}", "`maybe` is no answer that is known here"),
    ],
)
def test_what_nobody_asked_cannot_be_answered(
    criteria: EligibilityCriteria, answers: str, message: str
) -> None:
    assert message in _problem(criteria, answers)


@pytest.mark.parametrize(
    ("answers", "expect"),
    [
        ("{I2: applies}", "{I2: met}"),
        ("{I2: does not apply}", "{I2: not met}"),
        ("{I2: cannot tell}", "{I2: unknown (a person must answer)}"),
        ("{I3: {Speaks: applies, Reads: applies}}", "{I3: met}"),
    ],
)
def test_an_answer_decides_its_own_question(
    criteria: EligibilityCriteria, answers: str, expect: str
) -> None:
    text = CASE.format(answers=answers, expect=expect)
    assert run_cases(criteria, parse_cases(text)) == ()
