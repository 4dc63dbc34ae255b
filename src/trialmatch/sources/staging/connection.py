"""A duckdb connection of our own, with the macros that read dates and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from trialmatch.diagnostics import DataError, Diagnostic
from trialmatch.sources.staging.dates import date_macros
from trialmatch.sources.staging.numbers import NUMBER_MACROS

if TYPE_CHECKING:
    import pyarrow as pa

Connection = duckdb.DuckDBPyConnection


# What duckdb may hold in memory; what is more waits on disk.
_MEMORY = "1400MB"


class Database:
    """An empty database in memory that may put aside what is much on disk, for itself alone."""

    def __init__(self, zone: str) -> None:
        """Times with an offset are moved to `zone`."""
        self._aside = TemporaryDirectory(prefix="trialmatch-", ignore_cleanup_errors=True)
        self.connection = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "preserve_insertion_order": "false",
                "memory_limit": _MEMORY,
                "temp_directory": self._aside.name,
            }
        )
        # Progress is shown by whoever runs; in a notebook duckdb may refuse to be quiet.
        with suppress(duckdb.Error):
            self.connection.execute("SET enable_progress_bar = false")
        self.connection.execute("SET TimeZone = 'UTC'")
        for macro in (*date_macros(zone), *NUMBER_MACROS):
            self.connection.execute(macro)


@contextmanager
def readable(path: str) -> Iterator[None]:
    """Turn duckdb's failures into a DataError that names the place and nothing of its content."""
    try:
        yield
    except duckdb.Error as error:
        why = f"it is damaged or not what its name says ({type(error).__name__})"
        raise DataError([Diagnostic(path, "cannot-read", "this cannot be read", why)]) from None


def columns_of(connection: Connection, relation: str) -> dict[str, str]:
    """The columns of a relation with their types, in order."""
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def table_of(connection: Connection, query: str, schema: pa.Schema) -> pa.Table:
    """What a query gives, as an Arrow table of this schema."""
    table: pa.Table = connection.sql(query).to_arrow_table()
    return table.cast(schema)


def count_of(connection: Connection, query: str) -> int:
    """The one whole number that a query gives."""
    return int(connection.execute(query).fetchall()[0][0] or 0)
