"""Columns of any type as the columns that are checked: text, intervals, numbers with a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trialmatch.sources.staging.connection import Connection, columns_of
from trialmatch.sources.staging.dates import as_text, interval
from trialmatch.sources.staging.numbers import as_number, is_numeric
from trialmatch.sources.staging.parts import Part, name, text

# Words of a closed list are compared in lower case.
_CLOSED = frozenset({"kind", "status", "act", "position", "contact_type", "sex"})


class Columns:
    """The columns of one relation, whichever of those asked for it has."""

    def __init__(self, types: Mapping[str, str]) -> None:
        """Columns by name, with their duckdb types."""
        self.types = types

    def text(self, column: str, default: str = "") -> str:
        """SQL for a text column; the default where the relation has no such column."""
        if column not in self.types:
            return f"{text(default) if default else 'NULL::VARCHAR'} AS {name(column)}"
        value = self._text(column)
        value = f"lower({value})" if column in _CLOSED else value
        return f"{value} AS {name(column)}"

    def time(self, column: str, known_to: str = "minute") -> Iterator[str]:
        """SQL for `<column>_at`, an interval, and `<column>_given`, the same as text."""
        if column not in self.types:
            yield f"interval_of_text(NULL) AS {column}_at"
            yield f"false AS {column}_given"
            return
        precision = text(known_to)
        if f"{column}_precision" in self.types:
            precision = f"coalesce(lower({self._text(f'{column}_precision')}), {precision})"
        yield f"{interval(name(column), self.types[column], precision)} AS {column}_at"
        yield f"{self._text(column)} IS NOT NULL AS {column}_given"

    def number(self, column: str) -> Iterator[str]:
        """SQL for the number, its bound, and the words where there is no number in them."""
        bound, words = "NULL::VARCHAR", "NULL::VARCHAR"
        if column not in self.types:
            number = "NULL::DOUBLE"
        elif is_numeric(self.types[column]):
            number = as_number(name(column))
        else:
            raw = self._text(column)
            number, bound = f"number_of({raw})", f"bound_of({raw})"
            words = f"CASE WHEN NOT is_number({raw}) THEN {raw} END"
        yield f"{number} AS {column}"
        yield f"{bound} AS {column}_bound"
        yield f"{words} AS {column}_words"

    def truth(self, column: str) -> str:
        """SQL for a column of true and false, also as words."""
        if column not in self.types:
            return f"NULL::BOOLEAN AS {column}"
        return f"try_cast(lower({self._text(column)}) AS BOOLEAN) AS {column}"

    def own(self, column: str, default: str) -> str:
        """SQL for a column that the source may have made, else the default as it stands."""
        return f"{name(column)} AS {column}" if column in self.types else f"{default} AS {column}"

    def _text(self, column: str) -> str:
        return as_text(name(column), self.types[column])


def typed(connection: Connection, part: Part, columns: tuple[str, ...]) -> str:
    """SQL that selects the columns of one part, typed, with file, item, refused and source.

    `columns` are written with a sign for their type: `@start` a time, `#value` a number,
    `?deceased` a truth, else text. `@birth/day` is a time that is known to the day at best.
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
    return f"SELECT {', '.join(selected)} FROM {part.relation}"


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
