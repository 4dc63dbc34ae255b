"""The lines of one kind in one part that are asked for, as SQL: judged, and in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trialmatch.cohort.kinds import BY_NAME, Extent
from trialmatch.cohort.needs import Needs
from trialmatch.cohort.partition import DICTIONARIES, NO_TIME, WORDS
from trialmatch.cohort.status import STATUSES, Certainty
from trialmatch.sources.staging import line_columns
from trialmatch.sources.staging.codings import NO_CODE, NO_SYSTEM, FoundCoding, PartCodings
from trialmatch.sources.staging.columns import MadeColumns
from trialmatch.sources.staging.connection import Connection, count_of
from trialmatch.sources.staging.events import own_id
from trialmatch.sources.staging.parts import Part, among, name
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment

# Why a line is set aside, by number: a status by its own, then these; 0 is a line that is kept.
_FIRST = 100
_REASONS = (
    *("no patient", "patient not in the patient table", "no date", "unreadable date"),
    *("unreadable end date", NO_CODE, NO_SYSTEM, "end before start"),
)
_NUMBER = {reason: number for number, reason in enumerate(_REASONS, _FIRST)}
REFUSED, BLANKS_AROUND = 254, 255
_NEVER = [WORDS["status"].index(s) for s, c in STATUSES.items() if c is Certainty.NEVER]
# Filters on at most so many codes go into the scan.
_CODES_IN_SCAN = 200


def reason_of(number: int) -> str:
    """The words for the number of a reason."""
    if number >= _FIRST:
        return _REASONS[number - _FIRST]
    return WORDS["status"][number].replace("-", " ")


@dataclass(frozen=True, slots=True)
class AskedCoding:
    """One coding of a part that is asked for, with its place among all, and its group.

    `row` is whether rows of the group are to be told apart.
    """

    found: FoundCoding
    coding: int
    group: int
    row: bool


class LineSelection:
    """Selects the lines of one kind from one part."""

    def __init__(
        self,
        connection: Connection,
        part: Part,
        kind: str,
        columns: MadeColumns,
        needs: Needs,
        as_of: Moment,
        texts: Mapping[str, str],
    ) -> None:
        """`texts` are the types of the texts' dictionaries by column."""
        self._connection = connection
        self.part = part
        self._kind = kind
        self._columns = columns
        self._asked = needs.columns(kind)
        self._since = needs.since(kind)
        self._as_of = as_of
        self._texts = texts
        self.plain_patients = columns.is_text("patient")

    def ask(self, codings: PartCodings, asked: Iterable[AskedCoding]) -> str:
        """Make a relation of codings that are asked for, and give SQL for the lines' source."""
        import pyarrow as pa

        asked = list(asked)
        table = pa.table(
            {
                "number": [each.found.number for each in asked],
                "coding_": pa.array([each.coding for each in asked], pa.int32()),
                "group_": pa.array([each.group for each in asked], pa.int32()),
                "row_": [each.row for each in asked],
                "fault_": pa.array(
                    [_NUMBER[each.found.fault] if each.found.fault else 0 for each in asked],
                    pa.uint8(),
                ),
            }
        )
        raw = "".join(f"{name(column)} AS raw_{column}, " for column in codings.columns)
        self._connection.register("asked_codings", table)
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE asked AS SELECT {raw}"
            f"coding_, group_, row_, fault_"
            f" FROM {codings.relation} JOIN asked_codings USING (number)"
        )
        self._connection.unregister("asked_codings")
        return self._source(codings.columns)

    def _source(self, columns: tuple[str, ...]) -> str:
        conditions, scan = [], "true"
        for column in columns:
            nulls = count_of(
                self._connection, f"SELECT count(*) FROM asked WHERE raw_{column} IS NULL"
            )
            equal = "IS NOT DISTINCT FROM" if nulls else "="
            conditions.append(f"p.{name(column)} {equal} raw_{column}")
            if column == "code" and not nulls and self._columns.is_text("code"):
                scan = self._in_scan()
        patient = "p.patient" if self.plain_patients else self._columns.words("patient")
        return (
            f"(SELECT p.*, coding_, group_, row_, fault_, place_{self._columns.made()}"
            f" FROM (SELECT * FROM {self.part.relation} WHERE {scan}) AS p"
            f" JOIN asked ON {' AND '.join(conditions) or 'true'}"
            f" LEFT JOIN (SELECT patient AS known_, place AS place_ FROM people)"
            f" ON known_ = {patient})"
        )

    def _in_scan(self) -> str:
        found = self._connection.execute("SELECT DISTINCT raw_code FROM asked").fetchall()
        codes = [str(code) for (code,) in found]
        return f"code IN {among(codes)}" if 0 < len(codes) <= _CODES_IN_SCAN else "true"

    def lines(self, source: str) -> tuple[list[str], str]:
        """The names of the columns filled, and SQL for the lines that are asked for."""
        filled = self._filled()
        selected = ", ".join(f"{sql} AS {column}" for column, sql in filled.items())
        where = f"{self._seen_yet()} AND {self._reaches()}"
        return list(filled), f"SELECT {selected} FROM {source} WHERE {where}"

    def older(self, source: str) -> str:
        """SQL that counts the lines by coding that are too old to be asked for."""
        where = f"{self._seen_yet()} AND NOT coalesce({self._reaches()}, true)"
        return (
            f"SELECT coding_, count(*) FROM (SELECT coding_, {self._reason()} AS reason_"
            f" FROM {source} WHERE {where}) WHERE reason_ = 0 GROUP BY ALL"
        )

    def any_kept(self, source: str, ever: bool = False) -> bool:
        """Whether a line of the codings can be used; `ever`: also of those after the moment."""
        seen = "true" if ever else self._seen_yet()
        query = f"SELECT 1 FROM {source} WHERE {seen} AND {self._reason()} = 0 LIMIT 1"
        return bool(self._connection.execute(query).fetchall())

    def _seen_yet(self) -> str:
        first, _ = self._columns.minutes("start")
        return f"({first} IS NULL OR {first} <= {self._as_of.hi})"

    def _reaches(self) -> str:
        """Whether a line may reach into the days that are asked for."""
        if self._since is None:
            return "true"
        first = self._since * MINUTES_PER_DAY
        _, start = self._columns.minutes("start")
        _, end = self._columns.minutes("end")
        lasts = "true"
        if BY_NAME[self._kind].without_end is not Extent.OPEN:
            lasts = f"{self._columns.read_number('days_supply')[0]} IS NOT NULL"
        return (
            f"({start} IS NULL OR {start} >= {first}"
            f" OR CASE WHEN {end} IS NULL THEN {lasts} ELSE {end} >= {first} END)"
        )

    def _filled(self) -> dict[str, str]:
        columns = self._columns
        first, last = columns.minutes("start")
        notes = line_columns.notes(self._kind, self._asked, columns)
        flags = [f"CASE WHEN {sql} THEN {1 << number} ELSE 0 END" for sql, number in notes]
        filled = {
            "place": "coalesce(place_, 0)",
            "reason": self._reason(),
            "flags": f"({' + '.join(flags) or '0'})::UTINYINT",
            "coding": "coding_",
            "grp": "group_",
            "start_lo": line_columns.minute(first, "0"),
            "start_hi": line_columns.minute(last, "0"),
        }
        for column in line_columns.stored(self._asked):
            wordless = column in DICTIONARIES and column not in self._texts
            if not wordless and line_columns.there(column, self._kind, columns):
                filled[column] = self._value(column)
        filled |= self._identity()
        made = [each for each in ("file", "item", "refused") if each in columns]
        return filled | ({each: name(each) for each in made} if "item" in made else {})

    def _value(self, column: str) -> str:
        columns = self._columns
        if column in self._texts:
            key = line_columns.text_key(column, columns)
            position = f"enum_code(TRY_CAST({key} AS {self._texts[column]}))"
            return f"coalesce({position}::INTEGER + 1, 0)"
        if column in ("end_lo", "end_hi"):
            return line_columns.minute(self._end()[column == "end_hi"], str(NO_TIME))
        if column == "contact":
            return line_columns.contact(self._kind, columns)
        if column == "comparator":
            return line_columns.comparator(columns)
        if column == "absent":
            return f"({columns.words('absent')} IS NOT NULL)::UTINYINT"
        if column in WORDS:
            return line_columns.word_number(column, columns)
        return f"coalesce({columns.read_number(column)[0]}, 'NaN'::DOUBLE)"

    def _end(self) -> tuple[str, str]:
        """The end; where the clock was turned back before it, the start."""
        start, end, turned = (*map(self._columns.minutes, ("start", "end")), self._turned_back())
        return (
            f"CASE WHEN {turned} THEN {start[0]} ELSE {end[0]} END",
            f"CASE WHEN {turned} THEN {start[1]} ELSE {end[1]} END",
        )

    def _turned_back(self) -> str:
        start, _ = self._columns.minutes("start")
        _, end = self._columns.minutes("end")
        near = f"{end} BETWEEN {start} - 60 AND {start} - 1"
        return f"CASE WHEN {near} THEN clock_turned_back({start}) ELSE false END"

    def _reason(self) -> str:
        columns = self._columns
        patient = columns.words("patient")
        start, _ = columns.minutes("start")
        blanks = f"WHEN patient <> {patient} THEN {BLANKS_AROUND}" if self.plain_patients else ""
        status = line_columns.word_number("status", columns) if "status" in columns else "0"
        never = ", ".join(map(str, _NEVER))
        cases = [
            f"WHEN place_ IS NULL THEN CASE WHEN {patient} IS NULL THEN {_NUMBER['no patient']}"
            f" {blanks} ELSE {_NUMBER['patient not in the patient table']} END",
            f"WHEN {status} IN ({never}) THEN {status}",
            f"WHEN {start} IS NULL THEN CASE WHEN {columns.given('start')}"
            f" THEN {_NUMBER['unreadable date']} ELSE {_NUMBER['no date']} END",
            *self._end_reasons(start),
        ]
        if "refused" in columns:
            cases.insert(0, f"WHEN refused IS NOT NULL THEN {REFUSED}")
        return f"(CASE {' '.join(cases)} ELSE 0 END)::UTINYINT"

    def _end_reasons(self, start: str) -> Iterable[str]:
        in_coding = "WHEN fault_ > 0 THEN fault_"
        if "end" not in self._columns:
            return [in_coding]
        given = f"{self._columns.given('end')} AND {self._columns.minutes('end')[0]} IS NULL"
        return [
            f"WHEN {given} THEN {_NUMBER['unreadable end date']}",
            in_coding,
            f"WHEN {self._end()[1]} < {start} THEN {_NUMBER['end before start']}",
        ]

    def _identity(self) -> dict[str, str]:
        """What tells rows apart, where that is asked for; contacts are told by their own row."""
        wanted = "row_" if "row" in self._asked else "false"
        if self._kind == "visit" and "contact" in self._asked:
            wanted = "true"
        if wanted == "false":
            return {}
        said = self._said()
        row_id = self._columns.words("id")
        told = self._told_apart_by(said)
        return {
            "id": f"CASE WHEN {wanted} THEN {row_id} END",
            "own": f"CASE WHEN {wanted} AND {row_id} IS NULL THEN {own_id(said)} END",
            "content": f"CASE WHEN {wanted} THEN hash({', '.join(told)}) ELSE 0 END",
        }

    def _told_apart_by(self, said: Mapping[str, str]) -> list[str]:
        """What of a row is kept: words of closed lists alone, and words for a value as text."""
        closed = {
            column: line_columns.word_number(column, self._columns)
            for column in ("act", "position", "contact_type")
        }
        spoken = {"value_text": f"coalesce({said['value_text']}, {said['value_words']})"}
        coded = {"system", "code", "value_words"}
        return [sql for column, sql in {**said, **closed, **spoken}.items() if column not in coded]

    def _said(self) -> dict[str, str]:
        """SQL for all that is said of a row, by the names that the full load has for it."""
        columns = self._columns
        said = {f"{column}_at": columns.interval(column) for column in ("start", "end")}
        if "end" in columns:
            turned = self._turned_back()
            said["end_at"] = f"CASE WHEN {turned} THEN {said['start_at']} ELSE {said['end_at']} END"
        for column in ("value", "range_low", "range_high", "days_supply"):
            said[column] = columns.read_number(column)[0]
        _, said["value_bound"], said["value_words"] = columns.read_number("value")
        for column in (
            *("status", "act", "position", "contact", "contact_type", "department"),
            *("institution", "unit", "value_text", "value_system", "value_code", "absent"),
            *("system", "code"),
        ):
            said[column] = columns.words(column)
        return said
