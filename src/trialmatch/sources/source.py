"""What every source offers, and how files in a folder are told to be its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import DataError, Diagnostic


@dataclass(frozen=True, slots=True)
class Source:
    """One format of a cohort in a folder.

    `looks_for` are names of files by which a person knows the format; `recognises` says
    whether a folder has it, and `read` loads it.
    """

    name: str
    title: str
    looks_for: tuple[str, ...]
    recognises: Callable[[Path], bool]
    read: Callable[[Path, Site], CohortTables]


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn duckdb's failures into a DataError that names the place and nothing of its content."""
    try:
        yield
    except duckdb.Error as error:
        why = f"it is damaged or not what its name says ({type(error).__name__})"
        raise DataError(
            [Diagnostic(str(path), "cannot-read", "this cannot be read", why)]
        ) from None
