"""FHIR's data types as duckdb types, and SQL macros over them."""

from __future__ import annotations

from collections.abc import Mapping

from trialmatch.sources.staging.parts import among, text

CODING = 'STRUCT("system" VARCHAR, code VARCHAR, display VARCHAR)'
CONCEPT = f'STRUCT(coding {CODING}[], "text" VARCHAR)'
REFERENCE = "STRUCT(reference VARCHAR, display VARCHAR)"
PERIOD = 'STRUCT("start" VARCHAR, "end" VARCHAR)'
QUANTITY = (
    'STRUCT("value" VARCHAR, comparator VARCHAR, unit VARCHAR, "system" VARCHAR, code VARCHAR)'
)

UCUM = "http://unitsofmeasure.org"

MACROS = (
    # Patient/7, 7, https://…/Patient/7/_history/2, urn:uuid:7 and #7 all speak of 7.
    r"""CREATE TEMP MACRO last_part(reference) AS
        nullif(regexp_extract(reference, '([^/:#]+)(/_history/[^/]*)?$', 1), '')""",
    r"""CREATE TEMP MACRO patient_of(reference) AS CASE
        WHEN regexp_extract(reference, '([A-Za-z]+)/[^/]+(/_history/[^/]*)?$', 1)
            IN ('', 'Patient', '_history') THEN last_part(reference) END""",
    """CREATE TEMP MACRO usable(codings) AS
        list_filter(codings, lambda c: c."system" IS NOT NULL AND c.code IS NOT NULL)""",
    # One line a coding, and one line with nothing where there is no coding.
    """CREATE TEMP MACRO or_nothing(codings) AS
        CASE WHEN len(codings) > 0 THEN codings ELSE [NULL] END""",
    """CREATE TEMP MACRO words_of(concept) AS
        coalesce(concept."text", concept.coding[1].display)""",
    """CREATE TEMP MACRO code_of(concept) AS coalesce(concept.coding[1].code, concept."text")""",
    # A concept, or the single word that earlier versions of FHIR had in its place.
    """CREATE TEMP MACRO codes_in(j) AS CASE json_type(j)
        WHEN 'VARCHAR' THEN [json_extract_string(j, '$')]
        ELSE list_filter(json_extract_string(j, '$.coding[*].code'), lambda c: c IS NOT NULL)
        END""",
    f"""CREATE TEMP MACRO unit_of(q) AS coalesce(
        CASE WHEN coalesce(q."system", '{UCUM}') = '{UCUM}' THEN q.code END, q.unit, q.code)""",
    """CREATE TEMP MACRO number_in(q) AS
        CASE WHEN q."value" IS NOT NULL THEN concat(q.comparator, q."value") END""",
    # The limits that are for everyone, in the result's own unit.
    """CREATE TEMP MACRO normal_range(ranges) AS list_filter(ranges, lambda x:
        x."type" IS NULL OR list_contains([c.code for c in x."type".coding], 'normal'))[1]""",
    """CREATE TEMP MACRO limit_of(limit_quantity, q) AS CASE
        WHEN coalesce(unit_of(limit_quantity) = unit_of(q), unit_of(limit_quantity) IS NULL)
        THEN limit_quantity."value" END""",
)


def translated(word: str, words: Mapping[str, str]) -> str:
    """SQL for FHIR's word as the cohort schema's; a word that is not known stays."""
    cases = " ".join(f"WHEN {text(theirs)} THEN {text(ours)}" for theirs, ours in words.items())
    return f"CASE lower({word}) {cases} ELSE lower({word}) END"


def first_known(concept: str, words: Mapping[str, str]) -> str:
    """SQL for the first code of a concept (as JSON) that is known, else for its first word."""
    codes = f"codes_in({concept})"
    known = f"list_filter({codes}, lambda c: lower(c) IN {among(words)})[1]"
    spoken = f"json_extract_string({concept}, '$.text')"
    return translated(f"coalesce({known}, {codes}[1], {spoken})", words)
