"""Cases are run: what came out otherwise than expected, and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import PatientRecord
from trialmatch.diagnostics import CriteriaError
from trialmatch.plan.algebra import Attribute, Compare, Elapsed, Events, Fact, Op
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.results.answers import (
    Answer,
    Assessment,
    Explanation,
    NotScreened,
    Screening,
    State,
    Subject,
)
from trialmatch.results.evidence import FactEvidence, RowEvidence, SearchEvidence
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment, Unit, parse_moment
from trialmatch.workflow.cases import parse_cases, run_cases

AGE = Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR)


def criteria(domain: PatientDomain | EventDomain | None = None) -> EligibilityCriteria:
    question = Compare(AGE, Op.GE, Decimal(18))
    criterion = Criterion("I1", "Adult", Side.INCLUDE, question, "age >= 18 years", "h")
    return EligibilityCriteria("T", "", Purpose.TRIAL, domain or PatientDomain(), (criterion,), "h")


class CannedEngine:
    """An engine that always answers the same."""

    def __init__(
        self,
        answer: Answer,
        state: State = State.UNCLEAR,
        events: tuple[str, ...] = ("",),
        left_out: NotScreened | None = None,
    ) -> None:
        self.answer, self.state, self.events = answer, state, events
        self.left_out = left_out or NotScreened()

    def screen(
        self,
        criteria: EligibilityCriteria,
        records: object,
        holdings: Holdings,
        as_of: Moment,
    ) -> Screening:
        found = tuple(
            Assessment(Subject("case", as_of, event), (self.answer,), self.state)
            for event in self.events
        )
        return Screening(criteria, as_of, found, self.left_out)

    def explain(
        self,
        criteria: EligibilityCriteria,
        record: PatientRecord,
        subject: Subject,
        holdings: Holdings,
        as_of: Moment,
    ) -> tuple[Explanation, ...]:
        when = parse_moment("2026-01-01")
        evidence = (
            FactEvidence("age", "17", "years"),
            RowEvidence("diagnosis", "ICD10", "I214", "", when, None, "r", "s"),
            SearchEvidence(("diagnosis",), "mi", "ICD10 I21", None, 0, None, None),
        )
        return (Explanation(criteria.criteria[0], self.answer, evidence, 1),)


MET = Answer(Verdict.MET)
UNKNOWN = Answer(Verdict.UNKNOWN, (Reason.of(Missing.NO_RESULT, "egfr"),))


def failures(expected: str, engine: CannedEngine) -> list[str]:
    cases = parse_cases(f"as of: 2026-03-01\ncases: [{{name: c, {expected}}}]")
    return [str(each) for each in run_cases(criteria(), cases, engine)]


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("expect: {I1: met}", MET),
        ("expect: {I1: unknown}", UNKNOWN),
        ("expect: {I1: unknown (no result)}", UNKNOWN),
        ("expect: {I1: not applicable}", Answer(Verdict.MET, applies=Verdict.NOT_MET)),
        ("state: unclear", MET),
    ],
)
def test_what_comes_out_as_expected_is_no_failure(expected: str, answer: Answer) -> None:
    assert failures(expected, CannedEngine(answer)) == []


@pytest.mark.parametrize(
    ("expected", "answer", "line"),
    [
        ("expect: {I1: not met}", MET, "c: I1 expected not met, got met"),
        ("expect: {I1: met}", UNKNOWN, "c: I1 expected met, got unknown"),
        (
            "expect: {I1: unknown (unconfirmed)}",
            UNKNOWN,
            "c: I1 expected unknown (unconfirmed), got unknown",
        ),
        ("expect: {I1: not applicable}", MET, "c: I1 expected not applicable, got met"),
        ("state: eligible", MET, "c: state expected eligible, got unclear"),
    ],
)
def test_a_failure_says_what_was_expected_and_what_came(
    expected: str, answer: Answer, line: str
) -> None:
    (failure,) = failures(expected, CannedEngine(answer))
    assert failure.splitlines()[0] == line


def test_a_failure_gives_the_reasons_and_the_evidence() -> None:
    (failure,) = failures("expect: {I1: met}", CannedEngine(UNKNOWN))
    assert "no result: egfr" in failure
    assert "age is 17 years" in failure
    assert "row: diagnosis ICD10 I214 2026-01-01" in failure
    assert "searched mi (ICD10 I21) from the beginning to 1970-01-01: nothing" in failure


@pytest.mark.parametrize(
    ("left_out", "state"),
    [
        (NotScreened(dead=1), "dead"),
        (NotScreened(unborn=1), "unborn"),
        (NotScreened(outside_period=1), "no subject"),
        (NotScreened(), "no subject"),
    ],
)
def test_one_who_is_no_subject_can_be_expected(left_out: NotScreened, state: str) -> None:
    nobody = CannedEngine(MET, events=(), left_out=left_out)
    assert failures(f"state: {state}", nobody) == []
    assert len(failures("state: eligible", nobody)) == 1
    assert len(failures("expect: {I1: met}", nobody)) == 1


def test_several_subjects_must_be_named_one_by_one() -> None:
    (failure,) = failures("state: unclear", CannedEngine(MET, events=("v1", "v2")))
    assert "expected one subject, got 2 subjects" in failure


def test_an_unknown_criterion_is_named_with_near_names() -> None:
    with pytest.raises(CriteriaError) as caught:
        failures("expect: {I11: met}", CannedEngine(MET))
    (found,) = caught.value.diagnostics
    assert found.instead == "I1"
    assert found.line[found.span.column - 1 :].startswith("I11") if found.span else False


def test_events_are_not_expected_where_patients_are_screened() -> None:
    text = """
as of: 2026-03-01
cases: [{name: c, records: [{visit: "", id: v1, start: 2026}], subjects: {v1: {state: unclear}}}]
"""
    cases = parse_cases(text)
    with pytest.raises(CriteriaError):
        run_cases(criteria(), cases, CannedEngine(MET))
    events = criteria(EventDomain(Events(("visit",)), "visit"))
    assert run_cases(events, cases, CannedEngine(MET, events=("v1",))) == ()


BY_SITE = """registry R "R"
  screen each patient
codes local = to be given by the site
include
  I1: diagnosis local
"""
CASE = (
    "as of: 2026-03-01\n{codes}cases: [{{name: c, expect: {{I1: {expected}}}, records: {records}}}]"
)


def by_site(codes: str, expected: str = "met") -> tuple[object, ...]:
    from trialmatch.compiler import compile_text

    found = compile_text(BY_SITE).criteria
    assert found is not None
    records = "[{diagnosis: ICD10 G45.9, start: 2026-01-10}]"
    cases = parse_cases(CASE.format(codes=codes, expected=expected, records=records))
    return run_cases(found, cases)


def test_cases_make_up_the_codes_that_a_site_is_to_give() -> None:
    assert by_site("codes: {local: [ICD10 G45 G46]}\n") == ()
    assert by_site("codes: {local: [ICD10 G46, SNOMED 1]}\n", "not met") == ()


def test_cases_make_up_the_codes_of_a_measure_too() -> None:
    from trialmatch.compiler import compile_text

    text = BY_SITE.replace("codes local = to be given by the site", "{}").format(
        "measure local = to be given by the site as score"
    )
    found = compile_text(text.replace("diagnosis local", "latest local >= 5")).criteria
    assert found is not None
    records = "[{measurement: LOINC 1-8, start: 2026-01-10, value: 5}]"
    codes = "codes: {local: [LOINC 1-8]}\n"
    assert (
        run_cases(found, parse_cases(CASE.format(codes=codes, expected="met", records=records)))
        == ()
    )


@pytest.mark.parametrize(
    ("codes", "rule"),
    [
        ("", "given-by-site"),
        ("codes: {local: [ICD10 G45], other: [ICD10 G46]}\n", "unknown-codes"),
        ("codes: {local: [G45]}\n", "bad-codes"),
    ],
)
def test_codes_that_are_missing_or_that_none_asks_for_are_told(codes: str, rule: str) -> None:
    with pytest.raises(CriteriaError) as raised:
        by_site(codes)
    assert [each.rule for each in raised.value.diagnostics] == [rule]
