"""A folder of CSV or Parquet files in the cohort schema (docs/reference/cohort-schema.md).

CSV is UTF-8, with or without a byte order mark, comma-separated, with a header line, also
as `.csv.gz`. All of it is read as text, so that identifiers keep their zeros. Parquet columns
may have any type that holds what they mean.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable
from pathlib import Path

from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.site import Site
from trialmatch.diagnostics import DataError, Diagnostic
from trialmatch.sources.source import Source
from trialmatch.sources.staging.accounting import add_note, of_file
from trialmatch.sources.staging.connection import Connection, Database, columns_of, readable
from trialmatch.sources.staging.headers import EVENTS, PATIENTS, PERIODS, check_columns
from trialmatch.sources.staging.parts import Part, Staged, limited, name, text
from trialmatch.sources.staging.source import StagedSource
from trialmatch.vocabulary.near_names import nearest, slip_of

ENDINGS = (".csv", ".csv.gz", ".parquet")
TABLES = (PATIENTS, EVENTS, PERIODS, *SOURCE_KINDS)

# One line that is broken costs itself alone; all of them are counted.
_CSV = """read_csv({path}, auto_detect=false, header=true, delim=',', quote='"', escape='"',
    columns={columns}, ignore_errors=true, store_rejects=true)"""
_REJECTED = """
SELECT file_path, encoding, count(*) FROM (
    SELECT DISTINCT scans.file_path, errors.line_byte_position,
        bool_or(errors.error_type = 'INVALID ENCODING') AS encoding
    FROM reject_errors AS errors JOIN reject_scans AS scans USING (scan_id, file_id)
    GROUP BY ALL
) GROUP BY ALL ORDER BY ALL"""


def _recognises(folder: Path) -> bool:
    return any((folder / f"{PATIENTS}{ending}").is_file() for ending in ENDINGS)


def _open(folder: Path, site: Site) -> StagedSource:
    database = Database(site.zone)
    staged = Staged([], [])
    problems: list[Diagnostic] = []
    for table, path in _files(folder, staged.report, problems):
        of_file(staged.report, path.name)
        problems += _stage(database.connection, table, path, staged)
    if problems:
        raise DataError(problems)
    return StagedSource(
        database,
        lambda kinds: limited(staged, kinds),
        site,
        folder.resolve().name,
        str(folder),
        lambda report: _count_rejected(database.connection, report),
    )


def _files(
    folder: Path, report: LoadReport, problems: list[Diagnostic]
) -> Iterable[tuple[str, Path]]:
    """The tables with their files; other files of these formats are noted, or misspelt."""
    found: dict[str, list[Path]] = {}
    others: list[tuple[str, Path]] = []
    for path in sorted(folder.iterdir()):
        ending = next((each for each in ENDINGS if path.name.endswith(each)), None)
        if ending is None or not path.is_file():
            continue
        table = path.name.removesuffix(ending)
        if table in TABLES:
            found.setdefault(table, []).append(path)
        else:
            others.append((table, path))
    for table, path in others:
        _not_read(table, path, [each for each in TABLES if each not in found], report, problems)
    for table, paths in found.items():
        if len(paths) > 1:
            message = f"there are several files for {table}: {', '.join(p.name for p in paths)}"
            problems.append(Diagnostic(str(folder), "several-files", message))
    return [(table, found[table][0]) for table in TABLES if table in found]


def _not_read(
    table: str, path: Path, free: list[str], report: LoadReport, problems: list[Diagnostic]
) -> None:
    """A file that is no table: a misspelt one is a problem, since a whole kind would be lost."""
    ending = path.name.removeprefix(table)
    slip = slip_of(table, free)
    if slip is not None:
        message = f"{path.name} is no table of the cohort schema"
        instead = f"`{slip}{ending}`, or move the file out of the folder"
        problems.append(Diagnostic(str(path), "misspelt-file", message, instead=instead))
        return
    near = nearest(table, TABLES, 1)
    meant = f"; is it `{near[0]}{ending}`?" if near else ""
    add_note(report, f"{path.name} is not read: it is no table of the cohort schema{meant}")


def _stage(connection: Connection, table: str, path: Path, staged: Staged) -> list[Diagnostic]:
    relation = name(f"file_{table}")
    if path.name.endswith(".parquet"):
        scan = f"read_parquet({text(str(path))})"
        with readable(str(path)):
            columns = list(columns_of(connection, scan))
    else:
        columns = _header(path)
        types = ", ".join(f"{text(column)}: 'VARCHAR'" for column in dict.fromkeys(columns))
        scan = _CSV.format(path=text(str(path)), columns=f"{{{types}}}")
    problems = check_columns(columns, table, path.name, staged.report)
    if not problems:
        with readable(str(path)):
            connection.execute(f"CREATE TEMP VIEW {relation} AS SELECT * FROM {scan}")
        kind = table if table in SOURCE_KINDS else ""
        parquet = str(path) if path.name.endswith(".parquet") else ""
        part = Part(relation, path.name, kind, slow=not parquet, parquet=parquet)
        _add_part(table, part, staged)
    return problems


def _add_part(table: str, part: Part, staged: Staged) -> None:
    places = {PATIENTS: staged.patients, PERIODS: staged.periods}
    places.get(table, staged.events).append(part)
    if part.kind:
        staged.kinds |= {part.kind}


def _header(path: Path) -> list[str]:
    """The names of a CSV file's columns."""
    opener = gzip.open if path.name.endswith(".gz") else open
    try:
        with opener(path, "rb") as file:
            line = file.readline().decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError):
        why = "it is damaged, or not UTF-8 text"
        raise DataError([Diagnostic(str(path), "cannot-read", "cannot be read", why)]) from None
    names = next(csv.reader([line.strip()]), [])
    if not names:
        raise DataError([Diagnostic(str(path), "no-header", "there is no header line")])
    if len(names) == 1 and ";" in line:
        why = "its columns are separated by `;`"
        instead = "commas between columns, and a point in decimal numbers"
        raise DataError([Diagnostic(str(path), "no-commas", "no such CSV", why, instead)])
    return names


def _count_rejected(connection: Connection, report: LoadReport) -> None:
    """Lines that are no line of the table: read by nobody, so counted here."""
    exists = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"
    if not connection.execute(exists).fetchall()[0][0]:
        return
    for path, encoding, count in connection.execute(_REJECTED).fetchall():
        name = Path(str(path)).name
        if all(entry.name != name for entry in report.files):
            continue
        entry = of_file(report, name)
        entry.read += count
        entry.set_aside["not UTF-8 text" if encoding else "not a line of the table"] += count


SOURCE = Source(
    name="files",
    title="CSV or Parquet files in the cohort schema",
    looks_for=tuple(f"{PATIENTS}{ending}" for ending in ENDINGS),
    recognises=_recognises,
    open=_open,
)
