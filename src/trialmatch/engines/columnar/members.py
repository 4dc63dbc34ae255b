"""Members of some rows, of all subjects at once: pairs of a subject and a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from trialmatch.engines.columnar.reasons import Ids

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Extents:
    """Starts and ends that rows have by being put together; LATEST is an open end."""

    start_lo: npt.NDArray[np.int64]
    start_hi: npt.NDArray[np.int64]
    end_lo: npt.NDArray[np.int64]
    end_hi: npt.NDArray[np.int64]

    def __getitem__(self, chosen: Places | Mask) -> Extents:
        """Some of them."""
        return Extents(
            self.start_lo[chosen], self.start_hi[chosen], self.end_lo[chosen], self.end_hi[chosen]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """Pairs in the order of their subjects.

    `doubts` are the reasons why a row may be no member; 0 is a definite member, and None says
    that all are. `kinds` are the kinds that the rows may be of. `partner` is the line of the
    partner in pairs, and `extents` the times of eras. `itself` says that the rows are those that
    made the subjects. `span` is set where the lines are consecutive, so that columns need not be
    gathered line by line. `partner_extents` are the times of partners that are eras.
    """

    subject: npt.NDArray[np.int32]
    line: npt.NDArray[np.int64]
    kinds: tuple[str, ...]
    doubts: Ids | None = None
    partner: npt.NDArray[np.int64] | None = None
    extents: Extents | None = None
    itself: bool = False
    span: slice | None = None
    partner_extents: Extents | None = None

    def __len__(self) -> int:
        """How many pairs."""
        return len(self.subject)

    @property
    def at(self) -> npt.NDArray[np.int64] | slice:
        """Where the lines stand, for reading columns."""
        return self.line if self.span is None else self.span

    @property
    def certain(self) -> Mask:
        """The definite members."""
        return np.ones(len(self), np.bool_) if self.doubts is None else self.doubts == 0

    @property
    def doubted(self) -> Ids:
        """The reasons for doubt of each."""
        return np.zeros(len(self), np.int32) if self.doubts is None else self.doubts

    def __getitem__(self, chosen: Places | Mask) -> Members:
        """Some of the pairs; their order must stay that of the subjects."""
        return Members(
            self.subject[chosen],
            self.line[chosen],
            self.kinds,
            None if self.doubts is None else self.doubts[chosen],
            None if self.partner is None else self.partner[chosen],
            None if self.extents is None else self.extents[chosen],
            self.itself,
            partner_extents=(
                None if self.partner_extents is None else self.partner_extents[chosen]
            ),
        )

    def with_doubts(self, doubts: Ids | None) -> Members:
        """The same pairs with other doubts."""
        return replace(self, doubts=doubts if doubts is not None and doubts.any() else None)


def runs(subject: Places) -> npt.NDArray[np.int64]:
    """Where the run of each subject begins in an array sorted by subject."""
    if not len(subject):
        return np.zeros(0, np.int64)
    first = np.ones(len(subject), np.bool_)
    first[1:] = subject[1:] != subject[:-1]
    return np.flatnonzero(first)


def mixed(owner: Places, number: Places) -> npt.NDArray[np.int64]:
    """One number for an owner and a number of its own, in the order of owners.

    Different numbers of one owner may come to the same, though hardly ever.
    """
    keys: npt.NDArray[np.int64] = owner.astype(np.int64) << 32 | number & 0xFFFFFFFF
    return keys


def expanded(first: Places, count: Places) -> npt.NDArray[np.int64]:
    """All positions of runs that begin at `first` and are `count` long, one run after another."""
    total = int(count.sum())
    ends = np.cumsum(count)
    shift = np.repeat(first.astype(np.int64) - (ends - count), count)
    places: npt.NDArray[np.int64] = np.arange(total, dtype=np.int64) + shift
    return places
