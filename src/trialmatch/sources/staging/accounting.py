"""Counts of what was read, kept and set aside, into the load report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from trialmatch.cohort.loading import FileReport, LoadReport
from trialmatch.diagnostics import Diagnostic, Severity
from trialmatch.sources.staging.connection import Connection, columns_of, count_of
from trialmatch.sources.staging.parts import Part, text

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


def account_not_asked(connection: Connection, parts: Iterable[Part], report: LoadReport) -> None:
    """Count as not asked for whatever the parts have beyond what has been counted."""
    totals: Counter[str] = Counter()
    made: list[str] = []
    for part in parts:
        if "item" in columns_of(connection, part.relation):
            file = text(part.file) if part.file else "file"
            made.append(f"SELECT {file} AS file, item FROM {part.relation}")
        else:
            totals[part.file] += count_of(connection, f"SELECT count(*) FROM {part.relation}")
    if made:
        items = f"SELECT DISTINCT file, item FROM ({' UNION ALL '.join(made)})"
        query = f"SELECT file, count(*) FROM ({items}) GROUP BY ALL"
        totals += Counter(dict(connection.execute(query).fetchall()))
    for file, total in totals.items():
        entry = of_file(report, file)
        entry.not_asked += total - entry.read
        entry.read = total


def add_report(report: LoadReport, other: LoadReport) -> None:
    """Take over the counts and notes of another report."""
    for entry in other.files:
        own = of_file(report, entry.name)
        own.read += entry.read
        own.kept += entry.kept
        own.set_aside += entry.set_aside
        own.not_asked += entry.not_asked
    report.notes += other.notes


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
