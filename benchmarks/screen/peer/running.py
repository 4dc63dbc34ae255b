"""Running the peer's queries: cold and warm, and over files sorted by code."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from benchmarks.screen.cohort import TABLES
from benchmarks.screen.cold import forget
from benchmarks.screen.mix import CriteriaSet
from benchmarks.screen.peer.query import Query

ANSWERS = "answers"


class Peer:
    """DuckDB over one folder of Parquet files."""

    def __init__(self, folder: Path) -> None:
        """A connection of its own; nothing is read yet."""
        self._folder = folder
        self.connection = duckdb.connect()
        self.connection.execute("SET enable_progress_bar = false")
        for name in TABLES:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            self.connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{path}')")

    def answer(self, of: CriteriaSet) -> float:
        """Put one set's answers into the table `answers`; the seconds it took."""
        sql = Query(of).sql()
        begun = time.perf_counter()
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {ANSWERS} AS {sql}")
        return time.perf_counter() - begun

    def warm(self, of: CriteriaSet) -> float:
        """The seconds of a second run."""
        self.answer(of)
        return self.answer(of)

    def sort_by_code(self, into: Path) -> None:
        """The same tables once more, those with codes sorted by them."""
        into.mkdir()
        for name in TABLES:
            order = "" if name in ("patients", "visit") else "ORDER BY code, patient, start"
            path = str(into / f"{name}.parquet").replace("'", "''")
            self.connection.execute(f"COPY (FROM {name} {order}) TO '{path}' (FORMAT parquet)")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def cold(folder: Path, of: CriteriaSet) -> float:
    """The seconds of a first run in a new connection, the files read from the disk."""
    forget(folder)
    peer = Peer(folder)
    try:
        return peer.answer(of)
    finally:
        peer.close()
