"""Values of many rows or subjects: intervals of numbers or times, and words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from trialmatch.engines.columnar.members import Mask, Places
from trialmatch.engines.columnar.reasons import Ids

# Floats, or exact fractions as objects; an unbounded side is an infinite float in both.
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Numbers or minutes known to intervals.

    `missing` are the reasons of values that are not known, 0 where they are; `doubts` say why
    a value is not one number. Floats are `trusted` where each is the very number that a
    source or a calendar gave; of others `size` is the largest number met on the way, by which
    those too near to a limit are told.
    """

    lo: Numbers
    hi: Numbers
    lo_open: Mask
    hi_open: Mask
    missing: Ids
    doubts: Ids
    size: float = 1.0
    trusted: bool = False

    def __len__(self) -> int:
        """How many."""
        return len(self.missing)

    def __getitem__(self, chosen: Places | Mask) -> Intervals:
        """Some of them, or some of them repeated."""
        return Intervals(
            self.lo[chosen],
            self.hi[chosen],
            self.lo_open[chosen],
            self.hi_open[chosen],
            self.missing[chosen],
            self.doubts[chosen],
            self.size,
            self.trusted,
        )

    def in_fractions(self) -> Intervals:
        """The same with fractions for floats that are whole numbers, such as counts and times."""
        return replace(self, lo=_fractions(self.lo), hi=_fractions(self.hi))


def _fractions(numbers: Numbers) -> Numbers:
    if numbers.dtype == object:
        return numbers
    found = numbers.astype(object)
    finite = np.flatnonzero(np.isfinite(numbers))
    found[finite] = [Fraction(each) for each in numbers[finite].tolist()]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words by their place in a list; `missing` as in `Intervals`."""

    word: npt.NDArray[np.int64]
    words: tuple[str, ...]
    missing: Ids

    def __len__(self) -> int:
        """How many."""
        return len(self.missing)

    def __getitem__(self, chosen: Places | Mask) -> Words:
        """Some of them, or some of them repeated."""
        return Words(self.word[chosen], self.words, self.missing[chosen])


Values = Intervals | Words


def closed(
    lo: Numbers,
    hi: Numbers,
    missing: Ids,
    doubts: Ids,
    size: float = 1.0,
    *,
    trusted: bool = False,
) -> Intervals:
    """Intervals that hold their ends."""
    shut = np.zeros(len(missing), np.bool_)
    return Intervals(lo, hi, shut, shut, missing, doubts, size, trusted)


def largest(*numbers: Numbers) -> float:
    """The largest finite number among floats, at least 1."""
    found = 1.0
    for each in numbers:
        if each.dtype != object and len(each):
            finite = np.abs(each[np.isfinite(each)])
            found = max(found, float(finite.max()) if len(finite) else 1.0)
    return found
