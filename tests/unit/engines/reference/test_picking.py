"""Which row is the latest, and which may be."""

from __future__ import annotations

from collections.abc import Callable

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.picking import latest
from trialmatch.verdict import Missing, Reason

Make = Callable[..., Row]


def picked(*members: Member | Row) -> list[str]:
    found = [m if isinstance(m, Member) else Member(m) for m in members]
    return sorted(member.row.id for member in latest(found))


def lab(row: Make, start: str, id: str, number: float | None = 5.0, **other: str) -> Row:
    return row("measurement", start, "LOINC 1988-5", id=id, result=Result(number), **other)


def possible(row: Row) -> Member:
    return Member(row, (Reason.of(Missing.UNCONFIRMED),))


def test_the_last_day_is_the_latest(row: Make) -> None:
    assert picked(lab(row, "2024-01-01", "old"), lab(row, "2024-01-02", "new")) == ["new"]


def test_all_rows_of_the_last_day_tie_where_one_has_no_clock_time(row: Make) -> None:
    rows = [
        lab(row, "2024-01-02T08:00", "morning"),
        lab(row, "2024-01-02T16:00", "afternoon"),
        lab(row, "2024-01-02", "no time"),
    ]
    assert picked(*rows) == ["afternoon", "morning", "no time"]


def test_the_clock_decides_where_all_rows_of_the_day_have_a_time(row: Make) -> None:
    rows = [lab(row, "2024-01-02T08:00", "morning"), lab(row, "2024-01-02T16:00", "afternoon")]
    assert picked(*rows) == ["afternoon"]


def test_a_later_possible_row_stands_beside_the_last_definite_one(row: Make) -> None:
    later = possible(lab(row, "2024-01-05", "perhaps"))
    assert picked(lab(row, "2024-01-02", "sure"), later) == ["perhaps", "sure"]


def test_an_earlier_possible_row_is_passed_over(row: Make) -> None:
    earlier = possible(lab(row, "2024-01-01", "perhaps"))
    assert picked(earlier, lab(row, "2024-01-02", "sure")) == ["sure"]


def test_a_row_known_only_to_the_month_may_be_the_latest(row: Make) -> None:
    assert picked(lab(row, "2024-01", "month"), lab(row, "2024-01-15", "day")) == ["day", "month"]


def test_a_final_result_stands_before_a_preliminary_one_of_the_same_time(row: Make) -> None:
    early = possible(lab(row, "2024-01-02", "early", status="preliminary"))
    assert picked(early, lab(row, "2024-01-02", "final", status="final")) == ["final"]


def test_a_non_result_is_no_candidate(row: Make) -> None:
    cancelled = row(
        "measurement", "2024-01-05", "LOINC 1988-5", id="none", result=Result(absent="cancelled")
    )
    assert picked(lab(row, "2024-01-02", "real"), cancelled) == ["real"]


def test_a_result_in_words_is_picked_though_it_cannot_be_compared(row: Make) -> None:
    words = row(
        "measurement", "2024-01-05", "LOINC 1988-5", id="words", result=Result(text="haemolysed")
    )
    assert picked(lab(row, "2024-01-02", "number"), words) == ["words"]
