"""What tells rows apart, as SQL: a number that lines of one row share, and its identifier."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.sources.staging import line_columns
from trialmatch.sources.staging.columns import Columns
from trialmatch.sources.staging.events import own_id
from trialmatch.sources.staging.parts import text

# The number of a line whose row has no identifier: it is a row of its own.
UNNAMED = -1


def identity(
    kind: str, asked: frozenset[str], columns: Columns, end_at: str, turned_back: str
) -> dict[str, str]:
    """SQL for `row` and `name`, where they are asked for.

    The number is a hash of the identifier and of all that is said of the row, as rows of one
    identifier that say different things are different rows. `end_at` is the end as an interval,
    `turned_back` whether the clock was turned back before it.
    """
    row_id = columns.words("id")
    found: dict[str, str] = {}
    if "row" in asked:
        told = ", ".join(("place_", text(kind), row_id, *_told_apart_by(columns, turned_back)))
        number = f"greatest((hash({told}) >> 1)::BIGINT, 1)"
        found["row"] = f"CASE WHEN {row_id} IS NULL THEN {UNNAMED} ELSE {number} END"
    if "id" in asked:
        own = own_id(_said(columns) | {"end_at": end_at})
        found["name"] = f"CASE WHEN {row_id} IS NULL THEN {own} ELSE {row_id} END"
    return found


def _told_apart_by(columns: Columns, turned_back: str) -> Iterator[str]:
    """What of a row is kept: words of closed lists alone, and words for a value as text."""
    yield from columns.minutes("start")
    if "end" in columns:
        ends = columns.minutes("end")
        yield from (f"CASE WHEN {turned_back} THEN 0 ELSE {each} END" for each in ends)
    for column in ("act", "position", "contact_type"):
        if column in columns:
            yield line_columns.word_number(column, columns)
    for column in ("value", "range_low", "range_high", "days_supply"):
        if column in columns:
            yield columns.read_number(column)[0]
    if "value_text" in columns or ("value" in columns and not columns.is_number("value")):
        _, bound, words = columns.read_number("value")
        yield from (bound, f"coalesce({columns.words('value_text')}, {words})")
    plain = ("status", "contact", "department", "institution", "unit")
    for column in (*plain, "value_system", "value_code", "absent", *ATTRIBUTES):
        if column in columns:
            yield columns.words(column)


def _said(columns: Columns) -> dict[str, str]:
    """SQL for all that is said of a row, by the names that the full load has for it."""
    said = {"start_at": columns.interval("start")}
    for column in ("value", "range_low", "range_high", "days_supply"):
        said[column] = columns.read_number(column)[0]
    _, said["value_bound"], said["value_words"] = columns.read_number("value")
    for column in (
        *("status", "act", "position", "contact", "contact_type", "department"),
        *("institution", "unit", "value_text", "value_system", "value_code", "absent"),
        *("system", "code", *ATTRIBUTES),
    ):
        said[column] = columns.words(column)
    return said
