"""pandas frames in the columns of the cohort schema.

Identifiers are read as text: "007" stays, and a whole number that pandas made a float (7.0)
is "7". Missing is None, NaN, NaT and pd.NA alike. A datetime column is known to the minute,
unless a column `start_precision` (or `end_precision`, `death_precision`) says day, month or
year; dates of birth are known to the day at best. Columns of `datetime.date` are days, and
texts are dates in the cohort schema's forms, also partial ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trialmatch.cohort.holdings import HeldKind
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.site import Site
from trialmatch.cohort.source import CohortSource
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import DataError, Diagnostic
from trialmatch.sources.staging.accounting import of_file
from trialmatch.sources.staging.connection import Database
from trialmatch.sources.staging.headers import EVENTS, PATIENTS, PERIODS, check_columns
from trialmatch.sources.staging.parts import Part, Staged, limited, name
from trialmatch.sources.staging.source import StagedSource
from trialmatch.vocabulary.near_names import nearest

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def frames_source(
    patients: pd.DataFrame,
    events: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    site: Site | None = None,
    name: str = "frames",
    synthetic: bool | None = None,
    cut_off: str | None = None,
    holds: Mapping[str, HeldKind] | None = None,
    periods: pd.DataFrame | None = None,
) -> CohortSource:
    """Take a cohort from frames; `events` is one frame with `kind`, or a frame by kind.

    Raises DataError where a column is missing or a kind unknown, with all that are.
    """
    site = (site or Site(name=name, holds=holds)).with_declared(
        cut_off=cut_off, synthetic=synthetic
    )
    frames = {PATIENTS: patients}
    frames |= dict(events) if isinstance(events, Mapping) else {EVENTS: events}
    if periods is not None:
        frames[PERIODS] = periods
    staged, tables = _staged(frames)
    database = Database(site.zone)
    for table, content in tables.items():
        database.connection.register(_relation(table), content)
    return StagedSource(database, lambda kinds: limited(staged, kinds), site, name)


def from_frames(
    patients: pd.DataFrame,
    events: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    site: Site | None = None,
    name: str = "frames",
    synthetic: bool | None = None,
    cut_off: str | None = None,
    holds: Mapping[str, HeldKind] | None = None,
    periods: pd.DataFrame | None = None,
) -> CohortTables:
    """The whole cohort of `frames_source`."""
    return frames_source(
        patients,
        events,
        site=site,
        name=name,
        synthetic=synthetic,
        cut_off=cut_off,
        holds=holds,
        periods=periods,
    ).tables()


def _staged(frames: Mapping[str, pd.DataFrame]) -> tuple[Staged, dict[str, pa.Table]]:
    staged = Staged([], [], kinds=frozenset(frames) & frozenset(SOURCE_KINDS))
    places = {PATIENTS: staged.patients, PERIODS: staged.periods}
    problems = []
    tables = {}
    for table, frame in frames.items():
        problems += _unknown_kind(table)
        columns = [str(column) for column in frame.columns]
        wrong = check_columns(columns, table, table, staged.report)
        problems += wrong
        kind = table if table in SOURCE_KINDS else ""
        places.get(table, staged.events).append(Part(name(_relation(table)), table, kind))
        of_file(staged.report, table)
        if not wrong:
            tables[table] = _arrow(frame)
    if problems:
        raise DataError(problems)
    return staged, tables


def _relation(table: str) -> str:
    return f"frame_{table}"


def _unknown_kind(table: str) -> list[Diagnostic]:
    if table in (PATIENTS, EVENTS, PERIODS, *SOURCE_KINDS):
        return []
    return [
        Diagnostic(
            table,
            "unknown-kind",
            f"there is no kind of event `{table}`",
            why=f"kinds are {', '.join(SOURCE_KINDS)}",
            instead="".join(nearest(table, SOURCE_KINDS, 1)),
        )
    ]


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """The frame's columns; texts stay texts, and what is missing is null."""
    import pandas as pd
    import pyarrow as pa

    plain = pd.DataFrame(frame, copy=False).rename(columns=str)
    for column in plain.columns:
        dtype = plain[column].dtype
        if isinstance(dtype, pd.CategoricalDtype):
            plain = plain.assign(**{column: plain[column].astype(dtype.categories.dtype)})
        if plain[column].isna().all():
            plain = plain.assign(**{column: pd.array([None] * len(plain), dtype="string")})
        elif _of_several_types(plain[column]):
            plain = plain.assign(**{column: plain[column].map(str, na_action="ignore")})
    return pa.Table.from_pandas(plain, preserve_index=False)


def _of_several_types(series: pd.Series) -> bool:
    """Whether an object column has texts beside numbers or dates: each is taken as written."""
    import pandas as pd

    kind = pd.api.types.infer_dtype(series, skipna=True)
    return kind.startswith("mixed") and kind != "mixed-integer-float"
