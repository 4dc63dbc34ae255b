"""Files of an export: which are read, and broken lines and repeated resources in them."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from trialmatch.cohort.site import Site
from trialmatch.vocabulary.calendar import parse_moment

if TYPE_CHECKING:
    from tests.unit.sources.fhir.conftest import Export

CODE = {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]}
CONDITION: dict[str, Any] = {
    "resourceType": "Condition",
    "id": "c",
    "subject": {"reference": "p"},
    "code": CODE,
    "onsetDateTime": "2020-01-02",
}


@pytest.mark.parametrize(
    "name",
    ["Condition.000.ndjson", "Condition_1.ndjson", "Condition-x.ndjson", "1.Condition.ndjson"],
)
def test_a_file_is_known_by_the_type_in_its_name(export: Export, name: str) -> None:
    export.write("Condition", CONDITION, file=name)
    assert export.load().events.num_rows == 1


def test_several_files_of_a_type_are_read_plain_or_compressed(export: Export) -> None:
    export.write("Condition", CONDITION)
    packed = gzip.compress(json.dumps(CONDITION | {"id": "d"}).encode())
    export.folder.joinpath("Condition.001.ndjson.gz").write_bytes(packed)
    tables = export.load()
    assert [line["row"] for line in tables.events.to_pylist()] == ["c", "d"]
    assert {(file.name, file.read) for file in tables.report.files} == {
        ("Patient.ndjson", 1),
        ("Condition.ndjson", 1),
        ("Condition.001.ndjson.gz", 1),
    }


def test_a_broken_line_costs_only_itself(export: Export) -> None:
    lines = [
        json.dumps(CONDITION),
        "this is not JSON",
        "",
        json.dumps(CONDITION | {"id": "d", "resourceType": "Procedure"}),
        "[1, 2]",
        json.dumps(CONDITION)[:-5],
        json.dumps(CONDITION | {"id": "e"}),
    ]
    export.folder.joinpath("Condition.ndjson").write_text("\n".join(lines))
    tables = export.load()
    assert [line["row"] for line in tables.events.to_pylist()] == ["c", "e"]
    (file,) = (file for file in tables.report.files if file.name == "Condition.ndjson")
    assert (file.read, file.kept, file.set_aside) == (6, 2, {"not readable as Condition": 4})


def test_bytes_that_are_not_utf8_cost_only_their_line(export: Export) -> None:
    line = json.dumps(CONDITION).encode()
    broken = line.replace(b'"c"', b'"\xff\xfe"')
    export.folder.joinpath("Condition.ndjson").write_bytes(line + b"\n" + broken)
    assert export.load().report.files[-1].set_aside == {"not readable as Condition": 1}


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_one_resource_twice_the_newest_counts(export: Export, newest_first: bool) -> None:
    old = CONDITION | {"meta": {"lastUpdated": "2020-01-01T10:00:00Z"}}
    new = CONDITION | {
        "meta": {"lastUpdated": "2020-01-01T10:30:00+00:00"},
        "onsetDateTime": "2019",
    }
    both = [new, old] if newest_first else [old, new]
    assert export.set_aside("Condition", *both) == {"same id again": 1}
    (line,) = export.load().events.to_pylist()
    assert line["start_hi"] - line["start_lo"] > 300 * 1440


def test_a_newer_version_in_error_takes_the_older_with_it(export: Export) -> None:
    status = {"coding": [{"code": "entered-in-error"}]}
    new = CONDITION | {"meta": {"lastUpdated": "2021-01-01"}, "verificationStatus": status}
    assert export.set_aside("Condition", CONDITION, new) == {
        "entered in error": 1,
        "same id again": 1,
    }


def test_resources_without_identifier_are_told_apart_by_their_content(export: Export) -> None:
    nameless = {key: value for key, value in CONDITION.items() if key != "id"}
    lines = export.events("Condition", nameless, nameless | {"onsetDateTime": "2021"})
    assert len({line["row"] for line in lines}) == 2
    assert all(line["row"] for line in lines)


def test_types_that_are_not_read_are_named(export: Export) -> None:
    export.write("CarePlan", {"id": "x"})
    (said,) = export.load().report.notes
    assert "CarePlan.ndjson" in said.message


def test_a_kind_is_held_where_its_file_is_even_if_empty(export: Export) -> None:
    export.write("Procedure").write("Observation")
    assert set(export.load().holdings.kinds) == {"procedure", "measurement", "observation"}


def test_the_export_time_of_a_manifest_is_the_cut_off(export: Export) -> None:
    manifest = {"transactionTime": "2020-07-01T10:00:00Z", "output": []}
    export.folder.joinpath("manifest.json").write_text(json.dumps(manifest))
    export.folder.joinpath("a.json").write_text("[not json")
    assert export.load().holdings.cut_off == parse_moment("2020-07-01T12:00").lo


def test_the_sites_cut_off_goes_before_the_manifests(export: Export) -> None:
    manifest = {"transactionTime": "2020-07-01T10:00:00Z"}
    export.folder.joinpath("manifest.json").write_text(json.dumps(manifest))
    site = Site().with_declared(cut_off="2020-05-01")
    assert site.cut_off is not None
    assert export.load(site).holdings.cut_off == site.cut_off.hi


def test_without_site_or_manifest_the_cut_off_is_not_known(export: Export) -> None:
    assert export.load().holdings.cut_off is None


def test_times_are_moved_to_the_zone_that_the_site_declares(export: Export) -> None:
    export.write("Condition", CONDITION | {"onsetDateTime": "2020-01-02T10:00:00Z"})
    (line,) = export.load(Site(zone="America/New_York")).events.to_pylist()
    assert line["start_lo"] == parse_moment("2020-01-02T05:00").lo
