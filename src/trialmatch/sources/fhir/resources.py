"""FHIR resource types that become one row each: their columns, and what they mean here."""

from __future__ import annotations

from trialmatch.sources.fhir.datatypes import (
    CODING,
    CONCEPT,
    PERIOD,
    REFERENCE,
    first_known,
    translated,
)
from trialmatch.sources.fhir.medications import MEDICATIONS
from trialmatch.sources.fhir.resource_type import ResourceType
from trialmatch.sources.fhir.statuses import (
    CONTACT_TYPES,
    ENCOUNTER,
    IMMUNIZATION,
    PROCEDURE,
    UNDER_WAY,
    VERIFICATION,
)
from trialmatch.sources.staging.parts import among

CONDITION = ResourceType(
    "Condition",
    ("diagnosis",),
    {
        "code": CONCEPT,
        "bodySite": f"{CONCEPT}[]",
        "verificationStatus": "JSON",
        "encounter": REFERENCE,
        "onsetDateTime": "VARCHAR",
        "onsetPeriod": PERIOD,
        "recordedDate": "VARCHAR",
        "abatementDateTime": "VARCHAR",
        "abatementPeriod": PERIOD,
    },
    {
        "start": 'coalesce(r.onsetDateTime, r.onsetPeriod."start", r.recordedDate)',
        "end": 'coalesce(r.abatementDateTime, r.abatementPeriod."end")',
        "status": first_known("r.verificationStatus", VERIFICATION),
        "contact": "coalesce(last_part(r.encounter.reference), ranked.encounter)",
        "position": """CASE WHEN ranked.rank = 1 THEN 'main'
            WHEN ranked.rank > 1 THEN 'secondary' END""",
        "body_site": "words_of(r.bodySite[1])",
    },
    joins="""LEFT JOIN ranked ON ranked.condition = r.id AND (
        ranked.encounter = last_part(r.encounter.reference)
        OR (r.encounter.reference IS NULL AND ranked.only))""",
)

PROCEDURE_TYPE = ResourceType(
    "Procedure",
    ("procedure",),
    {
        "code": CONCEPT,
        "bodySite": f"{CONCEPT}[]",
        "status": "VARCHAR",
        "encounter": REFERENCE,
        "performedDateTime": "VARCHAR",
        "performedPeriod": PERIOD,
    },
    {
        "start": 'coalesce(r.performedDateTime, r.performedPeriod."start")',
        "end": 'r.performedPeriod."end"',
        "status": translated("r.status", PROCEDURE),
        "contact": "last_part(r.encounter.reference)",
        "body_site": "words_of(r.bodySite[1])",
    },
)

ENCOUNTER_TYPE = ResourceType(
    "Encounter",
    ("visit",),
    {
        "status": "VARCHAR",
        "class": CODING,
        "type": f"{CONCEPT}[]",
        "serviceType": CONCEPT,
        "hospitalization": f"STRUCT(dischargeDisposition {CONCEPT})",
        "period": PERIOD,
        "serviceProvider": REFERENCE,
        "location": f"STRUCT(location {REFERENCE})[]",
        "diagnosis": f"STRUCT(condition {REFERENCE}, rank BIGINT)[]",
    },
    {
        "start": 'r.period."start"',
        "end": f'CASE WHEN lower(r.status) NOT IN {among(UNDER_WAY)} THEN r.period."end" END',
        "status": translated("r.status", ENCOUNTER),
        "contact_type": f"CASE upper(r.class.code) {CONTACT_TYPES} END",
        "institution": """coalesce(r.serviceProvider.display,
            last_part(r.serviceProvider.reference))""",
        "department": """coalesce(r.location[1].location.display,
            last_part(r.location[1].location.reference))""",
        "specialty": "words_of(r.serviceType)",
        "discharge": "words_of(r.hospitalization.dischargeDisposition)",
    },
    codings='usable(flatten([t.coding for t in r."type"]))',
    words='words_of(r."type"[1])',
)

ALLERGY = ResourceType(
    "AllergyIntolerance",
    ("allergy",),
    {
        "code": CONCEPT,
        "verificationStatus": "JSON",
        "encounter": REFERENCE,
        "onsetDateTime": "VARCHAR",
        "onsetPeriod": PERIOD,
        "recordedDate": "VARCHAR",
    },
    {
        "start": 'coalesce(r.onsetDateTime, r.onsetPeriod."start", r.recordedDate)',
        "status": first_known("r.verificationStatus", VERIFICATION),
        "contact": "last_part(r.encounter.reference)",
    },
    subject="patient",
)

IMMUNIZATION_TYPE = ResourceType(
    "Immunization",
    ("immunization",),
    {
        "vaccineCode": CONCEPT,
        "site": CONCEPT,
        "route": CONCEPT,
        "status": "VARCHAR",
        "encounter": REFERENCE,
        "occurrenceDateTime": "VARCHAR",
    },
    {
        "start": "r.occurrenceDateTime",
        "status": translated("r.status", IMMUNIZATION),
        "contact": "last_part(r.encounter.reference)",
        "body_site": "words_of(r.site)",
        "route": "words_of(r.route)",
    },
    codings="usable(r.vaccineCode.coding)",
    words="words_of(r.vaccineCode)",
    subject="patient",
)

RESOURCES = (
    CONDITION,
    PROCEDURE_TYPE,
    ENCOUNTER_TYPE,
    ALLERGY,
    IMMUNIZATION_TYPE,
    *MEDICATIONS,
)
