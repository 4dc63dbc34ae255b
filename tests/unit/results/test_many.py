"""Answers as arrays: each subject made when it is asked for, counts without making any."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from trialmatch.plan.algebra import Attribute, Compare, Fact, Op
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.results.answers import Columns, HasSubjects, Screening, State
from trialmatch.results.many import Assessments, Column, Left, Part, SubjectList
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment

QUESTION = Compare(Attribute(Fact.SEX), Op.EQ, "female")
INDEX = Moment(100, 100)
GAP, ASK = Reason.of(Missing.NO_RESULT, "egfr"), Reason.of(Missing.ANSWER_NEEDED, "Can it be?")


def criteria(sides: str = "ie") -> EligibilityCriteria:
    """One criterion a letter: i for an inclusion, e for an exclusion."""
    found = tuple(
        Criterion(f"C{n}", "", Side.INCLUDE if side == "i" else Side.EXCLUDE, QUESTION, "", "")
        for n, side in enumerate(sides)
    )
    return EligibilityCriteria("X", "", Purpose.TRIAL, PatientDomain(), found, "")


def column(text: str, asks: str = "", reasons: Sequence[int] | None = None) -> Column:
    """One letter a subject: y, n or ?; `asks` has a * where a person's answer alone is wanted."""
    met = np.packbits([letter == "y" for letter in text])
    not_met = np.packbits([letter == "n" for letter in text])
    data = None
    if asks:
        data = np.packbits(
            [letter == "?" and mark != "*" for letter, mark in zip(text, asks, strict=True)]
        )
    told = None if reasons is None else np.array(reasons, np.int32)
    return Column(met, not_met, data, told, [frozenset(), frozenset({GAP}), frozenset({GAP, ASK})])


def subjects(names: str, unconfirmed: str = "") -> SubjectList:
    size = len(names)
    index = np.array([INDEX.lo], np.int64)
    marks = np.array([mark == "u" for mark in unconfirmed]) if unconfirmed else None
    return SubjectList(
        list(names), np.arange(size, dtype=np.int32), index, index, unconfirmed=marks
    )


def part(
    names: str,
    *questions: Column,
    screened: Sequence[int] | None = None,
    applies: Sequence[Column | None] = (),
    unconfirmed: str = "",
) -> Part:
    chosen = range(len(names)) if screened is None else screened
    return Part(
        subjects(names, unconfirmed),
        Left.of(np.isin(np.arange(len(names)), list(chosen))),
        questions,
        applies or [None] * len(questions),
    )


def states(found: Assessments) -> list[str]:
    return [list(State)[place].value for place in found.states.tolist()]


# Inclusion and exclusion of five patients; the last question of d and e wants a person's answer.
INCLUDED = column("yyn?y")
EXCLUDED = column("nyn??", asks="...**")


def test_states_come_from_the_bits_of_all_criteria() -> None:
    found = Assessments(criteria(), [part("abcde", INCLUDED, EXCLUDED)])
    assert states(found) == ["eligible", "ineligible", "ineligible", "unclear", "candidate"]


@pytest.mark.parametrize(
    ("include", "exclude", "asks", "state"),
    [
        ("y", "n", ".", "eligible"),
        ("n", "n", ".", "ineligible"),
        ("y", "y", ".", "ineligible"),
        ("?", "y", ".", "ineligible"),
        ("y", "?", "*", "candidate"),
        ("y", "?", ".", "unclear"),
        ("?", "?", "*", "unclear"),
    ],
)
def test_a_state_is_that_of_the_worst_answer(
    include: str, exclude: str, asks: str, state: str
) -> None:
    parts = [part("a", column(include), column(exclude, asks=asks))]
    assert states(Assessments(criteria(), parts)) == [state]


def test_an_unconfirmed_event_is_unclear_at_best() -> None:
    asked = column("nnn?", asks="...*")
    parts = [part("abcd", column("yyny"), asked, unconfirmed=".uuu")]
    assert states(Assessments(criteria(), parts)) == [
        "eligible",
        "unclear",
        "ineligible",
        "unclear",
    ]


def test_who_was_not_screened_is_no_subject() -> None:
    parts = [part("abcde", INCLUDED, EXCLUDED, screened=[1, 3]), part("fg", *[column("yn")] * 2)]
    found = Assessments(criteria(), parts)
    assert len(found) == 4
    assert [subject.patient for subject in found.subjects()] == ["b", "d", "f", "g"]
    assert [each.subject.patient for each in found] == ["b", "d", "f", "g"]
    assert states(found) == ["ineligible", "unclear", "ineligible", "ineligible"]
    assert found.verdicts(0).tolist() == [2, 1, 2, 0]


def test_more_subjects_than_bits_of_a_byte() -> None:
    text = "y?nyy?nnyy?n"
    found = Assessments(criteria("i"), [part("abcdefghijkl", column(text))])
    letters = {2: "y", 1: "?", 0: "n"}
    assert "".join(letters[number] for number in found.verdicts(0).tolist()) == text
    assert "".join(letters[each.answers[0].verdict.value] for each in found) == text


def test_a_place_counts_from_either_end_and_no_further() -> None:
    found = Assessments(criteria("i"), [part("abc", column("yn?")), part("de", column("ny"))])
    assert [found[place].subject.patient for place in (0, 2, 3, 4, -1, -5)] == list("acdeea")
    assert [each.subject.patient for each in found[1:4]] == ["b", "c", "d"]
    assert [each.subject.patient for each in found[::-2]] == ["e", "c", "a"]
    for place in (5, -6):
        with pytest.raises(IndexError):
            found[place]


def test_nobody_is_no_subject_and_has_no_state() -> None:
    found = Assessments(criteria(), [])
    assert (len(found), list(found), list(found.subjects())) == (0, [], [])
    assert found.states.tolist() == []
    assert found.verdicts(1).tolist() == []


def test_reasons_are_told_sorted_where_the_answer_is_unknown() -> None:
    told = column("y??", reasons=[0, 2, 1])
    first, second, third = Assessments(criteria("i"), [part("abc", told)])
    assert first.answers[0].reasons == ()
    assert second.answers[0].reasons == tuple(sorted({GAP, ASK}))
    assert third.answers[0].reasons == (GAP,)


def test_without_reasons_it_is_told_whether_a_person_s_answer_alone_is_wanted() -> None:
    found = Assessments(criteria("i"), [part("ab", column("??", asks="*."))])
    person, data = (each.answers[0] for each in found)
    assert [reason.missing for reason in person.reasons] == [Missing.ANSWER_NEEDED]
    assert (person.for_data, data.for_data) == (False, True)
    assert data.reasons == ()


def test_a_condition_that_is_not_met_is_told_beside_the_answer() -> None:
    conditions = column("yn?")
    found = Assessments(criteria("i"), [part("abc", column("yyy"), applies=[conditions])])
    assert [each.answers[0].applies for each in found] == [
        Verdict.MET,
        Verdict.NOT_MET,
        Verdict.UNKNOWN,
    ]
    always = Assessments(criteria("i"), [part("a", column("y"))])
    assert always[0].answers[0].applies is Verdict.MET


def test_an_event_has_its_own_index_identifier_and_kind() -> None:
    moments = np.array([10, 20], np.int64), np.array([15, 20], np.int64)
    events = SubjectList(
        ["a", "b"],
        np.array([1, 1], np.int32),
        *moments,
        events=["v", "w"],
        kinds=["visit", "visit"],
        unconfirmed=np.array([False, True]),
    )
    first, second = (events.subject(place) for place in (0, 1))
    assert (first.key, first.index, first.kind) == ("b/v", Moment(10, 15), "visit")
    assert (second.event, second.index, second.unconfirmed) == ("w", Moment(20, 20), True)


def test_all_patients_of_a_partition_have_the_one_index() -> None:
    assert [subjects("abc").subject(place).index for place in range(3)] == [INDEX] * 3
    assert subjects("a").subject(0).index == INDEX


def test_counts_and_lists_are_those_of_assessments_made_one_by_one() -> None:
    lazy = Assessments(
        criteria(),
        [part("abc", column("yyn"), column("nyn")), part("de", column("?y"), column("??"))],
    )
    quick = Screening(criteria(), INDEX, lazy)
    slow = Screening(criteria(), INDEX, tuple(lazy))
    assert quick.counts() == slow.counts()
    assert quick.counts() == {
        State.ELIGIBLE: 1,
        State.CANDIDATE: 0,
        State.UNCLEAR: 2,
        State.INELIGIBLE: 2,
    }
    listed = [each.subject.patient for each in quick.listed()]
    assert listed == [each.subject.patient for each in slow.listed()] == ["a", "e", "d"]
    assert quick.columns.verdicts(0).tolist() == slow.columns.verdicts(0).tolist()
    assert quick.columns.states.tolist() == slow.columns.states.tolist()
    assert list(quick.subjects()) == list(slow.subjects())


def test_what_is_kept_as_arrays_is_read_as_arrays() -> None:
    lazy = Assessments(criteria("i"), [part("a", column("y"))])
    assert isinstance(lazy, Columns)
    assert isinstance(lazy, HasSubjects)
    assert Screening(criteria("i"), INDEX, lazy).columns is lazy


def test_no_repr_shows_a_patient() -> None:
    one = part("secret", *[column("y?nynn")] * 2)
    found = Assessments(criteria(), [one])
    assert repr(found) == "Assessments(6 subjects)"
    shown = " ".join(map(repr, (found, one, one.subjects, one.questions[0], found[0])))
    assert "secret" not in shown
    assert "'s'" not in shown
