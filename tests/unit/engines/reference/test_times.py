"""When rows begin and end, and how many whole units lie between two times."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.values import Interval, NotKnown
from trialmatch.plan.algebra import Attribute, Edge, Elapsed, Fact, OfPartner, RowTime
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Unit, parse_moment

Make = Callable[..., Row]
Ask = Callable[..., Answering]

START, END = RowTime(Edge.START), RowTime(Edge.END)
PARTIAL = Reason.of(Missing.PARTIAL_DATE)


def length(unit: Unit, row: Row, ask: Ask) -> tuple[object, object]:
    value = ask(row).value(Elapsed(START, END, unit), Member(row))
    assert isinstance(value, Interval)
    return value.lo, value.hi


def stay(row: Make, start: str, end: str | None) -> Row:
    return row("visit", start, "", end=end, contact_type="inpatient")


def test_the_length_of_a_stay_in_days_goes_by_dates(row: Make, ask: Ask) -> None:
    found = stay(row, "2024-01-01T23:00", "2024-01-03T01:00")
    assert length(Unit.DAY, found, ask) == (2, 2)


def test_the_length_of_a_stay_in_hours_goes_by_minutes(row: Make, ask: Ask) -> None:
    found = stay(row, "2024-01-01T23:00", "2024-01-03T00:59")
    assert length(Unit.HOUR, found, ask) == (25, 25)
    assert length(Unit.MINUTE, found, ask) == (25 * 60 + 59, 25 * 60 + 59)


def test_hours_between_two_dates_without_clock_time_are_an_interval(row: Make, ask: Ask) -> None:
    # From 23:59 to 00:00 at the least, from 00:00 to 23:59 at the most.
    assert length(Unit.HOUR, stay(row, "2024-01-01", "2024-01-02"), ask) == (0, 47)


def test_months_from_a_partial_date_are_an_interval(row: Make, ask: Ask) -> None:
    assert length(Unit.MONTH, stay(row, "2024-01", "2024-02-15"), ask) == (0, 1)


def test_an_end_that_is_not_known_leaves_the_length_not_known(row: Make, ask: Ask) -> None:
    found = stay(row, "2024-01-01", None)
    value = ask(found).value(Elapsed(START, END, Unit.DAY), Member(found))
    assert value == NotKnown((Reason.of(Missing.NO_END),))


def test_a_time_before_the_start_is_a_negative_number_of_units(row: Make, ask: Ask) -> None:
    found = row("diagnosis", "2024-03-11")
    value = ask(found).value(Elapsed(START, Attribute(Fact.INDEX), Unit.DAY), Member(found))
    assert value == Interval(Fraction(-10), Fraction(-10))


def test_age_at_a_row_is_an_interval_for_one_born_in_some_month(row: Make, ask: Ask) -> None:
    found = row("diagnosis", "2023-05-15")
    node = Elapsed(Attribute(Fact.BIRTH), START, Unit.YEAR)
    asked = ask(found, birth="1960-05")
    assert asked.value(node, Member(found)) == Interval(
        Fraction(62), Fraction(63), doubts=(Reason.of(Missing.PARTIAL_DATE, "birth"),)
    )
    unknown = ask(found, birth=None)
    assert unknown.value(node, Member(found)) == NotKnown((Reason.of(Missing.BIRTH_UNKNOWN),))


def test_a_time_known_to_the_minute_has_no_doubt_and_a_date_has(row: Make, ask: Ask) -> None:
    timed, dated = row("diagnosis", "2024-01-01T10:00"), row("diagnosis", "2024-01-01")
    minute = Fraction(parse_moment("2024-01-01T10:00").lo)
    assert ask().value(START, Member(timed)) == Interval(minute, minute)
    value = ask().value(START, Member(dated))
    assert isinstance(value, Interval)
    assert value.doubts == (PARTIAL,)


def test_a_value_of_the_partner_is_that_of_the_other_row(row: Make, ask: Ask) -> None:
    first, second = row("diagnosis", "2024-01-01"), row("diagnosis", "2024-01-31")
    node = Elapsed(START, OfPartner(START), Unit.DAY)
    assert ask().value(node, Member(first, partner=second)) == Interval(Fraction(30), Fraction(30))
    alone = ask().value(node, Member(first))
    assert alone == NotKnown((Reason.of(Missing.LINK_UNCERTAIN),))
