"""What a source hands to staging."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from trialmatch.cohort.loading import LoadReport


@dataclass(frozen=True, slots=True)
class Part:
    """One relation known to duckdb by name, in columns of the cohort schema.

    `file` is its name in the report and `kind` the kind of all its rows; either may be a
    column of the relation instead. Two more columns are understood: `refused`, a reason why
    a row cannot be used, and `item`, the number of the thing in the file that a row was made
    from, where several rows may come from one. `source` defaults to the file.
    """

    relation: str
    file: str = ""
    kind: str = ""


@dataclass(slots=True)
class Staged:
    """All relations of one load, the kinds that were there to be read, and the report so far."""

    patients: list[Part]
    events: list[Part]
    periods: list[Part] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    cut_off: int | None = None
    report: LoadReport = field(default_factory=LoadReport)


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """A name of a column or relation, quoted for SQL."""
    return '"' + value.replace('"', '""') + '"'


def among(values: Iterable[str]) -> str:
    """A list of texts for SQL's IN."""
    return "(" + ", ".join(text(value) for value in values) + ")"
