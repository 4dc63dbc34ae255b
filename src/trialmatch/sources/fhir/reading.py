"""From NDJSON files to relations in the cohort schema, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from trialmatch.sources.fhir import datatypes, observation
from trialmatch.sources.fhir.datatypes import CONCEPT
from trialmatch.sources.fhir.export import files_by_type
from trialmatch.sources.fhir.patient import PATIENT
from trialmatch.sources.fhir.resource_type import ResourceType
from trialmatch.sources.fhir.resources import ENCOUNTER_TYPE, RESOURCES
from trialmatch.sources.staging.accounting import account, add_note, of_file
from trialmatch.sources.staging.connection import Connection, count_of
from trialmatch.sources.staging.parts import Part, Staged, name, not_needed, text

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


class Export:
    """The files of one export; each type is read once, when rows of its kinds are asked for."""

    def __init__(self, connection: Connection, folder: Path, made: int | None) -> None:
        """`made` is the minute at which the export was made, where that is known."""
        for macro in datatypes.MACROS:
            connection.execute(macro)
        self._connection = connection
        self._files = files_by_type(folder)
        self._made = made
        self._present = [each for each in _TYPES if each.name in self._files]
        self._ready: set[str] = set()

    def staged(self, kinds: frozenset[str] | None) -> Staged:
        """What holds rows of some kinds; files of types that are not known are noted."""
        wanted = [each for each in self._present if _is_wanted(each, kinds)]
        held = frozenset(kind for each in self._present for kind in each.kinds)
        staged = Staged([], [], kinds=held, cut_off=self._made)
        for type_ in wanted:
            for path in self._files[type_.name]:
                of_file(staged.report, path.name)
        self._note_unread(wanted, staged)
        for type_ in wanted:
            self._add(type_, staged)
        return staged

    def _note_unread(self, wanted: Sequence[ResourceType], staged: Staged) -> None:
        for type_name in sorted(self._files.keys() - {each.name for each in _TYPES}):
            files = ", ".join(path.name for path in self._files[type_name])
            add_note(staged.report, f"{files}: resources of the type {type_name} are not read")
        unread = [each for each in self._present if each not in wanted]
        if unread:
            files_of = (path.name for each in unread for path in self._files[each.name])
            staged.report.notes.append(not_needed(sorted(files_of)))

    def _add(self, type_: ResourceType, staged: Staged) -> None:
        self._read(type_)
        if type_ is PATIENT:
            staged.patients.append(self._part(type_, ""))
        elif type_ is observation.OWN:
            staged.events.append(self._part(type_, "own", condition=observation.OWN_ROW))
            staged.events.append(self._part(observation.COMPONENTS, "components"))
        elif type_ is _MEDICATION:
            self._link_drugs()
            account(self._connection, "judged_medications", staged.report)
        else:
            self._link(type_)
            staged.events.append(self._part(type_, ""))

    def _read(self, type_: ResourceType) -> None:
        if not self._first_time(type_.name):
            return
        columns = ", ".join(f"{text(key)}: {text(sql)}" for key, sql in type_.all_columns.items())
        files = ", ".join(text(str(path)) for path in self._files[type_.name])
        table = _table(type_)
        self._connection.execute(_READ.format(table=table, files=files, columns=columns))
        distinct = f"SELECT count(id) <> count(DISTINCT id) FROM {table}"
        if count_of(self._connection, distinct):
            self._connection.execute(_AGAIN.format(table=table, type=text(type_.name)))

    def _first_time(self, what: str) -> bool:
        if what in self._ready:
            return False
        self._ready.add(what)
        return True

    def _link(self, type_: ResourceType) -> None:
        """Make ready what a type takes from resources of another."""
        if "ranked" in type_.joins:
            self._link_encounters()
        if "medication" in type_.joins:
            self._link_drugs()

    def _link_encounters(self) -> None:
        if not self._first_time("ranked"):
            return
        if ENCOUNTER_TYPE in self._present:
            self._read(ENCOUNTER_TYPE)
            self._connection.execute(_RANKED.format(table=_table(ENCOUNTER_TYPE)))
        else:
            self._connection.execute(_NONE_RANKED)

    def _link_drugs(self) -> None:
        if not self._first_time("medication"):
            return
        if _MEDICATION not in self._present:
            self._connection.execute(_NO_DRUGS)
            return
        self._read(_MEDICATION)
        table = _table(_MEDICATION)
        self._connection.execute(_DRUGS.format(table=table))
        counts = _DRUG_COUNTS.format(file=_FILE, table=table)
        self._connection.execute(f"CREATE TEMP VIEW judged_medications AS {counts}")

    def _part(self, type_: ResourceType, which: str, condition: str = "true") -> Part:
        view = name(f"flat_{type_.name}_{which}")
        if self._first_time(view):
            fields = ", ".join(f"{sql} AS {name(column)}" for column, sql in _fields(type_).items())
            self._connection.execute(
                _FLAT.format(
                    view=view,
                    fields=fields,
                    table=_table(type_),
                    joins=type_.joins,
                    condition=condition,
                )
            )
        return Part(view)


def _is_wanted(type_: ResourceType, kinds: frozenset[str] | None) -> bool:
    """Whether a type has rows of some kinds; medications go with what points at them."""
    if type_ is PATIENT or kinds is None:
        return True
    held = ("medication",) if type_ is _MEDICATION else type_.kinds
    return bool(kinds.intersection(held))


def _table(type_: ResourceType) -> str:
    return name(f"raw_{type_.name}")


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
