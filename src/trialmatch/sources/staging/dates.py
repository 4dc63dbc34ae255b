"""Dates in SQL: text, dates and times of any type as intervals of local minutes.

The text forms are those of `vocabulary.calendar.parse_moment`, and with an offset, which is
resolved here (meaning 5).
"""

from __future__ import annotations

from trialmatch.sources.staging.parts import text

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MINUTE = _DAY + r"[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-9]{2}(\.[0-9]+)?)?"
_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})"
_NOTHING = "{'lo': NULL::BIGINT, 'hi': NULL::BIGINT}"

# More minutes than there are before 1970 in any calendar.
_BEYOND = 2**36

# One interval of a whole number of days; one of a single minute.
_DAYS = """
CREATE TEMP MACRO whole_days(first, last) AS {
    'lo': (first - DATE '1970-01-01') * 1440,
    'hi': (last - DATE '1970-01-01') * 1440 + 1439
}"""
_STAMP = """
CREATE TEMP MACRO one_minute(t) AS {
    'lo': epoch_us(date_trunc('minute', t)) // 60000000,
    'hi': epoch_us(date_trunc('minute', t)) // 60000000
}"""
_OFFSET_MINUTES = """
CREATE TEMP MACRO offset_minutes(t) AS CASE
    WHEN right(t, 1) = 'Z' THEN 0
    ELSE (CASE left(right(t, 6), 1) WHEN '-' THEN -1 ELSE 1 END)
        * (try_cast(left(right(t, 5), 2) AS BIGINT) * 60 + try_cast(right(t, 2) AS BIGINT))
END"""
_STAMP_OF_TEXT = """
CREATE TEMP MACRO stamp_of(t) AS try_cast(replace(left(t, 16), 'T', ' ') || ':00' AS TIMESTAMP)"""


def _moved(zone: str) -> str:
    return f"""
CREATE TEMP MACRO to_zone(utc) AS timezone({text(zone)}, timezone('UTC', utc))"""


def _turned_back(zone: str) -> str:
    """In the hour that is there twice, a later moment can have the earlier clock time."""
    return f"""
CREATE TEMP MACRO clock_turned_back(minute) AS
    timezone({text(zone)}, (DATE '1970-01-01' + CAST(floor(minute / 1440.0) AS INTEGER)
        + INTERVAL 1 DAY)::TIMESTAMP)
    - timezone({text(zone)}, (DATE '1970-01-01' + CAST(floor(minute / 1440.0) AS INTEGER)
        )::TIMESTAMP) > INTERVAL 24 HOUR"""


def _interval_of_text() -> str:
    return f"""
CREATE TEMP MACRO interval_of_text(t) AS CASE
    WHEN t IS NULL OR t < '0001' THEN {_NOTHING}
    WHEN regexp_full_match(t, '{_DAY}')
        THEN whole_days(try_cast(t AS DATE), try_cast(t AS DATE))
    WHEN regexp_full_match(t, '{_MINUTE}') THEN one_minute(stamp_of(t))
    WHEN regexp_full_match(t, '{_MINUTE}{_OFFSET}')
        THEN one_minute(to_zone(stamp_of(t) - to_minutes(offset_minutes(t))))
    WHEN regexp_full_match(t, '[0-9]{{4}}-[0-9]{{2}}')
        THEN whole_days(try_cast(t || '-01' AS DATE), last_day(try_cast(t || '-01' AS DATE)))
    WHEN regexp_full_match(t, '[0-9]{{4}}')
        THEN whole_days(try_cast(t || '-01-01' AS DATE), try_cast(t || '-12-31' AS DATE))
    ELSE {_NOTHING}
END"""


# A typed time is known to the minute unless a column beside it says to what it is known.
_INTERVAL_OF_STAMP = f"""
CREATE TEMP MACRO interval_of_stamp(t, known_to) AS CASE
    WHEN t IS NULL OR NOT isfinite(t) THEN {_NOTHING}
    WHEN known_to = 'minute' THEN one_minute(t)
    WHEN known_to = 'day' THEN whole_days(CAST(t AS DATE), CAST(t AS DATE))
    WHEN known_to = 'month'
        THEN whole_days(CAST(date_trunc('month', t) AS DATE), last_day(CAST(t AS DATE)))
    WHEN known_to = 'year'
        THEN whole_days(make_date(year(t), 1, 1), make_date(year(t), 12, 31))
    ELSE {_NOTHING}
END"""


def date_macros(zone: str) -> tuple[str, ...]:
    """The statements that define the macros of this module."""
    return (
        _DAYS,
        _STAMP,
        _OFFSET_MINUTES,
        _STAMP_OF_TEXT,
        _moved(zone),
        _turned_back(zone),
        _interval_of_text(),
        _INTERVAL_OF_STAMP,
    )


def interval(column: str, kind_of_column: str, known_to: str) -> str:
    """SQL for a column's interval by its type; `known_to` is SQL for a precision word."""
    if kind_of_column == "DATE":
        return f"interval_of_stamp(CAST({column} AS TIMESTAMP), 'day')"
    if kind_of_column == "TIMESTAMP WITH TIME ZONE":
        return f"interval_of_stamp(to_zone(timezone('UTC', {column})), {known_to})"
    if kind_of_column.startswith("TIMESTAMP"):
        return f"interval_of_stamp(CAST({column} AS TIMESTAMP), {known_to})"
    return f"interval_of_text({as_text(column, kind_of_column)})"


def bounds(column: str, kind_of_column: str, known_to: str) -> tuple[str, str]:
    """SQL for the first and last minute of what `interval` gives, shorter where it can be."""
    if kind_of_column == "DATE":
        first = f"(CASE WHEN isfinite({column}) THEN ({column} - DATE '1970-01-01') * 1440 END)"
        return first, f"({first} + 1439)"
    if kind_of_column == "TIMESTAMP" and known_to == "'minute'":
        # Moved so far that no time is below zero, where division would round the other way.
        minute = f"(epoch_us({column}) + {_BEYOND} * 60000000) // 60000000 - {_BEYOND}"
        minute = f"(CASE WHEN isfinite({column}) THEN {minute} END)"
        return minute, minute
    both = interval(column, kind_of_column, known_to)
    return f"({both}).lo", f"({both}).hi"


def as_text(column: str, kind_of_column: str) -> str:
    """SQL for a column as trimmed text, empty being none; 7.0 is the identifier 7."""
    if kind_of_column in ("DOUBLE", "FLOAT"):
        whole = f"CAST(try_cast({column} AS BIGINT) AS VARCHAR)"
        return (
            f"CASE WHEN {column} = floor({column}) AND isfinite({column})"
            f" THEN {whole} ELSE CAST({column} AS VARCHAR) END"
        )
    return f"nullif(trim(CAST({column} AS VARCHAR)), '')"
