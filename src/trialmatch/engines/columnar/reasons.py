"""Why a row may be none, or an answer is not known: sets of reasons, each set a number.

Most rows and answers have no reason, and few sets differ, so an array of small numbers says
for each row or subject which set it has; 0 is the empty set. Where nobody asked for reasons,
only one difference is kept: that an anchor never was decides what a window holds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from trialmatch.verdict import Missing, Reason

Ids = npt.NDArray[np.int32]

# The numbers where reasons are not told: nothing but a missing anchor, and anything else.
_NO_ANCHOR, _SOME = 1, 2


class Reasons:
    """The sets of reasons met in one run, by number."""

    def __init__(self, told: bool) -> None:
        """Keep the sets apart where reasons are to be `told`."""
        self.told = told
        self._sets: list[frozenset[Reason]] = [frozenset()]
        self._numbers: dict[frozenset[Reason], int] = {frozenset(): 0}
        if not told:
            self._sets += [
                frozenset({Reason.of(m)}) for m in (Missing.NO_ANCHOR, Missing.NO_RESULT)
            ]

    def of(self, *reasons: Reason) -> int:
        """The number of a set."""
        return self._number(frozenset(reasons))

    def missing(self, missing: Missing, about: str = "", detail: str = "") -> int:
        """The number of the set of one reason."""
        if not self.told:
            return _NO_ANCHOR if missing is Missing.NO_ANCHOR else _SOME
        return self.of(Reason.of(missing, about, detail))

    @property
    def sets(self) -> list[frozenset[Reason]]:
        """All sets by number."""
        return self._sets

    def set(self, number: int) -> frozenset[Reason]:
        """The reasons of a number."""
        return self._sets[number]

    def _number(self, found: frozenset[Reason]) -> int:
        if not self.told:
            others = any(reason.missing is not Missing.NO_ANCHOR for reason in found)
            return _SOME if others else bool(found) * _NO_ANCHOR
        number = self._numbers.setdefault(found, len(self._sets))
        if number == len(self._sets):
            self._sets.append(found)
        return number

    def union(self, left: Ids, right: Ids | int) -> Ids:
        """The union of two sets in each place."""
        if isinstance(right, int) and not right:
            return left
        if not self.told:
            return np.maximum(left, right).astype(np.int32, copy=False)
        other = np.broadcast_to(np.asarray(right, np.int32), left.shape)
        if not left.any():
            return other.copy()
        return self._mapped_pairs(left, other)

    def _mapped_pairs(self, left: Ids, right: Ids) -> Ids:
        pairs = left.astype(np.int64) << 32 | right
        distinct, places = np.unique(pairs, return_inverse=True)
        numbers = [self._number(self._sets[p >> 32] | self._sets[p & 0xFFFFFFFF]) for p in distinct]
        return np.array(numbers, np.int32)[places]

    def changed(self, ids: Ids, change: Callable[[Reason], Reason]) -> Ids:
        """Each set with each of its reasons changed."""
        if not self.told or not ids.any():
            return ids
        distinct, places = np.unique(ids, return_inverse=True)
        numbers = [self._number(frozenset(map(change, self._sets[each]))) for each in distinct]
        return np.array(numbers, np.int32)[places]

    def gathered(self, ids: Ids, place: npt.NDArray[np.integer], size: int) -> Ids:
        """The union of the sets of all that belong to a place, for each of `size` places."""
        found = np.zeros(size, np.int32)
        some = np.flatnonzero(ids)
        if not self.told:
            for number in (_NO_ANCHOR, _SOME):
                found[place[ids == number]] = number
            return found
        pairs = np.unique(place[some].astype(np.int64) << 32 | ids[some])
        unions: dict[int, frozenset[Reason]] = {}
        for pair in pairs.tolist():
            at = pair >> 32
            unions[at] = unions.get(at, frozenset()) | self._sets[pair & 0xFFFFFFFF]
        for at, union in unions.items():
            found[at] = self._number(union)
        return found
