from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from trialmatch.vocabulary.calendar import Moment, parse_moment

if TYPE_CHECKING:
    from tests.unit.sources.fhir.conftest import Export

SUBJECT = {"reference": "Patient/p"}
CODE = {"coding": [{"system": "http://snomed.info/sct", "code": "22298006"}]}
CONDITION: dict[str, Any] = {"id": "c", "subject": SUBJECT, "code": CODE}
ONSET = {"onsetDateTime": "2020-01-02"}
PROCEDURE = {"id": "x", "subject": SUBJECT, "code": CODE, "performedDateTime": "2020-01-02"}
ENCOUNTER: dict[str, Any] = {
    "id": "e",
    "subject": SUBJECT,
    "status": "finished",
    "class": {"code": "IMP"},
    "period": {"start": "2020-01-02T10:00:00Z", "end": "2020-01-04T10:00:00Z"},
}
IMMUNIZATION = {
    "id": "i",
    "patient": SUBJECT,
    "vaccineCode": CODE,
    "occurrenceDateTime": "2020-01-02",
}
ALLERGY = {"id": "a", "patient": SUBJECT, "code": CODE, "recordedDate": "2020-01-02"}


def word(code: str) -> dict[str, object]:
    return {"coding": [{"system": "http://terminology.hl7.org/x", "code": code}]}


def start(line: dict[str, Any]) -> Moment:
    return Moment(line["start_lo"], line["start_hi"])


@pytest.mark.parametrize("type_", ["Condition", "AllergyIntolerance"])
@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("confirmed", "confirmed"),
        ("unconfirmed", "unconfirmed"),
        ("provisional", "provisional"),
        ("differential", "differential"),
        ("looks-likely", "looks-likely"),
    ],
)
def test_verification_statuses_that_count_or_may_count_are_kept(
    export: Export, type_: str, theirs: str, ours: str
) -> None:
    base = CONDITION | ONSET if type_ == "Condition" else ALLERGY
    (line,) = export.events(type_, base | {"verificationStatus": word(theirs)})
    assert line["status"] == ours


@pytest.mark.parametrize("type_", ["Condition", "AllergyIntolerance"])
@pytest.mark.parametrize("status", ["refuted", "entered-in-error"])
@pytest.mark.parametrize("form", [word, str, lambda code: {"text": code}])
def test_refuted_and_erroneous_rows_are_set_aside_however_the_status_is_written(
    export: Export, type_: str, status: str, form: Any
) -> None:
    base = CONDITION | ONSET if type_ == "Condition" else ALLERGY
    reasons = export.set_aside(type_, base | {"verificationStatus": form(status)})
    assert reasons == {status.replace("-", " "): 1}


def test_a_local_status_word_before_the_standard_one_does_not_hide_it(export: Export) -> None:
    status = {"coding": [{"system": "local", "code": "X"}, {"code": "refuted"}]}
    assert export.set_aside("Condition", CONDITION | ONSET | {"verificationStatus": status}) == {
        "refuted": 1
    }


def test_no_verification_status_counts_as_confirmed(export: Export) -> None:
    (line,) = export.events("Condition", CONDITION | ONSET)
    assert line["status"] is None


@pytest.mark.parametrize(
    ("dates", "begins"),
    [
        ({"onsetDateTime": "2019"}, "2019"),
        ({"onsetDateTime": "2019-05", "recordedDate": "2020"}, "2019-05"),
        ({"onsetPeriod": {"start": "2019-05-03"}}, "2019-05-03"),
        ({"recordedDate": "2019-05-03"}, "2019-05-03"),
        ({"onsetDateTime": "2019-07-01T23:30:00Z"}, "2019-07-02T01:30"),
        ({"onsetDateTime": "2019-01-01T23:30:59.123+00:00"}, "2019-01-02T00:30"),
        ({"onsetDateTime": "2019-07-01T23:30:00-05:00"}, "2019-07-02T06:30"),
        ({"onsetDateTime": "1965-01-01T23:30:00+00:00"}, "1965-01-02T00:30"),
    ],
)
def test_a_condition_begins_at_its_onset_in_the_sites_zone(
    export: Export, dates: dict[str, object], begins: str
) -> None:
    (line,) = export.events("Condition", CONDITION | dates)
    assert start(line) == parse_moment(begins)
    assert line["end_lo"] is None


@pytest.mark.parametrize(
    "abatement",
    [{"abatementDateTime": "2020-03"}, {"abatementPeriod": {"end": "2020-03"}}],
)
def test_a_condition_ends_at_its_abatement(export: Export, abatement: dict[str, object]) -> None:
    (line,) = export.events("Condition", CONDITION | ONSET | abatement)
    assert Moment(line["end_lo"], line["end_hi"]) == parse_moment("2020-03")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"onsetDateTime": "soon"}, "unreadable date"),
        ({"onsetDateTime": "2020-02-30"}, "unreadable date"),
        ({"onsetDateTime": None}, "no date"),
        ({"abatementDateTime": "2019-12-31"}, "end before start"),
        ({"abatementDateTime": "later"}, "unreadable end date"),
        ({"code": {"text": "words alone"}}, "no code"),
        ({"code": {"coding": [{"code": "1"}]}}, "no code"),
        ({"code": "I21"}, "no code"),
        ({"subject": {"reference": "Patient/q"}}, "patient not in the patient table"),
        ({"subject": {"reference": "Group/p"}}, "not about a patient"),
        ({"subject": {"display": "someone"}}, "no patient"),
        ({"modifierExtension": [{"url": "x", "valueBoolean": True}]}, "has a modifier extension"),
        ({"implicitRules": "https://example.org"}, "has implicit rules"),
    ],
)
def test_what_cannot_be_used_is_set_aside_with_the_reason(
    export: Export, change: dict[str, object], reason: str
) -> None:
    assert export.set_aside("Condition", CONDITION | ONSET | change) == {reason: 1}


@pytest.mark.parametrize(
    "reference",
    ["p", "Patient/p", "https://example.org/fhir/Patient/p", "urn:uuid:p", "Patient/p/_history/3"],
)
def test_a_patient_is_found_by_every_form_of_reference(export: Export, reference: str) -> None:
    (line,) = export.events("Condition", CONDITION | ONSET | {"subject": {"reference": reference}})
    assert line["patient"] == "p"


def test_several_codings_are_several_lines_of_one_row(export: Export) -> None:
    codings = [
        {"system": "http://snomed.info/sct", "code": "22298006", "display": "Infarction"},
        {"system": "http://hl7.org/fhir/sid/icd-10", "code": "I21.4"},
        {"code": "no system"},
    ]
    lines = export.events(
        "Condition", CONDITION | ONSET | {"code": {"coding": codings, "text": "Heart attack"}}
    )
    assert [(line["row"], line["system"], line["code"], line["display"]) for line in lines] == [
        ("c", "ICD10", "I214", "Heart attack"),
        ("c", "SNOMED", "22298006", "Infarction"),
    ]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("completed", "completed"),
        ("in-progress", "in-progress"),
        ("on-hold", "on-hold"),
        ("stopped", "stopped"),
        ("unknown", "unknown"),
    ],
)
def test_procedure_statuses_that_count_or_may_count(export: Export, theirs: str, ours: str) -> None:
    (line,) = export.events("Procedure", PROCEDURE | {"status": theirs})
    assert (line["kind"], line["status"]) == ("procedure", ours)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("not-done", "not done"),
        ("entered-in-error", "entered in error"),
    ],
)
def test_procedures_that_were_not_done_are_set_aside(
    export: Export, status: str, reason: str
) -> None:
    assert export.set_aside("Procedure", PROCEDURE | {"status": status}) == {reason: 1}


@pytest.mark.parametrize(
    ("code", "contact_type"),
    [
        ("IMP", "inpatient"),
        ("ACUTE", "inpatient"),
        ("NONAC", "inpatient"),
        ("OBSENC", "inpatient"),
        ("AMB", "outpatient"),
        ("EMER", "emergency"),
        ("SS", "day"),
        ("VR", "virtual"),
        ("HH", "home"),
        ("FLD", None),
    ],
)
def test_the_class_of_an_encounter_is_the_type_of_contact(
    export: Export, code: str, contact_type: str | None
) -> None:
    (line,) = export.events("Encounter", ENCOUNTER | {"class": {"code": code}})
    assert (line["kind"], line["row"], line["contact_type"]) == ("visit", "e", contact_type)
    assert start(line) == parse_moment("2020-01-02T11:00")


@pytest.mark.parametrize("status", ["arrived", "triaged", "in-progress", "onleave"])
def test_an_encounter_under_way_has_no_end_yet(export: Export, status: str) -> None:
    (line,) = export.events("Encounter", ENCOUNTER | {"status": status})
    assert (line["status"], line["end_lo"]) == ("in-progress", None)


def test_procedures_and_encounters_to_come_are_planned(export: Export) -> None:
    export.write("Procedure", PROCEDURE | {"status": "preparation"})
    lines = export.events("Encounter", ENCOUNTER | {"status": "planned"})
    kinds = {(line["kind"], line["status"]) for line in lines}
    assert kinds == {("procedure", "planned"), ("visit", "planned")}


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
def test_an_encounter_that_did_not_take_place_is_set_aside(export: Export, status: str) -> None:
    reasons = export.set_aside("Encounter", ENCOUNTER | {"status": status})
    assert reasons == {status.replace("-", " "): 1}


def test_an_encounter_over_the_hour_that_is_there_twice_is_kept(export: Export) -> None:
    period = {"start": "2010-10-31T00:52:41+00:00", "end": "2010-10-31T01:07:41+00:00"}
    (line,) = export.events("Encounter", ENCOUNTER | {"period": period})
    assert start(line) == parse_moment("2010-10-31T02:52")
    assert line["end_lo"] == line["start_lo"]


def test_an_encounter_names_where_it_was(export: Export) -> None:
    more = {
        "serviceProvider": {"reference": "Organization/7"},
        "location": [{"location": {"display": "Ward 3"}}],
        "type": [CODE, CODE],
    }
    line = export.events("Encounter", ENCOUNTER | more)[0]
    assert (line["institution"], line["department"], line["code"]) == ("7", "Ward 3", "22298006")


@pytest.mark.parametrize(("rank", "position"), [(1, "main"), (2, "secondary"), (None, None)])
@pytest.mark.parametrize("named", [True, False])
def test_the_rank_in_the_encounter_is_the_position_of_the_diagnosis(
    export: Export, rank: int | None, position: str | None, named: bool
) -> None:
    diagnosis = {"condition": {"reference": "Condition/c"}, "rank": rank}
    export.write("Encounter", ENCOUNTER | {"diagnosis": [diagnosis]})
    own = {"encounter": {"reference": "Encounter/e"}} if named else {}
    lines = export.events("Condition", CONDITION | ONSET | own)
    (line,) = (line for line in lines if line["kind"] == "diagnosis")
    assert (line["position"], line["contact"]) == (position, "e")


def test_the_rank_in_another_encounter_is_not_this_ones(export: Export) -> None:
    diagnosis = {"condition": {"reference": "Condition/c"}, "rank": 1}
    export.write("Encounter", ENCOUNTER | {"diagnosis": [diagnosis]})
    other = {"encounter": {"reference": "Encounter/other"}}
    lines = export.events("Condition", CONDITION | ONSET | other)
    (line,) = (line for line in lines if line["kind"] == "diagnosis")
    assert (line["position"], line["contact"]) == (None, "other")


def test_an_immunization_given_is_kept(export: Export) -> None:
    (line,) = export.events("Immunization", IMMUNIZATION | {"status": "completed"})
    assert (line["kind"], line["status"]) == ("immunization", "completed")


@pytest.mark.parametrize("status", ["not-done", "entered-in-error"])
def test_an_immunization_not_given_is_set_aside(export: Export, status: str) -> None:
    reasons = export.set_aside("Immunization", IMMUNIZATION | {"status": status})
    assert reasons == {status.replace("-", " "): 1}


def test_an_allergy_that_is_over_is_kept(export: Export) -> None:
    (line,) = export.events("AllergyIntolerance", ALLERGY | {"clinicalStatus": word("resolved")})
    assert (line["kind"], str(start(line))) == ("allergy", "2020-01-02")
