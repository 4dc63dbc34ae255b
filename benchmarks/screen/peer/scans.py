"""One scan a table: the rows that the set's questions speak of, their dates as intervals."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.screen.catalogue import CODES, Codes

_START = """CASE WHEN start_precision = 'month' THEN CAST(date_trunc('month', start) AS DATE)
      ELSE CAST(start AS DATE) END AS d_lo,
    CASE WHEN start_precision = 'month' THEN last_day(start) ELSE CAST(start AS DATE) END AS d_hi"""
_NEVER = "('refuted', 'cancelled', 'entered-in-error', 'not-done', 'planned')"
_POSSIBLE = "('provisional', 'preliminary', 'unconfirmed', 'differential', 'on-hold')"
_SURE = f"coalesce(status NOT IN {_POSSIBLE}, true) AS sure"
_COUNTS = f"(status IS NULL OR status NOT IN {_NEVER})"
_WHOLE = frozenset(code for _, codes in CODES.values() for code in codes)
_FAR_OFF = "DATE '9999-12-31'"


def beginning_with(codes: Codes, column: str = "code") -> str:
    """SQL: a code is in the set."""
    parts = [_begins(column, each) for each in codes.beginnings]
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _begins(column: str, beginning: str) -> str:
    """A whole code, or one that begins so."""
    if beginning in _WHOLE:
        return f"{column} = '{beginning}'"
    return f"starts_with({column}, '{beginning}')"


def _any_of(sets: Iterable[Codes]) -> str:
    return "(" + " OR ".join(dict.fromkeys(beginning_with(codes) for codes in sets)) + ")"


def diagnoses(sets: Iterable[Codes], as_of: str) -> str:
    """The diagnoses of some code sets."""
    return f"""diagnoses AS (
  SELECT patient, code, contact, position, {_SURE}, {_START}
  FROM diagnosis WHERE {_any_of(sets)} AND {_COUNTS} AND start < {as_of} + 1
)"""


def procedures(sets: Iterable[Codes], as_of: str) -> str:
    """The procedures of some code sets."""
    return f"""procedures AS (
  SELECT patient, code, contact, {_SURE}, {_START}
  FROM procedure WHERE {_any_of(sets)} AND {_COUNTS} AND start < {as_of} + 1
)"""


def medications(sets: Iterable[Codes], as_of: str) -> str:
    """The medicines of some code sets, with their ends: stated, by the supply, or unknown."""
    rest = "CAST(greatest(1, ceil(days_supply)) - 1 AS INTEGER)"
    return f"""medications AS (
  SELECT *, CASE WHEN "end" IS NOT NULL THEN greatest("end", d_lo)
      WHEN days_supply IS NOT NULL THEN d_lo + {rest} ELSE d_lo END AS e_lo,
    CASE WHEN "end" IS NOT NULL THEN "end"
      WHEN days_supply IS NOT NULL THEN d_hi + {rest} ELSE {_FAR_OFF} END AS e_hi
  FROM (
    SELECT patient, code, act, "end", days_supply, {_SURE}, {_START}
    FROM medication WHERE {_any_of(sets)} AND {_COUNTS} AND start < {as_of} + 1
  )
)"""


def visits(as_of: str) -> str:
    """Stays: contacts that are, or may be, of the type inpatient."""
    end = '"end"'
    return f"""visits AS (
  SELECT patient, id, inpatient, d_lo, d_hi,
    coalesce(greatest(end_lo, d_lo), d_lo) AS e_lo, coalesce(end_hi, {_FAR_OFF}) AS e_hi
  FROM (
    SELECT patient, id, contact_type IS NOT NULL AS inpatient, {_START},
      CASE WHEN end_precision = 'month' THEN CAST(date_trunc('month', {end}) AS DATE)
        ELSE CAST({end} AS DATE) END AS end_lo,
      CASE WHEN end_precision = 'month' THEN last_day({end}) ELSE CAST({end} AS DATE) END AS end_hi
    FROM visit
    WHERE (contact_type = 'inpatient' OR contact_type IS NULL) AND start < {as_of} + 1
  )
)"""


def results(table: str, codes: Iterable[str], as_of: str) -> str:
    """Results of some measures, as numbers with the bound that stands before them."""
    listed = ", ".join(f"'{code}'" for code in dict.fromkeys(codes))
    value, bound, empty, limits = "value", "NULL", "value IS NULL", "range_low, range_high"
    if table == "observation":
        value = "TRY_CAST(ltrim(value, '<>') AS DOUBLE)"
        bound = "CASE WHEN left(value, 1) IN ('<', '>') THEN left(value, 1) END"
        limits = "NULL AS range_low, NULL AS range_high"
    return f"""{table}s AS (
  SELECT patient, code, {value} AS number, CAST({bound} AS VARCHAR) AS bound, unit,
    {empty} AS empty, {limits}, {_SURE}, coalesce(status = 'preliminary', false) AS preliminary,
    CASE WHEN start_precision = 'minute' THEN start END AS minute, {_START}
  FROM {table} WHERE code IN ({listed}) AND {_COUNTS} AND start < {as_of} + 1
)"""
