"""Whole answers: reasons in their one order, and event subjects with the row that made them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.engines.reference import explain, screen
from trialmatch.plan.algebra import (
    AllOf,
    Compare,
    Edge,
    Elapsed,
    Events,
    Exists,
    Merged,
    Observed,
    Op,
    OwnEvent,
    Reduce,
    RowTime,
    Spaced,
    Truth,
)
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.plan.window import ANY_TIME
from trialmatch.results.answers import Screening
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.calendar import Duration, Moment, Unit, parse_moment

Make = Callable[..., Row]

AS_OF = Moment(parse_moment("2024-03-01").hi, parse_moment("2024-03-01").hi)
STAYS = Events(("visit",))


def criteria(question: Truth, domain: PatientDomain | EventDomain) -> EligibilityCriteria:
    one = Criterion("I1", "", Side.INCLUDE, question, "", "")
    return EligibilityCriteria("X", "", Purpose.TRIAL, domain, (one,), "")


def record(*rows: Row) -> PatientRecord:
    return PatientRecord("p", parse_moment("1960-05-01"), "female", None, False, by_kind(rows))


def holding(*kinds: str) -> Holdings:
    return Holdings("made", {kind: HeldKind() for kind in kinds}, cut_off=AS_OF.hi)


def screened(question: Truth, domain: EventDomain, *rows: Row) -> Screening:
    held = holding(*SOURCE_KINDS)
    return screen(criteria(question, domain), [record(*rows)], held, AS_OF)


def test_reasons_come_sorted_and_each_once() -> None:
    def missing(kind: str) -> Truth:
        return Exists(Events((kind,)), Observed((kind,), None, ANY_TIME))

    question = AllOf((missing("procedure"), missing("allergy"), missing("procedure")))
    found = screen(criteria(question, PatientDomain()), [record()], holding("visit"), AS_OF)
    (reasons,) = (answer.reasons for answer in found.assessments[0].answers)
    assert [reason.about for reason in reasons] == ["allergy", "procedure"]
    assert list(reasons) == sorted(set(reasons))


def length_of_own_stay() -> Truth:
    start, end = (Reduce(OwnEvent(), RowTime(edge)) for edge in (Edge.START, Edge.END))
    return Compare(Elapsed(start, end, Unit.DAY), Op.GE, Decimal(8))


def test_a_merged_stay_is_one_subject_from_first_admission_to_last_discharge(row: Make) -> None:
    stays = [
        row("visit", "2024-01-01", "", id="v", end="2024-01-03", contact_type="inpatient"),
        row("visit", "2024-01-04", "", id="w", end="2024-01-09", contact_type="inpatient"),
    ]
    domain = EventDomain(Merged(STAYS, Duration(0, Unit.DAY)), "stay")
    found = screened(length_of_own_stay(), domain, *stays)
    (assessment,) = found.assessments
    assert (assessment.subject.event, assessment.subject.unconfirmed) == ("v", False)
    assert assessment.answers[0].verdict is Verdict.MET
    told = explain(
        found.criteria, record(*stays), assessment.subject, holding(*SOURCE_KINDS), AS_OF
    )
    assert told[0].answer == assessment.answers[0]


def test_events_apart_are_unconfirmed_after_one_that_may_not_have_been(row: Make) -> None:
    rows = [
        row("procedure", "2024-01-01", id="p", status="unconfirmed"),
        row("procedure", "2024-01-05", id="q"),
    ]
    domain = EventDomain(Spaced(Events(("procedure",)), Duration(10, Unit.DAY)), "procedure")
    anything = Exists(OwnEvent(), Observed(("procedure",), None, ANY_TIME))
    found = screened(anything, domain, *rows)
    assert [(a.subject.event, a.subject.unconfirmed) for a in found.assessments] == [
        ("p", True),
        ("q", True),
    ]
    settled = screened(anything, domain, rows[1])
    assert [(a.subject.event, a.subject.unconfirmed) for a in settled.assessments] == [("q", False)]
