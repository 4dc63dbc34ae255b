"""The identifiers of rows, found for the few lines of which they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class _OfKind:
    """The lines of one kind from one to before another, and where each one's name stands."""

    start: int
    stop: int
    order: npt.NDArray[np.int64]
    names: pa.Array[Any]


@dataclass(slots=True)
class RowNames:
    """What a partition's lines are named by; kinds of which nobody asks have no names."""

    _kinds: list[_OfKind] = field(default_factory=list)

    def add(self, start: int, order: npt.NDArray[np.int64], names: pa.Array[Any]) -> None:
        """The names of the lines from `start` on: line n's is the one at `order[n]`."""
        self._kinds.append(_OfKind(start, start + len(order), order, names))

    def __call__(self, lines: npt.NDArray[np.integer[Any]]) -> Sequence[str]:
        """The name of each line's row, empty where it was not asked for."""
        import numpy as np

        found = np.full(len(lines), "", object)
        for each in self._kinds:
            inside = np.flatnonzero((lines >= each.start) & (lines < each.stop))
            if len(inside):
                chosen = each.names.take(each.order[lines[inside] - each.start])
                found[inside] = chosen.to_pylist()
        return [str(name) for name in found.tolist()]


def told_apart(
    names: pa.Array[Any], unnamed: npt.NDArray[np.bool_], place: npt.NDArray[np.int32]
) -> pa.Array[Any]:
    """The names, each one once: of equal rows without an identifier, the second is `name-2`."""
    import numpy as np
    import pyarrow as pa

    lines = np.flatnonzero(unnamed)
    own = [str(name) for name in names.take(lines).to_pylist()]
    times: dict[tuple[int, str], int] = {}
    changed: dict[int, str] = {}
    for line, patient, name in zip(lines.tolist(), place[lines].tolist(), own, strict=True):
        times[patient, name] = nth = times.get((patient, name), 0) + 1
        if nth > 1:
            changed[line] = f"{name}-{nth}"
    if not changed:
        return names
    every = names.to_pylist()
    for line, name in changed.items():
        every[line] = name
    return pa.array(every, pa.string())
