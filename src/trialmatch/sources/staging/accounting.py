"""Counts of what was read, kept and set aside, into the load report."""

from __future__ import annotations

from trialmatch.cohort.loading import FileReport, LoadReport
from trialmatch.diagnostics import Diagnostic, Severity
from trialmatch.sources.staging.connection import Connection, count_of

# A row without a number of its own is a thing of its own.
_ROWS = """
SELECT file, reason, count(*) FROM {relation} WHERE item IS NULL GROUP BY ALL ORDER BY ALL"""
# A thing from which several rows are made is kept if one of them is.
_ITEMS = """
SELECT file, reason, count(*) FROM (
    SELECT file, item, CASE WHEN count(*) = count(reason) THEN min(reason) END AS reason
    FROM {relation} WHERE item IS NOT NULL GROUP BY file, item
) GROUP BY ALL ORDER BY ALL"""
_PARTS = """
SELECT coalesce(sum(lost), 0) FROM (
    SELECT count(reason) AS lost FROM {relation} WHERE item IS NOT NULL
    GROUP BY file, item HAVING count(reason) BETWEEN 1 AND count(*) - 1
)"""


def account(connection: Connection, relation: str, report: LoadReport) -> None:
    """Count what is in a judged relation, per file and reason."""
    for query in (_ROWS, _ITEMS):
        for file, reason, count in connection.execute(query.format(relation=relation)).fetchall():
            entry = of_file(report, str(file))
            entry.read += count
            if reason is None:
                entry.kept += count
            else:
                entry.set_aside[str(reason)] += count
    lost = count_of(connection, _PARTS.format(relation=relation))
    if lost:
        add_note(report, f"{lost} parts of resources that were kept could not be used")


def of_file(report: LoadReport, name: str) -> FileReport:
    """The report of one file, a new one if it has none yet."""
    for entry in report.files:
        if entry.name == name:
            return entry
    report.files.append(FileReport(name))
    return report.files[-1]


def note(
    connection: Connection, relation: str, condition: str, words: str, report: LoadReport
) -> None:
    """Note how many kept rows fulfil a condition, if any do."""
    query = f"SELECT count(*) FROM {relation} WHERE reason IS NULL AND ({condition})"
    count = count_of(connection, query)
    if count:
        add_note(report, f"{count} {words}")


def add_note(report: LoadReport, message: str, path: str = "", instead: str = "") -> None:
    """Note a finding about the load that is not about one row alone."""
    report.notes.append(Diagnostic(path, "load", message, instead=instead, severity=Severity.NOTE))
