"""Patient: one person's birth, sex, death, national person number and name."""

from __future__ import annotations

from trialmatch.sources.fhir.resource_type import ResourceType

# Norwegian fødselsnummer, then D-number.
_NUMBERS = ("urn:oid:2.16.578.1.12.4.1.4.1", "urn:oid:2.16.578.1.12.4.1.4.2")


def _number(system: str) -> str:
    return (
        f"""list_filter(r.identifier, lambda i: i."system" = '{system}'"""
        """ AND coalesce(i."use", '') <> 'old')[1]."value\""""
    )


_NAME = """coalesce(list_filter(r.name, lambda n: n."use" = 'official')[1], r.name[1])"""

PATIENT = ResourceType(
    "Patient",
    (),
    {
        "birthDate": "VARCHAR",
        "gender": "VARCHAR",
        "deceasedDateTime": "VARCHAR",
        "deceasedBoolean": "VARCHAR",
        "identifier": 'STRUCT("system" VARCHAR, "value" VARCHAR, "use" VARCHAR)[]',
        "name": 'STRUCT("use" VARCHAR, "text" VARCHAR, family VARCHAR, given VARCHAR[])[]',
    },
    {
        "birth": "r.birthDate",
        "sex": "r.gender",
        "death": "r.deceasedDateTime",
        "deceased": "r.deceasedBoolean",
        "person_number": f"coalesce({', '.join(map(_number, _NUMBERS))})",
        "name": f"""nullif(trim(coalesce(({_NAME})."text",
            concat_ws(' ', array_to_string(({_NAME}).given, ' '), ({_NAME}).family))), '')""",
    },
    codings='NULL::STRUCT("system" VARCHAR, code VARCHAR, display VARCHAR)[]',
    words="NULL::VARCHAR",
    subject="",
)
