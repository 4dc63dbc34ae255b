"""The lines of a stretch of patients as arrays: read, judged, counted, and what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trialmatch.cohort.needs import Coding, Groups, Needs
from trialmatch.cohort.partition import OTHER_STATUS, WORDS
from trialmatch.cohort.status import BY_NAME_ALONE, PLANNED
from trialmatch.sources.staging.accounting import of_file
from trialmatch.sources.staging.connection import Connection
from trialmatch.sources.staging.faults import BLANKS_AROUND, NUMBER, REFUSED, faults, reason_of
from trialmatch.sources.staging.line_selection import LineSelection, TextType
from trialmatch.sources.staging.parts import Staged
from trialmatch.sources.staging.stretches import Stretch
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Array = npt.NDArray[np.generic]

_PLANNED = WORDS["status"].index(PLANNED)
_BY_NAME = [WORDS["status"].index(word) for word in BY_NAME_ALONE]
_LINES_AT_ONCE = 1_000_000
_EVER = -(1 << 62)
# What a line has beside the columns of a partition.
_BESIDE = ("place", "coding", "fault", "flags", "file", "item", "refused", "name")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind that are kept, in no order: the coding of each by its number in all.

    `place` is each line's patient in the whole cohort. `names` are the rows' identifiers, where
    they are asked for.
    """

    kind: str
    place: npt.NDArray[np.int32]
    coding: npt.NDArray[np.integer[Any]]
    columns: Mapping[str, Array]
    names: pa.ChunkedArray[Any] | None = None

    def __len__(self) -> int:
        """How many lines."""
        return len(self.place)

    def by_stretch(self, size: int) -> Iterator[tuple[int, Block]]:
        """The lines of each stretch of so many patients, with the stretch's number."""
        import numpy as np

        number = self.place // size
        present = np.flatnonzero(np.bincount(number)).tolist()
        if len(present) < 2:
            yield from ((each, self) for each in present)
            return
        # Numbers of 16 bits are sorted by counting them.
        narrow = number.astype(np.uint16) if present[-1] < 1 << 16 else number
        order = np.argsort(narrow, kind="stable")
        edges = np.searchsorted(number[order], [*present, present[-1] + 1]).tolist()
        for each, start, stop in zip(present, edges, edges[1:], strict=False):
            yield each, self._some(order[start:stop])

    def _some(self, lines: npt.NDArray[np.int64]) -> Block:
        names = None if self.names is None else self.names.take(lines)
        columns = {name: column[lines] for name, column in self.columns.items()}
        return Block(self.kind, self.place[lines], self.coding[lines], columns, names)


class LineReader:
    """Reads one kind of one part, and counts what it reads in the load report."""

    def __init__(
        self,
        connection: Connection,
        selection: LineSelection,
        numbers: Mapping[Coding, int],
        needs: Needs,
        texts: Mapping[str, TextType],
    ) -> None:
        """`numbers` are those of the codings, `texts` the types of texts by column."""
        import numpy as np

        self._connection = connection
        self._selection = selection
        self.in_order = selection.in_order
        self._needs = needs
        self._texts = texts
        found = selection.codings
        number = [numbers[each.coding] for each in found]
        self._number = np.array(number, np.uint16 if len(numbers) < 1 << 16 else np.int32)
        # Before all of time where all lines are asked for.
        since = [_EVER if day is None else day * MINUTES_PER_DAY for day in selection.since]
        self._since = None if set(since) <= {_EVER} else np.array(since, np.int64)
        fault = [NUMBER[each.fault] if each.fault else 0 for each in found]
        self._fault = np.array(fault, np.uint8)
        # Once there are any: lines whose patient is not met stand in the first stretch alone.
        self._between_blanks = False
        self.notes: Counter[int] = Counter()
        self.judged: list[pa.Table] = []

    def read(self, stretch: Stretch, as_of: Moment, staged: Staged) -> Iterator[Block]:
        """The lines of one stretch that began by the moment, block after block."""
        for table in self._tables(stretch, around=False):
            between_blanks = _array(table, "fault") == BLANKS_AROUND
            if between_blanks.any():
                self._between_blanks = True
                table = table.filter(_mask(~between_blanks))
            yield self._block(_before(table, as_of), staged)
        if self._between_blanks:
            for table in self._tables(stretch, around=True):
                yield self._block(_before(table, as_of), staged)

    def _tables(self, stretch: Stretch, around: bool) -> Iterator[pa.Table]:
        import pyarrow as pa

        query = self._selection.lines(stretch, self._needs, self._texts, around)
        for batch in self._connection.sql(query).to_arrow_reader(_LINES_AT_ONCE):
            yield pa.Table.from_batches([batch])

    def _block(self, table: pa.Table, staged: Staged) -> Block:
        table = self._reaching(table)
        coding = _array(table, "coding")
        fault = faults(_array(table, "fault"), _array(table, "status"), self._fault[coding])
        self._count(table, fault, staged)
        if fault.any():
            table, coding = table.filter(_mask(fault == 0)), coding[fault == 0]
        self._note(table)
        names = [name for name in table.column_names if name not in _BESIDE]
        return Block(
            self._selection.kind,
            _array(table, "place"),
            self._number[coding],
            {name: _array(table, name) for name in names},
            table["name"] if "name" in table.column_names else None,
        )

    def _reaching(self, table: pa.Table) -> pa.Table:
        """The lines that may reach into the days that are asked for."""
        if self._since is None or self._selection.may_outlast:
            return table
        known = _array(table, "fault") == 0
        over = known & (_array(table, "start_hi") < self._since[_array(table, "coding")])
        return table.filter(_mask(~over)) if over.any() else table

    def _count(self, table: pa.Table, fault: npt.NDArray[np.uint8], staged: Staged) -> None:
        """Count lines by fault; where things of several lines are read, put them aside first."""
        import numpy as np

        if "item" in table.column_names:
            self._put_aside(table, fault)
            return
        entry = of_file(staged.report, self._selection.part.file)
        entry.read += len(fault)
        for number, lines in enumerate(np.bincount(fault, minlength=1).tolist()):
            if number == 0:
                entry.kept += lines
            elif lines:
                entry.set_aside[reason_of(number)] += lines

    def _put_aside(self, table: pa.Table, fault: npt.NDArray[np.uint8]) -> None:
        import pyarrow as pa

        refused = table["refused"].to_pylist() if "refused" in table.column_names else None
        reasons = [
            None if n == 0 else (refused[at] if refused and n == REFUSED else reason_of(n))
            for at, n in enumerate(fault.tolist())
        ]
        judged = table.select(["file", "item"]).append_column(
            "reason", pa.array(reasons, pa.string())
        )
        self.judged.append(judged)

    def _note(self, table: pa.Table) -> None:
        """Count what is worth a note: other statuses first, then what is flagged."""
        import numpy as np

        self.notes[0] += int((_array(table, "status") == OTHER_STATUS).sum())
        flags = _array(table, "flags")
        if flags.any():
            for bit in range(8):
                self.notes[bit + 1] += int(np.count_nonzero(flags & (1 << bit)))


def seen_in(blocks: Sequence[Block], codings: Sequence[Coding]) -> dict[Coding, int]:
    """How many lines that count there are of each coding that has any lines."""
    import numpy as np

    there = np.zeros(len(codings), np.bool_)
    count = np.zeros(len(codings), np.int64)
    for block in blocks:
        counts = ~np.isin(block.columns["status"], _BY_NAME)
        count += np.bincount(block.coding[counts], minlength=len(codings))
        there[block.coding] = True
    return {codings[at]: int(count[at]) for at in np.flatnonzero(there).tolist()}


def groups_of(codings: Sequence[Coding], groups: Groups) -> npt.NDArray[np.int32]:
    """The group of each coding by its number; -1 where nobody asked for it."""
    import numpy as np

    return np.array([groups.of_coding.get(each, -1) for each in codings], np.int32)


def _before(table: pa.Table, as_of: Moment) -> pa.Table:
    """The lines that began by the moment, or are planned, or whose start is not known."""
    late = (_array(table, "start_lo") > as_of.hi) & (_array(table, "status") != _PLANNED)
    return table.filter(_mask(~late)) if late.any() else table


def _mask(chosen: npt.NDArray[np.bool_]) -> pa.Array[Any]:
    import pyarrow as pa

    return pa.array(chosen)


def _array(table: pa.Table, column: str) -> Any:
    """A column without nulls as an array, without a copy where it is in one piece."""
    return table[column].combine_chunks().to_numpy(zero_copy_only=False)
