"""States, and the order of lists."""

from __future__ import annotations

import pytest

from trialmatch.plan.algebra import Attribute, Compare, Fact, Op
from trialmatch.plan.criteria import Criterion, Side
from trialmatch.results.answers import Answer, Assessment, State, Subject, conclude, rank
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment

QUESTION = Compare(Attribute(Fact.SEX), Op.EQ, "female")
INCLUDE = Criterion("I1", "", Side.INCLUDE, QUESTION, "", "")
EXCLUDE = Criterion("E1", "", Side.EXCLUDE, QUESTION, "", "")
BOTH = (INCLUDE, EXCLUDE)
YES, NO = Answer(Verdict.MET), Answer(Verdict.NOT_MET)
ASK = Answer(Verdict.UNKNOWN, (Reason.of(Missing.ANSWER_NEEDED, "?"),))
GAP = Answer(Verdict.UNKNOWN, (Reason.of(Missing.NO_RESULT, "egfr"),))
GAP_AND_ASK = Answer(Verdict.UNKNOWN, (*GAP.reasons, *ASK.reasons))


@pytest.mark.parametrize(
    ("include", "exclude", "state"),
    [
        (YES, NO, State.ELIGIBLE),
        (NO, NO, State.INELIGIBLE),
        (YES, YES, State.INELIGIBLE),
        (GAP, YES, State.INELIGIBLE),
        (YES, ASK, State.CANDIDATE),
        (ASK, ASK, State.CANDIDATE),
        (GAP, ASK, State.UNCLEAR),
        (YES, GAP_AND_ASK, State.UNCLEAR),
    ],
)
def test_what_an_inclusion_and_an_exclusion_come_to(
    include: Answer, exclude: Answer, state: State
) -> None:
    assert conclude(BOTH, (include, exclude)) is state


def test_an_unconfirmed_event_is_never_better_than_unclear() -> None:
    assert conclude(BOTH, (YES, NO), unconfirmed=True) is State.UNCLEAR
    assert conclude(BOTH, (YES, ASK), unconfirmed=True) is State.UNCLEAR
    assert conclude(BOTH, (NO, NO), unconfirmed=True) is State.INELIGIBLE


def assessed(*answers: Answer, key: str = "a") -> Assessment:
    subject = Subject(key, Moment(0, 0))
    return Assessment(subject, answers, conclude((INCLUDE,) * len(answers), answers))


def test_lists_rank_eligible_then_candidate_then_unclear() -> None:
    eligible, candidate = assessed(YES, YES), assessed(YES, ASK)
    unclear = assessed(YES, GAP)
    assert sorted([unclear, candidate, eligible], key=rank) == [eligible, candidate, unclear]


def test_fewer_gaps_rank_first_and_then_fewer_questions() -> None:
    one, one_asking, two = assessed(GAP, YES, YES), assessed(GAP, ASK, YES), assessed(GAP, GAP, YES)
    assert sorted([two, one_asking, one], key=rank) == [one, one_asking, two]


def test_no_repr_shows_a_patient() -> None:
    told = assessed(YES, key="patient-1")
    assert "patient-1" not in repr(told) + repr(told.subject)
