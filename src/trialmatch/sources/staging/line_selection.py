"""The lines of one kind in one part as SQL: those of some codings, in numbers, each judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from trialmatch.cohort.kinds import BY_NAME, Extent
from trialmatch.cohort.needs import Needs
from trialmatch.cohort.partition import DICTIONARIES, NO_TIME, WORDS
from trialmatch.sources.staging import line_columns
from trialmatch.sources.staging.codings import FoundCoding, PartCodings
from trialmatch.sources.staging.columns import Columns, MadeColumns
from trialmatch.sources.staging.connection import Connection, columns_of, count_of
from trialmatch.sources.staging.faults import BLANKS_AROUND, NUMBER, REFUSED
from trialmatch.sources.staging.identity import identity
from trialmatch.sources.staging.parts import Part, among, name
from trialmatch.sources.staging.stretches import Stretch
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment

# Filters on at most so many codes go into the scan.
_CODES_IN_SCAN = 400
_TABLES = count()
# Lines of a part that has one coding alone go with it, whatever they are.
_ALL = "true"
# More days than lie between a time as it stands and the last one that it may mean.
_LONGEST = 370


class TextType(NamedTuple):
    """A duckdb type that numbers texts, and the type of the numbers."""

    name: str
    numbers: str


class LineSelection:
    """Selects lines of some codings from one part, a stretch of patients at a time.

    The number of a line's coding is its place in `codings`. `since` has for each the first day
    that is looked at, None for all of time.
    """

    def __init__(
        self,
        connection: Connection,
        part: Part,
        kind: str,
        found: PartCodings,
        codings: Sequence[FoundCoding],
        in_order: bool = False,
        since: Sequence[int | None] = (),
    ) -> None:
        """Make a relation of the codings; `in_order` says that the part has patients in order."""
        self._connection = connection
        self.part = part
        self.kind = kind
        self.codings = codings
        self.in_order = in_order
        self.since = since or [None] * len(codings)
        self.columns = MadeColumns(columns_of(connection, part.relation))
        self._text_patients = self.columns.is_text("patient")
        self._asked = f"asked_{next(_TABLES)}"
        self._make_asked(found)
        self._join, self._scan = self._conditions(found.columns)

    def close(self) -> None:
        """Drop what was made."""
        self._connection.execute(f"DROP TABLE IF EXISTS {self._asked}")

    def _make_asked(self, found: PartCodings) -> None:
        import pyarrow as pa

        numbers = pa.table(
            {
                "number": [each.number for each in self.codings],
                "coding_": pa.array(range(len(self.codings)), pa.int32()),
                "since_": pa.array(self.since, pa.int32()),
            }
        )
        raw = "".join(f"{name(column)} AS raw_{column}, " for column in found.columns)
        self._connection.register("asked_codings", numbers)
        self._connection.execute(
            f"CREATE TEMP TABLE {self._asked} AS SELECT {raw} coding_, since_"
            f" FROM {found.relation} JOIN asked_codings USING (number)"
        )
        self._connection.unregister("asked_codings")

    def _conditions(self, columns: tuple[str, ...]) -> tuple[str, str]:
        """How lines and codings go together, and what of it a scan can use."""
        conditions, scan = [], "true"
        for column in columns:
            query = f"SELECT count(*) FROM {self._asked} WHERE raw_{column} IS NULL"
            nulls = count_of(self._connection, query)
            equal = "IS NOT DISTINCT FROM" if nulls else "="
            conditions.append(f"{name(column)} {equal} raw_{column}")
            if column == "code" and not nulls and self.columns.is_text("code"):
                scan = self._in_scan()
        return " AND ".join(conditions) or _ALL, scan

    def _in_scan(self) -> str:
        query = f"SELECT DISTINCT raw_code FROM {self._asked}"
        codes = [str(code) for (code,) in self._connection.execute(query).fetchall()]
        return f"code IN {among(codes)}" if 0 < len(codes) <= _CODES_IN_SCAN else "true"

    def texts(self, column: str, asked: frozenset[str]) -> str | None:
        """SQL for the different texts of a column, if lines can have any."""
        if column not in asked or not line_columns.there(column, self.kind, self.columns):
            return None
        key = line_columns.text_key(column, self.columns.plain)
        return f"SELECT DISTINCT {key} AS key FROM {self.part.relation} WHERE {self._scan}"

    def _source(
        self, stretch: Stretch, trimmed: bool, condition: str = "true", reaches: str = "true"
    ) -> str:
        """SQL for the lines of the codings, with their patients' places and what is read."""
        patient = self.columns.words("patient") if trimmed else "patient"
        scanned, chosen, known = "true", stretch.by_place(), "true"
        if self.in_order:
            scanned, chosen, known = stretch.by_name(), "true", stretch.of_place("place")
        lines = (
            f"SELECT *{self.columns.made()} FROM {self.part.relation}"
            f" WHERE {scanned} AND {self._scan} AND {condition}"
        )
        people = f"SELECT patient AS known_, place AS place_ FROM people WHERE {known}"
        return (
            f"(SELECT * FROM ({lines}) {self._with_coding(reaches)}"
            f" LEFT JOIN ({people}) ON known_ = {patient} WHERE {chosen})"
        )

    def _with_coding(self, reaches: str) -> str:
        """SQL that joins lines to their codings, for those that reach into the days asked for."""
        if self._join != _ALL or len(self.codings) > 1:
            return f"JOIN {self._asked} ON {self._join} AND {reaches}"
        since = "NULL" if self.since[0] is None else self.since[0]
        return f"JOIN (SELECT 0 AS coding_, {since}::INTEGER AS since_) ON {reaches}"

    def lines(
        self, stretch: Stretch, needs: Needs, texts: Mapping[str, TextType], around: bool = False
    ) -> str:
        """SQL for the lines of one stretch; `texts` are types of the texts by column.

        A patient's identifier is met as it stands, since that is quick. Lines where it stands
        between blanks have that as their fault; they are had `around` the blanks, and no others.
        """
        trimmed = around or not self._text_patients
        filled = self._filled(needs.columns(self.kind), texts, trimmed)
        selected = ", ".join(f"{sql} AS {column}" for column, sql in filled.items())
        condition = f"patient <> {self.columns.words('patient')}" if around else "true"
        source = self._source(stretch, trimmed, condition, self._reaches())
        return f"SELECT {selected} FROM {source}"

    def kept(self, stretch: Stretch, as_of: Moment | None) -> str:
        """SQL for the codings of which there is a line that can be used, as of a moment.

        Also whether there is one that counts, and is not only there to be asked for by name.
        """
        first, _ = self.columns.minutes("start")
        faulty = ", ".join(str(n) for n, each in enumerate(self.codings) if each.fault) or "-1"
        seen = "true" if as_of is None else f"{first} <= {as_of.hi}"
        source, fault = self._source(stretch, trimmed=True), self._fault(trimmed=True)
        return (
            f"SELECT coding_, bool_or({line_columns.counts('status', self.columns)})"
            f" FROM {source} WHERE {fault} = 0 AND coding_ NOT IN ({faulty})"
            f" AND {line_columns.there_at('status', self.columns, seen)} GROUP BY coding_"
        )

    @property
    def may_outlast(self) -> bool:
        """Whether a row may last beyond its start."""
        lasts = BY_NAME[self.kind].without_end is Extent.OPEN
        return lasts or "end" in self.columns or "days_supply" in self.columns

    def _reaches(self) -> str:
        """Whether a line may reach into the days that are asked for of its coding."""
        if all(each is None for each in self.since):
            return "true"
        columns = self.columns.plain
        quick = [each for each in ("start", "end") if columns.is_time(each)]
        if not self.may_outlast and "start" in quick:
            # Quick to see as it stands; the reader looks at what it means.
            return f"(since_ IS NULL OR start IS NULL OR start >= {_day(-_LONGEST)})"
        known = "true"
        surely = "".join(f" OR {name(each)} >= {_day()}" for each in quick)
        if len(quick) == len(columns.types.keys() & {"start", "end"}):
            known = " OR ".join(
                f"{name(each)} IS NULL OR {name(each)} >= {_day(-_LONGEST)}" for each in quick
            )
        return f"(since_ IS NULL{surely} OR (({known}) AND {self._reaches_exactly(columns)}))"

    def _reaches_exactly(self, columns: Columns) -> str:
        bound = f"since_ * {MINUTES_PER_DAY}"
        _, start = columns.minutes("start")
        _, end = columns.minutes("end")
        lasts = "true"
        if BY_NAME[self.kind].without_end is not Extent.OPEN:
            lasts = f"{columns.read_number('days_supply')[0]} IS NOT NULL"
        return (
            f"({start} IS NULL OR {start} >= {bound}"
            f" OR CASE WHEN {end} IS NULL THEN {lasts} ELSE {end} >= {bound} END)"
        )

    def _filled(
        self, asked: frozenset[str], texts: Mapping[str, TextType], trimmed: bool
    ) -> dict[str, str]:
        """SQL for each column of the lines."""
        columns = self.columns
        first, last = columns.minutes("start")
        filled = {
            "place": "coalesce(place_, -1)",
            "coding": f"coding_::{'USMALLINT' if len(self.codings) < 1 << 16 else 'INTEGER'}",
            "fault": self._fault(trimmed),
            "flags": _flags(line_columns.notes(self.kind, asked, columns)),
            "status": line_columns.word_number("status", columns),
            "start_lo": line_columns.minute(first, "0"),
            "start_hi": line_columns.minute(last, "0"),
        }
        for column in line_columns.read(asked):
            wordless = column in DICTIONARIES and column not in texts
            if not wordless and line_columns.there(column, self.kind, columns):
                filled[column] = self._value(column, texts)
        filled |= identity(self.kind, asked, columns, self._end_at(), self._turned_back())
        if "item" in columns:
            filled |= {each: name(each) for each in ("file", "item", "refused") if each in columns}
        return filled

    def _value(self, column: str, texts: Mapping[str, TextType]) -> str:
        columns = self.columns
        if column in texts:
            key = line_columns.text_key(column, columns)
            number = f"enum_code(TRY_CAST({key} AS {texts[column].name}))"
            return f"coalesce({number}::{texts[column].numbers} + 1, 0)"
        if column in ("end_lo", "end_hi"):
            return line_columns.minute(self._end()[column == "end_hi"], str(NO_TIME))
        if column == "contact":
            return line_columns.contact(self.kind, columns)
        if column == "comparator":
            return line_columns.comparator(columns)
        if column == "absent":
            return f"({columns.words('absent')} IS NOT NULL)::UTINYINT"
        if column in WORDS:
            return line_columns.word_number(column, columns)
        return f"coalesce({columns.read_number(column)[0]}, 'NaN'::DOUBLE)"

    def _end(self) -> tuple[str, str]:
        """The end; where the clock was turned back before it, the start."""
        start, end, turned = (*map(self.columns.minutes, ("start", "end")), self._turned_back())
        return (
            f"CASE WHEN {turned} THEN {start[0]} ELSE {end[0]} END",
            f"CASE WHEN {turned} THEN {start[1]} ELSE {end[1]} END",
        )

    def _end_at(self) -> str:
        start, end = (self.columns.interval(each) for each in ("start", "end"))
        if "end" not in self.columns:
            return end
        return f"CASE WHEN {self._turned_back()} THEN {start} ELSE {end} END"

    def _turned_back(self) -> str:
        if "end" not in self.columns:
            return "false"
        start, _ = self.columns.minutes("start")
        _, end = self.columns.minutes("end")
        near = f"{end} BETWEEN {start} - 60 AND {start} - 1"
        return f"CASE WHEN {near} THEN clock_turned_back({start}) ELSE false END"

    def _fault(self, trimmed: bool) -> str:
        """The number of a line's fault, whatever its status and its coding; 0 for none."""
        columns = self.columns
        start, _ = columns.minutes("start")
        cases = [
            f"WHEN place_ IS NULL THEN {self._without_place(trimmed)}",
            f"WHEN {start} IS NULL THEN CASE WHEN {columns.given('start')}"
            f" THEN {NUMBER['unreadable date']} ELSE {NUMBER['no date']} END",
            *self._end_faults(start),
        ]
        if "refused" in columns:
            cases.insert(0, f"WHEN refused IS NOT NULL THEN {REFUSED}")
        return f"(CASE {' '.join(cases)} ELSE 0 END)::UTINYINT"

    def _without_place(self, trimmed: bool) -> str:
        patient = self.columns.words("patient")
        blanks = "" if trimmed else f"WHEN patient <> {patient} THEN {BLANKS_AROUND}"
        return (
            f"CASE WHEN {patient} IS NULL THEN {NUMBER['no patient']} {blanks}"
            f" ELSE {NUMBER['patient not in the patient table']} END"
        )

    def _end_faults(self, start: str) -> Iterable[str]:
        if "end" not in self.columns:
            return []
        given = f"{self.columns.given('end')} AND {self.columns.minutes('end')[0]} IS NULL"
        return [
            f"WHEN {given} THEN {NUMBER['unreadable end date']}",
            f"WHEN {self._end()[1]} < {start} THEN {NUMBER['end before start']}",
        ]


def _day(shift: int = 0) -> str:
    """The day from which lines are asked for, moved by some days."""
    return f"DATE '1970-01-01' + (since_ + {shift})"


def _flags(notes: Iterator[tuple[str, int]]) -> str:
    flags = [f"CASE WHEN {sql} THEN {1 << number} ELSE 0 END" for sql, number in notes]
    return f"({' + '.join(flags) or '0'})::UTINYINT"
