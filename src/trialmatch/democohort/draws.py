"""Draws for many rows at once: weighted choice, independent chances, repeated rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_WEIGHT = re.compile(r"-?\d*\.?\d+")
Weighted = tuple[tuple[str, float], ...]


def weights(text: str) -> Weighted:
    """Read `"I21.4 60, I21.0 15"`: names with their weights, 1 where none is said."""
    return tuple(_word_and_weight(part.strip()) for part in text.split(",") if part.strip())


def _word_and_weight(text: str) -> tuple[str, float]:
    word, _, weight = text.rpartition(" ")
    return (word, float(weight)) if _WEIGHT.fullmatch(weight) and word else (text, 1.0)


def repeat_rows(counts: Ints) -> tuple[Ints, Ints]:
    """For each row its number so many times, and which of its repetitions each one is."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner), dtype=np.int64) - first[owner]


def whole_numbers(rng: np.random.Generator, mean: Floats) -> Ints:
    """Whole numbers with the given means that vary as little as they can."""
    below = np.floor(mean)
    return (below + (rng.random(len(mean)) < mean - below)).astype(np.int64)


def happens(rng: np.random.Generator, rows: int, chance: float) -> Bools:
    """Which of so many rows something of the given chance happens to."""
    return rng.random(rows) < chance


class WeightedLists:
    """Many short weighted lists, of which one item each is drawn for many rows at once.

    Where the weights of a list sum to less than `whole`, the rest is the chance of nothing,
    which is item -1. An empty list always gives nothing.
    """

    def __init__(self, lists: Sequence[Sequence[tuple[int, float]]], whole: float = 0.0) -> None:
        """Lay the lists out as one rising row of limits: list number + share so far."""
        limits: list[float] = []
        items: list[int] = []
        for number, pairs in enumerate(lists):
            total = max(sum(weight for _, weight in pairs), whole, 1e-9)
            shares = np.cumsum([weight for _, weight in pairs] or [0.0]) / total
            limits += [number + min(float(share), 1.0) for share in shares[: len(pairs)]]
            items += [item for item, _ in pairs]
            limits.append(number + 1.0)
            items.append(-1)
        self._limits = np.array(limits)
        self._items = np.array(items, dtype=np.int64)

    def pick(self, number: Ints, at: Floats) -> Ints:
        """The item of each numbered list at a share `at` in [0, 1) of its weights."""
        place = np.searchsorted(self._limits, number + np.minimum(at, 1 - 1e-9), side="right")
        return self._items[place]


class Chances:
    """Many short lists of items that each occur with a chance or mean of their own."""

    def __init__(self, lists: Sequence[Sequence[tuple[int, float]]]) -> None:
        """Lay the lists out one after the other."""
        self.lengths = np.array([len(pairs) for pairs in lists], dtype=np.int64)
        self._first = np.cumsum(self.lengths) - self.lengths
        self._items = np.array([i for pairs in lists for i, _ in pairs], dtype=np.int64)
        self._means = np.array([mean for pairs in lists for _, mean in pairs], dtype=np.float64)

    def each(self, number: Ints) -> tuple[Ints, Ints, Floats]:
        """For each row every item of its list: row, item and mean."""
        owner, serial = repeat_rows(self.lengths[number])
        place = self._first[number[owner]] + serial
        return owner, self._items[place], self._means[place]

    def draw(self, rng: np.random.Generator, number: Ints) -> tuple[Ints, Ints]:
        """For each row the items of its list that happen: row and item, by chance."""
        owner, item, mean = self.each(number)
        counts = whole_numbers(rng, mean)
        return np.repeat(owner, counts), np.repeat(item, counts)
