"""What makes another row a partner: the edges of nearness, and lying inside the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trialmatch.cohort.records import Row
from trialmatch.plan.algebra import By, During, Edge, Events, Joined, Link, Near, Within
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
Members = Callable[..., dict[str, str]]

MONTH_AFTER = Window(Bound(exclusive=True), Bound(Duration(1, Unit.MONTH), sign=1))
SIX_HOURS_AFTER = Window(INDEX, Bound(Duration(6, Unit.HOUR), sign=1))


@pytest.fixture
def how(members: Members) -> Callable[..., str]:
    """surely, not, or why perhaps: a course of medication and a procedure as its partner."""

    def link(link: Link, course: Row, partner: Row) -> str:
        courses = Within(Events(("medication",)), ANY_TIME)
        others = Within(Events((partner.kind,)), ANY_TIME)
        found = members(Joined(courses, others, link), course, partner)
        return "not" if not found else next(iter(found.values())) or "surely"

    return link


How = Callable[..., str]


def course(row: Make, start: str, end: str | None) -> Row:
    return row("medication", start, "ATC C10", end=end, id="course")


def operation(row: Make, start: str, end: str | None = None) -> Row:
    return row("procedure", start, "NCSP NFB20", id="operation", end=end)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2023-01-31", "not"),
        ("2023-02-01", "surely"),
        ("2023-02-28", "surely"),
        ("2023-03-01", "not"),
        ("2023-02", "surely"),
        ("2023-01", "not"),
        ("2023", "PARTIAL_DATE"),
    ],
)
def test_a_month_after_the_31st_ends_with_february(
    how: How, row: Make, start: str, expected: str
) -> None:
    first = course(row, "2023-01-31", "2023-02-10")
    assert how(Near(MONTH_AFTER), first, operation(row, start)) == expected


def test_nearness_may_count_from_the_end(how: How, row: Make) -> None:
    link = Near(MONTH_AFTER, Edge.END)
    ended = course(row, "2023-01-01", "2023-01-20")
    assert how(link, ended, operation(row, "2023-01-20")) == "not"
    assert how(link, ended, operation(row, "2023-02-20")) == "surely"
    assert how(link, ended, operation(row, "2023-02-21")) == "not"
    unended = course(row, "2023-01-01", None)
    assert how(link, unended, operation(row, "2023-06-01")) == "NO_END"
    assert how(link, unended, operation(row, "2023-01-01")) == "not"


def test_hours_after_a_row_go_by_the_minute_over_midnight(how: How, row: Make) -> None:
    begun = course(row, "2023-01-01T22:00", "2023-01-05")
    assert how(Near(SIX_HOURS_AFTER), begun, operation(row, "2023-01-02T04:00")) == "surely"
    assert how(Near(SIX_HOURS_AFTER), begun, operation(row, "2023-01-02T04:01")) == "not"
    assert how(Near(SIX_HOURS_AFTER), begun, operation(row, "2023-01-02")) == "PARTIAL_DATE"
    by_day = course(row, "2023-01-01", "2023-01-05")
    assert how(Near(SIX_HOURS_AFTER), by_day, operation(row, "2023-01-02T05:59")) == "PARTIAL_DATE"
    assert how(Near(SIX_HOURS_AFTER), by_day, operation(row, "2023-01-02T06:00")) == "not"


def test_the_partner_s_end_may_be_what_must_be_near(how: How, row: Make) -> None:
    link = Near(MONTH_AFTER, by=By.END)
    first = course(row, "2023-01-10", "2023-01-11")
    ended = row("visit", "2023-01-01", "", end="2023-01-15", contact_type="inpatient", id="v")
    under_way = row("visit", "2023-01-01", "", contact_type="inpatient", id="v")
    assert how(link, first, ended) == "surely"
    assert how(link, first, under_way) == "NO_END"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-01-02", "2024-01-10", "surely"),
        ("2024-01-01", "2024-01-05", "not"),
        ("2024-01-05", "2024-01-11", "not"),
        ("2024-01", "2024-01-08", "PARTIAL_DATE"),
        ("2024-01-05", "2024-01", "PARTIAL_DATE"),
        ("2024-01-05", None, "NO_END"),
        ("2024-01-11", None, "not"),
    ],
)
def test_during_is_with_all_its_days(
    how: How, row: Make, start: str, end: str | None, expected: str
) -> None:
    stay = row("visit", "2024-01-02", "", end="2024-01-10", contact_type="inpatient", id="v")
    assert how(During(), course(row, start, end), stay) == expected


def test_during_a_stay_that_may_go_on_is_perhaps(how: How, row: Make) -> None:
    stay = row("visit", "2024-01-02", "", contact_type="inpatient", id="v")
    assert how(During(), course(row, "2024-01-05", "2024-01-06"), stay) == "NO_END"
    assert how(During(), course(row, "2024-01-01", "2024-01-06"), stay) == "not"
