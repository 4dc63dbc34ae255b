"""From stored lines to partitions: sorted on one key, cut between patients, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.needs import Coding, Groups, Needs
from trialmatch.cohort.partition import (
    COLUMNS,
    EARLIEST,
    LATEST,
    NO_TIME,
    WORDS,
    Group,
    Partition,
    Periods,
)
from trialmatch.sources.staging.connection import Connection, columns_of
from trialmatch.sources.staging.row_numbers import NumberedRows, numbered
from trialmatch.vocabulary.codesystems import canonical_code, canonical_system

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Array = npt.NDArray[np.generic]

# Patients whose lines are sorted at a time; a larger partition is sorted alone.
_AT_ONCE = 125_000
_MINUTES = 1 << 32
_LARGEST_KEY = 1 << 63
_VISIT = SOURCE_KINDS.index("visit")


@dataclass(frozen=True, slots=True)
class Lines:
    """Stored lines: `codings` and `texts` are what their numbers stand for.

    `renumbered` gives the group of `groups` for the one that a line is stored with.
    """

    connection: Connection
    table: str
    texts: Mapping[str, Sequence[str]]
    codings: Sequence[Coding]
    renumbered: Mapping[int, int]
    groups: Groups
    needs: Needs


def cut(lines: Lines, people: pa.Table, periods: pa.Table | None, size: int) -> Iterator[Partition]:
    """Partitions of so many patients each, the last one of the rest."""
    cutter = _Cutter(lines, people, periods, size)
    step = max(1, _AT_ONCE // size) * size
    for first in range(0, people.num_rows, step):
        yield from cutter.partitions(first, min(first + step, people.num_rows))


class _Cutter:
    def __init__(self, lines: Lines, people: pa.Table, periods: pa.Table | None, size: int) -> None:
        self._lines = lines
        self._people = people
        self._periods = periods
        self._size = size
        present = columns_of(lines.connection, lines.table)
        self._columns = [column for column in COLUMNS if column in present]
        self._told_apart = "id" in present
        self._asked = frozenset[str]().union(*(lines.needs.columns(k) for k in lines.needs.kinds))
        self._kinds = _kinds(lines)
        self._text_places, self._dictionaries = _dictionaries(lines, self._asked)

    def partitions(self, first: int, beyond: int) -> Iterator[Partition]:
        """The partitions of the patients from one place to another."""
        import numpy as np

        table = self._sorted(first, beyond)
        part = _array(table, "part")
        starts = range(first, beyond, self._size)
        edges = np.searchsorted(part, np.arange(len(starts) + 1, dtype=np.int32)).tolist()
        for start, low, high in zip(starts, edges, edges[1:], strict=False):
            stop = min(start + self._size, beyond)
            yield self._partition(table.slice(low, high - low), start, stop)

    def _sorted(self, first: int, beyond: int) -> pa.Table:
        size = self._size
        inside = f"(place - {first})"
        selected = [
            f"({inside} // {size})::INTEGER AS part",
            f"({inside} % {size})::INTEGER AS patient",
            *("grp", "coding"),
            *(column for column in self._columns if column != "patient"),
            *(("id", "own", "content") if self._told_apart else ()),
        ]
        groups = max(self._lines.renumbered, default=0) + 1
        query = (
            f"SELECT {', '.join(selected)} FROM {self._lines.table}"
            f" WHERE reason = 0 AND place >= {first} AND place < {beyond}"
            f" ORDER BY {_order(inside, size, groups, (beyond - first) // size + 1)}"
        )
        table: pa.Table = self._lines.connection.sql(query).to_arrow_table()
        return table

    def _partition(self, table: pa.Table, first: int, beyond: int) -> Partition:
        import numpy as np

        people = self._people.slice(first, beyond - first)
        columns = {name: _typed(_array(table, name), COLUMNS[name]) for name in self._columns}
        columns["patient"] = _array(table, "patient")
        for name, places in self._text_places.items():
            source = "coding" if name == "code" else name
            columns[name] = places[_array(table, source)]
        group = _array(table, "grp")
        rows = self._rows(table, columns, group)
        return Partition(
            names=[str(name) for name in people["patient"].to_pylist()],
            birth=_moments(people, "birth"),
            death=_moments(people, "death"),
            deceased=_array(people, "deceased").astype(np.bool_),
            sex=_sexes(people),
            columns={name: columns[name] for name in COLUMNS if name in columns},
            groups=self._groups(group),
            dictionaries=self._dictionaries,
            ids=rows.ids if rows is not None and "row" in columns else (),
            periods=None if self._periods is None else self._of(people, self._periods),
        )

    def _rows(
        self, table: pa.Table, columns: dict[str, Array], group: Array
    ) -> NumberedRows | None:
        """Number the rows that are told apart; a contact without an identifier is its own."""
        import numpy as np

        if not self._told_apart:
            return None
        kind = self._kinds[group]
        rows = numbered(table, kind, columns["patient"], columns["start_lo"])
        if "contact" in columns:
            own = rows.unnamed & (kind == _VISIT)
            columns["contact"] = np.where(own, -rows.number, columns["contact"])
        if "row" in self._asked:
            columns["row"] = rows.number
        return rows

    def _groups(self, group: Array) -> dict[int, Group]:
        import numpy as np

        groups = self._lines.groups
        found: dict[int, Group] = {}
        # Of the array's own type, or all of it is made another for each look.
        numbers = np.arange(max(self._lines.renumbered, default=0) + 2, dtype=np.int32)
        edges = np.searchsorted(group, numbers).tolist()
        for old, new in sorted(self._lines.renumbered.items()):
            found[new] = Group(groups.kinds[new], edges[old], edges[old + 1])
        return found

    def _of(self, people: pa.Table, periods: pa.Table) -> Periods:
        import numpy as np
        import pyarrow.compute as pc

        names = people["patient"]
        own = periods.filter(pc.is_in(periods["patient"], value_set=names.combine_chunks()))
        patient = pc.index_in(own["patient"], value_set=names.combine_chunks()).to_numpy()
        order = np.lexsort((_array(own, "end_day"), _array(own, "start_day"), patient))
        return Periods(
            np.searchsorted(patient[order], np.arange(people.num_rows + 1)).astype(np.int64),
            _array(own, "start_day")[order].astype(np.int32),
            _array(own, "end_day")[order].astype(np.int32),
        )


def _kinds(lines: Lines) -> npt.NDArray[np.uint8]:
    """The number of the kind of each group that lines are stored with."""
    import numpy as np

    kinds = np.zeros(max(lines.renumbered, default=0) + 1, np.uint8)
    for old, new in lines.renumbered.items():
        kinds[old] = SOURCE_KINDS.index(lines.groups.kinds[new])
    return kinds


def _order(inside: str, size: int, groups: int, parts: int) -> str:
    """The order of lines; on one number where one can hold it all."""
    line = f"(({inside} // {size})::BIGINT * {groups} + grp) * {size} + {inside} % {size}"
    if parts * groups * size * _MINUTES < _LARGEST_KEY:
        return f"({line}) * {_MINUTES} + (start_lo::BIGINT - {NO_TIME})"
    return f"{line}, start_lo"


def _dictionaries(
    lines: Lines, asked: frozenset[str]
) -> tuple[dict[str, npt.NDArray[np.int32]], dict[str, Sequence[str]]]:
    """For each column of texts the position of what a line has, and the dictionary."""
    texts = {
        name: [
            "",
            *(_coded(label) if name == "value_code" else label.strip(" ") for label in found),
        ]
        for name, found in lines.texts.items()
    }
    if "code" in asked:
        texts["code"] = [f"{system} {code}" if code else "" for _, system, code in lines.codings]
    places: dict[str, npt.NDArray[np.int32]] = {}
    dictionaries: dict[str, Sequence[str]] = {}
    for name, labels in texts.items():
        places[name], dictionaries[name] = _positions(labels)
    return places, dictionaries


def _positions(labels: Sequence[str]) -> tuple[npt.NDArray[np.int32], Sequence[str]]:
    import numpy as np

    dictionary = ["", *dict.fromkeys(label for label in labels if label)]
    position = {label: number for number, label in enumerate(dictionary)}
    return np.array([position[label] for label in labels], np.int32), dictionary


def _coded(label: str) -> str:
    system, _, code = label.partition("\x1f")
    known = canonical_system(system)
    return f"{known} {canonical_code(known, code)}"


def _array(table: pa.Table, column: str) -> Array:
    return _array_of(table[column])


def _array_of(column: pa.ChunkedArray[Any]) -> Array:
    """A column without nulls as an array, without a copy where it is in one piece."""
    array: Array = column.combine_chunks().to_numpy(zero_copy_only=False)
    return array


def _typed(array: Array, dtype: str) -> Array:
    import numpy as np

    return array.view(np.bool_) if dtype == "bool" else array


def _moments(people: pa.Table, name: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    return _minutes(people[f"{name}_lo"]), _minutes(people[f"{name}_hi"])


def _minutes(column: pa.ChunkedArray[Any]) -> npt.NDArray[np.int32]:
    import numpy as np

    known = column.is_valid().to_numpy()
    minutes = np.nan_to_num(column.to_numpy().astype(np.float64))
    return np.where(known, np.clip(minutes, EARLIEST, LATEST), NO_TIME).astype(np.int32)


def _sexes(people: pa.Table) -> npt.NDArray[np.uint8]:
    import numpy as np

    encoded: Any = people["sex"].combine_chunks().dictionary_encode(null_encoding="encode")
    numbers = [WORDS["sex"].index(word or "") for word in encoded.dictionary.to_pylist()]
    sexes: npt.NDArray[np.uint8] = np.array(numbers, np.uint8)[encoded.indices.to_numpy()]
    return sexes
