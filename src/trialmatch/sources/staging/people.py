"""The patient table: checked, each patient once, sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trialmatch.cohort.schema import patient_schema, period_schema
from trialmatch.sources.staging.accounting import account, note
from trialmatch.sources.staging.columns import typed
from trialmatch.sources.staging.connection import Connection, count_of, table_of
from trialmatch.sources.staging.parts import Staged, among

if TYPE_CHECKING:
    import pyarrow as pa

SEXES = ("female", "male", "other", "unknown")
_COLUMNS = ("patient", "@birth/day", "sex", "@death", "?deceased", "person_number", "name")

# A patient that is there twice is kept as the line that says most and comes first in order.
_JUDGED = """
CREATE TEMP {made_as} judged_patients AS
SELECT *, CASE
    WHEN refused IS NOT NULL THEN refused
    WHEN patient IS NULL THEN 'no patient'
    WHEN nth > 1 THEN 'same patient again'
END AS reason
FROM (SELECT *, {nth} AS nth FROM read_patients)"""
_ONCE = "SELECT count(patient) = count(DISTINCT patient) FROM read_patients"
_NTH = """row_number() OVER (
    PARTITION BY refused IS NULL, patient
    ORDER BY birth_at.lo NULLS LAST, birth_at.hi, sex NULLS LAST, death_at.lo NULLS LAST,
        deceased DESC NULLS LAST, person_number NULLS LAST, name NULLS LAST, file, item)"""
_KEPT = f"""
CREATE TEMP TABLE kept_patients AS
SELECT CAST(row_number() OVER (ORDER BY patient) - 1 AS INTEGER) AS place, patient,
    birth_at.lo AS birth_lo, birth_at.hi AS birth_hi,
    CASE WHEN sex IN {among(SEXES)} THEN sex END AS sex,
    death_at.lo AS death_lo, death_at.hi AS death_hi,
    coalesce(deceased, false) OR death_given AS deceased, person_number, name
FROM judged_patients WHERE reason IS NULL"""
_NOTES = (
    ("birth_given AND birth_at.lo IS NULL", "dates of birth could not be read: age is not known"),
    ("death_given AND death_at.lo IS NULL", "dates of death could not be read: dead, date unknown"),
    (f"sex NOT IN {among(SEXES)}", "words for sex are not of the cohort schema: sex is not known"),
)

_PERIODS = """
CREATE TEMP TABLE judged_periods AS
SELECT *, CASE
    WHEN refused IS NOT NULL THEN refused
    WHEN patient IS NULL THEN 'no patient'
    WHEN patient NOT IN (SELECT patient FROM people) THEN 'patient not in the patient table'
    WHEN start_at.lo IS NULL OR end_at.lo IS NULL THEN
        CASE WHEN start_given AND end_given THEN 'unreadable date' ELSE 'no date' END
    WHEN end_at.hi < start_at.lo THEN 'end before start'
END AS reason
FROM ({parts})"""
_KEPT_PERIODS = """
SELECT patient, CAST(floor(start_at.lo / 1440.0) AS BIGINT) AS start_day,
    CAST(floor(end_at.hi / 1440.0) AS BIGINT) AS end_day
FROM judged_periods WHERE reason IS NULL ORDER BY ALL"""


def stage_patients(connection: Connection, staged: Staged) -> pa.Table:
    """The patients, and their names in the relation `people` for the checks that follow."""
    parts = " UNION ALL ".join(typed(connection, part, _COLUMNS) for part in staged.patients)
    connection.execute(f"CREATE TEMP TABLE read_patients AS {parts}")
    once = bool(count_of(connection, _ONCE))
    # Looked at four times: quick to work out again where each patient is there once.
    made_as = "VIEW" if once else "TABLE"
    connection.execute(_JUDGED.format(made_as=made_as, nth="1" if once else _NTH))
    account(connection, "judged_patients", staged.report)
    for condition, words in _NOTES:
        note(connection, "judged_patients", condition, words, staged.report)
    connection.execute(_KEPT)
    connection.execute("CREATE TEMP TABLE people AS SELECT patient, place FROM kept_patients")
    in_order = "SELECT * EXCLUDE (place) FROM kept_patients ORDER BY place"
    kept = table_of(connection, in_order, patient_schema())
    connection.execute(f"DROP {made_as} judged_patients")
    connection.execute("DROP TABLE kept_patients")
    connection.execute("DROP TABLE read_patients")
    return kept


def stage_periods(connection: Connection, staged: Staged) -> pa.Table | None:
    """Declared observation periods by day, None where the source declares none."""
    if not staged.periods:
        return None
    columns = ("patient", "@start", "@end")
    parts = " UNION ALL ".join(typed(connection, part, columns) for part in staged.periods)
    connection.execute(_PERIODS.format(parts=parts))
    account(connection, "judged_periods", staged.report)
    kept = table_of(connection, _KEPT_PERIODS, period_schema())
    connection.execute("DROP TABLE judged_periods")
    return kept
