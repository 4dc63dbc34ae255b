"""Stretches of patients, in order, and how a part's rows of one stretch are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from trialmatch.sources.staging.columns import Columns
from trialmatch.sources.staging.connection import Connection, columns_of
from trialmatch.sources.staging.parts import Part, text

if TYPE_CHECKING:
    import pyarrow as pa

# What an identifier with a blank before it is less than, and no other that can be seen.
_LEAST = "!"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The patients from one place to before another, by identifier from `low` to before `high`.

    The first stretch has no `low` and the last no `high`, so that every row of a table is in
    one of them, also a row whose patient is not known.
    """

    first: int
    beyond: int
    low: str | None = None
    high: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the only one."""
        return self.low is None and self.high is None

    def by_name(self) -> str:
        """A condition on the rows of a part."""
        if self.is_whole:
            return "true"
        low = "true" if self.low is None else f"patient >= {text(self.low)}"
        high = "true" if self.high is None else f"patient < {text(self.high)}"
        null = " OR patient IS NULL" if self.low is None else ""
        return f"({low} AND {high}{null})"

    def by_place(self) -> str:
        """A condition on rows that have the places of their patients."""
        if self.is_whole:
            return "true"
        null = " OR place_ IS NULL" if self.low is None else ""
        return f"({self.of_place('place_')}{null})"

    def of_place(self, place: str) -> str:
        """A condition on a column of places."""
        return f"{place} >= {self.first} AND {place} < {self.beyond}"


def joined(parts: Sequence[Stretch]) -> Stretch:
    """Stretches that follow each other as one."""
    return Stretch(parts[0].first, parts[-1].beyond, parts[0].low, parts[-1].high)


def stretches(names: pa.ChunkedArray[Any], size: int) -> Iterator[Stretch]:
    """Stretches of so many patients each, at least one; `names` are in order."""
    for first in range(0, max(len(names), 1), size):
        beyond = min(first + size, len(names))
        low = str(names[first]) if first > 0 else None
        high = str(names[beyond]) if beyond < len(names) else None
        yield Stretch(first, beyond, low, high)


def in_order(connection: Connection, part: Part, bounds: Sequence[str]) -> bool:
    """Whether a part is a Parquet file in the order of its patients, by its own statistics.

    Such a file can be read a stretch at a time; `bounds` are the identifiers at which stretches
    begin. It is not said of a file where an identifier between blanks may stand in another
    stretch than without them.
    """
    if not part.parquet or any(each < " " for bound in bounds for each in bound):
        return False
    if not Columns(columns_of(connection, part.relation)).is_text("patient"):
        return False
    found = connection.execute(
        f"SELECT stats_min_value, stats_max_value FROM parquet_metadata({text(part.parquet)})"
        " WHERE path_in_schema = 'patient' ORDER BY row_group_id"
    ).fetchall()
    if any(low is None or high is None or low < _LEAST for low, high in found):
        return False
    return all(after[0] >= before[1] for before, after in pairwise(found))
