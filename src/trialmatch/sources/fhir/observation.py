"""Observations: the resource's own result, and each component as a row of its own."""

from __future__ import annotations

from trialmatch.sources.fhir.datatypes import CONCEPT, PERIOD, QUANTITY, REFERENCE, translated
from trialmatch.sources.fhir.resource_type import ResourceType
from trialmatch.sources.fhir.statuses import OBSERVATION

_RESULT = {
    "code": CONCEPT,
    "valueQuantity": QUANTITY,
    "valueCodeableConcept": CONCEPT,
    "valueString": "VARCHAR",
    "valueBoolean": "VARCHAR",
    "valueInteger": "VARCHAR",
    "valueDateTime": "VARCHAR",
    "valueTime": "VARCHAR",
    "valuePeriod": PERIOD,
    "valueRange": f"STRUCT(low {QUANTITY}, high {QUANTITY})",
    "valueRatio": f"STRUCT(numerator {QUANTITY}, denominator {QUANTITY})",
    "dataAbsentReason": CONCEPT,
    "referenceRange": f'STRUCT(low {QUANTITY}, high {QUANTITY}, "type" {CONCEPT})[]',
}
_COMPONENT = ", ".join(f'"{name}" {type_}' for name, type_ in _RESULT.items())

# Results that are neither a number nor a code, as words.
_WORDS = """coalesce({p}.valueString, {p}.valueBoolean, {p}.valueDateTime, {p}.valueTime,
    {p}.valuePeriod."start",
    CASE WHEN {p}.valueRange.low."value" IS NOT NULL OR {p}.valueRange.high."value" IS NOT NULL
        THEN concat({p}.valueRange.low."value", '-', {p}.valueRange.high."value") END,
    CASE WHEN {p}.valueRatio.numerator."value" IS NOT NULL
        THEN concat({p}.valueRatio.numerator.comparator, {p}.valueRatio.numerator."value", ':',
            {p}.valueRatio.denominator."value") END)"""
_NUMBER = "coalesce(number_in({p}.valueQuantity), {p}.valueInteger)"
_CODED = "usable({p}.valueCodeableConcept.coding)[1]"
_FIELDS = {
    "value": _NUMBER,
    "unit": "unit_of({p}.valueQuantity)",
    "value_text": f"coalesce(words_of({{p}}.valueCodeableConcept), {_WORDS})",
    "value_system": f'{_CODED}."system"',
    "value_code": f"{_CODED}.code",
    "range_low": "limit_of(normal_range({p}.referenceRange).low, {p}.valueQuantity)",
    "range_high": "limit_of(normal_range({p}.referenceRange).high, {p}.valueQuantity)",
    "absent": "code_of({p}.dataAbsentReason)",
    "kind": f"""CASE WHEN is_number({_NUMBER}) OR {{laboratory}} THEN 'measurement'
        ELSE 'observation' END""",
}
_LABORATORY = """coalesce(list_has_any(
    flatten([[c.code for c in g.coding] for g in r.category]), ['laboratory', 'vital-signs']),
    false)"""
_ROW = {
    "start": """coalesce(r.effectiveDateTime, r.effectivePeriod."start", r.effectiveInstant,
        r.issued)""",
    "end": 'CASE WHEN r.effectivePeriod."start" IS NOT NULL THEN r.effectivePeriod."end" END',
    "status": translated("r.status", OBSERVATION),
    "contact": "last_part(r.encounter.reference)",
    "body_site": "words_of(r.bodySite)",
    "specimen": "r.specimen.display",
}
HAS_RESULT = f"""({_NUMBER.format(p="r")} IS NOT NULL OR {_WORDS.format(p="r")} IS NOT NULL
    OR code_of(r.valueCodeableConcept) IS NOT NULL)"""


def _fields(result: str) -> dict[str, str]:
    return {name: sql.format(p=result, laboratory=_LABORATORY) for name, sql in _FIELDS.items()}


def _observation(
    result: str,
    codings: str,
    words: str,
    joins: str,
    fields: dict[str, str],
    refusals: tuple[tuple[str, str], ...] = (),
) -> ResourceType:
    return ResourceType(
        "Observation",
        ("measurement", "observation"),
        _RESULT
        | {
            "status": "VARCHAR",
            "category": f"{CONCEPT}[]",
            "encounter": REFERENCE,
            "effectiveDateTime": "VARCHAR",
            "effectivePeriod": PERIOD,
            "effectiveInstant": "VARCHAR",
            "issued": "VARCHAR",
            "bodySite": CONCEPT,
            "specimen": REFERENCE,
            "component": f"STRUCT(modifierExtension JSON, {_COMPONENT})[]",
        },
        _ROW | _fields(result) | fields,
        codings=codings,
        words=words,
        joins=joins,
        refusals=refusals,
    )


# The resource's own row; one with components has it only if it has a result of its own.
OWN = _observation("r", "usable(r.code.coding)", "words_of(r.code)", "", {})
OWN_ROW = f"(coalesce(len(r.component), 0) = 0 OR {HAS_RESULT})"

COMPONENTS = _observation(
    "p.part",
    "usable(p.part.code.coding)",
    "words_of(p.part.code)",
    """, LATERAL (SELECT unnest(r.component) AS part,
        generate_subscripts(r.component, 1) AS nth) AS p""",
    {"id": "concat(r.id, '#', p.nth)"},
    (("p.part.modifierExtension IS NOT NULL", "has a modifier extension"),),
)
