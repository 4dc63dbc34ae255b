"""What was found out is kept as far as there is room."""

from __future__ import annotations

import numpy as np

from trialmatch.engines.columnar.kept import Kept
from trialmatch.engines.columnar.members import Members


def members(size: int) -> Members:
    """Pairs of twelve bytes each."""
    return Members(np.zeros(size, np.int32), np.zeros(size, np.int64), ("diagnosis",))


def test_what_is_kept_is_found_again() -> None:
    kept: Kept[Members] = Kept()
    found = members(3)
    kept.keep(1, found)
    assert kept.get(1) is found
    assert kept.get(2) is None


def test_the_longest_unused_goes_first() -> None:
    kept: Kept[Members] = Kept(room=12 * 10)
    kept.keep(1, members(5))
    kept.keep(2, members(5))
    kept.get(1)
    kept.keep(3, members(4))
    assert [kept.get(number) is not None for number in (1, 2, 3)] == [True, False, True]


def test_what_is_larger_than_the_room_is_kept_alone() -> None:
    kept: Kept[Members] = Kept(room=12)
    kept.keep(1, members(1))
    kept.keep(2, members(50))
    assert kept.get(1) is None
    assert kept.get(2) is not None


def test_what_is_kept_by_the_same_number_again_is_counted_once() -> None:
    kept: Kept[Members] = Kept(room=12 * 10)
    for _ in range(5):
        kept.keep(1, members(4))
    kept.keep(2, members(4))
    assert kept.get(1) is not None
