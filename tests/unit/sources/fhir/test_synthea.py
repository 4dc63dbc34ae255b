"""The public Synthea export, counted once more by plain Python."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from trialmatch.cohort.tables import CohortTables
from trialmatch.sources import open_source
from trialmatch.vocabulary.calendar import from_datetime

Resource = dict[str, Any]
KINDS = {
    "Condition": "diagnosis",
    "Procedure": "procedure",
    "Encounter": "visit",
    "AllergyIntolerance": "allergy",
    "Immunization": "immunization",
    "MedicationRequest": "medication",
}
# Tables of time zones disagree on summer time in years before this.
FIRST_AGREED = 10 * 525_600


@pytest.fixture(scope="module")
def folder(shared_data: Path, require: Callable[[object, str], None]) -> Path:
    found = shared_data / "synthea-fhir-r4"
    require(found.is_dir(), "Synthea data")
    return found


@pytest.fixture(scope="module")
def tables(folder: Path) -> CohortTables:
    return open_source(folder, synthetic=True)


def resources(folder: Path, type_: str) -> Iterator[Resource]:
    with gzip.open(folder / f"{type_}.ndjson.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def minute(instant: str) -> int:
    """The local minute in Norway of an instant."""
    local = datetime.fromisoformat(instant).astimezone(ZoneInfo("Europe/Oslo"))
    return from_datetime(local.replace(tzinfo=None))


def rows(tables: CohortTables, source: str) -> list[Resource]:
    return [line for line in tables.events.to_pylist() if line["source"] == source]


def test_every_resource_is_read_and_kept(folder: Path, tables: CohortTables) -> None:
    counted = {
        f"{type_}.ndjson.gz": sum(1 for _ in resources(folder, type_))
        for type_ in (*KINDS, "Patient", "Observation")
    }
    assert {file.name: file.read for file in tables.report.files} == counted
    assert {file.name: file.kept for file in tables.report.files} == counted


@pytest.mark.parametrize("type_", KINDS)
def test_codes_and_starts_are_those_of_the_raw_files(
    folder: Path, tables: CohortTables, type_: str
) -> None:
    expected = {
        (each["id"], coding["code"]): minute(start_of(each))
        for each in resources(folder, type_)
        for coding in codings_of(each)
    }
    lines = rows(tables, type_)
    found = {(line["row"], line["code"]): line["start_lo"] for line in lines}
    assert {line["kind"] for line in lines} == {KINDS[type_]}
    assert len(lines) == len(found)
    assert found.keys() == expected.keys()
    late = {key for key, start in expected.items() if start >= FIRST_AGREED}
    assert {key: found[key] for key in late} == {key: expected[key] for key in late}
    assert all(abs(found[key] - expected[key]) <= 120 for key in expected)


def start_of(resource: Resource) -> str:
    for element in ("onsetDateTime", "recordedDate", "occurrenceDateTime", "authoredOn"):
        if element in resource:
            return str(resource[element])
    period = resource.get("performedPeriod") or resource["period"]
    return str(period["start"])


def codings_of(resource: Resource) -> list[Resource]:
    for element in ("code", "vaccineCode", "medicationCodeableConcept"):
        if element in resource:
            return list(resource[element]["coding"])
    return [coding for type_ in resource["type"] for coding in type_["coding"]]


def test_results_are_those_of_the_raw_files(folder: Path, tables: CohortTables) -> None:
    expected: Counter[tuple[object, ...]] = Counter()
    for each in resources(folder, "Observation"):
        parts = [(each["id"], each)] if has_value(each) or "component" not in each else []
        components = each.get("component", [])
        parts += [(f"{each['id']}#{n}", part) for n, part in enumerate(components, start=1)]
        for row, part in parts:
            quantity = part.get("valueQuantity", {})
            for coding in part["code"]["coding"]:
                expected[row, coding["code"], quantity.get("value"), quantity.get("code")] += 1
    found = rows(tables, "Observation")
    assert Counter((r["row"], r["code"], r["value"], r["unit"]) for r in found) == expected


def has_value(resource: Resource) -> bool:
    return any(element.startswith("value") for element in resource)


def test_the_dead_are_those_with_a_date_of_death(folder: Path, tables: CohortTables) -> None:
    dead = {p["id"] for p in resources(folder, "Patient") if "deceasedDateTime" in p}
    found = {line["patient"] for line in tables.patients.to_pylist() if line["deceased"]}
    assert found == dead
    assert len(dead) == 57


def test_tables_are_sorted(tables: CohortTables) -> None:
    patients = [line["patient"] for line in tables.patients.to_pylist()]
    assert patients == sorted(patients)
    keys = [
        (line["patient"], line["kind"], line["start_lo"], line["row"])
        for line in tables.events.to_pylist()
    ]
    assert keys == sorted(keys)
