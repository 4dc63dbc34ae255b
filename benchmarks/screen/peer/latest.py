"""The last result of each measure asked about, with ties and possible rows, and its verdicts."""

from __future__ import annotations

from benchmarks.screen.catalogue import Measure
from benchmarks.screen.peer.subjects import Subjects
from benchmarks.screen.questions import Latest, OfNormal

Asked = dict[int, Latest | OfNormal]


def latest(asked: Asked, of: Subjects) -> str:
    """SQL for one line a subject with a verdict a question, in columns `v1`, `v2` …"""
    key = of.key
    rows = "\n    UNION ALL\n".join(_candidates(number, each, of) for number, each in asked.items())
    verdicts = ",\n    ".join(_verdict(number, each) for number, each in asked.items())
    return f"""candidate AS MATERIALIZED (
{rows}
), last_certain AS (
  SELECT {key}, q, max(d_lo) FILTER (WHERE certain) AS bar FROM candidate GROUP BY {key}, q
), of_last_days AS MATERIALIZED (
  SELECT c.* FROM candidate AS c JOIN last_certain AS b USING ({key}, q)
  WHERE bar IS NULL OR d_hi >= bar
), day AS (
  SELECT {key}, q, d_lo, d_hi, bool_and(minute IS NOT NULL) AS timed,
    bool_or(certain) AS settled, max(minute) FILTER (WHERE certain) AS last_minute
  FROM of_last_days GROUP BY {key}, q, d_lo, d_hi HAVING count(*) > 1
), picked AS (
  SELECT r.* FROM of_last_days AS r LEFT JOIN day USING ({key}, q, d_lo, d_hi)
  WHERE CASE
    WHEN timed IS NULL THEN true
    WHEN NOT timed THEN NOT (settled AND preliminary)
    WHEN last_minute IS NULL THEN true
    ELSE minute >= last_minute AND NOT (preliminary AND minute = last_minute) END
), latest AS (
  SELECT {key},
    {verdicts}
  FROM picked GROUP BY {key}
)"""


def _candidates(number: int, asked: Latest | OfNormal, of: Subjects) -> str:
    edges, measure = of.edges(asked.span), asked.measure
    low, high, low_open, high_open = _bounds(measure)
    usable = _usable(measure)
    limit = ""
    if isinstance(asked, OfNormal):
        limit = "range_high" if asked.upper else "range_low"
        low = high = "number"
        usable += f" AND {limit} IS NOT NULL"
    return f"""    SELECT {of.key}, {number} AS q, d_lo, d_hi, minute, preliminary,
      sure AND {edges.surely("d", "d")} AS certain,
      CASE WHEN {usable} THEN {low} END AS low, CASE WHEN {usable} THEN {high} END AS high,
      {low_open} AS low_open, {high_open} AS high_open, {limit or "NULL::DOUBLE"} AS of_normal
    FROM {of.source(f"{measure.table}s")}
    WHERE code = '{measure.code}' AND NOT empty AND {edges.perhaps("d", "d")}"""


def _in_unit(measure: Measure, number: str = "number") -> str:
    if not measure.second:
        return number
    return (
        f"CASE WHEN unit = '{measure.second}' THEN {number} / {measure.divisor} ELSE {number} END"
    )


def _usable(measure: Measure) -> str:
    units = f"('{measure.unit}', '{measure.second or measure.unit}')"
    plausible = f"({_in_unit(measure)}) BETWEEN {measure.low} AND {measure.high}"
    return f"unit IN {units} AND number IS NOT NULL AND {plausible}"


def _bounds(measure: Measure) -> tuple[str, str, str, str]:
    """A number, or what a bound leaves of the plausible range, open at the bound."""
    number = _in_unit(measure)
    if measure.table == "measurement":
        return number, number, "false", "false"
    low = f"CASE WHEN bound = '<' THEN {measure.low} ELSE {number} END"
    high = f"CASE WHEN bound = '>' THEN {measure.high} ELSE {number} END"
    return low, high, "coalesce(bound = '>', false)", "coalesce(bound = '<', false)"


def _verdict(number: int, asked: Latest | OfNormal) -> str:
    if isinstance(asked, OfNormal):
        limits = [(asked.sign, f"{asked.times} * of_normal")]
    else:
        limits = [(sign, str(limit)) for sign, limit in asked.limits]
    here = f"q = {number}"
    holds, fails = zip(*(_compared(sign, limit) for sign, limit in limits), strict=True)
    met = " AND ".join(f"bool_and(coalesce({each}, false)) FILTER (WHERE {here})" for each in holds)
    not_met = " OR ".join(
        f"bool_and(coalesce({each}, false)) FILTER (WHERE {here})" for each in fails
    )
    return f"""CASE WHEN bool_or(certain) FILTER (WHERE {here}) THEN CASE
      WHEN {met} THEN true
      WHEN {not_met} THEN false END END AS v{number}"""


def _compared(sign: str, limit: str) -> tuple[str, str]:
    """SQL: all of the interval holds; none of it does."""
    below = f"(high < {limit} OR (high = {limit} AND high_open))"
    above = f"(low > {limit} OR (low = {limit} AND low_open))"
    match sign:
        case "<":
            return below, f"low >= {limit}"
        case "<=":
            return f"high <= {limit}", above
        case ">":
            return above, f"high <= {limit}"
    return f"low >= {limit}", below
