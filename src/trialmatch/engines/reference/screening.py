"""Screening with the reference engine, and the evidence behind its answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.domains import events_of, subjects
from trialmatch.engines.reference.evidence import Findings, evidence_of
from trialmatch.engines.reference.subject import SubjectRecord, known_at
from trialmatch.plan.criteria import Criterion, EligibilityCriteria, EventDomain
from trialmatch.results.answers import (
    Answer,
    Assessment,
    Explanation,
    NotScreened,
    Screening,
    Subject,
    conclude,
)
from trialmatch.results.first_meeting import first_meeting
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.calendar import Moment


def screen(
    criteria: EligibilityCriteria,
    records: Iterable[PatientRecord],
    holdings: Holdings,
    as_of: Moment,
) -> Screening:
    """Screen every subject that the records make, one after the other.

    `as_of` is the last minute that may be seen; a date means that day's end.
    """
    return screen_all([criteria], records, holdings, as_of)[0]


def screen_all(
    criteria_sets: list[EligibilityCriteria],
    records: Iterable[PatientRecord],
    holdings: Holdings,
    as_of: Moment,
) -> list[Screening]:
    """Screen several criteria sets in one pass over the records."""
    found: list[list[Assessment]] = [[] for _ in criteria_sets]
    left_out: list[Counter[str]] = [Counter() for _ in criteria_sets]
    for whole in records:
        record = known_at(whole, as_of)
        for criteria, assessments, counts in zip(criteria_sets, found, left_out, strict=True):
            of_one = [
                _assess(criteria, subject, seen)
                for subject, seen in subjects(criteria.domain, record, holdings, as_of, counts)
            ]
            assessments += _counted(criteria, of_one)
    return [
        Screening(criteria, as_of, tuple(assessments), _not_screened(counts))
        for criteria, assessments, counts in zip(criteria_sets, found, left_out, strict=True)
    ]


def explain(
    criteria: EligibilityCriteria,
    record: PatientRecord,
    subject: Subject,
    holdings: Holdings,
    as_of: Moment,
) -> tuple[Explanation, ...]:
    """Every criterion's answer for one subject, with what it rests on."""
    known = known_at(record, as_of)
    own = _own_row(criteria, SubjectRecord(known, as_of, as_of, holdings), subject)
    ask = Answering(SubjectRecord(known, subject.index, as_of, holdings, own=own))
    return tuple(_explain(criterion, ask) for criterion in criteria.criteria)


def _assess(criteria: EligibilityCriteria, subject: Subject, seen: SubjectRecord) -> Assessment:
    ask = Answering(seen)
    answers = tuple(_answer(criterion, ask) for criterion in criteria.criteria)
    state = conclude(criteria.criteria, answers, unconfirmed=subject.unconfirmed)
    return Assessment(subject, answers, state)


def _counted(criteria: EligibilityCriteria, found: list[Assessment]) -> list[Assessment]:
    """Those of one patient's subjects that count: all, or the first that meets the criteria."""
    if not isinstance(criteria.domain, EventDomain) or not criteria.domain.first_meeting:
        return found
    starts = [each.subject.index for each in found]
    chosen = first_meeting(starts, [each.state for each in found])
    return [
        found[each.place] if each.certain else _unconfirmed(criteria, found[each.place])
        for each in chosen
    ]


def _unconfirmed(criteria: EligibilityCriteria, found: Assessment) -> Assessment:
    subject = replace(found.subject, unconfirmed=True)
    state = conclude(criteria.criteria, found.answers, unconfirmed=True)
    return Assessment(subject, found.answers, state)


def _answer(criterion: Criterion, ask: Answering) -> Answer:
    decision = ask.decide(criterion.question)
    applies = Verdict.MET
    if criterion.applies is not None:
        applies = ask.decide(criterion.applies).verdict
    return Answer(decision.verdict, tuple(sorted(set(decision.reasons))), applies)


def _explain(criterion: Criterion, ask: Answering) -> Explanation:
    answer = _answer(criterion, ask)
    question = criterion.question
    if answer.applies is Verdict.NOT_MET and criterion.applies is not None:
        question = criterion.applies
    found: Findings = evidence_of(question, ask)
    return Explanation(criterion, answer, found.shown, found.total)


def _own_row(criteria: EligibilityCriteria, patient: SubjectRecord, subject: Subject) -> Row | None:
    """The row that made an event subject, as the domain gives it: of an era, the whole era."""
    if not subject.event or not isinstance(criteria.domain, EventDomain):
        return None
    rows = (member.row for member in events_of(criteria.domain, patient))
    return next(
        row
        for row in rows
        if (row.kind, row.id, row.start) == (subject.kind, subject.event, subject.index)
    )


def _not_screened(counts: Counter[str]) -> NotScreened:
    return NotScreened(counts["dead"], counts["unborn"], counts["outside period"])
