"""Days that extents cover: what they surely cover, and what they may."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from trialmatch.cohort.records import Row
from trialmatch.plan.algebra import (
    Compare,
    Events,
    How,
    Observed,
    Op,
    Reduce,
    RowTime,
    Take,
    Within,
)
from trialmatch.plan.criteria import EventDomain
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
ValueOf = Callable[..., tuple[object, ...]]

COURSES = Within(Events(("medication",)), ANY_TIME)
RUN = Reduce(COURSES, how=How.LONGEST_RUN)
TEN_DAYS = Window(Bound(Duration(9, Unit.DAY)), INDEX)
SHARE = Reduce(COURSES, how=How.COVERED_SHARE, window=TEN_DAYS)
SEARCHED = Observed(("medication",), None, ANY_TIME)


def course(row: Make, start: str, end: str | None, **other: object) -> Row:
    return row("medication", start, "ATC C10AA05", end=end, id=f"{start} {end}", **other)


def test_a_run_is_as_long_as_its_days_both_ends_included(value: ValueOf, row: Make) -> None:
    assert value(RUN, course(row, "2024-01-01", "2024-01-10")) == (10, 10, "")
    assert value(RUN, course(row, "2024-02-28", "2024-03-01")) == (3, 3, "")


def test_extents_that_touch_or_overlap_are_one_run_and_a_day_between_ends_it(
    value: ValueOf, row: Make
) -> None:
    first = course(row, "2024-01-01", "2024-01-10")
    assert value(RUN, first, course(row, "2024-01-11", "2024-01-12")) == (12, 12, "")
    assert value(RUN, first, course(row, "2024-01-05", "2024-01-08")) == (10, 10, "")
    assert value(RUN, first, course(row, "2024-01-12", "2024-01-14")) == (10, 10, "")


def test_nothing_counts_after_the_index(value: ValueOf, row: Make) -> None:
    assert value(RUN, course(row, "2024-02-28", "2024-12-31")) == (3, 3, "")


def test_an_open_end_may_reach_the_index(value: ValueOf, row: Make) -> None:
    # One day surely, 20 February to 1 March (11 days) perhaps.
    assert value(RUN, course(row, "2024-02-20", None)) == (1, 11, "NO_END")


def test_days_that_are_not_known_are_covered_only_where_any_of_them_would(
    value: ValueOf, row: Make
) -> None:
    # From the last day it may have begun on to the first it may have ended on.
    partly = course(row, "2023-12", "2024-01-10")
    assert value(RUN, partly) == (11, 41, "PARTIAL_DATE")
    # It may have ended before the last day that it may have begun on.
    assert value(RUN, course(row, "2023-12", "2023-12")) == (0, 31, "PARTIAL_DATE")


def test_a_possible_course_can_only_lengthen_the_run(value: ValueOf, row: Make) -> None:
    sure = course(row, "2024-01-01", "2024-01-05")
    maybe = course(row, "2024-01-06", "2024-01-10", status="unconfirmed")
    assert value(RUN, sure, maybe) == (5, 10, "UNCONFIRMED")


def test_no_course_is_no_day_and_no_end_of_days_where_nobody_looked(value: ValueOf) -> None:
    assert value(RUN) == (0, 0, "")
    unseen = Reduce(COURSES, how=How.LONGEST_RUN, observed=SEARCHED)
    assert value(unseen) == (0, 0, "")
    assert value(unseen, periods=()) == (0, None, "RECORD_BEGINS")


def test_the_share_is_of_the_days_of_the_window(value: ValueOf, row: Make) -> None:
    # The window holds the ten days from 21 February to 1 March.
    assert value(SHARE) == (0, 0, "")
    half = course(row, "2024-02-21", "2024-02-25")
    assert value(SHARE, half) == (Fraction(1, 2), Fraction(1, 2), "")
    around = course(row, "2024-01-01", "2024-12-31")
    assert value(SHARE, around) == (1, 1, "")
    apart = [course(row, "2024-02-20", "2024-02-21"), course(row, "2024-02-29", "2024-02-29")]
    assert value(SHARE, *apart) == (Fraction(1, 5), Fraction(1, 5), "")
    twice = [course(row, "2024-02-21", "2024-02-25"), course(row, "2024-02-24", "2024-02-25")]
    assert value(SHARE, *twice) == (Fraction(1, 2), Fraction(1, 2), "")


def test_a_window_without_a_beginning_or_an_end_has_no_share(value: ValueOf) -> None:
    for window in (Window(), Window(Bound(Duration(1, Unit.DAY)), None), None):
        node = Reduce(COURSES, how=How.COVERED_SHARE, window=window)
        assert value(node) == ("PARTIAL_DATE",)


def test_a_window_that_ends_before_it_begins_has_no_share(value: ValueOf) -> None:
    backwards = Window(INDEX, Bound(Duration(1, Unit.DAY)))
    assert value(Reduce(COURSES, how=How.COVERED_SHARE, window=backwards)) == ("NOT_COMPUTABLE",)


def test_a_share_since_a_stay_that_never_was_has_no_anchor(value: ValueOf, row: Make) -> None:
    last = Reduce(Take(Within(Events(("visit",)))), RowTime())
    since = Reduce(COURSES, how=How.COVERED_SHARE, window=Window(Bound(anchor=last), INDEX))
    assert value(since) == ("NO_ANCHOR",)
    stay = row("visit", "2024-02-29T10:00", "", contact_type="outpatient")
    assert value(since, stay, course(row, "2024-03-01", "2024-03-01")) == (
        Fraction(1, 2),
        Fraction(1, 2),
        "",
    )


def test_a_share_of_days_around_an_index_in_some_month_is_not_known(
    tell: Callable[..., str], row: Make
) -> None:
    half = Compare(SHARE, Op.GE, Decimal("0.5"))
    contacts = EventDomain(Events(("visit",)), "contact")
    taken = course(row, "2023-06-01", "2023-06-30")
    exact = row("visit", "2023-06-20", "", contact_type="outpatient", id="v")
    assert tell(half, taken, exact, domain=contacts) == "MET"
    vague = row("visit", "2023-06", "", contact_type="outpatient", id="v")
    assert tell(half, taken, vague, domain=contacts) == "PARTIAL_DATE"
