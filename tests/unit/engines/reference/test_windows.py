"""Which rows lie in a window: surely, perhaps, or not at all. The edges are worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.placing import position
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan.algebra import (
    Attribute,
    By,
    Choose,
    Compare,
    Constant,
    Edge,
    Events,
    Fact,
    How,
    Observed,
    Op,
    Reduce,
    RowTime,
    Take,
)
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment

Make = Callable[..., Row]
MakeSubject = Callable[..., SubjectRecord]

SIX_MONTHS = Duration(6, Unit.MONTH)
TEN_DAYS = Duration(10, Unit.DAY)
SIX_HOURS = Duration(6, Unit.HOUR)
WITHIN_6_MONTHS_BEFORE = Window(Bound(SIX_MONTHS))
MORE_THAN_6_MONTHS_BEFORE = Window(None, Bound(SIX_MONTHS, exclusive=True))
BEFORE = Window(None, Bound(exclusive=True))
AFTER = Window(Bound(exclusive=True), None)
WITHIN_10_DAYS_AFTER = Window(INDEX, Bound(TEN_DAYS, sign=1))


def where(row: Row, window: Window, subject: SubjectRecord, by: By = By.OVERLAP) -> str:
    place = position(row, window, by, Answering(subject))
    return "surely" if place.surely else "perhaps" if place.perhaps else "no"


@pytest.mark.parametrize(
    ("start", "window", "expected"),
    [
        ("2023-08-29", WITHIN_6_MONTHS_BEFORE, "surely"),
        ("2023-08-28", WITHIN_6_MONTHS_BEFORE, "no"),
        ("2024-02-29", WITHIN_6_MONTHS_BEFORE, "surely"),
        ("2024-02-29T23:59", WITHIN_6_MONTHS_BEFORE, "surely"),
        ("2023-08", WITHIN_6_MONTHS_BEFORE, "perhaps"),
        ("2023-09", WITHIN_6_MONTHS_BEFORE, "surely"),
        ("2023-07", WITHIN_6_MONTHS_BEFORE, "no"),
        ("2023-08-28", MORE_THAN_6_MONTHS_BEFORE, "surely"),
        ("2023-08-29", MORE_THAN_6_MONTHS_BEFORE, "no"),
        ("2024-02-29", BEFORE, "no"),
        ("2024-02-28", BEFORE, "surely"),
        ("2024-02-29", ANY_TIME, "surely"),
        ("2024-02", ANY_TIME, "surely"),
        ("1950", ANY_TIME, "surely"),
    ],
)
def test_a_window_before_a_leap_day_includes_both_its_edges(
    row: Make, subject: MakeSubject, start: str, window: Window, expected: str
) -> None:
    seen = subject(as_of="2024-02-29")
    assert where(row("diagnosis", start), window, seen) == expected


def test_months_end_on_the_last_day_of_a_shorter_month(row: Make, subject: MakeSubject) -> None:
    one_month = Window(Bound(Duration(1, Unit.MONTH)))
    seen = subject(as_of="2023-03-31")
    assert where(row("diagnosis", "2023-02-28"), one_month, seen) == "surely"
    assert where(row("diagnosis", "2023-02-27"), one_month, seen) == "no"


def test_an_extent_is_in_a_window_when_any_of_its_days_is(row: Make, subject: MakeSubject) -> None:
    seen = subject(as_of="2024-03-01")
    long_ago = row("medication", "2020-01-01", "ATC C10AA05", end="2023-09-01")
    ended = row("medication", "2020-01-01", "ATC C10AA05", end="2023-08-31")
    assert where(long_ago, WITHIN_6_MONTHS_BEFORE, seen) == "surely"
    assert where(long_ago, WITHIN_6_MONTHS_BEFORE, seen, By.START) == "no"
    assert where(ended, WITHIN_6_MONTHS_BEFORE, seen) == "no"


def test_a_medication_without_an_end_is_unknown_from_its_start_on(
    row: Make, subject: MakeSubject
) -> None:
    seen = subject(as_of="2024-03-01")
    assert where(row("medication", "2020-01-01"), WITHIN_6_MONTHS_BEFORE, seen) == "perhaps"
    assert where(row("medication", "2024-01-01"), WITHIN_6_MONTHS_BEFORE, seen) == "surely"


def test_a_supply_lasts_its_days_the_first_counted(row: Make, subject: MakeSubject) -> None:
    window = Window(Bound(TEN_DAYS))
    seen = subject(as_of="2024-03-11")
    lasts = row("medication", "2024-01-01", days_supply=61.0)
    too_short = row("medication", "2024-01-01", days_supply=60.0)
    assert where(lasts, window, seen) == "surely"
    assert where(too_short, window, seen) == "no"


def test_a_diagnosis_without_an_end_counts_by_its_own_date(row: Make, subject: MakeSubject) -> None:
    seen = subject(as_of="2024-03-01")
    assert where(row("diagnosis", "2020-01-01"), WITHIN_6_MONTHS_BEFORE, seen) == "no"


def test_an_unfinished_stay_lasts_to_the_index(row: Make, subject: MakeSubject) -> None:
    seen = subject(as_of="2024-03-01")
    stay = row("visit", "2023-01-01", "", contact_type="inpatient", status="in-progress")
    outpatient = row("visit", "2023-01-01", "", contact_type="outpatient")
    assert where(stay, WITHIN_6_MONTHS_BEFORE, seen) == "surely"
    assert where(outpatient, WITHIN_6_MONTHS_BEFORE, seen) == "no"


def test_windows_in_hours_compare_minutes(row: Make, subject: MakeSubject) -> None:
    own = row("visit", "2024-03-01T14:00", "", id="v", contact_type="inpatient")
    seen = subject(own, own=own, as_of="2024-06-01")
    window = Window(Bound(SIX_HOURS))
    assert where(row("measurement", "2024-03-01T08:00"), window, seen) == "surely"
    assert where(row("measurement", "2024-03-01T07:59"), window, seen) == "no"
    assert where(row("measurement", "2024-03-01T14:01"), window, seen) == "no"
    assert where(row("measurement", "2024-03-01"), window, seen) == "perhaps"


def test_a_window_that_looks_ahead_sees_no_further_than_the_as_of_date(
    row: Make, subject: MakeSubject
) -> None:
    own = row("visit", "2024-03-01", "", id="v")
    seen = subject(own, own=own, as_of="2024-03-05")
    assert where(row("diagnosis", "2024-03-05"), WITHIN_10_DAYS_AFTER, seen) == "surely"
    assert where(row("diagnosis", "2024-03-06"), WITHIN_10_DAYS_AFTER, seen) == "no"
    assert where(row("diagnosis", "2024-03-01"), AFTER, seen) == "no"


def test_death_ends_a_window_that_looks_ahead(row: Make, subject: MakeSubject) -> None:
    own = row("visit", "2024-03-01", "", id="v")
    seen = subject(own, own=own, as_of="2024-06-01", death="2024-03-04")
    assert where(row("diagnosis", "2024-03-04"), WITHIN_10_DAYS_AFTER, seen) == "surely"
    assert where(row("diagnosis", "2024-03-05"), WITHIN_10_DAYS_AFTER, seen) == "no"


def test_an_events_own_contact_is_seen_to_its_end(row: Make, subject: MakeSubject) -> None:
    own = row("visit", "2024-03-01", "", id="v", end="2024-03-08", contact_type="inpatient")
    seen = subject(own, own=own, as_of="2024-06-01")
    at_discharge = row("diagnosis", "2024-03-08", contact="v")
    elsewhere = row("diagnosis", "2024-03-08", contact="w")
    assert where(at_discharge, ANY_TIME, seen) == "surely"
    assert where(elsewhere, ANY_TIME, seen) == "no"
    assert where(at_discharge, WITHIN_6_MONTHS_BEFORE, seen) == "no"


ANCHORED = Reduce(
    Take(Events(("visit",))),
    RowTime(Edge.START),
    observed=Observed(("visit",), None, ANY_TIME),
)
MONTH_AFTER_THE_VISIT = Window(
    Bound(anchor=ANCHORED), Bound(Duration(1, Unit.MONTH), sign=1, anchor=ANCHORED)
)


def test_a_window_hangs_on_another_event(row: Make, subject: MakeSubject) -> None:
    seen = subject(row("visit", "2023-01-10", "", contact_type="outpatient"))
    for start, expected in (
        ("2023-01-09", "no"),
        ("2023-01-10", "surely"),
        ("2023-02-10", "surely"),
        ("2023-02-11", "no"),
    ):
        assert where(row("diagnosis", start), MONTH_AFTER_THE_VISIT, seen) == expected


def test_the_edge_is_an_interval_where_the_other_event_is_dated_in_part(
    row: Make, subject: MakeSubject
) -> None:
    seen = subject(row("visit", "2023-01", "", contact_type="outpatient"))
    for start, expected in (
        ("2022-12-31", "no"),
        ("2023-01-20", "perhaps"),
        ("2023-01-31", "surely"),
        ("2023-02-01", "surely"),
        ("2023-02-02", "perhaps"),
        ("2023-03-01", "no"),
    ):
        assert where(row("diagnosis", start), MONTH_AFTER_THE_VISIT, seen) == expected


def test_a_window_that_hangs_on_what_never_was_holds_nothing(
    row: Make, subject: MakeSubject
) -> None:
    assert where(row("diagnosis", "2023-01-20"), MONTH_AFTER_THE_VISIT, subject()) == "no"


def test_every_row_may_lie_in_a_window_that_hangs_on_what_is_not_known(
    row: Make, subject: MakeSubject
) -> None:
    seen = subject(periods=())
    assert where(row("diagnosis", "1990-01-20"), MONTH_AFTER_THE_VISIT, seen) == "perhaps"
    possible = subject(row("visit", "2023-01-10", "", status="unconfirmed"))
    assert where(row("diagnosis", "1990-01-20"), MONTH_AFTER_THE_VISIT, possible) == "perhaps"
    assert where(row("diagnosis", "2024-03-02"), MONTH_AFTER_THE_VISIT, seen) == "no"


def test_the_other_bound_still_tells_rows_apart(row: Make, subject: MakeSubject) -> None:
    window = Window(Bound(anchor=ANCHORED), Bound(SIX_MONTHS))
    seen = subject(periods=(), as_of="2024-03-01")
    assert where(row("diagnosis", "2023-09-01"), window, seen) == "perhaps"
    assert where(row("diagnosis", "2023-09-02"), window, seen) == "no"


def test_a_window_from_birth_goes_by_birthdays(row: Make, subject: MakeSubject) -> None:
    birth = Attribute(Fact.BIRTH)
    window = Window(None, Bound(Duration(18, Unit.YEAR), sign=1, anchor=birth, exclusive=True))
    seen = subject(birth="2000-03-01", as_of="2024-03-01")
    assert where(row("diagnosis", "2018-02-28"), window, seen) == "surely"
    assert where(row("diagnosis", "2018-03-01"), window, seen) == "no"
    assert where(row("diagnosis", "2018-02-28"), window, subject(birth=None)) == "perhaps"


def test_a_number_of_days_that_is_worked_out_is_rounded_up(row: Make, subject: MakeSubject) -> None:
    window = Window(Bound(days=Constant(Decimal("9.2"))))
    seen = subject(as_of="2024-03-11")
    assert where(row("diagnosis", "2024-03-01"), window, seen) == "surely"
    assert where(row("diagnosis", "2024-02-29"), window, seen) == "no"


def test_a_number_of_days_known_to_an_interval_gives_an_edge_between_days(
    row: Make, subject: MakeSubject
) -> None:
    sex = Compare(Attribute(Fact.SEX), Op.EQ, "female")
    days = Choose(sex, Constant(Decimal(5)), Constant(Decimal(10)))
    window, seen = Window(Bound(days=days)), subject(as_of="2024-03-11", sex="")
    assert where(row("diagnosis", "2024-03-06"), window, seen) == "surely"
    assert where(row("diagnosis", "2024-03-05"), window, seen) == "perhaps"
    assert where(row("diagnosis", "2024-03-01"), window, seen) == "perhaps"
    assert where(row("diagnosis", "2024-02-29"), window, seen) == "no"


def test_days_without_an_upper_limit_leave_the_edge_open(row: Make, subject: MakeSubject) -> None:
    visits = Reduce(
        Events(("visit",)), how=How.COUNT, observed=Observed(("visit",), None, ANY_TIME)
    )
    window, seen = Window(Bound(days=visits)), subject(as_of="2024-03-11", periods=())
    assert where(row("diagnosis", "2000-01-01"), window, seen) == "perhaps"


def test_a_row_may_have_a_window_of_its_own(row: Make, subject: MakeSubject) -> None:
    # Rows of which the end lies within ten days of their own start.
    own = Bound(TEN_DAYS, sign=1, anchor=RowTime(Edge.START))
    window = Window(None, own)
    short = row("medication", "2023-01-01", "ATC C10AA05", end="2023-01-11")
    long = row("medication", "2023-05-01", "ATC C10AA05", end="2023-05-12")
    assert where(short, window, subject(), By.END) == "surely"
    assert where(long, window, subject(), By.END) == "no"


def test_a_fixed_day_is_a_bound_of_a_window_in_hours_too(row: Make, subject: MakeSubject) -> None:
    since = Bound(day=parse_moment("2024-01-01").first_day)
    window = Window(since, Bound(SIX_HOURS))
    seen = subject(as_of="2024-03-01")
    assert where(row("diagnosis", "2024-01-01T00:00"), window, seen) == "surely"
    assert where(row("diagnosis", "2023-12-31T23:59"), window, seen) == "no"
    assert where(row("diagnosis", "2024-03-01T17:59"), window, seen) == "surely"
    assert where(row("diagnosis", "2024-03-01T18:00"), window, seen) == "no"
