"""Rows far enough apart: greedily from the earliest, and how many there are at least."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trialmatch.cohort.records import Row
from trialmatch.plan.algebra import Events, How, Reduce, Spaced, Take, Within
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
Members = Callable[..., dict[str, str]]
ValueOf = Callable[..., tuple[object, ...]]

ATTACKS = Within(Events(("diagnosis",)), ANY_TIME)
A_MONTH, SIX_HOURS = Duration(1, Unit.MONTH), Duration(6, Unit.HOUR)


def apart(by: Duration = A_MONTH) -> Spaced:
    return Spaced(ATTACKS, by)


def count(by: Duration = A_MONTH) -> Reduce:
    return Reduce(apart(by), how=How.COUNT)


@pytest.fixture
def attack(row: Make) -> Make:
    def make(start: str, **other: str) -> Row:
        return row("diagnosis", start, id=other.pop("id", start), **other)

    return make


def test_the_last_one_kept_counts_and_not_the_last_one_seen(members: Members, attack: Make) -> None:
    starts = ["2023-01-31", "2023-02-20", "2023-02-28", "2023-03-27", "2023-03-28"]
    # A month after 31 January is 28 February, and a month after that 28 March.
    found = members(apart(), *(attack(start) for start in starts))
    assert found == {"2023-01-31": "", "2023-02-28": "", "2023-03-28": ""}


def test_hours_apart_go_by_the_minute(members: Members, attack: Make) -> None:
    starts = ["2023-01-01T22:00", "2023-01-02T03:59", "2023-01-02T04:00"]
    found = members(apart(SIX_HOURS), *(attack(start) for start in starts))
    assert list(found) == ["2023-01-01T22:00", "2023-01-02T04:00"]


def test_of_one_day_the_first_by_clock_and_then_by_identifier_is_kept(
    members: Members, attack: Make
) -> None:
    rows = [attack("2023-01-01T09:00", id="a"), attack("2023-01-01T08:00", id="z")]
    assert list(members(apart(), *rows)) == ["z"]
    same = [attack("2023-01-01", id="b"), attack("2023-01-01", id="a")]
    assert list(members(apart(), *same)) == ["a"]


def test_an_early_row_that_is_only_possible_leaves_no_single_row_sure(
    members: Members, attack: Make
) -> None:
    rows = [attack("2023-01-01", status="unconfirmed"), attack("2023-01-20")]
    assert members(apart(), *rows) == {"2023-01-01": "UNCONFIRMED", "2023-01-20": "PARTIAL_DATE"}
    assert members(Take(apart()), *rows) == {
        "2023-01-01": "UNCONFIRMED",
        "2023-01-20": "PARTIAL_DATE",
    }


def test_how_many_there_are_at_least_is_sure_all_the_same(value: ValueOf, attack: Make) -> None:
    rows = [attack("2023-01-01", status="unconfirmed"), attack("2023-01-20")]
    assert value(count(), *rows) == (1, 2, "UNCONFIRMED")
    two = [attack("2023-01-20"), attack("2023-05-01"), attack("2023-04-20", status="unconfirmed")]
    assert value(count(), *two) == (2, 3, "UNCONFIRMED")


def test_a_month_that_is_not_known_to_the_day_counts_only_where_any_day_would(
    value: ValueOf, attack: Make
) -> None:
    # From the last day of March it is 30 days to 30 April, a month and no day less.
    assert value(count(), attack("2023-03"), attack("2023-04-30")) == (2, 2, "")
    assert value(count(), attack("2023-03"), attack("2023-04-29")) == (1, 2, "PARTIAL_DATE")


def test_each_patient_s_rows_are_spaced_by_themselves(value: ValueOf, attack: Make) -> None:
    assert value(count()) == (0, 0, "")
    assert value(count(), attack("2023-01-01")) == (1, 1, "")


def test_a_gap_by_the_clock_goes_from_the_latest_that_the_last_one_was(
    value: ValueOf, attack: Make
) -> None:
    rows = [attack("2023-01-01"), attack("2023-01-02T05:58")]
    assert value(count(SIX_HOURS), *rows) == (1, 2, "PARTIAL_DATE")
    rows = [attack("2023-01-01"), attack("2023-01-02T05:59")]
    assert value(count(SIX_HOURS), *rows) == (2, 2, "")
