from __future__ import annotations

import pyparsing as pp
import pytest

from trialmatch.language.event_printer import print_event
from trialmatch.language.events import event
from trialmatch.language.qualifiers import (
    Active,
    Attribute,
    InUnit,
    Lasts,
    Partnered,
    Washout,
    WithResult,
)
from trialmatch.language.tree import EventPhrase
from trialmatch.language.windows import window as of_index
from trialmatch.plan.algebra import By, Edge
from trialmatch.plan.window import INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

WEEK = Duration(7, Unit.DAY)


def _read(text: str) -> EventPhrase:
    found = event().parse_string(text, parse_all=True)[0]
    assert isinstance(found, EventPhrase)
    return found


def _partner(text: str) -> Partnered:
    (found,) = _read(text).qualifiers
    assert isinstance(found, Partnered)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "diagnosis a with diagnosis b within 7 days before or after it",
        "diagnosis a without another diagnosis a at least 30 days after it",
        "diagnosis a with diagnosis b between 2 days and 3 weeks before it",
        "diagnosis a with medication b started on or after it",
        "diagnosis a with diagnosis b on the same day",
        "stay followed by stay admitted within 30 days after its end",
        "diagnosis a not followed by procedure b within 30 days",
        "diagnosis a followed by procedure b before index",
        "procedure b during stay with main diagnosis a",
        "stay covers procedure b",
        "medication a overlaps stay",
        'stay in department "A 1" or "B" lasting more than 6 hours',
        "diagnosis a where body site is left or upper left",
        'diagnosis a where department is "A 1"',
        "observation a with result in b",
        "medication a gaps up to 30 days bridged throughout 12 weeks before index",
        "medication a active at start of period",
        "diagnosis a during the period",
        "medication a within 1 half-life before index",
        "medication a within 5 half-lives or 28 days before index, whichever is longer",
        "diagnosis a needs 5 years of record",
        "current medication a",
        "event a with diagnosis b on the same day",
    ],
)
def test_an_event_prints_back_to_an_equal_one(text: str) -> None:
    assert print_event(_read(text)) == text
    assert _read(print_event(_read(text))) == _read(text)


def test_then_says_the_same_as_followed_by() -> None:
    assert _read("diagnosis a then diagnosis b within 7 days") == _read(
        "diagnosis a followed by diagnosis b within 7 days"
    )


def test_a_comma_before_a_qualifier_says_nothing() -> None:
    assert _read("diagnosis a, active at index") == _read("diagnosis a active at index")


def test_hours_may_be_written_short() -> None:
    assert _read("procedure a lasting more than 6 h").qualifiers == (
        _read("procedure a lasting more than 6 hours").qualifiers
    )


def test_of_it_means_before_or_after_it() -> None:
    link = _partner("diagnosis a with diagnosis b within 7 days of it").link
    assert link is not None
    assert link.text == "within 7 days before or after it"
    assert link.window == Window(Bound(WEEK, -1), Bound(WEEK, 1))


def test_a_link_to_the_end_is_counted_from_the_end() -> None:
    link = _partner(
        "stay with diagnosis a followed by diagnosis b within 7 days after its end"
    ).link
    assert link is not None
    assert (link.edge, link.window) == (Edge.END, Window(INDEX, Bound(WEEK, 1)))


def test_a_length_alone_counts_starts_from_the_event_on() -> None:
    link = _partner("diagnosis a followed by medication b within 7 days").link
    assert link is not None
    assert (link.by, link.window) == (By.START, Window(INDEX, Bound(WEEK, 1)))


def test_a_window_on_the_index_after_followed_by_is_the_partners() -> None:
    found = _partner("diagnosis a followed by diagnosis b within 7 days before index")
    assert found.link is None
    assert found.window is not None
    assert found.window.text == "within 7 days before index"


def test_the_with_of_a_contact_belongs_to_the_contact() -> None:
    assert _read("stay with diagnosis a").qualifiers == ()
    assert [type(each) for each in _read("stay with another stay before it").qualifiers] == [
        Partnered
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('stay in institution "North"', InUnit),
        ("stay lasting less than 2 days", Lasts),
        ("diagnosis a where position is main", Attribute),
        ("observation a with a result", WithResult),
        ("diagnosis a active in the period", Active),
        ("medication a within 5 half-lives before index", Washout),
    ],
)
def test_each_qualifier_has_a_node_of_its_own(text: str, kind: type) -> None:
    (found,) = _read(text).qualifiers
    assert type(found) is kind


@pytest.mark.parametrize("window", ["on index", "more than 2 years before index", "at any time"])
def test_the_words_of_an_attribute_end_where_a_window_begins(window: str) -> None:
    text = f"procedure a where body site is left breast {window}"
    grammar = event() + of_index()
    said, stated = grammar.parse_string(text, parse_all=True)
    assert print_event(said) == "procedure a where body site is left breast"
    assert stated.text == window


def test_words_that_go_on_to_something_else_are_printed_in_quotes() -> None:
    text = 'procedure a where body site is "head of femur"'
    assert print_event(_read(text)) == text


@pytest.mark.parametrize(
    "clause",
    ['manual "Is it so?"', "finding b in stay", "day contact", "latest egfr < 60", "had_stroke"],
)
def test_the_words_of_an_attribute_end_where_another_clause_begins(clause: str) -> None:
    grammar = event() + pp.Literal("or").suppress()
    (said,) = grammar.parse_string(f"procedure a where body site is left or {clause}")
    assert print_event(said) == "procedure a where body site is left"


def test_further_words_that_would_begin_a_clause_are_printed_in_quotes() -> None:
    text = 'visit a where discharge is home or "home contact"'
    assert print_event(_read(text)) == text
    day = "procedure a where specialty is surgery or day surgery"
    assert print_event(_read(day)) == day
