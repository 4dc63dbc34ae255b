from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from trialmatch.vocabulary.calendar import Moment, parse_moment

if TYPE_CHECKING:
    from tests.unit.sources.fhir.conftest import Export

NUMBER = "urn:oid:2.16.578.1.12.4.1.4.1"
D_NUMBER = "urn:oid:2.16.578.1.12.4.1.4.2"


def patient(export: Export, **elements: object) -> dict[str, Any]:
    export.write("Patient", {"id": "p", **elements})
    (line,) = export.load().patients.to_pylist()
    return dict(line)


@pytest.mark.parametrize("birth", ["1960", "1960-05", "1960-05-03"])
def test_a_date_of_birth_may_be_partial(export: Export, birth: str) -> None:
    line = patient(export, birthDate=birth)
    assert Moment(line["birth_lo"], line["birth_hi"]) == parse_moment(birth)


@pytest.mark.parametrize("gender", ["female", "male", "other", "unknown", None])
def test_gender_is_as_recorded(export: Export, gender: str | None) -> None:
    assert patient(export, gender=gender)["sex"] == gender


def test_a_date_of_death_says_dead_and_when(export: Export) -> None:
    line = patient(export, deceasedDateTime="2019-07-01T22:30:00Z")
    assert line["deceased"]
    assert line["death_lo"] == parse_moment("2019-07-02T00:30").lo


@pytest.mark.parametrize("dead", [True, False])
def test_dead_or_alive_without_a_date(export: Export, dead: bool) -> None:
    line = patient(export, deceasedBoolean=dead)
    assert (line["deceased"], line["death_lo"]) == (dead, None)


def test_the_person_number_is_known_by_its_identifier_system(export: Export) -> None:
    others = [{"system": "urn:oid:1.2.3", "value": "1"}, {"system": D_NUMBER, "value": "2"}]
    assert patient(export, identifier=others)["person_number"] == "2"
    both = [*others, {"system": NUMBER, "value": "3"}]
    assert patient(export, identifier=both)["person_number"] == "3"
    old = [{"system": NUMBER, "value": "3", "use": "old"}, *others]
    assert patient(export, identifier=old)["person_number"] == "2"


def test_the_official_name_is_taken(export: Export) -> None:
    names = [
        {"use": "nickname", "text": "Nick"},
        {"use": "official", "family": "Nordmann", "given": ["Kari", "Anne"]},
    ]
    assert patient(export, name=names)["name"] == "Kari Anne Nordmann"
    assert patient(export, name=names[:1])["name"] == "Nick"
    assert patient(export)["name"] is None


def test_an_unreadable_date_of_birth_keeps_the_patient_and_is_noted(export: Export) -> None:
    line = patient(export, birthDate="long ago")
    assert line["birth_lo"] is None
    assert any("birth" in note.message for note in export.load().report.notes)
