"""Both engines side by side: subjects, verdicts, reasons, states, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.property.drawing.cohorts import Cohort
from tests.property.drawing.examples import Example

from trialmatch.cohort.partition import Extract
from trialmatch.cohort.partition_building import extract_of
from trialmatch.engines import columnar, reference
from trialmatch.plan.passes.needing import needs_of
from trialmatch.plan.screening_plan import ScreeningPlan, plan_of
from trialmatch.results.answers import Assessment, NotScreened, Screening
from trialmatch.verdict import Missing, Reason

# What a criteria set comes to: everybody's assessment in order, and who was left out.
Found = tuple[tuple[Assessment, ...], NotScreened]
_PERSON = (Reason.of(Missing.ANSWER_NEEDED),)


def by_reference(example: Example) -> list[Found]:
    """What the reference engine says of each criteria set."""
    cohort = example.cohort
    return [
        _found(reference.screen(criteria, cohort.records, cohort.holdings, as_of))
        for criteria, as_of in zip(example.criteria, example.as_of, strict=True)
    ]


def by_columns(example: Example, *, reasons: bool = True) -> list[Found]:
    """What the columnar engine says, of all criteria sets in one plan."""
    plan = plan_of(example.criteria, example.as_of)
    return by_extract(plan, extract(plan, example.cohort, example.partition_size), reasons=reasons)


def by_extract(plan: ScreeningPlan, handed_over: Extract, *, reasons: bool = True) -> list[Found]:
    """What the columnar engine says of what a source handed over."""
    return [
        _found(each) for each in columnar.screen_all(plan, handed_over, reasons=reasons, workers=1)
    ]


def extract(plan: ScreeningPlan, cohort: Cohort, size: int) -> Extract:
    """What a source with this cohort would hand over, its holdings as they were drawn."""
    needs, holdings = needs_of(plan), cohort.holdings
    found = extract_of(cohort.records, needs, holdings, plan.latest, size)
    return replace(found, holdings=holdings)


def in_brief(found: Sequence[Found]) -> list[Found]:
    """The same, saying of each UNKNOWN answer only whether nothing but a person is wanted."""
    return [(tuple(map(_in_brief, assessments)), left_out) for assessments, left_out in found]


def _in_brief(assessment: Assessment) -> Assessment:
    answers = (
        replace(answer, reasons=_PERSON if answer.reasons and not answer.for_data else ())
        for answer in assessment.answers
    )
    return replace(assessment, answers=tuple(answers))


def _found(screening: Screening) -> Found:
    return tuple(screening.assessments), screening.not_screened


def disagreements(example: Example) -> Iterator[str]:
    """What the engines say differently, in words."""
    expected = by_reference(example)
    yield from differing(example, expected, by_columns(example))
    yield from differing(example, in_brief(expected), by_columns(example, reasons=False))


def differing(example: Example, expected: Sequence[Found], found: Sequence[Found]) -> Iterator[str]:
    """Where the second is not what the first is, in words."""
    for criteria, (ours, left_out), (theirs, left) in zip(
        example.criteria, expected, found, strict=True
    ):
        if left_out != left:
            yield f"{criteria.id}: left out {left_out} by reference, {left} by columns"
        subjects = [each.subject for each in ours], [each.subject for each in theirs]
        if subjects[0] != subjects[1]:
            yield f"{criteria.id}: {_shown(ours)} by reference, {_shown(theirs)} by columns"
            continue
        for one, other in zip(ours, theirs, strict=True):
            yield from _of_subject(one, other)


def _shown(found: Sequence[Assessment]) -> str:
    return ", ".join(f"{a.subject.key} {a.subject.index} {a.subject.unconfirmed}" for a in found)


def _of_subject(one: Assessment, other: Assessment) -> Iterator[str]:
    for number, pair in enumerate(zip(one.answers, other.answers, strict=True)):
        if pair[0] != pair[1]:
            yield f"{one.subject.key} C{number}: {pair[0]} by reference, {pair[1]} by columns"
    if one.state is not other.state:
        yield f"{one.subject.key}: {one.state} by reference, {other.state} by columns"
