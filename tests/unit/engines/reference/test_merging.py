"""Eras: which rows are put together, and what era there may be where that is not sure."""

from __future__ import annotations

from collections.abc import Callable

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.extents import end_of
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan.algebra import Events, Merged
from trialmatch.vocabulary.calendar import Duration, Moment, Unit

Make = Callable[..., Row]
MakeSubject = Callable[..., SubjectRecord]

TOUCHING, A_WEEK = Duration(0, Unit.DAY), Duration(1, Unit.WEEK)
EIGHT_HOURS = Duration(8, Unit.HOUR)


def stay(row: Make, start: str, end: str | None, status: str = "", id: str | None = None) -> Row:
    return row("visit", start, "", end=end, contact_type="inpatient", status=status, id=id or start)


def eras(subject: SubjectRecord, gap: Duration) -> list[tuple[str, str, list[str]]]:
    """Start, end and doubts of every era."""
    found = Answering(subject).members(Merged(Events(("visit",)), gap))
    return [
        (
            str(m.row.start),
            "open" if m.row.end is None or m.row.end.hi > 10**11 else str(m.row.end),
            sorted(reason.code for reason in m.doubts),
        )
        for m in found
    ]


def test_stays_that_touch_by_days_are_one_era(row: Make, subject: MakeSubject) -> None:
    found = subject(stay(row, "2024-01-01", "2024-01-03"), stay(row, "2024-01-04", "2024-01-06"))
    assert eras(found, TOUCHING) == [("2024-01-01", "2024-01-06", [])]


def test_a_day_between_makes_two_eras(row: Make, subject: MakeSubject) -> None:
    found = subject(stay(row, "2024-01-01", "2024-01-03"), stay(row, "2024-01-05", "2024-01-06"))
    assert eras(found, TOUCHING) == [
        ("2024-01-01", "2024-01-03", []),
        ("2024-01-05", "2024-01-06", []),
    ]


def test_a_gap_of_a_week_is_still_bridged_and_one_day_more_is_not(
    row: Make, subject: MakeSubject
) -> None:
    # The day after the end is 4 January; seven days of gap reach to 11 January.
    first = stay(row, "2024-01-01", "2024-01-03")
    bridged = eras(subject(first, stay(row, "2024-01-11", "2024-01-12")), A_WEEK)
    assert bridged == [("2024-01-01", "2024-01-12", [])]
    assert len(eras(subject(first, stay(row, "2024-01-12", "2024-01-13")), A_WEEK)) == 2


def test_an_era_ends_when_the_last_of_its_rows_does(row: Make, subject: MakeSubject) -> None:
    found = subject(
        stay(row, "2024-01-01", "2024-01-20"),
        stay(row, "2024-01-05", "2024-01-06"),
        stay(row, "2024-01-21", "2024-01-22"),
    )
    assert eras(found, TOUCHING) == [("2024-01-01", "2024-01-22", [])]


def test_less_than_eight_hours_apart_is_one_era_and_eight_are_two(
    row: Make, subject: MakeSubject
) -> None:
    first = stay(row, "2024-01-01T08:00", "2024-01-01T12:00")
    close = stay(row, "2024-01-01T19:59", "2024-01-02T08:00")
    assert eras(subject(first, close), EIGHT_HOURS) == [
        ("2024-01-01T08:00", "2024-01-02T08:00", [])
    ]
    later = stay(row, "2024-01-01T20:00", "2024-01-02T08:00")
    assert len(eras(subject(first, later), EIGHT_HOURS)) == 2


def test_dates_without_clock_do_not_tell_whether_hours_lie_between(
    row: Make, subject: MakeSubject
) -> None:
    found = subject(stay(row, "2024-01-01", "2024-01-01"), stay(row, "2024-01-02", "2024-01-02"))
    assert eras(found, EIGHT_HOURS) == [
        ("2024-01-01", "2024-01-01/2024-01-02", ["PARTIAL_DATE"]),
        ("2024-01-02", "2024-01-02", ["PARTIAL_DATE"]),
    ]
    assert eras(subject(stay(row, "2024-01-01", "2024-01-01")), EIGHT_HOURS) == [
        ("2024-01-01", "2024-01-01", [])
    ]


def test_a_possible_row_between_two_stays_leaves_open_how_many_eras_there_are(
    row: Make, subject: MakeSubject
) -> None:
    found = subject(
        stay(row, "2024-01-01", "2024-01-03"),
        stay(row, "2024-01-04", "2024-01-06", "unconfirmed"),
        stay(row, "2024-01-07", "2024-01-09"),
    )
    assert eras(found, TOUCHING) == [
        ("2024-01-01", "2024-01-03/2024-01-09", ["UNCONFIRMED"]),
        ("2024-01-04", "2024-01-06/2024-01-09", ["UNCONFIRMED"]),
        ("2024-01-07", "2024-01-09", ["UNCONFIRMED"]),
    ]


def test_an_open_end_may_join_everything_after(row: Make, subject: MakeSubject) -> None:
    open_ended = subject(stay(row, "2024-01-01", None), stay(row, "2024-02-20", "2024-02-22"))
    assert eras(open_ended, TOUCHING) == [
        ("2024-01-01", "open", ["NO_END"]),
        ("2024-02-20", "open", ["NO_END"]),
    ]


def test_the_open_end_of_an_era_is_open_to_all_who_ask_for_it(
    row: Make, subject: MakeSubject
) -> None:
    seen = subject(stay(row, "2024-01-01", None))
    (era,) = Answering(seen).members(Merged(Events(("visit",)), TOUCHING))
    assert end_of(era.row, seen) == end_of(stay(row, "2024-01-01", None), seen)
    assert isinstance(era.row.end, Moment)


def test_a_stay_known_to_the_month_makes_no_certain_era(row: Make, subject: MakeSubject) -> None:
    found = eras(subject(stay(row, "2024-01", "2024-02-03")), TOUCHING)
    assert found == [("2024-01", "2024-02-03", ["PARTIAL_DATE"])]


def test_a_stay_from_midnight_comes_before_one_of_the_whole_day(
    row: Make, subject: MakeSubject
) -> None:
    day = stay(row, "2024-01-01", "2024-01-03", id="a")
    midnight = stay(row, "2024-01-01T00:00", "2024-01-02", id="b")
    assert eras(subject(day, midnight), TOUCHING) == [("2024-01-01T00:00", "2024-01-03", [])]
