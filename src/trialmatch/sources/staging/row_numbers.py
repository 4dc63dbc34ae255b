"""Numbers for rows: equal for the lines of one row, in the order of the rows' identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Array = npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class NumberedRows:
    """The row of each line, 0 where it is not asked for, and their identifiers.

    `unnamed` are the lines of rows that the source gave no identifier.
    """

    number: npt.NDArray[np.int64]
    unnamed: npt.NDArray[np.bool_]
    ids: Sequence[str]


def numbered(table: pa.Table, kind: Array, patient: Array, start: Array) -> NumberedRows:
    """Number the rows of lines with `id`, or `own` where there is none, and `content`.

    Lines of one identifier are one row if kind, patient, start and content are the same; each
    line without an identifier is a row of its own.
    """
    import numpy as np
    import pyarrow.compute as pc

    own = table["own"].combine_chunks()
    names = pc.coalesce(table["id"].combine_chunks(), own)
    unnamed = own.is_valid().to_numpy(zero_copy_only=False)
    number = np.zeros(len(names), np.int64)
    lines = np.flatnonzero(names.is_valid().to_numpy(zero_copy_only=False))
    place, ids = _ranked(names.take(lines))
    if len(ids) == len(lines):
        number[lines] = place + 1
        return NumberedRows(number, unnamed, ["", *ids])
    content = table["content"].to_numpy()[lines]
    keys = (np.where(unnamed[lines], 0, content), start[lines], patient[lines], kind[lines])
    rows, nth, first = _told_apart((*keys, unnamed[lines], place), unnamed[lines])
    number[lines] = rows + 1
    of_rows = (ids[at] for at in place[first])
    named = [f"{each}-{n}" if n > 1 else each for each, n in zip(of_rows, nth, strict=True)]
    return NumberedRows(number, unnamed, ["", *named])


def _ranked(names: pa.Array[Any]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The place of each name among the different ones in order, and these."""
    import numpy as np
    import pyarrow.compute as pc

    encoded: Any = names.dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    ids = [str(name) for name in encoded.dictionary.take(order).to_pylist()]
    return rank[encoded.indices.to_numpy()].astype(np.int64), ids


def _told_apart(
    keys: tuple[Array, ...], alone: npt.NDArray[np.bool_]
) -> tuple[Array, list[int], Array]:
    """The row of each line; of each row which of equal ones it is, and its first line.

    The last key orders first; lines that stand alone are each a row.
    """
    import numpy as np

    order = np.lexsort(keys)
    same = np.ones(len(order) - 1, np.bool_)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    fresh = np.concatenate(([True], ~same | alone[order][1:]))
    rows = np.empty(len(order), np.int64)
    rows[order] = np.cumsum(fresh) - 1
    different = np.concatenate(([True], ~same))[fresh]
    since = np.maximum.accumulate(np.where(different, np.arange(len(different)), 0))
    return rows, (np.arange(len(different)) - since + 1).tolist(), order[fresh]
