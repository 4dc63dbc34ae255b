"""From NDJSON files to relations in the cohort schema, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from trialmatch.sources.fhir import datatypes, observation
from trialmatch.sources.fhir.datatypes import CONCEPT
from trialmatch.sources.fhir.export import files_by_type
from trialmatch.sources.fhir.patient import PATIENT
from trialmatch.sources.fhir.resource_type import ResourceType
from trialmatch.sources.fhir.resources import RESOURCES
from trialmatch.sources.staging.accounting import account, add_note, of_file
from trialmatch.sources.staging.connection import Connection, count_of
from trialmatch.sources.staging.parts import Part, Staged, name, text

MACROS = datatypes.MACROS

_MEDICATION = ResourceType("Medication", (), {"code": CONCEPT}, {}, subject="")
_TYPES = (PATIENT, _MEDICATION, *RESOURCES, observation.OWN)

_READ = """
CREATE TEMP TABLE {table} AS SELECT *, false AS again FROM read_json([{files}],
    format='newline_delimited', columns={{{columns}}}, ignore_errors=true, filename=true)"""
# The newest of several resources with one identifier counts.
_AGAIN = """
UPDATE {table} SET again = true WHERE rowid IN (SELECT number FROM (
    SELECT rowid AS number, row_number() OVER (
        PARTITION BY id ORDER BY interval_of_text(meta.lastUpdated).lo DESC NULLS LAST,
        md5(CAST(r AS VARCHAR))) AS nth
    FROM {table} AS r WHERE resourceType = {type} AND id IS NOT NULL) WHERE nth > 1)"""
_RANKED = """
CREATE TEMP TABLE ranked AS
SELECT condition, encounter, min(rank) AS rank,
    count(*) OVER (PARTITION BY condition) = 1 AS only
FROM (SELECT encounter, last_part(d.condition.reference) AS condition, d.rank AS rank
    FROM (SELECT r.id AS encounter, unnest(r.diagnosis) AS d FROM {table} AS r
        WHERE NOT again AND lower(coalesce(status, '')) <> 'entered-in-error'))
WHERE condition IS NOT NULL GROUP BY condition, encounter"""
_NONE_RANKED = """
CREATE TEMP TABLE ranked (condition VARCHAR, encounter VARCHAR, rank BIGINT, "only" BOOLEAN)"""
_DRUGS = """
CREATE TEMP TABLE medication AS SELECT r.id, r.code FROM {table} AS r
WHERE resourceType = 'Medication' AND id IS NOT NULL AND NOT again"""
_NO_DRUGS = f"CREATE TEMP TABLE medication (id VARCHAR, code {CONCEPT})"
_DRUG_COUNTS = """
SELECT {file} AS file, CASE
    WHEN resourceType IS DISTINCT FROM 'Medication' OR id IS NULL
        THEN 'not readable as Medication'
    WHEN again THEN 'same id again' END AS reason, NULL::BIGINT AS item
FROM {table} AS r"""
_FILE = r"regexp_extract(r.filename, '[^/\\]+$')"

# One line a coding, from one line a resource.
_FLAT = """
CREATE TEMP VIEW {view} AS
SELECT * EXCLUDE (coding, words), coding."system" AS system, coding.code AS code,
    coalesce(coding.display, words) AS display
FROM (SELECT * EXCLUDE (codings), unnest(or_nothing(codings)) AS coding FROM (
    SELECT {fields} FROM {table} AS r {joins} WHERE {condition}))"""


def stage(connection: Connection, folder: Path) -> Staged:
    """Read every file of a known type; the others are noted."""
    found = files_by_type(folder)
    staged = Staged([], [])
    present = [each for each in _TYPES if each.name in found]
    for type_ in present:
        _read(connection, type_, found[type_.name])
        for path in found[type_.name]:
            of_file(staged.report, path.name)
        staged.kinds |= frozenset(type_.kinds)
    for type_name in sorted(found.keys() - {each.name for each in _TYPES}):
        files = ", ".join(path.name for path in found[type_name])
        add_note(staged.report, f"{files}: resources of the type {type_name} are not read")
    _link(connection, {each.name for each in present}, staged)
    for type_ in present:
        _flatten(connection, type_, staged)
    return staged


def _table(type_: ResourceType) -> str:
    return name(f"raw_{type_.name}")


def _read(connection: Connection, type_: ResourceType, paths: Sequence[Path]) -> None:
    columns = ", ".join(f"{text(key)}: {text(sql)}" for key, sql in type_.all_columns.items())
    files = ", ".join(text(str(path)) for path in paths)
    table = _table(type_)
    connection.execute(_READ.format(table=table, files=files, columns=columns))
    distinct = f"SELECT count(id) <> count(DISTINCT id) FROM {table}"
    if count_of(connection, distinct):
        connection.execute(_AGAIN.format(table=table, type=text(type_.name)))


def _link(connection: Connection, present: set[str], staged: Staged) -> None:
    """What conditions take from encounters, and requests from medications."""
    encounters = _RANKED.format(table='"raw_Encounter"')
    connection.execute(encounters if "Encounter" in present else _NONE_RANKED)
    if _MEDICATION.name not in present:
        connection.execute(_NO_DRUGS)
        return
    table = _table(_MEDICATION)
    connection.execute(_DRUGS.format(table=table))
    counts = _DRUG_COUNTS.format(file=_FILE, table=table)
    connection.execute(f"CREATE TEMP VIEW judged_medications AS {counts}")
    account(connection, "judged_medications", staged.report)


def _flatten(connection: Connection, type_: ResourceType, staged: Staged) -> None:
    if type_ is PATIENT:
        staged.patients.append(_part(connection, type_, ""))
    elif type_ is observation.OWN:
        staged.events.append(_part(connection, type_, "own", condition=observation.OWN_ROW))
        staged.events.append(_part(connection, observation.COMPONENTS, "components"))
    elif type_ is not _MEDICATION:
        staged.events.append(_part(connection, type_, ""))


def _part(connection: Connection, type_: ResourceType, which: str, condition: str = "true") -> Part:
    view = name(f"flat_{type_.name}_{which}")
    fields = ", ".join(f"{sql} AS {name(column)}" for column, sql in _fields(type_).items())
    connection.execute(
        _FLAT.format(
            view=view, fields=fields, table=_table(type_), joins=type_.joins, condition=condition
        )
    )
    return Part(view)


def _fields(type_: ResourceType) -> Mapping[str, str]:
    subject = f"patient_of(r.{type_.subject}.reference)" if type_.subject else "r.id"
    return {
        "file": _FILE,
        "item": "r.rowid",
        "refused": _refused(type_),
        "source": text(type_.name),
        "patient": subject,
        "id": "r.id",
        **({"kind": text(type_.kinds[0])} if type_.kinds else {}),
        **type_.fields,
        "codings": type_.codings,
        "words": type_.words,
    }


def _refused(type_: ResourceType) -> str:
    """SQL for the first reason why a resource cannot be used."""
    refusals = [
        (f"r.resourceType IS DISTINCT FROM {text(type_.name)}", f"not readable as {type_.name}"),
        ("r.again", "same id again"),
        ("r.modifierExtension IS NOT NULL", "has a modifier extension"),
        ("r.implicitRules IS NOT NULL", "has implicit rules"),
        *type_.refusals,
    ]
    if type_.subject:
        reference = f"r.{type_.subject}.reference"
        refusals.append(
            (f"{reference} IS NOT NULL AND patient_of({reference}) IS NULL", "not about a patient")
        )
    cases = " ".join(f"WHEN {sql} THEN {text(reason)}" for sql, reason in refusals)
    return f"CASE {cases} END"
