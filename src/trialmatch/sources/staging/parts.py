"""What a source hands to staging."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from trialmatch.cohort.loading import FileReport, LoadReport
from trialmatch.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Part:
    """One relation known to duckdb by name, in columns of the cohort schema.

    `file` is its name in the report and `kind` the kind of all its rows; either may be a
    column of the relation instead. Two more columns are understood: `refused`, a reason why
    a row cannot be used, and `item`, the number of the thing in the file that a row was made
    from, where several rows may come from one. `source` defaults to the file. A `slow`
    relation is one that is worth keeping when it is gone through more than once; `parquet`
    is the path of the Parquet file that the relation is all of.
    """

    relation: str
    file: str = ""
    kind: str = ""
    slow: bool = False
    parquet: str = ""


@dataclass(slots=True)
class Staged:
    """All relations of one load, the kinds that were there to be read, and the report so far."""

    patients: list[Part]
    events: list[Part]
    periods: list[Part] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    cut_off: int | None = None
    report: LoadReport = field(default_factory=LoadReport)


# Hands over what holds rows of some kinds, or of all; called once for each load.
Supply = Callable[[frozenset[str] | None], Staged]


def limited(staged: Staged, kinds: frozenset[str] | None) -> Staged:
    """What holds rows of some kinds, with a report of its own; files that do not are noted."""
    events = [
        part for part in staged.events if kinds is None or not part.kind or part.kind in kinds
    ]
    events = [] if kinds is not None and not kinds else events
    unread = {part.file for part in staged.events if part not in events}
    report = LoadReport(
        [FileReport(entry.name) for entry in staged.report.files if entry.name not in unread],
        list(staged.report.notes),
    )
    if unread:
        report.notes.append(not_needed(sorted(unread)))
    return replace(staged, events=events, report=report)


def not_needed(files: Iterable[str]) -> Diagnostic:
    """A note that files are not read, since nothing is asked of what they hold."""
    message = f"not read, since nothing is asked of them: {', '.join(files)}"
    return Diagnostic("", "load", message, severity=Severity.NOTE)


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """A name of a column or relation, quoted for SQL."""
    return '"' + value.replace('"', '""') + '"'


def among(values: Iterable[str]) -> str:
    """A list of texts for SQL's IN."""
    return "(" + ", ".join(text(value) for value in values) + ")"
