"""Which rows lie in a window: by any of their days, by start, by end, and in the own contact."""

from __future__ import annotations

from collections.abc import Callable

from trialmatch.cohort.records import Row
from trialmatch.plan.algebra import By, Events, Exists, Observed, OwnEvent, Within
from trialmatch.plan.criteria import EventDomain
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
Tell = Callable[..., str]
Members = Callable[..., dict[str, str]]

LAST_MONTH = Window(Bound(Duration(1, Unit.MONTH)))


def placed(members: Members, found: Row, by: By, window: Window = LAST_MONTH) -> str:
    told = members(Within(Events((found.kind,)), window, by), found)
    return (told[found.id] or "in") if told else "out"


def test_a_row_lies_in_a_window_with_any_of_its_days_its_start_or_its_end(
    members: Members, row: Make
) -> None:
    # The window is 1 February to 1 March.
    course = row("medication", "2024-01-20", "ATC C10", end="2024-02-03")
    assert placed(members, course, By.OVERLAP) == "in"
    assert placed(members, course, By.START) == "out"
    assert placed(members, course, By.END) == "in"
    over = row("medication", "2024-01-20", "ATC C10", end="2024-01-31")
    assert [placed(members, over, by) for by in By] == ["out", "out", "out"]
    whole = row("medication", "2023-01-20", "ATC C10", end="2025-01-31")
    assert [placed(members, whole, by) for by in By] == ["in", "out", "out"]


def test_a_course_without_an_end_may_have_lasted(members: Members, row: Make) -> None:
    course = row("medication", "2024-01-20", "ATC C10")
    assert placed(members, course, By.OVERLAP) == "NO_END"
    assert placed(members, course, By.END) == "NO_END"
    begun = row("medication", "2024-02-20", "ATC C10")
    assert placed(members, begun, By.OVERLAP) == "in"


def test_a_supply_lasts_its_days_the_first_one_included(members: Members, row: Make) -> None:
    # Thirteen days from 20 January end on 1 February; twelve on 31 January.
    assert placed(members, row("medication", "2024-01-20", days_supply=13.0), By.OVERLAP) == "in"
    assert placed(members, row("medication", "2024-01-20", days_supply=12.0), By.OVERLAP) == "out"
    part = row("medication", "2024-01-20", days_supply=12.2)
    assert placed(members, part, By.OVERLAP) == "in"


def test_a_diagnosis_counts_by_its_own_day_and_a_stay_until_it_is_known_to_have_ended(
    members: Members, row: Make
) -> None:
    assert placed(members, row("diagnosis", "2024-01-20"), By.OVERLAP) == "out"
    stay = row("visit", "2024-01-20", "", contact_type="inpatient")
    assert placed(members, stay, By.OVERLAP) == "NO_END"
    visit = row("visit", "2024-01-20", "", contact_type="outpatient")
    assert placed(members, visit, By.OVERLAP) == "out"


def test_a_stay_under_way_lasts_beyond_what_may_be_seen(members: Members, row: Make) -> None:
    stay = row("visit", "2024-01-20", "", contact_type="inpatient", status="in-progress")
    assert placed(members, stay, By.OVERLAP) == "in"
    assert placed(members, stay, By.END) == "out"


def test_an_end_known_only_to_the_month_leaves_the_end_open(members: Members, row: Make) -> None:
    course = row("medication", "2024-01-02", "ATC C10", end="2024-02")
    assert placed(members, course, By.END, Window(Bound(Duration(20, Unit.DAY)))) == "PARTIAL_DATE"
    assert placed(members, course, By.END) == "in"


STAYS = EventDomain(Within(Events(("visit",))), "stay")


def of_stay(tell: Tell, row: Make, found: Row, window: Window = ANY_TIME, **unit: str) -> str:
    """A procedure asked about, of a stay from 1 to 5 February."""
    stay = row("visit", "2024-02-01T12:00", "", end="2024-02-05", id="v", **unit)
    question = Exists(
        Within(Events(("procedure",)), window), Observed(("procedure",), None, ANY_TIME)
    )
    return tell(question, stay, found, domain=STAYS)


def test_rows_of_the_own_contact_count_to_its_end_where_no_window_is_stated(
    tell: Tell, row: Make
) -> None:
    own = row("procedure", "2024-02-04", contact="v")
    assert of_stay(tell, row, own) == "MET"
    assert of_stay(tell, row, own, Window(None, INDEX)) == "NOT_MET"
    elsewhere = row("procedure", "2024-02-04", contact="w")
    assert of_stay(tell, row, elsewhere) == "NOT_MET"
    after = row("procedure", "2024-02-06", contact="v")
    assert of_stay(tell, row, after) == "NOT_MET"


def test_rows_without_a_contact_are_perhaps_of_the_own_one_on_its_days_and_unit(
    tell: Tell, row: Make
) -> None:
    assert of_stay(tell, row, row("procedure", "2024-02-04")) == "LINK_UNCERTAIN"
    other_unit = row("procedure", "2024-02-04", department="B")
    assert of_stay(tell, row, other_unit, department="A") == "NOT_MET"
    assert of_stay(tell, row, row("procedure", "2024-02-06")) == "NOT_MET"
    assert of_stay(tell, row, row("procedure", "2024-01-31")) == "MET"


def test_the_event_itself_lies_in_what_reaches_to_its_own_end(tell: Tell, row: Make) -> None:
    stay = row("visit", "2024-02", "", end="2024-02-05", id="v", contact_type="inpatient")
    own = Exists(Within(OwnEvent()), Observed(("visit",), None, ANY_TIME))
    assert tell(own, stay, domain=STAYS) == "MET"


def test_the_end_of_the_own_contact_moves_no_edge_for_other_rows(tell: Tell, row: Make) -> None:
    stay = row("visit", "2024-02", "", end="2024-02-28", id="v", contact_type="inpatient")
    question = Exists(Within(Events(("procedure",))), Observed(("procedure",), None, ANY_TIME))
    for start, contact, expected in (
        ("2024-02-27", "w", "PARTIAL_DATE"),
        ("2024-02-27", "v", "MET"),
        ("2024-01-31", "w", "MET"),
        ("2024-03-01", "w", "NOT_MET"),
    ):
        found = row("procedure", start, contact=contact)
        assert tell(question, stay, found, domain=STAYS) == expected
