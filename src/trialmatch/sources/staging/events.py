"""The events table: every row checked, its codes canonical, one line a coding, sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.schema import ATTRIBUTES, event_schema
from trialmatch.cohort.status import BY_NAME_ALONE, STATUSES, Certainty
from trialmatch.sources.staging.accounting import account, add_note, note
from trialmatch.sources.staging.codings import map_codes
from trialmatch.sources.staging.columns import typed
from trialmatch.sources.staging.connection import Connection, count_of, table_of
from trialmatch.sources.staging.parts import Part, Staged, among, text

if TYPE_CHECKING:
    import pyarrow as pa

EVENT_COLUMNS = (
    *("patient", "kind", "id", "system", "code", "display", "@start", "@end", "status", "act"),
    *("position", "contact", "contact_type", "department", "institution", "#value", "unit"),
    *("value_text", "value_system", "value_code", "#range_low", "#range_high", "absent"),
    "#days_supply",
    *ATTRIBUTES,
)
CLOSED_LISTS = {
    "act": ("ordered", "dispensed", "given", "reported"),
    "position": ("main", "secondary"),
    "contact_type": ("inpatient", "outpatient", "emergency", "day", "virtual", "home"),
}
NEVER = tuple(
    word
    for word, certain in STATUSES.items()
    if certain is Certainty.NEVER and word not in BY_NAME_ALONE
)

# Everything that is said of a row but for its codings: lines of one row agree in it.
_SAID = (
    *("status", "act", "position", "contact", "contact_type", "department", "institution"),
    *("value", "value_bound", "unit", "value_words", "value_text", "value_system"),
    *("value_code", "range_low", "range_high", "absent", "days_supply"),
)


def content(said: Mapping[str, str]) -> str:
    """SQL for a digest of what is said of a row; `said` has SQL for columns of other names."""
    times = (f"CAST({said.get(time, time)} AS VARCHAR)" for time in ("start_at", "end_at"))
    rest = (f"coalesce(CAST({said.get(column, column)} AS VARCHAR), '')" for column in _SAID)
    # What is not said leaves no mark, so that other columns make no other rows.
    told = (f"'{column}=' || {said.get(column, column)}" for column in ATTRIBUTES)
    return f"md5(concat_ws('|', {', '.join((*times, *rest, *told))}))"


def own_id(said: Mapping[str, str]) -> str:
    """SQL for the identifier of a row that has none: from its content, not from its place."""
    codings = (f"coalesce({said.get(column, column)}, '')" for column in ("system", "code"))
    return f"left(md5(concat_ws('|', {content(said)}, {', '.join(codings)})), 12)"


_JUDGED = f"""
CREATE TEMP TABLE judged_events AS
SELECT parts.*, people.place, CASE
    WHEN refused IS NOT NULL THEN refused
    WHEN patient IS NULL THEN 'no patient'
    WHEN people.patient IS NULL THEN 'patient not in the patient table'
    WHEN kind IS NULL OR kind NOT IN {among(SOURCE_KINDS)} THEN 'unknown kind'
    WHEN status IN {among(NEVER)} THEN replace(status, '-', ' ')
    WHEN NOT start_given THEN 'no date'
    WHEN start_at.lo IS NULL THEN 'unreadable date'
    WHEN end_given AND end_at.lo IS NULL THEN 'unreadable end date'
    WHEN code IS NULL AND kind <> 'visit' THEN 'no code'
    WHEN code IS NOT NULL AND system IS NULL THEN 'no code system'
    WHEN end_at.hi < start_at.lo THEN 'end before start'
END AS reason
FROM (SELECT * REPLACE (CASE
        WHEN end_at.hi BETWEEN start_at.lo - 60 AND start_at.lo - 1
            AND clock_turned_back(start_at.lo) THEN start_at ELSE end_at END AS end_at)
    FROM ({{parts}})) AS parts LEFT JOIN people USING (patient)"""

_IDENTIFIED = "reason IS NULL AND id IS NOT NULL AND item IS NULL"
_SHARED_IDS = f"""
SELECT count(*) <> count(DISTINCT hash(patient, kind, id)) FROM judged_events
WHERE {_IDENTIFIED}"""
_REPEATED = f"""
CREATE TEMP TABLE told_apart AS
SELECT * REPLACE (CASE WHEN nth > 1 THEN 'same line again' ELSE reason END AS reason)
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY patient, kind, id, content, system, code ORDER BY file) AS nth
    FROM (SELECT *, {content({})} AS content FROM judged_events WHERE {_IDENTIFIED})
)
UNION ALL BY NAME
SELECT * FROM judged_events WHERE NOT ({_IDENTIFIED})"""
_OF_SEVERAL = f"""
SELECT count(*) FROM (
    SELECT 1 FROM judged_events WHERE {_IDENTIFIED}
    GROUP BY patient, kind, id HAVING count(DISTINCT content) > 1)"""

# Of equal rows without an identifier, each gets one of its own.
_OWN_ID = f"""
SELECT * REPLACE (concat(own, CASE WHEN nth > 1 THEN concat('-', nth) END) AS id)
FROM (
    SELECT *, row_number() OVER (PARTITION BY patient, kind, own) AS nth
    FROM (SELECT *, {own_id({})} AS own FROM judged_events WHERE reason IS NULL AND id IS NULL)
)"""


def _closed(column: str) -> str:
    return f"CASE WHEN {column} IN {among(CLOSED_LISTS[column])} THEN {column} END AS {column}"


_KEPT = f"""
SELECT patient, kind, id AS row, codings.system, codings.code, display,
    start_at.lo AS start_lo, start_at.hi AS start_hi, end_at.lo AS end_lo, end_at.hi AS end_hi,
    status, {_closed("act")}, {_closed("position")}, contact, {_closed("contact_type")},
    department, institution, value, value_bound AS comparator, unit,
    coalesce(value_text, value_words) AS value_text,
    results.system AS value_system, results.code AS value_code,
    range_low, range_high, absent, days_supply, {", ".join(ATTRIBUTES)}, source
FROM (
    SELECT * FROM judged_events WHERE reason IS NULL AND id IS NOT NULL
    UNION ALL BY NAME ({_OWN_ID})
) AS kept
LEFT JOIN canonical AS codings
    ON codings.raw_system IS NOT DISTINCT FROM kept.system AND codings.raw_code = kept.code
LEFT JOIN canonical AS results
    ON results.raw_system IS NOT DISTINCT FROM kept.value_system
    AND results.raw_code = kept.value_code
ORDER BY place, kind, start_lo, row, codings.system, codings.code"""

NOTES = (
    (
        f"status NOT IN {among(STATUSES)}",
        "rows have a status that is not of the cohort schema: they are possible rows",
    ),
    ("value_words IS NOT NULL", "numbers could not be read and are kept as words"),
    (
        "range_low_words IS NOT NULL OR range_high_words IS NOT NULL",
        "reference ranges could not be read and are left out",
    ),
    ("days_supply_words IS NOT NULL", "days of supply could not be read and are left out"),
    *(
        (
            f"{column} NOT IN {among(words)}",
            f"rows have a {column} that is not of the cohort schema: it is left out",
        )
        for column, words in CLOSED_LISTS.items()
    ),
)


def stage_events(
    connection: Connection, staged: Staged, where: Callable[[Part], str] = lambda _: "true"
) -> pa.Table:
    """The events, after `stage_patients` has said whose there may be.

    `where` is a condition on the rows of a part that are asked for.
    """
    if not staged.events:
        return event_schema().empty_table()
    parts = (typed(connection, part, EVENT_COLUMNS, where(part)) for part in staged.events)
    connection.execute(_JUDGED.format(parts=" UNION ALL ".join(parts)))
    _tell_apart(connection, staged.report)
    account(connection, "judged_events", staged.report)
    _add_notes(connection, staged.report)
    map_codes(connection, "judged_events", (("system", "code"), ("value_system", "value_code")))
    kept = table_of(connection, _KEPT, event_schema())
    connection.execute("DROP TABLE judged_events")
    return kept


def _tell_apart(connection: Connection, report: LoadReport) -> None:
    """Lines of one identifier are codings of one row where they say the same of it."""
    if not count_of(connection, _SHARED_IDS):
        return
    connection.execute(_REPEATED)
    connection.execute("DROP TABLE judged_events")
    connection.execute("ALTER TABLE told_apart RENAME TO judged_events")
    several = count_of(connection, _OF_SEVERAL)
    if several:
        add_note(report, f"{several} ids stand for several rows")


def _add_notes(connection: Connection, report: LoadReport) -> None:
    for condition, words in NOTES:
        note(connection, "judged_events", condition, words, report)
    for column in ("start", "end"):
        _note_midnights(connection, column, report)


def _note_midnights(connection: Connection, column: str, report: LoadReport) -> None:
    """A column of times that are all midnight was a column of dates once."""
    minutes = f"{column}_at.lo IS NOT NULL AND {column}_at.lo = {column}_at.hi"
    query = f"""
        SELECT file, count(*) FROM judged_events WHERE reason IS NULL AND {minutes}
        GROUP BY file HAVING count(*) > 1 AND bool_and({column}_at.lo % 1440 = 0) ORDER BY file"""
    for file, count in connection.execute(query).fetchall():
        condition = f"file = {text(str(file))} AND {minutes}"
        words = (
            f"times of {column} in {file} are all midnight and taken as such;"
            f" if they are dates, say so in a column {column}_precision"
        )
        if count:
            note(connection, "judged_events", condition, words, report)
