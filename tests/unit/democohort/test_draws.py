"""Draws for many rows at once."""

from __future__ import annotations

import numpy as np

from trialmatch.democohort.draws import (
    Chances,
    WeightedLists,
    repeat_rows,
    weights,
    whole_numbers,
)


def test_a_list_says_names_with_their_weights() -> None:
    assert weights("I21.4 60, I21.0 .5, heart rate 2, ejection fraction") == (
        ("I21.4", 60.0),
        ("I21.0", 0.5),
        ("heart rate", 2.0),
        ("ejection fraction", 1.0),
    )
    assert weights("") == ()


def test_rows_repeat_as_often_as_told() -> None:
    owner, serial = repeat_rows(np.array([2, 0, 3]))
    assert owner.tolist() == [0, 0, 2, 2, 2]
    assert serial.tolist() == [0, 1, 0, 1, 2]


def test_whole_numbers_keep_their_mean() -> None:
    drawn = whole_numbers(np.random.default_rng(1), np.full(100000, 1.3))
    assert set(drawn.tolist()) == {1, 2}
    assert abs(drawn.mean() - 1.3) < 0.01


def test_each_list_is_drawn_by_its_own_weights() -> None:
    lists = WeightedLists([[(7, 3.0), (8, 1.0)], [], [(9, 1.0)]])
    at = np.array([0.0, 0.74, 0.76, 0.999])
    assert lists.pick(np.zeros(4, dtype=np.int64), at).tolist() == [7, 7, 8, 8]
    assert lists.pick(np.ones(4, dtype=np.int64), at).tolist() == [-1] * 4
    assert lists.pick(np.full(4, 2), at).tolist() == [9] * 4


def test_what_a_list_lacks_to_the_whole_is_the_chance_of_nothing() -> None:
    lists = WeightedLists([[(5, 0.25)], [(6, 0.5)]], whole=1.0)
    at = np.array([0.2, 0.3, 0.6])
    assert lists.pick(np.zeros(3, dtype=np.int64), at).tolist() == [5, -1, -1]
    assert lists.pick(np.ones(3, dtype=np.int64), at).tolist() == [6, 6, -1]


def test_chances_are_independent_and_may_exceed_one() -> None:
    chances = Chances([[(1, 1.0), (2, 2.0)], [], [(3, 0.0)]])
    row, item = chances.draw(np.random.default_rng(1), np.array([2, 0, 1, 0]))
    assert row.tolist() == [1, 1, 1, 3, 3, 3]
    assert item.tolist() == [1, 2, 2, 1, 2, 2]
