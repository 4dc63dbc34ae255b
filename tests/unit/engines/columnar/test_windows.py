"""Where the edges of a window lie, shown by the rows that are inside."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.engines.columnar import screen
from trialmatch.plan.algebra import (
    Attribute,
    By,
    Choose,
    Compare,
    Constant,
    Edge,
    Elapsed,
    Events,
    Exists,
    Fact,
    Number,
    Observed,
    Op,
    Order,
    Reduce,
    RowTime,
    Take,
    Where,
    Within,
)
from trialmatch.plan.criteria import Criterion, EligibilityCriteria, EventDomain, Purpose, Side
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Moment, Unit, parse_moment

Make = Callable[..., Row]
Tell = Callable[..., str]
Members = Callable[..., dict[str, str]]

DIAGNOSES = Events(("diagnosis",))


def back(count: int, unit: Unit, exclusive: bool = False) -> Window:
    return Window(Bound(Duration(count, unit), exclusive=exclusive))


def inside(members: Members, row: Make, window: Window, start: str, **known: object) -> str:
    """in, out, or the doubt: one diagnosis in a window."""
    by = By.START
    found = members(Within(DIAGNOSES, window, by), row("diagnosis", start, id="d"), **known)
    return (found["d"] or "in") if found else "out"


@pytest.mark.parametrize(
    ("window", "first", "before"),
    [
        (back(12, Unit.MONTH), "2023-02-28", "2023-02-27"),
        (back(1, Unit.MONTH), "2024-01-29", "2024-01-28"),
        (back(2, Unit.WEEK), "2024-02-15", "2024-02-14"),
        (back(1, Unit.YEAR, exclusive=True), "2023-03-01", "2023-02-28"),
        (Window(Bound(day=parse_moment("2020-02-29").first_day)), "2020-02-29", "2020-02-28"),
    ],
)
def test_the_first_day_is_inside_and_the_day_before_is_not(
    members: Members, row: Make, window: Window, first: str, before: str
) -> None:
    assert inside(members, row, window, first, as_of="2024-02-29") == "in"
    assert inside(members, row, window, before, as_of="2024-02-29") == "out"


def test_a_window_that_ends_before_the_index_leaves_out_what_is_nearer(
    members: Members, row: Make
) -> None:
    week = Window(None, Bound(Duration(1, Unit.WEEK), exclusive=True))
    assert inside(members, row, week, "2024-02-22", as_of="2024-02-29") == "out"
    assert inside(members, row, week, "2024-02-21", as_of="2024-02-29") == "in"
    at_least = Window(None, Bound(Duration(1, Unit.WEEK)))
    assert inside(members, row, at_least, "2024-02-22", as_of="2024-02-29") == "in"


def test_nothing_after_the_as_of_day_is_seen_even_by_a_window_that_looks_ahead(
    members: Members, row: Make
) -> None:
    ahead = Window(INDEX, Bound(Duration(10, Unit.DAY), sign=1))
    assert inside(members, row, ahead, "2024-03-01") == "in"
    assert inside(members, row, ahead, "2024-03-02") == "out"


def test_a_month_that_straddles_the_first_day_is_perhaps_inside(
    members: Members, row: Make
) -> None:
    window = back(30, Unit.DAY)
    assert inside(members, row, window, "2024-01") == "PARTIAL_DATE"
    assert inside(members, row, window, "2024-02") == "in"
    assert inside(members, row, window, "2023-12") == "out"


STAYS = EventDomain(Events(("visit",)), "stay")


def had(window: Window) -> Exists:
    return Exists(Within(Events(("procedure",)), window), Observed(("procedure",), None, ANY_TIME))


def test_hours_are_counted_to_the_minute_from_the_event(tell: Tell, row: Make) -> None:
    two_days_before = Window(Bound(Duration(48, Unit.HOUR)), Bound(exclusive=True))
    stay = row("visit", "2024-01-03T10:30", "", id="v", end="2024-01-05", contact_type="inpatient")

    def operated(at: str) -> str:
        return tell(had(two_days_before), stay, row("procedure", at), domain=STAYS)

    assert operated("2024-01-01T10:30") == "MET"
    assert operated("2024-01-01T10:29") == "NOT_MET"
    assert operated("2024-01-03T10:29") == "MET"
    assert operated("2024-01-03T10:30") == "NOT_MET"
    assert operated("2024-01-01") == "PARTIAL_DATE"


def test_an_index_known_only_to_the_month_leaves_the_edge_open(tell: Tell, row: Make) -> None:
    stay = row("visit", "2023-06", "", id="v", contact_type="outpatient")
    month = back(1, Unit.MONTH)
    # From 1 June the window begins on 1 May, from 30 June on 30 May.
    for start, expected in (
        ("2023-04-30", "NOT_MET"),
        ("2023-05-01", "PARTIAL_DATE"),
        ("2023-05-29", "PARTIAL_DATE"),
        ("2023-05-30", "MET"),
        ("2023-06-01", "MET"),
        ("2023-06-02", "PARTIAL_DATE"),
        ("2023-07-01", "NOT_MET"),
    ):
        assert tell(had(month), stay, row("procedure", start), domain=STAYS) == expected, start


LAST_STAY = Reduce(
    Take(Within(Events(("visit",)), ANY_TIME)),
    RowTime(),
    observed=Observed(("visit",), None, ANY_TIME),
)
SINCE_THE_STAY = Window(Bound(anchor=LAST_STAY), INDEX)


def test_a_window_begins_with_another_event(members: Members, row: Make) -> None:
    stay = row("visit", "2024-01-10T12:00", "", contact_type="outpatient", id="v")
    rows = [row("diagnosis", f"2024-01-{day:02}", id=f"{day}") for day in (9, 10, 11)]
    assert members(Within(DIAGNOSES, SINCE_THE_STAY), stay, *rows) == {"10": "", "11": ""}


def test_a_window_that_hangs_on_what_never_was_holds_nothing(tell: Tell, row: Make) -> None:
    question = Exists(
        Within(DIAGNOSES, SINCE_THE_STAY), Observed(("diagnosis",), None, SINCE_THE_STAY)
    )
    assert tell(question, row("diagnosis", "2024-02-01")) == "NOT_MET"


def test_a_window_that_hangs_on_what_is_not_known_holds_rows_perhaps(
    members: Members, row: Make
) -> None:
    uncertain = row("visit", "2024-01-10", "", id="v", status="unconfirmed")
    found = members(Within(DIAGNOSES, SINCE_THE_STAY), uncertain, row("diagnosis", "1999", id="d"))
    assert found == {"d": "UNCONFIRMED"}
    assert members(Within(DIAGNOSES, SINCE_THE_STAY), row("diagnosis", "1999"), periods=()) == {
        "diagnosis 1999 ICD10 I214": "RECORD_BEGINS"
    }


def test_a_window_counts_from_birth(members: Members, row: Make) -> None:
    childhood = Window(
        Bound(anchor=Attribute(Fact.BIRTH)),
        Bound(Duration(10, Unit.YEAR), 1, exclusive=True, anchor=Attribute(Fact.BIRTH)),
    )
    assert inside(members, row, childhood, "1970-04-30", birth="1960-05-01") == "in"
    assert inside(members, row, childhood, "1970-05-01", birth="1960-05-01") == "out"
    assert inside(members, row, childhood, "1970-05-01", birth="1960") == "PARTIAL_DATE"
    assert inside(members, row, childhood, "1970-05-01", birth=None) == "BIRTH_UNKNOWN"


def test_days_that_are_worked_out_are_rounded_up(members: Members, row: Make) -> None:
    days = Reduce(Take(Within(Events(("measurement",)))), Number(Scale("days", "d", "d")))
    window = Window(Bound(days=days))

    def first(number: float, start: str) -> str:
        told = row("measurement", "2024-01-01", "LOINC 1-8", result=Result(number, unit="d"))
        found = members(Within(DIAGNOSES, window, By.START), told, row("diagnosis", start, id="d"))
        return (found["d"] or "in") if "d" in found else "out"

    assert first(2.5, "2024-02-27") == "in"
    assert first(2.5, "2024-02-26") == "out"
    assert first(3.0, "2024-02-27") == "in"
    assert first(3.0, "2024-02-26") == "out"


def test_a_fixed_day_moves_by_days_that_are_worked_out(members: Members, row: Make) -> None:
    day = parse_moment("2023-06-10").first_day
    window = Window(Bound(day=day, days=Constant(Decimal(5))), INDEX)
    assert inside(members, row, window, "2023-06-05") == "in"
    assert inside(members, row, window, "2023-06-04") == "out"


def test_days_that_are_not_known_leave_every_row_possible(members: Members, row: Make) -> None:
    days = Reduce(Take(Within(Events(("measurement",)))), Number(Scale("days", "d", "d")))
    assert inside(members, row, Window(Bound(days=days)), "1990-01-01") == "NO_RESULT"


def test_days_chosen_by_what_rows_of_their_own_say_are_the_subjects_days(tell: Tell) -> None:
    """Nobody was ill after three days, so the window is of today, and nothing was in it."""
    late = Compare(Elapsed(RowTime(Edge.START), RowTime(Edge.END), Unit.DAY), Op.GT, Decimal(3))
    ill = Exists(Where(Within(DIAGNOSES), late), Observed(("diagnosis",), None, ANY_TIME))
    days = Choose(ill, Constant(Decimal(9)), Constant(Decimal(0)))
    window = Window(Bound(days=days), INDEX)
    asked = Exists(Within(DIAGNOSES, window), Observed(("diagnosis",), None, window))
    assert tell(asked) == "NOT_MET"


def test_each_row_can_have_a_window_of_its_own(members: Members, row: Make) -> None:
    """Rows that lasted at least three days: their end lies three days after their start."""
    long = Window(Bound(Duration(3, Unit.DAY), 1, anchor=RowTime(Edge.START)), None)
    rows = [
        row("visit", "2024-01-01", "", end="2024-01-03", id="short", contact_type="inpatient"),
        row("visit", "2024-01-10", "", end="2024-01-13", id="long", contact_type="inpatient"),
    ]
    assert members(Within(Events(("visit",)), long, By.END), *rows) == {"long": ""}


def test_the_nearest_result_may_lie_on_either_side_of_the_index(
    tell: Tell, row: Make, members: Members
) -> None:
    around = Window(Bound(Duration(10, Unit.DAY)), Bound(Duration(10, Unit.DAY), sign=1))
    rows = [row("diagnosis", start, id=start) for start in ("2024-02-20", "2024-02-27")]
    nearest = Take(Within(DIAGNOSES, around), Order.NEAREST)
    assert members(nearest, *rows) == {"2024-02-27": ""}


def test_death_ends_a_window_that_looks_ahead(tell: Tell, row: Make) -> None:
    stay = row("visit", "2024-01-01", "", id="v", contact_type="outpatient")
    month = Window(INDEX, Bound(Duration(30, Unit.DAY), sign=1))
    operation = row("procedure", "2024-01-12")
    assert tell(had(month), stay, operation, domain=STAYS) == "MET"
    assert tell(had(month), stay, operation, domain=STAYS, death="2024-01-12") == "MET"
    assert tell(had(month), stay, operation, domain=STAYS, death="2024-01-11") == "NOT_MET"


def test_a_window_ends_with_the_whole_of_a_fixed_day(members: Members, row: Make) -> None:
    until = Window(None, Bound(day=parse_moment("2020-02-29").first_day))
    assert inside(members, row, until, "2020-02-29T23:59") == "in"
    assert inside(members, row, until, "2020-03-01") == "out"
    assert inside(members, row, until, "2020-02") == "in"
    assert inside(members, row, until, "2020") == "PARTIAL_DATE"


def test_a_death_in_some_month_leaves_the_end_of_the_window_open(tell: Tell, row: Make) -> None:
    stay = row("visit", "2024-01-20", "", id="v", contact_type="outpatient")
    month = Window(INDEX, Bound(Duration(30, Unit.DAY), sign=1))
    for start, expected in (
        ("2024-02-01", "MET"),
        ("2024-02-10", "PARTIAL_DATE"),
        ("2024-02-20", "NOT_MET"),
    ):
        operation = row("procedure", start)
        assert tell(had(month), stay, operation, domain=STAYS, death="2024-02") == expected


def test_one_who_died_ends_no_one_else_s_window(row: Make) -> None:
    month = Window(INDEX, Bound(Duration(30, Unit.DAY), sign=1))
    rows = {
        "visit": (row("visit", "2024-01-01", "", id="v", contact_type="outpatient"),),
        "procedure": (row("procedure", "2024-01-12"),),
    }
    people = [
        PatientRecord(name, None, "", death, False, rows)
        for name, death in (("a", None), ("b", parse_moment("2024-01-05")), ("c", None))
    ]
    one = Criterion("I1", "", Side.INCLUDE, had(month), "", "")
    criteria = EligibilityCriteria("X", "", Purpose.TRIAL, STAYS, (one,), "")
    as_of = parse_moment("2024-03-01").hi
    held = Holdings("made", {kind: HeldKind() for kind in SOURCE_KINDS}, cut_off=as_of)
    found = screen(criteria, people, held, Moment(as_of, as_of))
    verdicts = [each.answers[0].verdict.name for each in found.assessments]
    assert verdicts == ["MET", "NOT_MET", "MET"]
