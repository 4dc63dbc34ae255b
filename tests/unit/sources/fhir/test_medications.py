from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from trialmatch.vocabulary.calendar import parse_moment

if TYPE_CHECKING:
    from tests.unit.sources.fhir.conftest import Export

CODE = {"coding": [{"system": "http://www.whocc.no/atc", "code": "b01ac06"}]}
BASE: dict[str, Any] = {"id": "m", "subject": {"reference": "Patient/p"}}
REQUEST = BASE | {
    "medicationCodeableConcept": CODE,
    "status": "active",
    "intent": "order",
    "authoredOn": "2020-01-02",
}
TAKEN = BASE | {
    "medicationCodeableConcept": CODE,
    "status": "completed",
    "effectivePeriod": {"start": "2020-01-02", "end": "2020-02-01"},
}


@pytest.mark.parametrize("status", ["active", "completed", "stopped", "on-hold", "unknown"])
def test_a_request_is_ordered_from_the_day_it_was_written_and_has_no_end(
    export: Export, status: str
) -> None:
    (line,) = export.events("MedicationRequest", REQUEST | {"status": status})
    assert (line["kind"], line["act"], line["status"]) == ("medication", "ordered", status)
    assert (line["code"], line["row"]) == ("B01AC06", "m")
    assert line["start_lo"] == parse_moment("2020-01-02").lo
    assert line["end_lo"] is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "entered-in-error"}, "entered in error"),
        ({"intent": "plan", "status": "cancelled"}, "cancelled"),
        ({"doNotPerform": True}, "do not perform"),
    ],
)
def test_a_request_that_is_no_order_is_set_aside(
    export: Export, change: dict[str, object], reason: str
) -> None:
    assert export.set_aside("MedicationRequest", REQUEST | change) == {reason: 1}


@pytest.mark.parametrize(
    "change", [{"status": "draft"}, {"intent": "proposal"}, {"intent": "plan"}]
)
def test_a_request_that_is_not_yet_an_order_is_planned(
    export: Export, change: dict[str, object]
) -> None:
    (line,) = export.events("MedicationRequest", REQUEST | change)
    assert (line["status"], line["act"]) == ("planned", "ordered")


@pytest.mark.parametrize("intent", ["order", "original-order", "reflex-order", "instance-order"])
def test_every_kind_of_order_is_one(export: Export, intent: str) -> None:
    (line,) = export.events("MedicationRequest", REQUEST | {"intent": intent})
    assert line["act"] == "ordered"


def test_what_may_be_performed_is_an_order(export: Export) -> None:
    assert export.events("MedicationRequest", REQUEST | {"doNotPerform": False})


def test_a_supply_has_days_and_validity(export: Export) -> None:
    supply = {
        "validityPeriod": {"end": "2020-12-31"},
        "expectedSupplyDuration": {"value": 30, "unit": "days", "code": "d"},
    }
    (line,) = export.events("MedicationRequest", REQUEST | {"dispenseRequest": supply})
    assert line["days_supply"] == 30
    assert line["end_hi"] == parse_moment("2020-12-31").hi


def test_a_supply_in_another_unit_than_days_is_not_taken_for_days(export: Export) -> None:
    supply = {"expectedSupplyDuration": {"value": 3, "unit": "months", "code": "mo"}}
    (line,) = export.events("MedicationRequest", REQUEST | {"dispenseRequest": supply})
    assert line["days_supply"] is None


@pytest.mark.parametrize(
    ("type_", "act"), [("MedicationAdministration", "given"), ("MedicationStatement", "reported")]
)
def test_what_was_given_or_reported_has_its_period(export: Export, type_: str, act: str) -> None:
    (line,) = export.events(type_, TAKEN)
    assert (line["act"], line["row"]) == (act, f"{type_}/m")
    assert line["end_hi"] == parse_moment("2020-02-01").hi


@pytest.mark.parametrize(
    ("type_", "status", "reason"),
    [
        ("MedicationAdministration", "not-done", "not done"),
        ("MedicationAdministration", "entered-in-error", "entered in error"),
        ("MedicationStatement", "not-taken", "not done"),
        ("MedicationStatement", "entered-in-error", "entered in error"),
    ],
)
def test_what_was_not_taken_is_set_aside(
    export: Export, type_: str, status: str, reason: str
) -> None:
    assert export.set_aside(type_, TAKEN | {"status": status}) == {reason: 1}


def test_what_is_intended_to_be_taken_is_planned(export: Export) -> None:
    (line,) = export.events("MedicationStatement", TAKEN | {"status": "intended"})
    assert line["status"] == "planned"


def test_the_same_identifier_in_two_types_is_two_rows(export: Export) -> None:
    export.write("MedicationStatement", TAKEN)
    lines = export.events("MedicationRequest", REQUEST)
    assert {line["row"] for line in lines} == {"m", "MedicationStatement/m"}


def test_a_contained_medication_has_the_code(export: Export) -> None:
    request = {key: REQUEST[key] for key in REQUEST if key != "medicationCodeableConcept"} | {
        "medicationReference": {"reference": "#drug"},
        "contained": [{"resourceType": "Medication", "id": "drug", "code": CODE}],
    }
    (line,) = export.events("MedicationRequest", request)
    assert line["code"] == "B01AC06"


def test_a_medication_of_the_export_has_the_code(export: Export) -> None:
    request = {key: REQUEST[key] for key in REQUEST if key != "medicationCodeableConcept"} | {
        "medicationReference": {"reference": "Medication/drug"}
    }
    export.write("Medication", {"id": "drug", "code": CODE})
    (line,) = export.events("MedicationRequest", request)
    assert line["code"] == "B01AC06"


def test_a_medication_that_is_not_here_is_set_aside(export: Export) -> None:
    request = {key: REQUEST[key] for key in REQUEST if key != "medicationCodeableConcept"} | {
        "medicationReference": {"reference": "Medication/drug"}
    }
    assert export.set_aside("MedicationRequest", request) == {
        "the medication is a reference to what is not here": 1
    }
