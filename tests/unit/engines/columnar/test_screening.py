"""Many patients and many criteria sets in one run: partitions, order, and what is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.partition_building import extract_of
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.engines.columnar import Timings, screen_all, screen_records
from trialmatch.plan.algebra import (
    AllOf,
    Attribute,
    Compare,
    Elapsed,
    Events,
    Exists,
    Fact,
    Observed,
    Op,
    Reduce,
    Truth,
    Within,
    Word,
)
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.plan.passes.needing import needs_of
from trialmatch.plan.screening_plan import ScreeningPlan, plan_of
from trialmatch.plan.window import Bound, Window
from trialmatch.results.answers import Screening, State
from trialmatch.vocabulary.calendar import Duration, Moment, Unit, parse_moment

Make = Callable[..., Row]


def end_of(date: str) -> Moment:
    return Moment(parse_moment(date).hi, parse_moment(date).hi)


AS_OF = end_of("2024-03-01")
EVERYTHING = Holdings("made", {kind: HeldKind() for kind in SOURCE_KINDS}, cut_off=AS_OF.hi)
LAST_YEAR = Window(Bound(Duration(1, Unit.YEAR)))
ADULT = Compare(
    Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR), Op.GE, Decimal(18)
)
FEMALE = Compare(Attribute(Fact.SEX), Op.EQ, "female")
INFARCTION = Exists(
    Within(Events(("diagnosis",)), LAST_YEAR), Observed(("diagnosis",), None, LAST_YEAR)
)
ASKED = Compare(Reduce(Events(("answer",)), Word()), Op.EQ, "applies")


def criteria(
    *questions: Truth, name: str = "X", domain: PatientDomain | EventDomain | None = None
) -> EligibilityCriteria:
    found = tuple(
        Criterion(f"I{n}", "", Side.INCLUDE, question, "", "")
        for n, question in enumerate(questions)
    )
    return EligibilityCriteria(
        name, "", Purpose.TRIAL, domain or PatientDomain(), found, "", path=name
    )


@pytest.fixture
def people(row: Make) -> list[PatientRecord]:
    """Five patients: old and young, with and without an infarction, one without a birth date."""

    def person(name: str, birth: str | None, sex: str, *starts: str) -> PatientRecord:
        born = None if birth is None else parse_moment(birth)
        rows = {"diagnosis": tuple(row("diagnosis", start) for start in starts)}
        return PatientRecord(name, born, sex, None, False, rows)

    return [
        person("a", "1960-05-01", "female", "2023-06-01"),
        person("b", "2010-05-01", "male", "2023-06-01"),
        person("c", "1970-01-01", "", "2020-01-01"),
        person("d", None, "female"),
        person("e", "1980-01-01", "male", "2024-01-01", "2023-03-01"),
    ]


def verdicts(found: Screening) -> list[str]:
    """Each subject's verdicts, by letters."""
    letters = {"MET": "y", "NOT_MET": "n", "UNKNOWN": "?"}
    return [
        "".join(letters[answer.verdict.name] for answer in each.answers)
        for each in found.assessments
    ]


EXPECTED = ["yyy", "nny", "y?n", "?yn", "yny"]
QUESTIONS = criteria(ADULT, FEMALE, INFARCTION)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_partitions_of_any_size_give_the_same_in_the_same_order(
    people: list[PatientRecord], size: int
) -> None:
    (found,) = screen_records([QUESTIONS], people, EVERYTHING, AS_OF, partition_size=size)
    assert verdicts(found) == EXPECTED
    assert [subject.patient for subject in found.subjects()] == ["a", "b", "c", "d", "e"]


def test_the_order_of_the_records_has_no_part_in_it(people: list[PatientRecord]) -> None:
    (found,) = screen_records([QUESTIONS], people[::-1], EVERYTHING, AS_OF, partition_size=2)
    assert verdicts(found) == EXPECTED


def test_each_criteria_set_has_its_own_answers_in_the_order_of_the_sets(
    people: list[PatientRecord],
) -> None:
    sets = [criteria(FEMALE, name="F"), criteria(INFARCTION, ADULT, name="IA"), QUESTIONS]
    found = screen_records(sets, people, EVERYTHING, AS_OF, partition_size=2)
    assert [each.criteria.id for each in found] == ["F", "IA", "X"]
    assert verdicts(found[0]) == [each[1] for each in EXPECTED]
    assert verdicts(found[1]) == [each[2] + each[0] for each in EXPECTED]


def test_patients_and_events_are_screened_in_one_run(people: list[PatientRecord]) -> None:
    of_events = criteria(FEMALE, ADULT, domain=EventDomain(Events(("diagnosis",)), "diagnosis"))
    patients, events = screen_records([QUESTIONS, of_events], people, EVERYTHING, AS_OF)
    assert verdicts(patients) == EXPECTED
    assert [subject.patient for subject in events.subjects()] == ["a", "b", "c", "e", "e"]
    assert verdicts(events) == ["yy", "nn", "?y", "ny", "ny"]


def test_no_patient_and_no_event_is_no_subject() -> None:
    of_events = criteria(FEMALE, domain=EventDomain(Events(("diagnosis",)), "diagnosis"))
    nobody = PatientRecord("a", None, "female", None, False, {})
    assert len(screen_records([QUESTIONS], [], EVERYTHING, AS_OF)[0].assessments) == 0
    (found,) = screen_records([of_events], [nobody], EVERYTHING, AS_OF)
    assert list(found.subjects()) == []
    assert sum(found.counts().values()) == 0


def test_without_reasons_verdicts_and_states_are_the_same(people: list[PatientRecord]) -> None:
    asking = criteria(ADULT, FEMALE, AllOf((INFARCTION, ASKED)), ASKED)
    (told,) = screen_records([asking], people, EVERYTHING, AS_OF)
    (bare,) = screen_records([asking], people, EVERYTHING, AS_OF, reasons=False)
    assert verdicts(bare) == verdicts(told)
    assert [each.state for each in bare.assessments] == [each.state for each in told.assessments]
    # Patient a lacks a person's answer alone, d also a date of birth.
    assert [told.assessments[place].state for place in (0, 3)] == [
        State.CANDIDATE,
        State.INELIGIBLE,
    ]
    for one, other in zip(bare.assessments, told.assessments, strict=True):
        assert [a.for_data for a in one.answers] == [a.for_data for a in other.answers]


def planned(
    sets: Sequence[EligibilityCriteria], as_of: Sequence[Moment]
) -> tuple[ScreeningPlan, Moment]:
    plan = plan_of(sets, as_of)
    return plan, plan.latest


def test_each_set_is_screened_as_of_its_own_day(people: list[PatientRecord]) -> None:
    years = [end_of("2024-03-01"), end_of("2021-01-01"), end_of("2024-02-28")]
    plan, latest = planned([QUESTIONS] * 3, years)
    extract = extract_of(people, needs_of(plan), EVERYTHING, latest, 2)
    found = screen_all(plan, extract, workers=1)
    assert [each.as_of for each in found] == years
    assert verdicts(found[0]) == EXPECTED
    # In the year before 2021 only patient c had an infarction; e was of age, b was not.
    assert verdicts(found[1]) == ["yyn", "nnn", "y?y", "?yn", "ynn"]
    assert verdicts(found[2]) == EXPECTED


def test_how_far_it_is_and_what_each_stage_took_is_told(people: list[PatientRecord]) -> None:
    plan, latest = planned([QUESTIONS], [AS_OF])
    extract = extract_of(people, needs_of(plan), EVERYTHING, latest, 2)
    done: list[int] = []
    timings = Timings()
    screen_all(plan, extract, workers=1, done=done.append, timings=timings)
    assert done == [2, 4, 5]
    assert set(timings.seconds) == {"extract", "screen"}
    assert set(timings.questions) == {id(question) for question in plan.questions(0)}


def test_two_workers_give_what_one_gives(people: list[PatientRecord]) -> None:
    plan, latest = planned([QUESTIONS], [AS_OF])
    for workers in (1, 2, 3):
        extract = extract_of(people, needs_of(plan), EVERYTHING, latest, 1)
        (found,) = screen_all(plan, extract, workers=workers)
        assert verdicts(found) == EXPECTED
