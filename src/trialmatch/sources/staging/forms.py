"""In which forms a source has rows of a kind: acts of medication, and what is asked by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from trialmatch.cohort.holdings import Forms, forms_of
from trialmatch.sources.staging.columns import Columns
from trialmatch.sources.staging.connection import Connection, columns_of
from trialmatch.sources.staging.parts import Part, text

if TYPE_CHECKING:
    import pyarrow as pa


def forms_in_parts(connection: Connection, parts: Iterable[Part], kinds: frozenset[str]) -> Forms:
    """The forms in which parts have rows of some kinds."""
    found: list[tuple[str, str, str]] = []
    for part in parts:
        if part.kind and part.kind not in kinds:
            continue
        columns = Columns(columns_of(connection, part.relation))
        kind = text(part.kind) if part.kind else columns.words("kind")
        query = (
            f"SELECT DISTINCT {kind}, coalesce({columns.words('act')}, ''),"
            f" coalesce({columns.words('status')}, '') FROM {part.relation}"
        )
        found += [line for line in connection.execute(query).fetchall() if line[0] in kinds]
    return forms_of(found, kinds)


def forms_in_table(events: pa.Table) -> Forms:
    """The forms of the rows of an events table."""
    columns = ["kind", "act", "status"]
    lines = events.select(columns).group_by(columns).aggregate([]).to_pylist()
    found = [(line["kind"], line["act"] or "", line["status"] or "") for line in lines]
    return forms_of(found, frozenset(kind for kind, _, _ in found))
