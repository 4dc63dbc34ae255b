"""A partition's lines, read column by column; a column that is not there is neutral."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from trialmatch.cohort.kinds import KINDS
from trialmatch.cohort.needs import Groups
from trialmatch.cohort.partition import COLUMNS, NEUTRAL, OTHER_STATUS, WORDS, Partition
from trialmatch.cohort.status import Certainty, certainty
from trialmatch.engines.columnar.members import mixed

Array = npt.NDArray[Any]
Lines = npt.NDArray[np.int64]
KIND_NUMBERS = {kind.name: number for number, kind in enumerate(KINDS)}


def _of_statuses(wanted: Certainty) -> npt.NDArray[np.bool_]:
    """By status number, whether a row of it has this certainty."""
    found = np.zeros(OTHER_STATUS + 1, np.bool_)
    for number, word in enumerate(WORDS["status"]):
        found[number] = certainty(word) is wanted
    found[OTHER_STATUS] = wanted is Certainty.POSSIBLE
    return found


NEVER, POSSIBLE = _of_statuses(Certainty.NEVER), _of_statuses(Certainty.POSSIBLE)
PRELIMINARY = WORDS["status"].index("preliminary")
IN_PROGRESS = WORDS["status"].index("in-progress")
PLANNED = WORDS["status"].index("planned")


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """All visits of a partition by patient and contact, as one number each; then by start."""

    key: npt.NDArray[np.int64]
    line: Lines


class Table:
    """The lines of one partition, with the groups that the plan's code sets come to."""

    def __init__(self, partition: Partition, groups: Groups) -> None:
        """Read this partition."""
        self.partition = partition
        self.groups = groups
        self._told_in: dict[str, frozenset[str]] = {}

    def has(self, column: str) -> bool:
        """Whether any line has another than the neutral value."""
        return column in self.partition.columns

    def column(self, name: str, lines: Lines | slice) -> Array:
        """A column's values in some lines."""
        values = self.partition.columns.get(name)
        if values is not None:
            return values[lines]
        size = lines.stop - lines.start if isinstance(lines, slice) else len(lines)
        neutral = np.array(NEUTRAL.get(name, 0), COLUMNS[name])
        return np.broadcast_to(neutral, (size,))

    def told_in(self, column: str) -> frozenset[str]:
        """The kinds in which any line has another than the neutral value."""
        found = self._told_in.get(column)
        if found is None:
            found = self._told_in[column] = frozenset(self._telling(column))
        return found

    def _telling(self, column: str) -> Iterator[str]:
        values = self.partition.columns.get(column)
        if values is None:
            return
        neutral = NEUTRAL.get(column, 0)
        for group in self.partition.groups.values():
            some = values[group.start : group.stop]
            told = ~np.isnan(some) if some.dtype.kind == "f" else some != neutral
            if told.any():
                yield group.kind

    def in_order(self, lines: Lines, *keys: Array) -> npt.NDArray[np.int64]:
        """The order of lines by keys, the last one first; those alike by their rows' identifiers.

        Identifiers are looked at only where they decide.
        """
        order = np.lexsort(keys)
        alike = np.ones(max(len(order) - 1, 0), np.bool_)
        for key in keys:
            alike &= key[order][1:] == key[order][:-1]
        if not alike.any():
            return order
        tied = np.flatnonzero(np.append(alike, False) | np.append(False, alike))
        rank = np.zeros(len(order), np.int64)
        _, rank[order[tied]] = np.unique(
            np.array(self.partition.ids(lines[order[tied]])), return_inverse=True
        )
        return np.lexsort((self.column("row", lines), rank, *keys))

    def words(self, name: str) -> Sequence[str]:
        """What the numbers of a column of words stand for."""
        return WORDS[name] if name in WORDS else self.partition.dictionaries.get(name, ("",))

    @cached_property
    def birth(self) -> tuple[Array, Array]:
        """The first and last minute of each patient's birth, NO_TIME where not known."""
        lo, hi = self.partition.birth
        return lo.astype(np.int64), hi.astype(np.int64)

    @cached_property
    def kind(self) -> npt.NDArray[np.uint8]:
        """The number of each line's kind."""
        kinds = np.zeros(self.partition.lines, np.uint8)
        for group in self.partition.groups.values():
            kinds[group.start : group.stop] = KIND_NUMBERS[group.kind]
        return kinds

    @cached_property
    def visits(self) -> Visits:
        """The lines of visits, to be found by patient and contact."""
        groups = [g for g in self.partition.groups.values() if g.kind == "visit"]
        lines = [np.arange(g.start, g.stop, dtype=np.int64) for g in groups]
        line = np.concatenate(lines or [np.zeros(0, np.int64)])
        key = mixed(self.column("patient", line), self.column("contact", line))
        order = np.lexsort((self.column("start_hi", line), self.column("start_lo", line), key))
        return Visits(key[order], line[order])

    @cached_property
    def several_codings(self) -> bool:
        """Whether any row has more than one line."""
        rows = self.partition.columns.get("row")
        if rows is None:
            return False
        ordered = np.sort(rows[rows != 0])
        return bool((ordered[1:] == ordered[:-1]).any())

    @cached_property
    def last_start(self) -> int:
        """The latest minute that any line begins at, at the earliest."""
        starts = self.partition.columns["start_lo"]
        return int(starts.max()) if len(starts) else 0

    @cached_property
    def _statuses(self) -> frozenset[int]:
        status = self.partition.columns.get("status")
        return frozenset() if status is None else frozenset(np.unique(status).tolist())

    @cached_property
    def some_never_count(self) -> bool:
        """Whether any line has a status that never counts."""
        return any(NEVER[status] for status in self._statuses)

    @cached_property
    def some_may_count(self) -> bool:
        """Whether any line has a status by which it only may count."""
        return any(POSSIBLE[status] for status in self._statuses)

    @cached_property
    def some_preliminary(self) -> bool:
        """Whether any line is preliminary."""
        return PRELIMINARY in self._statuses

    @cached_property
    def some_planned(self) -> bool:
        """Whether any line is planned."""
        return PLANNED in self._statuses

    @cached_property
    def some_under_way(self) -> bool:
        """Whether any line is in progress."""
        return IN_PROGRESS in self._statuses
