"""Verdicts of many: one array of those that are MET and one of those that are NOT_MET.

The arrays are of bits, eight to a byte, for subjects, and of booleans for rows. Kleene's
logic is the same on both: who is in neither is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from trialmatch.engines.columnar.reasons import Ids, Reasons

# Booleans, or bits packed into bytes.
Marks = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Truths:
    """Verdicts of `size` rows or subjects.

    `data` marks those UNKNOWN for want of data and not only of a person's answer; None where
    all are. `reasons` are there only where they were asked for.
    """

    size: int
    met: Marks
    not_met: Marks
    data: Marks | None = None
    reasons: Ids | None = None

    @property
    def unknown(self) -> Marks:
        """Who is in neither; bits past the last subject are of no meaning."""
        return ~(self.met | self.not_met)

    @property
    def for_data(self) -> Marks:
        """Who is UNKNOWN for want of data."""
        return self.unknown if self.data is None else self.data

    def packed(self) -> Truths:
        """The same in bits."""
        if self.met.dtype != np.bool_:
            return self
        data = None if self.data is None else np.packbits(self.data)
        return Truths(
            self.size, np.packbits(self.met), np.packbits(self.not_met), data, self.reasons
        )


def unpacked(marks: Marks, size: int) -> npt.NDArray[np.bool_]:
    """Bits as booleans."""
    if marks.dtype == np.bool_:
        return marks
    return np.unpackbits(marks, count=size).view(np.bool_)


def negated(part: Truths) -> Truths:
    """Kleene "not": unknown stays unknown."""
    return Truths(part.size, part.not_met, part.met, part.data, part.reasons)


def settled(size: int, *, met: bool) -> Truths:
    """One verdict of all, in booleans."""
    all_of, none_of = np.ones(size, np.bool_), np.zeros(size, np.bool_)
    return Truths(size, all_of, none_of) if met else Truths(size, none_of, all_of)


def all_met(parts: Sequence[Truths], reasons: Reasons) -> Truths:
    """Kleene "and"."""
    met = reduce(np.bitwise_and, (part.met for part in parts))
    not_met = reduce(np.bitwise_or, (part.not_met for part in parts))
    return _joint(parts, met, not_met, reasons)


def any_met(parts: Sequence[Truths], reasons: Reasons) -> Truths:
    """Kleene "or"."""
    met = reduce(np.bitwise_or, (part.met for part in parts))
    not_met = reduce(np.bitwise_and, (part.not_met for part in parts))
    return _joint(parts, met, not_met, reasons)


def at_least(n: int, parts: Sequence[Truths], reasons: Reasons) -> Truths:
    """At least `n` of the parts."""
    size = parts[0].size
    met = sum(unpacked(part.met, size).astype(np.int16) for part in parts)
    not_met = sum(unpacked(part.not_met, size).astype(np.int16) for part in parts)
    enough, too_few = np.asarray(met >= n), np.asarray(len(parts) - not_met < n)
    if parts[0].met.dtype != np.bool_:
        enough, too_few = np.packbits(enough), np.packbits(too_few)
    return _joint(parts, enough, too_few, reasons)


def _joint(parts: Sequence[Truths], met: Marks, not_met: Marks, reasons: Reasons) -> Truths:
    size = parts[0].size
    unknown = ~(met | not_met)
    data = None
    if any(part.data is not None for part in parts):
        data = reduce(np.bitwise_or, (part.for_data for part in parts)) & unknown
    told = None
    if reasons.told:
        told = np.zeros(size, np.int32)
        for part in parts:
            if part.reasons is not None:
                told = reasons.union(told, part.reasons)
        told[~unpacked(unknown, size)] = 0
    return Truths(size, met, not_met, data, told)
