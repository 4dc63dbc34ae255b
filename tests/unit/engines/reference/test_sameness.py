"""Equal results count once; which of them stands for all, where that can be told."""

from __future__ import annotations

from collections.abc import Callable

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.sameness import equal_rows_once
from trialmatch.plan.algebra import Events
from trialmatch.verdict import Missing, Reason

MakeRow = Callable[..., Row]

RESULTS = Events(("measurement",))
UNCONFIRMED = Reason.of(Missing.UNCONFIRMED)


def result(row: MakeRow, id: str, department: str = "") -> Row:
    five = Result(5.0, unit="mg/L")
    return row(
        "measurement", "2024-02-01", "LOINC 1988-5", id=id, department=department, result=five
    )


def test_a_definite_result_stands_for_an_equal_one_that_is_only_possible(row: MakeRow) -> None:
    possible, definite = Member(result(row, "1"), (UNCONFIRMED,)), Member(result(row, "2"))
    assert equal_rows_once([possible, definite], RESULTS) == [definite]


def test_of_definite_results_the_lowest_identifier_stands_whatever_their_order(
    row: MakeRow,
) -> None:
    here, there = Member(result(row, "1", "A")), Member(result(row, "2", "B"))
    assert equal_rows_once([here, there], RESULTS) == [here]
    assert equal_rows_once([there, here], RESULTS) == [here]


def test_of_possible_results_one_is_left_with_the_doubts_of_all(row: MakeRow) -> None:
    partial = Reason.of(Missing.PARTIAL_DATE)
    found = [Member(result(row, "1"), (UNCONFIRMED,)), Member(result(row, "2"), (partial,))]
    (left,) = equal_rows_once(found, RESULTS)
    assert left.row.id == "1"
    assert set(left.doubts) == {UNCONFIRMED, partial}
