"""From blocks of lines to one partition: each kind sorted by itself, and put in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trialmatch.cohort.needs import Groups, Needs
from trialmatch.cohort.partition import COLUMNS, NEUTRAL, NO_TIME, Group, Partition
from trialmatch.sources.staging.identity import UNNAMED
from trialmatch.sources.staging.line_reading import Block
from trialmatch.sources.staging.persons import Persons
from trialmatch.sources.staging.row_names import RowNames, told_apart
from trialmatch.sources.staging.stretches import Stretch

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_MINUTES = 1 << 32
_LARGEST_KEY = 1 << 63
_ALWAYS = frozenset({"patient", "start_lo", "start_hi"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What all partitions of an extraction have in common.

    `group_of` is the group of each coding by its number. `places` tell by column of texts
    where in its dictionary the texts are that lines have by number.
    """

    needs: Needs
    groups: Groups
    group_of: npt.NDArray[np.int32]
    places: Mapping[str, npt.NDArray[np.int32]]
    dictionaries: Mapping[str, Sequence[str]]
    numbered: frozenset[int]


def partition_of_stretch(
    shape: Shape, blocks: Iterable[Block], persons: Persons, stretch: Stretch
) -> Partition:
    """The partition of a stretch of patients; the blocks are let go as they are used."""
    by_kind: dict[str, list[Block]] = {}
    for block in blocks:
        by_kind.setdefault(block.kind, []).append(block)
    put = _Put(shape, stretch, sum(len(each) for found in by_kind.values() for each in found))
    for kind in sorted(by_kind):
        put.kind(kind, by_kind.pop(kind))
    return Partition(
        names=persons.names(stretch),
        birth=persons.moments("birth", stretch),
        death=persons.moments("death", stretch),
        deceased=persons.deceased(stretch),
        sex=persons.sex(stretch),
        columns=put.told(),
        groups=put.groups(),
        dictionaries=shape.dictionaries,
        ids=put.names,
        periods=persons.observed(stretch) if shape.needs.periods else None,
    )


class _Put:
    """The columns of a partition, filled kind by kind, as groups stand in the order of kinds."""

    def __init__(self, shape: Shape, stretch: Stretch, lines: int) -> None:
        needs = shape.needs
        asked = _ALWAYS.union(*(needs.columns(kind) for kind in needs.kinds))
        self._columns = {name: _room(name, lines) for name in COLUMNS if name in asked}
        self.names = RowNames()
        self._shape = shape
        self._stretch = stretch
        self._edges: dict[int, tuple[int, int]] = {}
        self._next = 0
        self._told = set(_ALWAYS)

    def told(self) -> dict[str, Array]:
        """The columns in which any line may have another than the neutral value."""
        return {name: each for name, each in self._columns.items() if name in self._told}

    def kind(self, kind: str, blocks: list[Block]) -> None:
        """All lines of one kind."""
        place = _joined([each.place for each in blocks])
        coding = _joined([each.coding for each in blocks])
        patient = place - self._stretch.first
        group = self._shape.group_of[coding]
        start = _joined([each.columns["start_lo"] for each in blocks])
        order = self._order(group, patient, start)
        inside = slice(self._next, self._next + len(order))
        ordered = group[order]
        self._mark(kind, ordered)
        self._fill("patient", patient, order, inside)
        self._fill("code", coding, order, inside)
        asked = self._shape.needs.columns(kind) | {"start_lo", "start_hi"}
        filled = {name for name in asked if any(name in each.columns for each in blocks)}
        for name in filled:
            self._fill(name, _column(name, blocks), order, inside)
        self._tell_apart(kind, blocks, place, order, inside, ordered)
        for name, neutral in NEUTRAL.items():
            if name in self._columns and name not in filled:
                self._columns[name][inside] = neutral
        self._next = inside.stop

    def groups(self) -> dict[int, Group]:
        """Every group that there is anywhere, also one without lines here."""
        kinds = self._shape.groups.kinds
        return {n: Group(kinds[n], *self._edges.get(n, (0, 0))) for n in sorted(kinds)}

    def _order(self, group: Array, patient: Array, start: Array) -> Array:
        """Lines by group, patient and start; on one number where one can hold it all."""
        import numpy as np

        patients = self._stretch.beyond - self._stretch.first
        first = int(group.min(initial=np.iinfo(np.int32).max))
        groups = int(group.max(initial=first)) - first + 1
        if groups * patients * _MINUTES >= _LARGEST_KEY:
            return np.lexsort((start, patient, group))
        key = (group - first).astype(np.int64)
        key *= patients
        key += patient
        key *= _MINUTES
        key += start
        key -= NO_TIME
        return np.argsort(key)

    def _mark(self, kind: str, ordered: Array) -> None:
        import numpy as np

        kinds = self._shape.groups.kinds
        numbers = [number for number in sorted(kinds) if kinds[number] == kind]
        low = np.searchsorted(ordered, np.array(numbers, ordered.dtype), "left").tolist()
        high = np.searchsorted(ordered, np.array(numbers, ordered.dtype), "right").tolist()
        for number, begin, end in zip(numbers, low, high, strict=True):
            self._edges[number] = self._next + begin, self._next + end

    def _fill(self, name: str, values: Array, order: Array, inside: slice) -> None:
        import numpy as np

        if name not in self._columns:
            return
        if name in self._shape.places:
            values = self._shape.places[name][values]
        column = self._columns[name]
        self._told.add(name)
        np.take(values.astype(column.dtype, copy=False), order, out=column[inside], mode="clip")

    def _tell_apart(
        self,
        kind: str,
        blocks: list[Block],
        place: Array,
        order: Array,
        inside: slice,
        group: Array,
    ) -> None:
        """Rows without an identifier get numbers of their own, and contacts too."""
        import numpy as np

        unnamed = _unnamed(kind, blocks)
        if unnamed is None:
            return
        some = bool(unnamed.any())
        if some:
            # Below any number that is a hash of an identifier, but for one in billions.
            own = np.arange(inside.start + 1, inside.stop + 1)
            if kind == "visit" and "contact" in self._columns:
                contact = self._columns["contact"][inside]
                contact[unnamed[order]] = -own[unnamed[order]]
            if "row" in self._columns:
                rows = self._columns["row"][inside]
                rows[unnamed[order]] = own[unnamed[order]]
        if "row" in self._columns:
            not_asked = ~np.isin(group, list(self._shape.numbered))
            if not_asked.any():
                self._columns["row"][inside][not_asked] = 0
        if all(each.names is not None for each in blocks):
            names = _names(blocks)
            names = told_apart(names, unnamed, place) if some else names
            self.names.add(inside.start, order, names)


def _unnamed(kind: str, blocks: list[Block]) -> Array | None:
    """Which lines' rows have no identifier; none where nobody asks for it."""
    if all("row" in each.columns for each in blocks):
        found: Array = _column("row", blocks) == UNNAMED
        return found
    if kind != "visit":
        return None
    # A visit's identifier is that of its contact.
    without: Array = _column("contact", blocks) == 0
    return without


def _room(name: str, lines: int) -> Array:
    """A column to be filled; where zero is neutral, what is not filled takes no memory."""
    import numpy as np

    make = np.empty if name in NEUTRAL else np.zeros
    return make(lines, COLUMNS[name])


def _neutral(name: str, lines: int) -> Array:
    import numpy as np

    if name in NEUTRAL:
        return np.full(lines, NEUTRAL[name], COLUMNS[name])
    return np.zeros(lines, COLUMNS[name])


def _column(name: str, blocks: list[Block]) -> Array:
    """One column of all blocks, with its neutral value where a block has none."""
    return _joined([_of(name, each) for each in blocks])


def _of(name: str, block: Block) -> Array:
    found = block.columns.get(name)
    return _neutral(name, len(block)) if found is None else found


def _joined(arrays: list[Array]) -> Array:
    import numpy as np

    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _names(blocks: list[Block]) -> Any:
    import pyarrow as pa

    chunks = [chunk for each in blocks if each.names is not None for chunk in each.names.chunks]
    return pa.concat_arrays(chunks) if chunks else pa.array([], pa.string())
