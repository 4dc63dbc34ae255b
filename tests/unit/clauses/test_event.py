from __future__ import annotations

from collections.abc import Callable

import pytest

from trialmatch.plan.algebra import (
    AllOf,
    By,
    Compare,
    Events,
    Exists,
    Field,
    Joined,
    Negate,
    Observed,
    Op,
    OwnEvent,
    Rows,
    Truth,
    Where,
    Within,
)
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

Ask = Callable[[str], Truth]
STROKE = CodeSet("stroke", (CodePattern("ICD10", "I63"),))
INSULIN = CodeSet("insulin", (CodePattern("ATC", "A10A"),))
VISITS = Events(("visit",))
STAYS = Where(VISITS, Compare(Field("contact_type"), Op.EQ, "inpatient"))
YEAR = Window(Bound(Duration(1, Unit.YEAR), -1), INDEX)


def _rows(asked: Truth) -> Rows:
    assert isinstance(asked, Exists)
    assert isinstance(asked.rows, Within)
    return asked.rows.rows


def test_an_event_without_a_window_is_asked_for_at_any_time(ask: Ask) -> None:
    observed = Observed(("diagnosis",), STROKE, ANY_TIME)
    rows = Within(Events(("diagnosis",), STROKE), ANY_TIME)
    assert ask("diagnosis stroke") == Exists(rows, observed)
    assert ask("diagnosis stroke at any time") == Exists(rows, observed)


def test_the_window_of_an_event_is_also_where_its_absence_is_looked_for(ask: Ask) -> None:
    rows = Within(Events(("diagnosis",), STROKE), YEAR)
    found = Exists(rows, Observed(("diagnosis",), STROKE, YEAR))
    assert ask("diagnosis stroke within 1 year before index") == found
    assert ask("no diagnosis stroke within 1 year before index") == Negate(found)


def test_no_event_and_not_event_are_one_question(ask: Ask) -> None:
    assert ask("no diagnosis stroke") == ask("not diagnosis stroke")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("procedure stroke", Events(("procedure",), STROKE)),
        ("finding stroke", Events(("diagnosis", "observation"), STROKE)),
        ("medication insulin", Events(("medication",), INSULIN)),
        ("given medication insulin", Events(("medication",), INSULIN, frozenset({"given"}))),
        (
            "main diagnosis stroke",
            Where(Events(("diagnosis",), STROKE), Compare(Field("position"), Op.EQ, "main")),
        ),
        ("diagnosis stroke in any position", Events(("diagnosis",), STROKE)),
        (
            "diagnosis stroke in outpatient contact",
            Joined(
                Events(("diagnosis",), STROKE),
                Within(Where(VISITS, Compare(Field("contact_type"), Op.EQ, "outpatient"))),
            ),
        ),
        ("diagnosis stroke in stay", Joined(Events(("diagnosis",), STROKE), Within(STAYS))),
        ("diagnosis stroke in contact", Joined(Events(("diagnosis",), STROKE), Within(VISITS))),
        ("diagnosis stroke in the same stay", Joined(Events(("diagnosis",), STROKE), OwnEvent())),
        ("stay", STAYS),
        ("contact", VISITS),
        ("home contact", Where(VISITS, Compare(Field("contact_type"), Op.EQ, "home"))),
        ("stay with diagnosis stroke", Joined(STAYS, Within(Events(("diagnosis",), STROKE)))),
    ],
)
def test_an_event_phrase_means_these_rows(text: str, rows: Rows, ask: Ask) -> None:
    assert _rows(ask(text)) == rows


def test_the_window_stands_outermost_and_admission_is_the_start(ask: Ask) -> None:
    question = ask("stay with diagnosis stroke, admitted within 1 year before index")
    assert isinstance(question, Exists)
    joined = Joined(STAYS, Within(Events(("diagnosis",), STROKE)))
    assert question.rows == Within(joined, YEAR, By.START)


def test_what_a_contact_is_joined_to_is_seen_as_far_as_the_window_looks(ask: Ask) -> None:
    question = ask("stay with diagnosis stroke within 1 year after index")
    ahead = Window(None, Bound(Duration(1, Unit.YEAR), 1), to_own_end=True)
    assert _rows(question) == Joined(STAYS, Within(Events(("diagnosis",), STROKE), ahead))


def test_absence_of_a_contact_with_an_event_needs_both_kinds(ask: Ask) -> None:
    both = AllOf((Observed(("visit",), None, ANY_TIME), Observed(("diagnosis",), STROKE, ANY_TIME)))
    question = ask("stay with diagnosis stroke")
    assert isinstance(question, Exists)
    assert question.observed == both


def test_absence_in_a_type_of_contact_needs_both_kinds(ask: Ask) -> None:
    both = AllOf((Observed(("diagnosis",), STROKE, ANY_TIME), Observed(("visit",), None, ANY_TIME)))
    question = ask("diagnosis stroke in outpatient contact")
    assert isinstance(question, Exists)
    assert question.observed == both
