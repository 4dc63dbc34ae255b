"""Chance: a sequence of draws that is the same in every run."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws from options; the same seed gives the same draws, on every machine."""

    def __init__(self, seed: int) -> None:
        """Begin the sequence of a seed."""
        self._random = Random(seed)

    def roll(self) -> float:
        """A number from 0 up to 1."""
        return self._random.random()

    def below(self, bound: int) -> int:
        """A whole number from 0 up to a bound."""
        return int(self._random.random() * bound)

    def of(self, options: Sequence[T]) -> T:
        """One of some options."""
        return options[int(self._random.random() * len(options))]
