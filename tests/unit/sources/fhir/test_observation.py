from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from trialmatch.vocabulary.calendar import parse_moment

if TYPE_CHECKING:
    from tests.unit.sources.fhir.conftest import Export

UCUM = "http://unitsofmeasure.org"


def code(number: str) -> dict[str, object]:
    return {"coding": [{"system": "http://loinc.org", "code": number}]}


BASE: dict[str, Any] = {
    "id": "o",
    "status": "final",
    "subject": {"reference": "Patient/p"},
    "code": code("1-1"),
    "effectiveDateTime": "2020-01-02",
}


def quantity(value: float, unit: str = "mg/dL", **more: object) -> dict[str, object]:
    return {"value": value, "unit": "words", "system": UCUM, "code": unit, **more}


def category(word: str) -> list[dict[str, object]]:
    return [{"coding": [{"code": word}]}]


def shown(line: dict[str, Any], *names: str) -> tuple[object, ...]:
    return tuple(line[name] for name in names)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("registered", "preliminary"),
        ("preliminary", "preliminary"),
        ("final", "final"),
        ("amended", "corrected"),
        ("corrected", "corrected"),
        ("unknown", "unknown"),
    ],
)
def test_statuses_that_count_or_may_count(export: Export, theirs: str, ours: str) -> None:
    (line,) = export.events("Observation", BASE | {"status": theirs})
    assert line["status"] == ours


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
def test_results_that_never_count_are_set_aside(export: Export, status: str) -> None:
    reasons = export.set_aside("Observation", BASE | {"status": status})
    assert reasons == {status.replace("-", " "): 1}


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (quantity(5.5), "mg/dL"),
        ({"value": 5.5, "code": "mg/dL"}, "mg/dL"),
        ({"value": 5.5, "unit": "mg/dl"}, "mg/dl"),
        ({"value": 5.5, "unit": "mg/dl", "system": "local", "code": "7"}, "mg/dl"),
        ({"value": 5.5}, None),
    ],
)
def test_a_quantity_is_a_measurement_with_its_ucum_unit(
    export: Export, value: dict[str, object], unit: str | None
) -> None:
    (line,) = export.events("Observation", BASE | {"valueQuantity": value})
    assert shown(line, "kind", "value", "comparator", "unit") == ("measurement", 5.5, None, unit)


def test_a_number_keeps_every_digit(export: Export) -> None:
    (line,) = export.events("Observation", BASE | {"valueQuantity": quantity(176.35499866729558)})
    assert line["value"] == 176.35499866729558


@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">="])
def test_a_comparator_makes_the_number_a_bound(export: Export, comparator: str) -> None:
    value = quantity(90, comparator=comparator)
    (line,) = export.events("Observation", BASE | {"valueQuantity": value})
    assert shown(line, "value", "comparator") == (90.0, comparator)


def test_a_whole_number_is_a_number_without_unit(export: Export) -> None:
    (line,) = export.events("Observation", BASE | {"valueInteger": 4})
    assert shown(line, "kind", "value", "unit") == ("measurement", 4.0, None)


def test_a_coded_result_has_its_first_code_and_words(export: Export) -> None:
    coded = {"coding": [{"system": "http://snomed.info/sct", "code": "260385009"}], "text": "Neg"}
    (line,) = export.events("Observation", BASE | {"valueCodeableConcept": coded})
    assert shown(line, "kind", "value_system", "value_code", "value_text", "value") == (
        *("observation", "SNOMED", "260385009", "Neg", None),
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"valueString": "never smoker"}, "never smoker"),
        ({"valueBoolean": True}, "true"),
        ({"valueDateTime": "2020-01-01"}, "2020-01-01"),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": 3}}}, "1-3"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 64}}}, "1:64"),
        ({"valueQuantity": {"value": "5,5"}}, "5,5"),
    ],
)
def test_other_results_are_words(export: Export, value: dict[str, object], words: str) -> None:
    (line,) = export.events("Observation", BASE | value)
    assert shown(line, "value", "value_text") == (None, words)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("laboratory", "measurement"),
        ("vital-signs", "measurement"),
        ("survey", "observation"),
        ("social-history", "observation"),
    ],
)
def test_a_result_without_number_is_of_the_kind_of_its_category(
    export: Export, word: str, kind: str
) -> None:
    (line,) = export.events("Observation", BASE | {"valueString": "x", "category": category(word)})
    assert line["kind"] == kind


def test_a_reason_for_no_result_is_kept(export: Export) -> None:
    absent = {"coding": [{"code": "not-performed"}]}
    (line,) = export.events("Observation", BASE | {"dataAbsentReason": absent})
    assert shown(line, "absent", "value", "value_text") == ("not-performed", None, None)


@pytest.mark.parametrize(
    ("reference", "limits"),
    [
        ({"low": quantity(3), "high": quantity(6)}, (3.0, 6.0)),
        ({"high": {"value": 6}}, (None, 6.0)),
        ({"low": quantity(3, "mmol/L"), "high": quantity(6)}, (None, 6.0)),
        ({"high": quantity(6), "type": {"coding": [{"code": "normal"}]}}, (None, 6.0)),
        ({"high": quantity(6), "type": {"coding": [{"code": "therapeutic"}]}}, (None, None)),
    ],
)
def test_the_reference_range_is_that_of_the_result_in_its_unit(
    export: Export, reference: dict[str, object], limits: tuple[object, object]
) -> None:
    observation = BASE | {"valueQuantity": quantity(5), "referenceRange": [reference]}
    (line,) = export.events("Observation", observation)
    assert shown(line, "range_low", "range_high") == limits


@pytest.mark.parametrize(
    ("dates", "begins", "ends"),
    [
        ({"effectivePeriod": {"start": "2020-01-01", "end": "2020-01-03"}}, "2020-01-01", True),
        ({"effectiveInstant": "2020-01-01T10:00:00Z"}, "2020-01-01T11:00", False),
        ({"issued": "2020-01-01T10:00:00.530Z"}, "2020-01-01T11:00", False),
        ({"effectivePeriod": {"end": "2020-01-03"}, "issued": "2020-01-05"}, "2020-01-05", False),
    ],
)
def test_the_time_is_when_it_was_so_else_when_it_was_issued(
    export: Export, dates: dict[str, object], begins: str, ends: bool
) -> None:
    (line,) = export.events("Observation", BASE | {"effectiveDateTime": None} | dates)
    assert line["start_lo"] == parse_moment(begins).lo
    assert (line["end_lo"] is not None) == ends


def test_components_are_rows_of_their_own_with_their_own_codes(export: Export) -> None:
    components = [
        {"code": code("8462-4"), "valueQuantity": quantity(80, "mm[Hg]")},
        {"code": code("8480-6"), "valueQuantity": quantity(120, "mm[Hg]", comparator=">")},
        {"code": code("9-9"), "dataAbsentReason": {"text": "not asked"}},
    ]
    lines = export.events("Observation", BASE | {"component": components})
    assert [shown(line, "row", "code", "value", "comparator", "absent") for line in lines] == [
        ("o#1", "8462-4", 80.0, None, None),
        ("o#2", "8480-6", 120.0, ">", None),
        ("o#3", "9-9", None, None, "not asked"),
    ]


def test_the_resource_with_a_result_of_its_own_is_a_row_beside_its_components(
    export: Export,
) -> None:
    components = [{"code": code("2-2"), "valueString": "a"}]
    more = {"component": components, "valueQuantity": quantity(7)}
    lines = export.events("Observation", BASE | more)
    assert {(line["row"], line["code"]) for line in lines} == {("o", "1-1"), ("o#1", "2-2")}


def test_a_component_that_cannot_be_used_does_not_cost_the_resource(export: Export) -> None:
    components = [
        {"code": code("2-2"), "valueString": "a"},
        {"code": {"text": "words"}, "valueString": "b"},
        {"code": code("3-3"), "valueString": "c", "modifierExtension": [{"url": "x"}]},
    ]
    export.write("Observation", BASE | {"component": components})
    tables = export.load()
    assert [line["row"] for line in tables.events.to_pylist()] == ["o#1"]
    assert tables.report.files[-1].kept == 1
    (said,) = tables.report.notes
    assert said.message == "2 parts of resources that were kept could not be used"


def test_components_alone_without_a_code_are_set_aside_with_the_resource(export: Export) -> None:
    components = [{"code": {"text": "words"}, "valueString": "b"}]
    assert export.set_aside("Observation", BASE | {"component": components}) == {"no code": 1}
