"""Codes in the one form that is compared: each pair of system and code is looked at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.needs import Coding
from trialmatch.sources.staging.columns import Columns
from trialmatch.sources.staging.connection import Connection, columns_of, count_of
from trialmatch.sources.staging.parts import Part, name, text
from trialmatch.vocabulary.codesystems import canonical_code, canonical_system

# The code systems of each kind; None where they have not been looked at.
Systems = Mapping[str, frozenset[str] | None]

NO_CODE, NO_SYSTEM = "no code", "no code system"


def map_codes(connection: Connection, relation: str, columns: Iterable[tuple[str, str]]) -> None:
    """Make the relation `canonical`: raw_system and raw_code to system and code."""
    import pyarrow as pa

    pairs = " UNION ".join(
        f"SELECT DISTINCT {system}, {code} FROM {relation}"
        f" WHERE reason IS NULL AND {code} IS NOT NULL"
        for system, code in columns
    )
    found = connection.execute(pairs).fetchall()
    canonical = [_canonical(system, code) for system, code in found]
    table = pa.table(
        {
            "raw_system": pa.array([system for system, _ in found], pa.string()),
            "raw_code": pa.array([code for _, code in found], pa.string()),
            "system": pa.array([system for system, _ in canonical], pa.string()),
            "code": pa.array([code for _, code in canonical], pa.string()),
        }
    )
    connection.register("canonical", table)


def _canonical(system: str | None, code: str) -> tuple[str, str]:
    of_system = canonical_system(system or "")
    return of_system, canonical_code(of_system, code)


def systems_of(codings: Iterable[Coding]) -> dict[str, frozenset[str]]:
    """The code systems of each kind."""
    systems: dict[str, set[str]] = {}
    for kind, system, _ in codings:
        systems.setdefault(kind, set()).add(system)
    return {kind: frozenset(found) for kind, found in systems.items()}


@dataclass(frozen=True, slots=True)
class FoundCoding:
    """One coding as a part has it: line `number` of the part's own table of them.

    `lines` is how many lines the part has of it. `fault` is why rows with it cannot be used, as
    far as that lies in the coding.
    """

    number: int
    coding: Coding
    lines: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PartCodings:
    """The codings of one part. `relation` has them as they stand, each with its number.

    `columns` are those of the part by which a row is given its number.
    """

    relation: str
    columns: tuple[str, ...]
    codings: tuple[FoundCoding, ...]


class CodingsOfParts:
    """Finds the codings of parts, once for each."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is looked at yet."""
        self._connection = connection
        self._found: dict[str, PartCodings] = {}

    def of(self, part: Part) -> PartCodings:
        """The codings of a part."""
        if part.relation not in self._found:
            self._found[part.relation] = self._look(part, f"codings_{len(self._found)}")
        return self._found[part.relation]

    def _look(self, part: Part, relation: str) -> PartCodings:
        types = columns_of(self._connection, part.relation)
        wanted = ("system", "code") if part.kind else ("kind", "system", "code")
        varying = [column for column in wanted if column in types]
        constant = "system" in varying and self._is_constant(part, "system")
        if constant:
            varying.remove("system")
        selected = ", ".join(name(column) for column in varying) or "1 AS one"
        system = f"(SELECT system FROM {part.relation} LIMIT 1)" if constant else "NULL::VARCHAR"
        known = "" if "system" in varying else f", {system} AS system"
        self._connection.execute(
            f"CREATE TEMP TABLE {relation} AS SELECT row_number() OVER () AS number, *{known}"
            f" FROM (SELECT {selected}, count(*) AS lines_ FROM {part.relation} GROUP BY ALL)"
        )
        if self._code_tells(relation, varying):
            varying = ["code"]
        return PartCodings(relation, tuple(varying), self._codings(part, relation))

    def _is_constant(self, part: Part, column: str) -> bool:
        several = f"SELECT DISTINCT {name(column)} FROM {part.relation} LIMIT 2"
        return len(self._connection.execute(several).fetchall()) < 2

    def _code_tells(self, relation: str, varying: list[str]) -> bool:
        """Whether rows with the same code have the same kind and system."""
        if "code" not in varying or len(varying) == 1:
            return False
        same = f"SELECT count(*) = count(DISTINCT code) FROM {relation}"
        return bool(count_of(self._connection, same))

    def _codings(self, part: Part, relation: str) -> tuple[FoundCoding, ...]:
        columns = Columns(columns_of(self._connection, relation))
        kind = text(part.kind) if part.kind else columns.words("kind")
        query = (
            f"SELECT number, lines_, {kind}, {columns.words('system')}, {columns.words('code')}"
            f" FROM {relation} ORDER BY ALL"
        )
        lines = self._connection.execute(query).fetchall()
        return tuple(_found(*line) for line in lines if line[2] in SOURCE_KINDS)


def _found(number: int, lines: int, kind: str, system: str | None, code: str | None) -> FoundCoding:
    if code is None:
        return FoundCoding(number, (kind, "", ""), lines, "" if kind == "visit" else NO_CODE)
    coding = (kind, *_canonical(system, code))
    return FoundCoding(number, coding, lines, "" if system is not None else NO_SYSTEM)
