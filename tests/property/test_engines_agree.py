"""The columnar engine says what the reference engine says, of everybody and about everything."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from tests.property.drawing.agreement import by_extract, by_reference, differing, disagreements
from tests.property.drawing.cohorts import Cohort
from tests.property.drawing.deciding import by_columns as deciding_by_columns
from tests.property.drawing.deciding import by_reference as deciding_by_reference
from tests.property.drawing.deciding import plan_with_everything
from tests.property.drawing.examples import EXAMPLES, Example, drawing, examples
from tests.property.drawing.frames import source_of

from trialmatch.cohort.assembly import assemble
from trialmatch.engines import reference
from trialmatch.plan.passes.needing import needs_of
from trialmatch.plan.screening_plan import plan_of


@drawing(EXAMPLES)
@given(examples())
def test_subjects_verdicts_reasons_and_states_are_the_same(example: Example) -> None:
    assert not list(disagreements(example))


@drawing(EXAMPLES // 5)
@given(examples())
def test_the_same_rows_decide(example: Example) -> None:
    plan, extract = plan_with_everything(example)
    expected = Counter(deciding_by_reference(example, plan))
    living = {(each.patient, each.event, each.index) for each in expected}
    found = Counter(
        each
        for each in deciding_by_columns(plan, extract)
        if (each.patient, each.event, each.index) in living
    )
    assert not expected - found
    assert not found - expected


@drawing(EXAMPLES // 10)
@given(examples())
def test_the_evidence_shown_for_a_subject_bears_its_answers(example: Example) -> None:
    cohort = example.cohort
    records = {record.patient: record for record in cohort.records}
    for criteria, as_of, (assessments, _) in zip(
        example.criteria, example.as_of, by_reference(example), strict=True
    ):
        for each in assessments:
            record = records[each.subject.patient]
            told = reference.explain(criteria, record, each.subject, cohort.holdings, as_of)
            assert tuple(explanation.answer for explanation in told) == each.answers


@drawing(EXAMPLES // 20)
@given(examples())
def test_what_a_source_hands_over_gives_the_same(example: Example) -> None:
    plan = plan_of(example.criteria, example.as_of)
    source = source_of(example.cohort)
    records = tuple(sorted(assemble(source.tables()), key=lambda record: record.patient))
    extract = source.extract(needs_of(plan), plan.latest, example.partition_size)
    known = replace(example, cohort=Cohort(records, extract.holdings))
    assert not list(differing(known, by_reference(known), by_extract(plan, extract)))
