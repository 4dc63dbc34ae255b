"""Numbers in SQL: with a decimal point, and `<` or `>` before one that is only a bound."""

from __future__ import annotations

_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
_BOUND = r"(<=|>=|<|>|≤|≥)"

NUMBER_MACROS = (
    f"""
CREATE TEMP MACRO is_number(t) AS regexp_full_match(t, '{_BOUND}?\\s*{_NUMBER}')""",
    f"""
CREATE TEMP MACRO number_of(t) AS CASE
    WHEN is_number(t) THEN try_cast(regexp_replace(t, '^{_BOUND}?\\s*', '') AS DOUBLE)
END""",
    f"""
CREATE TEMP MACRO bound_of(t) AS CASE
    WHEN is_number(t) THEN nullif(
        replace(replace(regexp_extract(t, '^{_BOUND}'), '≤', '<='), '≥', '>='), '')
END""",
)

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_NUMERIC = ("DECIMAL", "FLOAT", "DOUBLE", *_WHOLE, *(f"U{width}" for width in _WHOLE))


def is_numeric(kind_of_column: str) -> bool:
    """Whether a column of this duckdb type holds numbers and nothing else."""
    return kind_of_column.startswith(_NUMERIC)


def as_number(column: str) -> str:
    """SQL for a numeric column as a double; NaN and the infinities are none."""
    number = f"CAST({column} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"
