"""Medications: ordered, given and reported, with the code where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from trialmatch.sources.fhir.datatypes import CONCEPT, PERIOD, REFERENCE, translated
from trialmatch.sources.fhir.resource_type import ResourceType
from trialmatch.sources.fhir.statuses import INTENT, MEDICATION, ORDER_STANDS
from trialmatch.sources.staging.parts import among, text

# The code stands in the resource, in one that it contains, or in a Medication of the export.
_DRUG_COLUMNS = {
    "medicationCodeableConcept": CONCEPT,
    "medicationReference": REFERENCE,
    "contained": f"STRUCT(id VARCHAR, code {CONCEPT})[]",
    "status": "VARCHAR",
}
_DRUG = """CASE
    WHEN r.medicationReference.reference IS NULL THEN r.medicationCodeableConcept
    ELSE coalesce(list_filter(r.contained, lambda c:
        r.medicationReference.reference = concat('#', c.id))[1].code, medication.code) END"""
_DRUG_MISSING = (
    f"r.medicationReference.reference IS NOT NULL AND ({_DRUG}) IS NULL",
    "the medication is a reference to what is not here",
)
_DRUG_JOIN = """LEFT JOIN medication
    ON medication.id = last_part(r.medicationReference.reference)"""


def _medication(
    name: str,
    act: str,
    columns: Mapping[str, str],
    fields: Mapping[str, str],
    refusals: tuple[tuple[str, str], ...] = (),
    prefix: bool = True,
) -> ResourceType:
    identifier = {"id": f"concat({text(name + '/')}, r.id)"} if prefix else {}
    return ResourceType(
        name,
        ("medication",),
        _DRUG_COLUMNS | dict(columns),
        {"act": text(act), **identifier, **fields},
        codings=f"usable(({_DRUG}).coding)",
        words=f"words_of({_DRUG})",
        refusals=(*refusals, _DRUG_MISSING),
        joins=_DRUG_JOIN,
    )


_EFFECTIVE = {"effectiveDateTime": "VARCHAR", "effectivePeriod": PERIOD}
_EFFECTIVE_FIELDS = {
    "start": 'coalesce(r.effectiveDateTime, r.effectivePeriod."start")',
    "end": 'r.effectivePeriod."end"',
    "status": translated("r.status", MEDICATION),
}
_SUPPLY = "r.dispenseRequest.expectedSupplyDuration"
MEDICATION_REQUEST = _medication(
    "MedicationRequest",
    "ordered",
    {
        "intent": "VARCHAR",
        "doNotPerform": "VARCHAR",
        "authoredOn": "VARCHAR",
        "encounter": REFERENCE,
        "dosageInstruction": f"STRUCT(route {CONCEPT})[]",
        "dispenseRequest": f"""STRUCT(validityPeriod {PERIOD}, expectedSupplyDuration
            STRUCT("value" VARCHAR, unit VARCHAR, code VARCHAR))""",
    },
    {
        "start": "r.authoredOn",
        "end": 'r.dispenseRequest.validityPeriod."end"',
        "status": f"""CASE WHEN lower(r.intent) IN {among(INTENT)} AND
            coalesce(lower(r.status), 'active') IN {among(ORDER_STANDS)}
            THEN 'planned' ELSE {translated("r.status", MEDICATION)} END""",
        "days_supply": f"""CASE WHEN lower(coalesce({_SUPPLY}.code, {_SUPPLY}.unit))
            IN ('d', 'day', 'days') THEN {_SUPPLY}."value" END""",
        "contact": "last_part(r.encounter.reference)",
        "route": "words_of(r.dosageInstruction[1].route)",
    },
    (("lower(r.doNotPerform) = 'true'", "do not perform"),),
    prefix=False,
)
MEDICATION_ADMINISTRATION = _medication(
    "MedicationAdministration",
    "given",
    _EFFECTIVE | {"context": REFERENCE, "dosage": f"STRUCT(route {CONCEPT})"},
    _EFFECTIVE_FIELDS
    | {"contact": "last_part(r.context.reference)", "route": "words_of(r.dosage.route)"},
)
MEDICATION_STATEMENT = _medication(
    "MedicationStatement",
    "reported",
    _EFFECTIVE
    | {"context": REFERENCE, "dateAsserted": "VARCHAR"}
    | {"dosage": f"STRUCT(route {CONCEPT})[]"},
    _EFFECTIVE_FIELDS
    | {
        "start": 'coalesce(r.effectiveDateTime, r.effectivePeriod."start", r.dateAsserted)',
        "contact": "last_part(r.context.reference)",
        "route": "words_of(r.dosage[1].route)",
    },
)

MEDICATIONS = (MEDICATION_REQUEST, MEDICATION_ADMINISTRATION, MEDICATION_STATEMENT)
