"""Codes in the one form that is compared: each pair of system and code is looked at once."""

from __future__ import annotations

from collections.abc import Iterable

from trialmatch.sources.staging.connection import Connection
from trialmatch.vocabulary.codesystems import canonical_code, canonical_system


def map_codes(connection: Connection, relation: str, columns: Iterable[tuple[str, str]]) -> None:
    """Make the relation `canonical`: raw_system and raw_code to system and code."""
    import pyarrow as pa

    pairs = " UNION ".join(
        f"SELECT DISTINCT {system}, {code} FROM {relation}"
        f" WHERE reason IS NULL AND {code} IS NOT NULL"
        for system, code in columns
    )
    found = connection.execute(pairs).fetchall()
    systems = [canonical_system(system or "") for system, _ in found]
    codes = [canonical_code(each, code) for each, (_, code) in zip(systems, found, strict=True)]
    table = pa.table(
        {
            "raw_system": pa.array([system for system, _ in found], pa.string()),
            "raw_code": pa.array([code for _, code in found], pa.string()),
            "system": pa.array(systems, pa.string()),
            "code": pa.array(codes, pa.string()),
        }
    )
    connection.register("canonical", table)
