"""Running cases: every verdict and state that came out otherwise than expected, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import PatientRecord
from trialmatch.diagnostics import CriteriaError, Diagnostic
from trialmatch.plan.criteria import EligibilityCriteria, PatientDomain
from trialmatch.results.answers import (
    Answer,
    Assessment,
    Explanation,
    NotScreened,
    Screening,
    Subject,
)
from trialmatch.results.evidence import Evidence, FactEvidence, RowEvidence
from trialmatch.verdict import Reason, Verdict
from trialmatch.vocabulary.calendar import Moment, to_date
from trialmatch.vocabulary.near_names import nearest
from trialmatch.workflow.by_site import with_codes
from trialmatch.workflow.cases.answering import unasked, with_answers
from trialmatch.workflow.cases.model import (
    VERDICT_WORDS,
    Case,
    CaseFailure,
    CaseFile,
    Expectation,
    ExpectedAnswer,
    Outcome,
)


class Engine(Protocol):
    """What cases are run on: screens records, and explains one subject's answers."""

    def screen(
        self,
        criteria: EligibilityCriteria,
        records: Iterable[PatientRecord],
        holdings: Holdings,
        as_of: Moment,
        /,
    ) -> Screening:
        """The answers of all subjects."""
        ...

    def explain(
        self,
        criteria: EligibilityCriteria,
        record: PatientRecord,
        subject: Subject,
        holdings: Holdings,
        as_of: Moment,
        /,
    ) -> tuple[Explanation, ...]:
        """One subject's answers with their evidence, in file order."""
        ...


def run_cases(
    criteria: EligibilityCriteria, cases: CaseFile, engine: Engine | None = None
) -> tuple[CaseFailure, ...]:
    """Run all cases on an engine, the reference engine where none is given.

    Raises CriteriaError where the cases name criteria that the file does not have.
    """
    check_names(criteria, cases)
    given = with_codes(criteria, cases.codes)
    return tuple(failure for case in cases.cases for failure in run_case(given, case, engine))


def check_names(criteria: EligibilityCriteria, cases: CaseFile) -> None:
    """Raise CriteriaError for criteria, subjects and codes that the criteria file does not have."""
    problems = [*_codes(criteria, cases)]
    problems += [problem for case in cases.cases for problem in unasked(criteria, cases, case)]
    problems += [
        problem
        for case in cases.cases
        for expectation in case.expectations
        for problem in _unknown_names(criteria, cases, case, expectation)
    ]
    if problems:
        raise CriteriaError(problems)


def _codes(criteria: EligibilityCriteria, cases: CaseFile) -> Iterator[Diagnostic]:
    """Code sets that are left to the site and have no codes here, and codes that none asks for."""
    for name in sorted({*criteria.by_site} ^ {*cases.codes}):
        left = name in criteria.by_site
        yield Diagnostic(
            cases.path,
            "given-by-site" if left else "unknown-codes",
            f"the codes of `{name}` are "
            + ("to be given by the site, and the cases make up none" if left else "not left open"),
            instead=f"{name}: [ICD10 …] under `codes`" if left else "nothing",
        )


def _unknown_names(
    criteria: EligibilityCriteria, cases: CaseFile, case: Case, expectation: Expectation
) -> Iterator[Diagnostic]:
    where = f'case "{case.name}": '
    if expectation.event and isinstance(criteria.domain, PatientDomain):
        message = where + "`subjects` are events, and this file screens patients"
        yield cases.diagnostic(expectation.span, "no-events", message)
    ids = [criterion.id for criterion in criteria.criteria]
    for answer in expectation.answers:
        if answer.criterion not in ids:
            message = f"{where}there is no criterion `{answer.criterion}`"
            instead = " or ".join(nearest(answer.criterion, ids) or ids)
            yield cases.diagnostic(answer.span, "unknown-criterion", message, instead)


def run_case(
    criteria: EligibilityCriteria, case: Case, engine: Engine | None = None
) -> tuple[CaseFailure, ...]:
    """What of one case came out otherwise than expected."""
    if engine is None:
        from trialmatch.engines import reference

        engine = reference
    case = with_answers(criteria, case)
    screening = engine.screen(criteria, [case.record], case.holdings, case.as_of)
    return tuple(
        failure
        for expectation in case.expectations
        for failure in _compare(criteria, case, expectation, screening, engine)
    )


def _compare(
    criteria: EligibilityCriteria,
    case: Case,
    expectation: Expectation,
    screening: Screening,
    engine: Engine,
) -> Iterator[CaseFailure]:
    event = expectation.event
    found = [a for a in screening.assessments if event in ("", a.subject.event)]
    if len(found) > 1:
        yield CaseFailure(case.name, event, "state", "one subject", f"{len(found)} subjects")
        return
    expected, got = expectation.outcome, _outcome(found, screening.not_screened)
    if found:
        yield from _compare_answers(criteria, case, expectation, found[0], engine)
    elif expectation.answers:
        yield CaseFailure(case.name, event, "state", "a subject", got.value)
        return
    if expected is not None and expected is not got:
        yield CaseFailure(case.name, event, "state", expected.value, got.value)


def _outcome(found: list[Assessment], left_out: NotScreened) -> Outcome:
    if found:
        return Outcome(found[0].state.value)
    if left_out.dead:
        return Outcome.DEAD
    return Outcome.UNBORN if left_out.unborn else Outcome.NO_SUBJECT


def _compare_answers(
    criteria: EligibilityCriteria,
    case: Case,
    expectation: Expectation,
    assessment: Assessment,
    engine: Engine,
) -> Iterator[CaseFailure]:
    places = {criterion.id: i for i, criterion in enumerate(criteria.criteria)}
    wrong = [
        answer
        for answer in expectation.answers
        if not _as_expected(answer, assessment.answers[places[answer.criterion]])
    ]
    if not wrong:
        return
    explanations = engine.explain(
        criteria, case.record, assessment.subject, case.holdings, case.as_of
    )
    for expected in wrong:
        explanation = explanations[places[expected.criterion]]
        got = assessment.answers[places[expected.criterion]]
        because = (
            *(reason_words(reason) for reason in got.reasons),
            *(evidence_words(each) for each in explanation.evidence),
        )
        yield CaseFailure(
            case.name, expectation.event, expected.criterion, str(expected), _got(got), because
        )


def answers_as_expected(
    expectation: Expectation, places: Mapping[str, int], answers: Sequence[Answer]
) -> bool:
    """Whether every answer is the one expected; `places` are those of the criteria by id."""
    return all(
        _as_expected(expected, answers[places[expected.criterion]])
        for expected in expectation.answers
    )


def _as_expected(expected: ExpectedAnswer, got: Answer) -> bool:
    if expected.verdict is None:
        return got.applies is Verdict.NOT_MET
    if expected.missing and expected.missing not in {r.missing for r in got.reasons}:
        return False
    return got.verdict is expected.verdict


def _got(answer: Answer) -> str:
    word = VERDICT_WORDS[answer.verdict]
    return f"{word}, not applicable" if answer.applies is Verdict.NOT_MET else word


def reason_words(reason: Reason) -> str:
    """Why an answer is not known, in plain words."""
    about = f": {reason.about}" if reason.about else ""
    return f"{reason.missing.value}{about}" + (f" ({reason.detail})" if reason.detail else "")


def evidence_words(evidence: Evidence) -> str:
    """One piece of evidence in plain words; for made-up records only."""
    match evidence:
        case FactEvidence():
            return f"{evidence.fact} is {evidence.value} {evidence.unit}".rstrip()
        case RowEvidence():
            end = f" to {evidence.end}" if evidence.end else ""
            words = [evidence.kind, evidence.system, evidence.code, f"{evidence.start}{end}"]
            words += [evidence.value, evidence.unit, evidence.status, *evidence.doubts]
            return "row: " + " ".join(word for word in words if word)
    first, last = evidence.first_day, evidence.last_day
    begin = "the beginning" if first is None else to_date(first).isoformat()
    until = "no end" if last is None else to_date(last).isoformat()
    return f"searched {evidence.about} ({evidence.codes}) from {begin} to {until}: nothing"
