from __future__ import annotations

import pytest

from trialmatch.language.events import event
from trialmatch.language.printer import print_event
from trialmatch.language.tree import CodedEvent, ContactEvent, EventPhrase


def _read(text: str) -> EventPhrase:
    found = event().parse_string(text, parse_all=True)[0]
    assert isinstance(found, EventPhrase)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "position", "act"),
    [
        ("diagnosis stroke", "diagnosis", "", ""),
        ("main diagnosis stroke", "diagnosis", "main", ""),
        ("secondary diagnosis stroke", "diagnosis", "secondary", ""),
        ("dispensed medication insulin", "medication", "", "dispensed"),
        ("immunization covid", "immunization", "", ""),
    ],
)
def test_a_coded_event_has_a_kind_and_what_narrows_it(
    text: str, kind: str, position: str, act: str
) -> None:
    core = _read(text).core
    assert isinstance(core, CodedEvent)
    assert (core.kind, core.position, core.act) == (kind, position, act)
    assert print_event(_read(text)) == text


@pytest.mark.parametrize("text", ["stay", "contact", "outpatient contact", "day contact"])
def test_a_contact_is_an_event_without_codes(text: str) -> None:
    core = _read(text).core
    assert isinstance(core, ContactEvent)
    assert (core.contact, core.having) == (text, None)


def test_places_belong_to_the_whole_event() -> None:
    found = _read("stay with diagnosis stroke in any position in the same stay")
    assert [place.text for place in found.places] == ["any position", "the same stay"]
    assert isinstance(found.core, ContactEvent)
    assert found.core.having is not None


def test_a_type_of_contact_is_one_place() -> None:
    (place,) = _read("diagnosis stroke in  virtual  contact").places
    assert place.text == "virtual contact"
