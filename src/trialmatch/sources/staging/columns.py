"""Columns of any type as the columns that are checked: text, intervals, numbers with a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.sources.staging.connection import Connection, columns_of
from trialmatch.sources.staging.dates import as_text, bounds, interval
from trialmatch.sources.staging.numbers import as_number, is_numeric
from trialmatch.sources.staging.parts import Part, name, text

# Words of a closed list, and of attributes, are compared in lower case.
_CLOSED = frozenset({"kind", "status", "act", "position", "contact_type", "sex", *ATTRIBUTES})


class Columns:
    """The columns of one relation, whichever of those asked for it has."""

    def __init__(self, types: Mapping[str, str]) -> None:
        """Columns by name, with their duckdb types."""
        self.types = types

    def __contains__(self, column: str) -> bool:
        """Whether the relation has this column."""
        return column in self.types

    def is_text(self, column: str) -> bool:
        """Whether the column is there as text, so that its values can be met as they stand."""
        return self.types.get(column) == "VARCHAR"

    def text(self, column: str) -> str:
        """SQL for a text column; nothing where the relation has no such column."""
        return f"{self.words(column)} AS {name(column)}"

    def words(self, column: str) -> str:
        """SQL for the trimmed text of a column; words of a closed list in lower case."""
        if column not in self.types:
            return "NULL::VARCHAR"
        value = as_text(name(column), self.types[column])
        return f"lower({value})" if column in _CLOSED else value

    def time(self, column: str, known_to: str = "minute") -> Iterator[str]:
        """SQL for `<column>_at`, an interval, and `<column>_given`, the same as text."""
        yield f"{self.interval(column, known_to)} AS {column}_at"
        yield f"{self.given(column)} AS {column}_given"

    def minutes(self, column: str) -> tuple[str, str]:
        """SQL for the first and last minute of a time column, none where it cannot be read."""
        if column not in self.types:
            return "NULL::BIGINT", "NULL::BIGINT"
        return bounds(name(column), self.types[column], self._precision(column, "minute"))

    def interval(self, column: str, known_to: str = "minute") -> str:
        """SQL for a time column as an interval."""
        if column not in self.types:
            return "interval_of_text(NULL)"
        return interval(name(column), self.types[column], self._precision(column, known_to))

    def given(self, column: str) -> str:
        """SQL for whether a column says anything."""
        if column not in self.types:
            return "false"
        plain = self.types[column] == "DATE" or self.types[column].startswith("TIMESTAMP")
        return f"{name(column) if plain else self.words(column)} IS NOT NULL"

    def _precision(self, column: str, known_to: str) -> str:
        stated = f"{column}_precision"
        if stated not in self.types:
            return text(known_to)
        return f"coalesce(lower({self.words(stated)}), {text(known_to)})"

    def number(self, column: str) -> Iterator[str]:
        """SQL for the number, its bound, and the words where there is no number in them."""
        number, bound, words = self.read_number(column)
        yield f"{number} AS {column}"
        yield f"{bound} AS {column}_bound"
        yield f"{words} AS {column}_words"

    def read_number(self, column: str) -> tuple[str, str, str]:
        """SQL for the number of a column, its bound, and its words where it is none."""
        if column not in self.types:
            return "NULL::DOUBLE", "NULL::VARCHAR", "NULL::VARCHAR"
        if is_numeric(self.types[column]):
            return as_number(name(column)), "NULL::VARCHAR", "NULL::VARCHAR"
        raw = self.words(column)
        words = f"CASE WHEN NOT is_number({raw}) THEN {raw} END"
        return f"number_of({raw})", f"bound_of({raw})", words

    def is_time(self, column: str) -> bool:
        """Whether the column holds dates or times, in the site's own zone."""
        return self.types.get(column) in ("DATE", "TIMESTAMP")

    def is_number(self, column: str) -> bool:
        """Whether the column holds numbers and nothing else."""
        return is_numeric(self.types.get(column, ""))

    def truth(self, column: str) -> str:
        """SQL for a column of true and false, also as words."""
        if column not in self.types:
            return f"NULL::BOOLEAN AS {column}"
        return f"try_cast(lower({self.words(column)}) AS BOOLEAN) AS {column}"

    def own(self, column: str, default: str) -> str:
        """SQL for a column that the source may have made, else the default as it stands."""
        return f"{name(column)} AS {column}" if column in self.types else f"{default} AS {column}"


class MadeColumns(Columns):
    """Columns whose times and numbers are read once and then go by names of their own.

    What is written out wherever it is used would make queries that take longer to plan than
    to run.
    """

    _TIMES = ("start", "end")
    _NUMBERS = ("value", "range_low", "range_high", "days_supply")

    @property
    def plain(self) -> Columns:
        """The same columns as they stand, for conditions on what is not yet made."""
        return Columns(self.types)

    def made(self) -> str:
        """SQL that makes the columns that the others are read from."""
        selected = []
        for column in (each for each in self._TIMES if each in self):
            first, last = super().minutes(column)
            selected += [f"{first} AS {column}_first_", f"{last} AS {column}_last_"]
            selected.append(f"{super().interval(column)} AS {column}_at_")
        for column in (each for each in self._NUMBERS if each in self):
            parts = zip(super().read_number(column), ("number", "bound", "words"), strict=True)
            selected += [f"{sql} AS {column}_{part}_" for sql, part in parts]
        return "".join(f", {each}" for each in selected)

    def minutes(self, column: str) -> tuple[str, str]:
        """The names of the first and last minute of a time column."""
        if column not in self:
            return super().minutes(column)
        return f"{column}_first_", f"{column}_last_"

    def interval(self, column: str, known_to: str = "minute") -> str:
        """The name of a time column as an interval."""
        return f"{column}_at_" if column in self else super().interval(column, known_to)

    def read_number(self, column: str) -> tuple[str, str, str]:
        """The names of the number of a column, its bound, and its words where it is none."""
        if column not in self:
            return super().read_number(column)
        return f"{column}_number_", f"{column}_bound_", f"{column}_words_"


def typed(connection: Connection, part: Part, columns: tuple[str, ...], where: str = "true") -> str:
    """SQL that selects the columns of one part, typed, with file, item, refused and source.

    `where` is a condition on the part as it stands. `columns` are written with a sign for
    their type: `@start` a time, `#value` a number, `?deceased` a truth, else text.
    `@birth/day` is a time that is known to the day at best.
    """
    found = Columns(columns_of(connection, part.relation))
    selected = [
        found.own("file", text(part.file)),
        found.own("item", "NULL::BIGINT"),
        found.own("refused", "NULL::VARCHAR"),
        found.own("source", text(part.file)),
    ]
    for column in columns:
        selected += _select(found, column, part)
    return f"SELECT {', '.join(selected)} FROM {part.relation} WHERE {where}"


def _select(found: Columns, column: str, part: Part) -> Iterator[str]:
    if column.startswith("@"):
        time, _, known_to = column[1:].partition("/")
        yield from found.time(time, known_to or "minute")
    elif column.startswith("#"):
        yield from found.number(column[1:])
    elif column.startswith("?"):
        yield found.truth(column[1:])
    elif column == "kind" and part.kind:
        yield f"{text(part.kind)} AS kind"
    else:
        yield found.text(column)
