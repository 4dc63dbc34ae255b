"""A duckdb connection of our own, with the macros that read dates and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from trialmatch.sources.staging.dates import date_macros
from trialmatch.sources.staging.numbers import NUMBER_MACROS

if TYPE_CHECKING:
    import pyarrow as pa

Connection = duckdb.DuckDBPyConnection


def connect(zone: str) -> Connection:
    """An empty database in memory; times with an offset are moved to `zone`."""
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    # Nothing is said of a progress bar: in a notebook duckdb refuses even to turn it off.
    connection.execute("SET TimeZone = 'UTC'")
    for macro in (*date_macros(zone), *NUMBER_MACROS):
        connection.execute(macro)
    return connection


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
