"""Who is a subject: patients alive at the index, and events in their period."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import (
    Attribute,
    Compare,
    Edge,
    Events,
    Exists,
    Fact,
    Field,
    Joined,
    Merged,
    Number,
    Observed,
    Op,
    OwnEvent,
    Reduce,
    RowTime,
    SameContact,
    Spaced,
    Where,
    Within,
)
from trialmatch.plan.criteria import EventDomain, PatientDomain
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME
from trialmatch.results.answers import Screening, State
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment

Make = Callable[..., Row]
Screen = Callable[..., Screening]

ANYBODY = Compare(Attribute(Fact.INDEX), Op.LE, Attribute(Fact.INDEX))
STAYS = Within(Events(("visit",)), ANY_TIME)
PROCEDURES = Events(("procedure",))


def who(found: Screening) -> tuple[int, int, int]:
    """Subjects, dead and unborn."""
    left = found.not_screened
    return len(found.assessments), left.dead, left.unborn


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, (1, 0, 0)),
        ({"death": "2024-03-01"}, (0, 1, 0)),
        ({"death": "2024-02-29T23:59"}, (0, 1, 0)),
        ({"death": "2024-03-02"}, (1, 0, 0)),
        ({"deceased": True}, (0, 1, 0)),
        ({"birth": "2024-03-01"}, (1, 0, 0)),
        ({"birth": "2024-03-02"}, (0, 0, 1)),
        ({"birth": "2024"}, (1, 0, 0)),
        ({"birth": None}, (1, 0, 0)),
        # Born after death in the records: not yet born counts.
        ({"birth": "2024-03-02", "death": "2024-01-01"}, (0, 0, 1)),
    ],
)
def test_the_dead_and_the_unborn_are_counted_apart(
    screening: Screen, known: dict[str, object], expected: tuple[int, int, int]
) -> None:
    assert who(screening(ANYBODY, [], **known)) == expected


def test_an_undated_death_holds_only_at_the_end_of_the_data(screening: Screen) -> None:
    before = screening(ANYBODY, [], deceased=True, as_of="2024-02-29", cut_off="2024-03-01")
    assert who(before) == (1, 0, 0)
    month = screening(ANYBODY, [], death="2024-03", as_of="2024-03-15", cut_off="2024-03-31")
    assert who(month) == (1, 0, 0)
    at_the_end = screening(ANYBODY, [], death="2024-03", as_of="2024-03-15", cut_off="2024-03-15")
    assert who(at_the_end) == (0, 1, 0)


def test_the_dead_are_screened_where_that_is_asked(screening: Screen) -> None:
    domain = PatientDomain(including_dead=True)
    assert who(screening(ANYBODY, [], domain=domain, death="2020-01-01")) == (1, 0, 0)


def events(found: Screening) -> list[tuple[str, str, bool]]:
    """Event, index and whether it is unconfirmed, of every subject."""
    return [(s.event, str(s.index), s.unconfirmed) for s in found.subjects()]


def operation(row: Make, start: str, name: str, **other: str) -> Row:
    return row("procedure", start, "NCSP NFB20", id=name, **other)


def test_every_event_is_a_subject_with_its_start_for_index(screening: Screen, row: Make) -> None:
    rows = [operation(row, "2024-01-05T10:00", "b"), operation(row, "2024-01-01", "a")]
    found = screening(ANYBODY, rows, domain=EventDomain(PROCEDURES, "procedure"))
    assert events(found) == [("a", "2024-01-01", False), ("b", "2024-01-05T10:00", False)]
    assert [s.kind for s in found.subjects()] == ["procedure", "procedure"]
    assert [s.key for s in found.subjects()] == ["p00/a", "p00/b"]


def test_several_events_of_several_patients_in_several_partitions(
    screening: Screen, row: Make
) -> None:
    of_each = [
        [operation(row, "2024-01-01", "a"), operation(row, "2024-01-02", "b")],
        [],
        [operation(row, "2024-01-03", "c")],
    ]
    domain = EventDomain(PROCEDURES, "procedure")
    for size in (1, 2, 3):
        found = screening(ANYBODY, *of_each, domain=domain, size=size)
        assert [s.key for s in found.subjects()] == ["p00/a", "p00/b", "p02/c"]


def test_events_outside_the_period_are_counted_and_screened_by_none(
    screening: Screen, row: Make
) -> None:
    day = parse_moment("2024-01-10").first_day
    domain = EventDomain(PROCEDURES, "procedure", since=day, until=day + 1)
    starts = ["2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12", "2024-01"]
    found = screening(ANYBODY, [operation(row, start, start) for start in starts], domain=domain)
    assert events(found) == [
        ("2024-01", "2024-01", True),
        ("2024-01-10", "2024-01-10", False),
        ("2024-01-11", "2024-01-11", False),
    ]
    assert found.not_screened.outside_period == 2


def first_ones(screening: Screen, *rows: Row, since: str | None = None) -> list[tuple[str, bool]]:
    day = None if since is None else parse_moment(since).first_day
    domain = EventDomain(PROCEDURES, "procedure", first_only=True, since=day)
    return [(event, doubt) for event, _, doubt in events(screening(ANYBODY, rows, domain=domain))]


def test_the_first_event_is_the_first_of_the_period(screening: Screen, row: Make) -> None:
    rows = [operation(row, "2024-01-05", "b"), operation(row, "2023-01-01", "a")]
    assert first_ones(screening, *rows) == [("a", False)]
    assert first_ones(screening, *rows, since="2024-01-01") == [("b", False)]


def test_every_event_that_may_be_the_first_is_unconfirmed(screening: Screen, row: Make) -> None:
    tied = [operation(row, "2024-01-05", "b"), operation(row, "2024-01-05", "a")]
    assert first_ones(screening, *tied) == [("a", True), ("b", True)]
    month = [operation(row, "2024-01", "m"), operation(row, "2024-01-05", "d")]
    assert first_ones(screening, *month) == [("m", True), ("d", True)]
    maybe = [
        operation(row, "2024-01-01", "m", status="unconfirmed"),
        operation(row, "2024-01-05", "d"),
    ]
    assert first_ones(screening, *maybe) == [("m", True), ("d", True)]
    clock = [operation(row, "2024-01-05T08:00", "x"), operation(row, "2024-01-05T07:59", "y")]
    assert first_ones(screening, *clock) == [("y", False)]


def test_an_unconfirmed_event_is_never_better_than_unclear(screening: Screen, row: Make) -> None:
    rows = [operation(row, "2024-01-01", "m", status="unconfirmed")]
    found = screening(ANYBODY, rows, domain=EventDomain(PROCEDURES, "procedure"))
    assert [a.state for a in found.assessments] == [State.UNCLEAR]


def test_an_event_after_the_recorded_death_is_not_screened(screening: Screen, row: Make) -> None:
    rows = [operation(row, "2024-01-01", "a"), operation(row, "2024-01-02", "b")]
    domain = EventDomain(PROCEDURES, "procedure")
    found = screening(ANYBODY, rows, domain=domain, death="2024-01-01")
    assert ([s.event for s in found.subjects()], found.not_screened.dead) == (["a"], 1)


def test_a_row_with_two_codings_is_one_event(screening: Screen, row: Make) -> None:
    start = parse_moment("2024-01-01")
    both = Row("procedure", "a", (("NCSP", "NFB20"), ("NCSP", "NFB30")), start)
    found = screening(ANYBODY, [both], domain=EventDomain(PROCEDURES, "procedure"))
    assert events(found) == [("a", "2024-01-01", False)]


def test_a_merged_stay_is_one_subject_from_its_first_admission(
    screening: Screen, row: Make
) -> None:
    rows = [
        row("visit", "2024-01-01", "", id="v", end="2024-01-03", contact_type="inpatient"),
        row("visit", "2024-01-04", "", id="w", end="2024-01-09", contact_type="inpatient"),
    ]
    domain = EventDomain(Merged(STAYS, Duration(0, Unit.DAY)), "stay")
    assert events(screening(ANYBODY, rows, domain=domain)) == [("v", "2024-01-01", False)]


def test_events_apart_are_unconfirmed_after_one_that_may_not_have_been(
    screening: Screen, row: Make
) -> None:
    rows = [
        operation(row, "2024-01-01", "p", status="unconfirmed"),
        operation(row, "2024-01-05", "q"),
    ]
    domain = EventDomain(Spaced(PROCEDURES, Duration(10, Unit.DAY)), "procedure")
    assert [(e, d) for e, _, d in events(screening(ANYBODY, rows, domain=domain))] == [
        ("p", True),
        ("q", True),
    ]


def verdicts(found: Screening) -> list[str]:
    return [assessment.answers[0].verdict.name for assessment in found.assessments]


def test_what_is_said_of_the_event_s_own_row_is_found(screening: Screen, row: Make) -> None:
    domain = EventDomain(Events(("diagnosis",)), "diagnosis")
    main = Exists(
        Where(OwnEvent(), Compare(Field("position"), Op.EQ, "main")),
        Observed(("diagnosis",), None, ANY_TIME),
    )
    rows = [
        row("diagnosis", "2024-01-01", position="main"),
        row("diagnosis", "2024-01-02", position="secondary"),
        row("diagnosis", "2024-01-03"),
    ]
    assert verdicts(screening(main, rows, domain=domain)) == ["MET", "NOT_MET", "UNKNOWN"]


def test_a_number_of_the_event_s_own_row_is_found(screening: Screen, row: Make) -> None:
    domain = EventDomain(Events(("measurement",)), "measurement")
    high = Compare(Reduce(OwnEvent(), Number(Scale("crp", "mg/L", "mg/L"))), Op.GE, Decimal(10))
    rows = [
        row("measurement", f"2024-01-0{n}", "LOINC 1988-5", result=Result(float(n * 5), "", "mg/L"))
        for n in (1, 2)
    ]
    assert verdicts(screening(high, rows, domain=domain)) == ["NOT_MET", "MET"]


def test_the_end_of_the_event_s_own_row_is_found(screening: Screen, row: Make) -> None:
    early = Compare(
        Reduce(OwnEvent(), RowTime(Edge.END)), Op.LE, Decimal(parse_moment("2024-01-03").hi)
    )
    rows = [
        row("visit", "2024-01-01", "", id="v", end="2024-01-03", contact_type="inpatient"),
        row("visit", "2024-01-02", "", id="w", end="2024-01-09", contact_type="inpatient"),
    ]
    assert verdicts(screening(early, rows, domain=EventDomain(STAYS, "stay"))) == ["MET", "NOT_MET"]


def test_each_stay_has_the_rows_of_its_own_contact(screening: Screen, row: Make) -> None:
    inside = Exists(
        Joined(Within(PROCEDURES), OwnEvent(), SameContact()),
        Observed(("procedure",), None, ANY_TIME),
    )
    rows = [
        row("visit", "2024-01-01", "", id="v", end="2024-01-03", contact_type="inpatient"),
        row("visit", "2024-01-02", "", id="w", end="2024-01-09", contact_type="inpatient"),
        operation(row, "2024-01-03", "op", contact="w"),
    ]
    assert verdicts(screening(inside, rows, domain=EventDomain(STAYS, "stay"))) == [
        "NOT_MET",
        "MET",
    ]


def test_a_source_without_a_cut_off_counts_every_known_death(screening: Screen) -> None:
    held = Holdings("made", {})
    assert who(screening(ANYBODY, [], holdings=held, deceased=True)) == (0, 1, 0)
