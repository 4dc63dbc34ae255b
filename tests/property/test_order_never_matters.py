"""Neither order nor partitions nor rows that no window sees make a difference."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.property.drawing.agreement import Found, by_columns, by_reference
from tests.property.drawing.cohorts import Cohort
from tests.property.drawing.examples import EXAMPLES, Example, drawing, examples

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.results.answers import Assessment
from trialmatch.vocabulary.calendar import Moment

FEW = EXAMPLES // 10


def of_everybody(found: list[Found]) -> list[dict[str, list[Assessment]]]:
    """The assessments of each criteria set, by patient."""
    by_patient: list[dict[str, list[Assessment]]] = []
    for assessments, _ in found:
        of_set: dict[str, list[Assessment]] = {}
        for each in assessments:
            of_set.setdefault(each.subject.patient, []).append(each)
        by_patient.append(of_set)
    return by_patient


def with_records(example: Example, records: list[PatientRecord]) -> Example:
    """The example with other records."""
    return replace(example, cohort=Cohort(tuple(records), example.cohort.holdings))


@drawing(FEW)
@given(examples(), st.data())
def test_the_order_of_patients_never_matters(example: Example, data: st.DataObject) -> None:
    records = data.draw(st.permutations(example.cohort.records))
    other = with_records(example, records)
    assert by_columns(other) == by_columns(example)
    assert of_everybody(by_reference(other)) == of_everybody(by_reference(example))


@drawing(FEW)
@given(examples(), st.data())
def test_the_order_of_rows_never_matters(example: Example, data: st.DataObject) -> None:
    mixed = [with_mixed_rows(record, data) for record in example.cohort.records]
    assert by_columns(with_records(example, mixed)) == by_columns(example)
    ordered = [replace(each, rows=by_kind(rows_of(each))) for each in mixed]
    assert by_reference(with_records(example, ordered)) == by_reference(example)


def with_mixed_rows(record: PatientRecord, data: st.DataObject) -> PatientRecord:
    """The record with its rows, and the kinds of them, in another order."""
    kinds = data.draw(st.permutations(sorted(record.rows)))
    return replace(
        record, rows={kind: tuple(data.draw(st.permutations(record.rows[kind]))) for kind in kinds}
    )


def rows_of(record: PatientRecord) -> list[Row]:
    """All rows of a record."""
    return [row for found in record.rows.values() for row in found]


@drawing(FEW)
@given(examples(), st.data())
def test_the_order_of_criteria_sets_never_matters(example: Example, data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(example.criteria))))
    other = replace(
        example,
        criteria=tuple(example.criteria[place] for place in places),
        as_of=tuple(example.as_of[place] for place in places),
    )
    found = by_columns(example)
    assert by_columns(other) == [found[place] for place in places]


@drawing(FEW)
@given(examples())
def test_a_criterion_is_answered_alone_as_among_others(example: Example) -> None:
    together = by_columns(example)
    for place, criteria in enumerate(example.criteria):
        alone = replace(example, criteria=(criteria,), as_of=(example.as_of[place],))
        assert by_columns(alone) == [together[place]]


@drawing(FEW)
@given(examples(), st.integers(1, 5))
def test_the_size_of_partitions_never_matters(example: Example, size: int) -> None:
    assert by_columns(replace(example, partition_size=size)) == by_columns(example)


@drawing(FEW)
@given(examples(), st.integers(1, 400))
def test_rows_after_every_window_change_nothing(example: Example, later: int) -> None:
    start = max(moment.hi for moment in example.as_of) + later
    records = [with_row(record, start) for record in example.cohort.records]
    assert by_columns(with_records(example, records)) == by_columns(example)
    assert by_reference(with_records(example, records)) == by_reference(example)


def with_row(record: PatientRecord, start: int) -> PatientRecord:
    """The record with a row of every kind that it has, which begins then."""
    rows, at = rows_of(record), Moment(start, start)
    later = [replace(row, id=f"later {row.id}", start=at, end=None) for row in rows]
    return replace(record, rows=by_kind([*rows, *later]))
