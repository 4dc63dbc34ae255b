"""The columns that a file or frame has, against those of the cohort schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.schema import EVENT_FILE, OBSERVATION_PERIOD_FILE, PATIENT_FILE, Column
from trialmatch.diagnostics import Diagnostic
from trialmatch.sources.staging.accounting import add_note
from trialmatch.vocabulary.near_names import nearest, slip_of

PATIENTS, EVENTS, PERIODS = "patients", "events", "observation_periods"
_DATES = ("birth", "death", "start", "end")


def columns_for(table: str) -> tuple[Column, ...]:
    """The columns of a table by its name; one named after a kind needs no `kind`.

    Contacts may be without a code, so their table may be without the columns for it.
    """
    if table == PATIENTS:
        return PATIENT_FILE
    if table == PERIODS:
        return OBSERVATION_PERIOD_FILE
    optional = {"system", "code"} if table == "visit" else set[str]()
    required = {"kind"} if table == EVENTS else set[str]()
    return tuple(
        replace(column, required=(column.required or column.name in required))
        if column.name not in optional
        else replace(column, required=False)
        for column in EVENT_FILE
    )


def check_columns(
    found: Sequence[str], table: str, file: str, report: LoadReport
) -> list[Diagnostic]:
    """Problems for required columns that are missing or misspelt; others not used are noted."""
    columns = columns_for(table)
    known = {column.name for column in columns}
    known |= {f"{name}_precision" for name in _DATES if name in known}
    unused = [name for name in found if name not in known]
    free = known - set(found)
    slips = {name: meant for name in unused if (meant := slip_of(name, free)) is not None}
    for name in unused:
        if name in slips:
            continue
        near = nearest(name, free, 1)
        meant = f"; is it `{near[0]}`?" if near else ""
        add_note(report, f"{file}: column `{name}` is not used{meant}", file, "".join(near))
    missing = [
        c for c in columns if c.required and c.name not in found and c.name not in slips.values()
    ]
    return [
        *_twice(found, file),
        *(_missing(column, unused, file) for column in missing),
        *(_misspelt(name, meant, file) for name, meant in slips.items()),
    ]


def _missing(column: Column, unused: Iterable[str], file: str) -> Diagnostic:
    near = nearest(column.name, unused, 1)
    return Diagnostic(
        file,
        "missing-column",
        f"there is no column `{column.name}`",
        why=f"it is needed: {column.meaning}",
        instead=f"`{column.name}` instead of `{near[0]}`" if near else "",
    )


def _misspelt(name: str, meant: str, file: str) -> Diagnostic:
    return Diagnostic(
        file,
        "misspelt-column",
        f"there is no column `{name}` in the cohort schema",
        why=f"read as it stands, what `{meant}` says of each row would be lost",
        instead=f"`{meant}`, or leave the column out",
    )


def _twice(found: Sequence[str], file: str) -> list[Diagnostic]:
    names = sorted({name for name in found if found.count(name) > 1})
    return [
        Diagnostic(file, "column-twice", f"there are several columns `{name}`") for name in names
    ]
