"""Attrition: each criterion's own answers, and who it is the first to rule out."""

from __future__ import annotations

from trialmatch.plan.algebra import Attribute, Compare, Fact, Op
from trialmatch.plan.criteria import Criterion, EligibilityCriteria, PatientDomain, Purpose, Side
from trialmatch.results.answers import Answer, Assessment, Screening, State, Subject
from trialmatch.results.attrition import attrition
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.calendar import Moment

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
QUESTION = Compare(Attribute(Fact.SEX), Op.EQ, "female")
CRITERIA = (
    Criterion("I1", "", Side.INCLUDE, QUESTION, "", ""),
    Criterion("E1", "", Side.EXCLUDE, QUESTION, "", ""),
)


def screened(*answers: tuple[Verdict, Verdict]) -> Screening:
    at = Moment(0, 0)
    criteria = EligibilityCriteria("X", "", Purpose.TRIAL, PatientDomain(), CRITERIA, "")
    assessments = (
        Assessment(Subject(str(n), at), tuple(map(Answer, pair)), State.UNCLEAR)
        for n, pair in enumerate(answers)
    )
    return Screening(criteria, at, tuple(assessments))


def test_an_inclusion_rules_out_by_not_met_and_an_exclusion_by_met() -> None:
    include, exclude = attrition(screened((MET, NOT_MET), (NOT_MET, NOT_MET), (MET, MET)))
    assert (include.ruled_out, include.left) == (1, 2)
    assert (exclude.ruled_out, exclude.left) == (1, 1)


def test_who_is_ruled_out_already_is_not_ruled_out_again() -> None:
    include, exclude = attrition(screened((NOT_MET, MET), (MET, NOT_MET)))
    assert include.ruled_out == 1
    assert exclude.ruled_out == 0


def test_own_answers_count_everybody_whoever_came_before() -> None:
    _, exclude = attrition(screened((NOT_MET, MET), (MET, NOT_MET), (MET, UNKNOWN)))
    assert (exclude.met, exclude.not_met, exclude.unknown) == (1, 1, 1)


def test_unknown_rules_nobody_out() -> None:
    assert [step.left for step in attrition(screened((UNKNOWN, UNKNOWN)))] == [1, 1]
