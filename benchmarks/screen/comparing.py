"""Both sides' answers, subject by subject; what differs is counted, never shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pandas as pd


@dataclass(frozen=True, slots=True)
class Difference:
    """How many subjects of a set differ in one criterion, in their state, or in being there."""

    of_set: str
    what: str
    count: int

    def __str__(self) -> str:
        """The set, the criterion and the count."""
        return f"{self.of_set} {self.what}: {self.count} subjects differ"


def differences(
    connection: duckdb.DuckDBPyConnection, table: str, ours: pd.DataFrame, name: str
) -> Iterator[Difference]:
    """What differs between a table of the peer and our frame: key, state, c1, c2 …"""
    connection.register("ours", ours)
    columns = [each for each in ours.columns if each != "key"]
    told = ", ".join(f"count(*) FILTER (WHERE p.{c} IS DISTINCT FROM o.{c})" for c in columns)
    one_side = "count(*) FILTER (WHERE p.key IS NULL OR o.key IS NULL)"
    joined = f"{table} AS p FULL JOIN ours AS o ON p.key = o.key"
    counts = connection.execute(f"SELECT {one_side}, {told} FROM {joined}").fetchall()[0]
    connection.unregister("ours")
    for what, count in zip(("subjects on one side only", *columns), counts, strict=True):
        if count:
            yield Difference(name, what, count)
