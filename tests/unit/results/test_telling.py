"""Answers in words, in either language, with dates as they are or relative to the index."""

from __future__ import annotations

import pytest

from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Events,
    Fact,
    Negate,
    Op,
    Reduce,
    Truth,
    Word,
)
from trialmatch.plan.criteria import Criterion, Side
from trialmatch.results.answers import Answer, Assessment, Explanation, State, Subject
from trialmatch.results.evidence import FactEvidence
from trialmatch.results.telling import Mark, Teller, mark
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment, parse_moment

EN, NB = Teller.of("en"), Teller.of("nb")
INDEX = parse_moment("2026-03-01")
FEMALE = Compare(Attribute(Fact.SEX), Op.EQ, "female")
ASKED = Compare(Reduce(Events(("answer",)), Word()), Op.EQ, "applies")
YES, NO = Answer(Verdict.MET), Answer(Verdict.NOT_MET)
ASK = Answer(Verdict.UNKNOWN, (Reason.of(Missing.ANSWER_NEEDED, "Can it be?"),))
GAP = Answer(Verdict.UNKNOWN, (Reason.of(Missing.NO_RESULT, "serum_creatinine"),))
MIXED = Answer(Verdict.UNKNOWN, (*ASK.reasons, *GAP.reasons))


def criterion(
    side: Side, question: Truth = FEMALE, applies: Truth | None = None, name: str = "X"
) -> Criterion:
    return Criterion(name, "", side, question, "", "", applies)


IN, OUT = criterion(Side.INCLUDE, name="I1"), criterion(Side.EXCLUDE, name="E1")


@pytest.mark.parametrize(
    ("of", "answer", "english", "norwegian"),
    [
        (IN, YES, "fulfilled", "oppfylt"),
        (IN, NO, "not fulfilled", "ikke oppfylt"),
        (IN, GAP, "not known", "ikke kjent"),
        (OUT, YES, "present: excludes", "til stede: ekskluderer"),
        (OUT, NO, "not found", "ikke funnet"),
        (OUT, GAP, "not known", "ikke kjent"),
        (OUT, Answer(Verdict.NOT_MET, applies=Verdict.NOT_MET), "not applicable", "ikke aktuelt"),
        (IN, Answer(Verdict.MET, applies=Verdict.NOT_MET), "not applicable", "ikke aktuelt"),
    ],
)
def test_a_verdict_is_told_by_its_side(
    of: Criterion, answer: Answer, english: str, norwegian: str
) -> None:
    assert EN.verdict(of, answer) == english
    assert NB.verdict(of, answer) == norwegian


@pytest.mark.parametrize(
    ("answer", "inclusion", "exclusion"),
    [
        (YES, Mark.FOR, Mark.AGAINST),
        (NO, Mark.AGAINST, Mark.FOR),
        (ASK, Mark.ASK, Mark.ASK),
        (GAP, Mark.GAP, Mark.GAP),
        (MIXED, Mark.GAP, Mark.GAP),
    ],
)
def test_a_mark_is_turned_to_the_subject(answer: Answer, inclusion: Mark, exclusion: Mark) -> None:
    assert mark(IN, answer) is inclusion
    assert mark(OUT, answer) is exclusion


def test_a_gap_is_told_with_what_would_settle_it() -> None:
    assert EN.reasons(GAP, INDEX) == ("no result of serum creatinine",)
    assert EN.settle(GAP) == ("order or find serum creatinine",)
    assert NB.settle(GAP) == ("bestill eller finn serum creatinine",)


@pytest.mark.parametrize("missing", list(Missing))
def test_every_reason_can_be_told_without_a_name_and_without_a_detail(missing: Missing) -> None:
    told = EN.reason(Reason.of(missing), INDEX)
    assert "{" not in told
    assert told


def test_a_reason_about_kinds_is_told_in_their_words() -> None:
    reason = Reason.of(Missing.NOT_COLLECTED, "diagnosis or observation", "observation")
    assert NB.reason(reason, INDEX) == (
        "diagnose eller observasjon: denne kilden samler det ikke inn (type: observasjon)"
    )


def test_a_missing_attribute_is_told_by_its_own_name() -> None:
    reason = Reason.of(Missing.ATTRIBUTE_MISSING, "contact_type")
    assert EN.reason(reason, INDEX).startswith("type of contact:")


def test_code_systems_not_held_are_told_by_their_titles() -> None:
    reason = Reason.of(Missing.SYSTEM_NOT_HELD, "stroke", "ICD10, SNOMED")
    assert EN.reason(reason, INDEX).endswith("no codes of ICD-10, SNOMED CT")


def test_the_date_in_a_reason_is_relative_where_dates_are() -> None:
    reason = Reason.of(Missing.RECORD_BEGINS, "stroke", "2026-02-19")
    assert "(2026-02-19)" in EN.reason(reason, INDEX)
    relative = Teller.of("en", relative=True)
    assert "(10 days before index)" in relative.reason(reason, INDEX)
    gaps = Reason.of(Missing.RECORD_BEGINS, "stroke")
    assert "gaps in the record" in EN.reason(gaps, INDEX)


def test_the_same_reason_is_told_once() -> None:
    twice = Answer(Verdict.UNKNOWN, (*GAP.reasons, *GAP.reasons))
    assert len(EN.reasons(twice, INDEX)) == 1


@pytest.mark.parametrize(
    ("question", "applies"),
    [
        (ASKED, None),
        (AllOf((FEMALE, ASKED)), FEMALE),
        (AnyOf((Negate(FEMALE), ASKED)), FEMALE),
    ],
)
def test_an_answer_that_decides_alone_has_its_consequence_beside_it(
    question: Truth, applies: Truth | None
) -> None:
    include = criterion(Side.INCLUDE, question, applies)
    assert "“does not apply” rules out" in EN.consequence(include)
    told = EN.tell(Explanation(include, ASK, (), 0), INDEX)
    assert told.settle == (EN.consequence(include),)
    exclude = criterion(Side.EXCLUDE, question, applies)
    assert "“applies” rules out" in EN.consequence(exclude)


@pytest.mark.parametrize("question", [Negate(ASKED), AllOf((FEMALE, ASKED)), FEMALE])
def test_an_answer_that_does_not_decide_alone_is_given_no_consequence(question: Truth) -> None:
    include = criterion(Side.INCLUDE, question)
    assert EN.consequence(include) == ""
    told = EN.tell(Explanation(include, ASK, (), 0), INDEX)
    assert told.settle == ("answer: applies, does not apply, or cannot tell",)


@pytest.mark.parametrize(
    ("answers", "state", "sentence"),
    [
        ((YES, NO), State.ELIGIBLE, "every criterion is settled in favour"),
        (
            (YES, ASK),
            State.CANDIDATE,
            "passes every computed criterion; a person must still answer E1",
        ),
        ((GAP, ASK), State.UNCLEAR, "not ruled out: missing I1, E1"),
        ((GAP, YES), State.INELIGIBLE, "ruled out by E1"),
    ],
)
def test_a_state_is_told_with_the_criteria_that_matter(
    answers: tuple[Answer, Answer], state: State, sentence: str
) -> None:
    assessment = Assessment(Subject("a", INDEX), answers, state)
    assert EN.conclusion(assessment, (IN, OUT)) == sentence


def test_an_unconfirmed_event_is_named_as_missing() -> None:
    subject = Subject("a", Moment(0, 0), "stay", unconfirmed=True)
    assessment = Assessment(subject, (YES, NO), State.UNCLEAR)
    assert EN.conclusion(assessment, (IN, OUT)) == "not ruled out: missing event unconfirmed"


def test_what_the_whole_source_lacks_is_told_from_what_one_subject_lacks() -> None:
    of_source = Reason.of(Missing.NEVER_SEEN, "stroke")
    unseen = Answer(Verdict.UNKNOWN, (of_source, *ASK.reasons))
    both = Answer(Verdict.UNKNOWN, (of_source, *GAP.reasons))
    assert EN.tell(Explanation(OUT, unseen, (), 0), INDEX).of_source
    assert not EN.tell(Explanation(OUT, both, (), 0), INDEX).of_source
    assert not EN.tell(Explanation(OUT, YES, (), 0), INDEX).of_source


def test_what_is_not_applicable_says_why_with_the_condition_as_evidence() -> None:
    answer = Answer(Verdict.NOT_MET, applies=Verdict.NOT_MET)
    told = EN.tell(Explanation(OUT, answer, (FactEvidence("sex", "male"),), 0), INDEX)
    assert told.verdict == "not applicable"
    assert told.reasons == ("the condition it depends on does not hold",)
    assert told.evidence == ("recorded sex: male",)
