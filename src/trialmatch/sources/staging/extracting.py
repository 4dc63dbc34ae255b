"""From parts to lines: those that are asked for, judged, and stored in numbers for sorting."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from trialmatch.cohort.needs import Coding, Groups, Needs
from trialmatch.cohort.partition import DICTIONARIES, OTHER_STATUS, Partition
from trialmatch.sources.staging import line_columns
from trialmatch.sources.staging.accounting import (
    account,
    account_not_asked,
    add_note,
    of_file,
)
from trialmatch.sources.staging.codings import (
    CodingsOfParts,
    FoundCoding,
    PartCodings,
    Systems,
    systems_of,
)
from trialmatch.sources.staging.columns import Columns, MadeColumns
from trialmatch.sources.staging.connection import Connection, columns_of, count_of
from trialmatch.sources.staging.events import NOTES
from trialmatch.sources.staging.line_selection import (
    BLANKS_AROUND,
    REFUSED,
    AskedCoding,
    LineSelection,
    reason_of,
)
from trialmatch.sources.staging.partitions import Lines, cut
from trialmatch.sources.staging.parts import Part, Staged
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    import pyarrow as pa

_TABLES = count()
_FIXED = (
    *("place INTEGER", "reason UTINYINT", "flags UTINYINT", "coding INTEGER", "grp INTEGER"),
    *("start_lo INTEGER", "start_hi INTEGER"),
)
_IDENTITY = ("id VARCHAR", "own VARCHAR", "content UBIGINT DEFAULT 0")
_MADE = ("file VARCHAR", "item BIGINT", "refused VARCHAR")
_COUNTS = """
SELECT reason, count(*), count(*) FILTER (start_lo = start_hi),
    count(*) FILTER (start_lo = start_hi AND start_lo % 1440 <> 0)
FROM {table} WHERE rowid >= {first} GROUP BY reason ORDER BY reason"""


class Extraction:
    """One extraction: read first, then its partitions."""

    def __init__(
        self, connection: Connection, codings: CodingsOfParts, needs: Needs, as_of: Moment
    ) -> None:
        """Nothing is read yet."""
        self._connection = connection
        self._codings = codings
        self._needs = needs
        self._as_of = as_of
        self._table = f"lines_{next(_TABLES)}"
        self._texts: dict[str, str] = {}
        self._asked: list[Coding] = []
        self._groups = needs.groups(())

    def read(self, staged: Staged, declared: bool) -> tuple[dict[Coding, int], Systems]:
        """Store the lines; give the count of each coding seen, and the systems of each kind.

        Systems of codes that are not needed are looked for where they are not `declared`.
        """
        found = {part: self._codings.of(part).codings for part in staged.events}
        self._number({each.coding for codings in found.values() for each in codings})
        self._make_texts(staged)
        made = any("item" in self._columns(part) for part in staged.events)
        self._make_table(_MADE if made else ())
        seen: dict[Coding, int] = {}
        for part in staged.events:
            for kind in sorted({each.coding[0] for each in found[part]} & self._needs.kinds):
                self._add(part, kind, staged, seen)
        self._account(staged, made)
        self._count_seen(seen)
        return seen, systems_of(seen) if declared else self._systems(staged, seen)

    def partitions(
        self, people: pa.Table, periods: pa.Table | None, groups: Groups, size: int
    ) -> Iterator[Partition]:
        """The stored lines, sorted and cut; they are gone when all partitions are."""
        old = self._groups.of_coding
        renumbered = {old[coding]: group for coding, group in groups.of_coding.items()}
        lines = Lines(
            self._connection,
            self._table,
            {name: self._labels(type_) for name, type_ in self._texts.items()},
            self._asked,
            renumbered,
            groups,
            self._needs,
        )
        try:
            yield from cut(lines, people, periods if self._needs.periods else None, size)
        finally:
            self._connection.execute(f"DROP TABLE IF EXISTS {self._table}")
            for type_ in self._texts.values():
                self._connection.execute(f"DROP TYPE IF EXISTS {type_}")

    def _columns(self, part: Part) -> Columns:
        return Columns(columns_of(self._connection, part.relation))

    def _number(self, codings: set[Coding]) -> None:
        self._groups = self._needs.groups(sorted(codings))
        self._asked = sorted(self._groups.of_coding, key=lambda each: each[1:])
        self._position = {coding: number for number, coding in enumerate(self._asked)}
        self._with_rows = self._needs.groups_with("row", self._groups)

    def _make_texts(self, staged: Staged) -> None:
        """A type for the texts of each column that has any."""
        asked = frozenset().union(*(self._needs.columns(kind) for kind in self._needs.kinds))
        for column in DICTIONARIES:
            if column == "code" or column not in asked:
                continue
            keys = [sql for part in staged.events for sql in self._text_keys(part, column)]
            if not keys:
                continue
            type_ = f"{column}_of_{self._table}"
            texts = f"SELECT key FROM ({' UNION '.join(keys)}) WHERE key IS NOT NULL"
            if not self._connection.execute(f"{texts} LIMIT 1").fetchall():
                continue
            self._connection.execute(f"CREATE TEMP TYPE {type_} AS ENUM ({texts})")
            self._texts[column] = type_

    def _text_keys(self, part: Part, column: str) -> Iterator[str]:
        columns = self._columns(part)
        kinds = {each.coding[0] for each in self._codings.of(part).codings} & self._needs.kinds
        wanted = (column in self._needs.columns(kind) for kind in kinds)
        if any(wanted) and any(line_columns.there(column, kind, columns) for kind in kinds):
            key = line_columns.text_key(column, columns)
            yield f"SELECT DISTINCT {key} AS key FROM {part.relation}"

    def _labels(self, type_: str) -> list[str]:
        (labels,) = self._connection.execute(f"SELECT enum_range(NULL::{type_})").fetchall()[0]
        return [str(label) for label in labels]

    def _make_table(self, made: tuple[str, ...]) -> None:
        asked = frozenset().union(*(self._needs.columns(kind) for kind in self._needs.kinds))
        stored = [
            column
            for column in line_columns.stored(asked)
            if column not in DICTIONARIES or column in self._texts
        ]
        told_apart = asked & {"row", "contact"}
        columns = (
            *_FIXED,
            *(line_columns.declared(column) for column in stored),
            *(_IDENTITY if told_apart else ()),
            *made,
        )
        self._connection.execute(f"CREATE TEMP TABLE {self._table} ({', '.join(columns)})")

    def _add(self, part: Part, kind: str, staged: Staged, seen: dict[Coding, int]) -> None:
        """Store the lines of one kind in one part, and count those that are too old."""
        selection = self._selection(part, kind)
        codings = self._codings.of(part)
        asked = [self._ask(each) for each in codings.codings if self._is_asked(each, kind)]
        if not asked:
            return
        source = self._store(selection, codings, asked, staged)
        if self._needs.since(kind) is not None:
            for coding, found in self._connection.execute(selection.older(source)).fetchall():
                seen[self._asked[coding]] = seen.get(self._asked[coding], 0) + found

    def _selection(self, part: Part, kind: str) -> LineSelection:
        return LineSelection(
            self._connection,
            part,
            kind,
            MadeColumns(columns_of(self._connection, part.relation)),
            self._needs,
            self._as_of,
            self._texts,
        )

    def _is_asked(self, found: FoundCoding, kind: str) -> bool:
        return found.coding[0] == kind and found.coding in self._position

    def _ask(self, found: FoundCoding) -> AskedCoding:
        group = self._groups.of_coding[found.coding]
        return AskedCoding(found, self._position[found.coding], group, group in self._with_rows)

    def _store(
        self,
        selection: LineSelection,
        codings: PartCodings,
        asked: list[AskedCoding],
        staged: Staged,
    ) -> str:
        """Store the lines; again, more slowly, where some identifiers stand between blanks."""
        source = selection.ask(codings, asked)
        first = self._next_line()
        columns, lines = selection.lines(source)
        self._connection.execute(f"INSERT INTO {self._table} ({', '.join(columns)}) {lines}")
        query = _COUNTS.format(table=self._table, first=first)
        counts = self._connection.execute(query).fetchall()
        if selection.plain_patients and any(reason == BLANKS_AROUND for reason, *_ in counts):
            selection.plain_patients = False
            self._connection.execute(f"DELETE FROM {self._table} WHERE rowid >= {first}")
            return self._store(selection, codings, asked, staged)
        if "item" not in columns:
            _account_file(selection.part.file, counts, staged)
        return source

    def _next_line(self) -> int:
        return count_of(self._connection, f"SELECT max(rowid) + 1 FROM {self._table}")

    def _account(self, staged: Staged, made: bool) -> None:
        if made:
            number = "CASE reason WHEN 0 THEN NULL"
            names = " ".join(f"WHEN {n} THEN '{reason_of(n)}'" for n in self._reasons())
            self._connection.execute(
                f"CREATE OR REPLACE TEMP VIEW judged_lines AS SELECT file, item,"
                f" {number} WHEN {REFUSED} THEN refused {names} END AS reason"
                f" FROM {self._table} WHERE item IS NOT NULL"
            )
            account(self._connection, "judged_lines", staged.report)
            self._connection.execute("DROP VIEW judged_lines")
        account_not_asked(self._connection, staged.events, staged.report)
        self._add_notes(staged)

    def _reasons(self) -> list[int]:
        query = f"SELECT DISTINCT reason FROM {self._table} WHERE reason NOT IN (0, {REFUSED})"
        return [number for (number,) in self._connection.execute(query).fetchall()]

    def _add_notes(self, staged: Staged) -> None:
        known = "status" in columns_of(self._connection, self._table)
        status = f"status = {OTHER_STATUS}" if known else "false"
        flags = (f"flags & {1 << number} > 0" for number in range(len(NOTES) - 1))
        counts = ", ".join(f"count(*) FILTER ({each})" for each in (status, *flags))
        query = f"SELECT {counts} FROM {self._table} WHERE reason = 0"
        (found,) = self._connection.execute(query).fetchall()
        for number, (_, words) in zip(found, NOTES, strict=True):
            if number:
                add_note(staged.report, f"{number} {words}")

    def _count_seen(self, seen: dict[Coding, int]) -> None:
        query = f"SELECT coding, count(*) FROM {self._table} WHERE reason = 0 GROUP BY ALL"
        for coding, number in self._connection.execute(query).fetchall():
            seen[self._asked[coding]] = seen.get(self._asked[coding], 0) + number

    def _systems(self, staged: Staged, seen: dict[Coding, int]) -> Systems:
        """The systems seen in each kind that is needed, also of codes that are not."""
        systems: dict[str, frozenset[str] | None] = {**systems_of(seen)}
        for part in staged.events:
            for kind, system, codings in _by_system(self._codings.of(part)):
                if kind not in self._needs.kinds:
                    systems[kind] = None
                elif system not in (known := systems.get(kind) or frozenset()):
                    if self._any_kept(part, kind, codings):
                        systems[kind] = known | {system}
                    elif kind not in systems and self._any_kept(part, kind, codings, ever=True):
                        systems[kind] = frozenset()
        return {**dict.fromkeys(staged.kinds - self._needs.kinds), **systems}

    def _any_kept(
        self, part: Part, kind: str, codings: list[FoundCoding], ever: bool = False
    ) -> bool:
        selection = self._selection(part, kind)
        # Asked for one time, so what is there once more is not worth looking at twice.
        selection.plain_patients = False
        asked = [AskedCoding(each, 0, 0, False) for each in codings]
        return selection.any_kept(selection.ask(self._codings.of(part), asked), ever)


def _by_system(codings: PartCodings) -> Iterator[tuple[str, str, list[FoundCoding]]]:
    by_system: dict[tuple[str, str], list[FoundCoding]] = {}
    for each in codings.codings:
        by_system.setdefault(each.coding[:2], []).append(each)
    for (kind, system), found in by_system.items():
        yield kind, system, found


def _account_file(file: str, counts: list[tuple[int, ...]], staged: Staged) -> None:
    entry = of_file(staged.report, file)
    for reason, number, *_ in counts:
        entry.read += number
        if reason == 0:
            entry.kept += number
        else:
            entry.set_aside[reason_of(reason)] += number
