"""Sums, extremes and ranks by subject."""

from __future__ import annotations

import numpy as np

from trialmatch.engines.columnar.members import Members, expanded, mixed, runs
from trialmatch.engines.columnar.segments import (
    any_of,
    counted,
    greatest,
    least,
    ranked_by,
    summed,
)

# Five members of subjects 0, 2 and 3; subjects 1 and 4 have none.
SUBJECT = np.array([0, 0, 2, 3, 3], np.int32)
VALUES = np.array([4.0, 1.0, 7.0, 2.0, 5.0])


def members(doubts: list[int] | None = None) -> Members:
    told = None if doubts is None else np.array(doubts, np.int32)
    return Members(SUBJECT, np.arange(5, dtype=np.int64), ("diagnosis",), told)


def test_every_subject_has_its_own_sum_and_extremes() -> None:
    assert summed(VALUES, SUBJECT, 5).tolist() == [5, 0, 7, 7, 0]
    assert greatest(VALUES, SUBJECT, 5, -1).tolist() == [4, -1, 7, 5, -1]
    assert least(VALUES, SUBJECT, 5, 99).tolist() == [1, 99, 7, 2, 99]
    assert counted(SUBJECT, 5).tolist() == [2, 0, 1, 2, 0]
    marks = np.array([False, True, False, False, False])
    assert any_of(marks, SUBJECT, 5).tolist() == [True, False, False, False, False]


def test_without_members_everything_is_empty() -> None:
    nobody = np.zeros(0, np.int32)
    assert summed(np.zeros(0), nobody, 2).tolist() == [0, 0]
    assert runs(nobody).tolist() == []


def test_the_nth_greatest_key_of_definite_members_is_the_bar() -> None:
    keys = np.array([10, 20, 30, 40, 50], np.int64)
    lowest = np.iinfo(np.int64).min
    assert ranked_by(members(), keys, 1).tolist() == [20, lowest, 30, 50]
    assert ranked_by(members(), keys, 2).tolist() == [10, lowest, lowest, 40]
    # The second member of subject 0 is only possible, and counts for nothing.
    assert ranked_by(members([0, 1, 0, 0, 0]), keys, 1).tolist() == [10, lowest, 30, 50]
    assert ranked_by(members([0, 1, 0, 0, 0]), keys, 2).tolist() == [lowest, lowest, lowest, 40]


def test_members_that_do_not_compare_set_no_bar() -> None:
    also = np.array([True, False, True, True, False])
    bar = ranked_by(members(), VALUES, 1, also=also)
    assert bar.tolist() == [4, -np.inf, 7, 2]


def test_runs_begin_where_the_subject_changes() -> None:
    assert runs(SUBJECT).tolist() == [0, 2, 3]


def test_runs_are_written_out_one_after_the_other() -> None:
    assert expanded(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]


def test_numbers_of_different_owners_are_never_mixed_up() -> None:
    keys = mixed(np.array([0, 1, 1]), np.array([7, 7, 2**31]))
    assert len(set(keys.tolist())) == 3
    assert keys[0] < keys[1] < keys[2]
