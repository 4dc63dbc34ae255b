"""Rows of a subject, and rows made of rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trialmatch.plan.algebra.grains import Rows, Truth, Value
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.vocabulary.calendar import Duration
from trialmatch.vocabulary.codesets import CodeSet


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long rows without an end last, where a criteria file says so (meaning 6).

    `days` from the start on, exactly or `at_most`; an unknown time where None. `grace` days are
    added to what was supplied for a number of days. A contact under way is not touched.
    """

    days: int | None = None
    at_most: bool = False
    grace: int = 0


# Days that last beyond every record.
LIFELONG = Lasting(days=1_000_000)


@dataclass(frozen=True, slots=True)
class Events(Rows):
    """All rows of some kinds whose codes are in a set; every code where `codes` is None.

    Rows whose status never counts are no members; those that may count are possible ones.
    `acts` narrows medication to how it is known (ordered, dispensed, given, reported).
    `lasting` stands in for ends that are not recorded; without it, what the kind says does.
    `status` asks by name for rows that never count as having happened, "planned" or
    "family-history", and for no others. What is planned may lie after the as-of moment.
    """

    kinds: tuple[str, ...]
    codes: CodeSet | None = None
    acts: frozenset[str] = frozenset()
    lasting: Lasting | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class OwnEvent(Rows):
    """The row that made the subject of an event domain; no row for a patient."""


@dataclass(frozen=True, slots=True)
class Where(Rows):
    """Rows of which a test is MET; a row of which it is UNKNOWN is a possible member."""

    rows: Rows
    test: Truth


class By(Enum):
    """Which part of a row must lie in a window."""

    OVERLAP = "any of its days"
    START = "its start"
    END = "its end"


@dataclass(frozen=True, slots=True)
class Within(Rows):
    """Rows in a window; a row whose dates straddle an edge is a possible member.

    A bound may lie at a row's own value, and then every row has a window of its own.
    """

    rows: Rows
    window: Window = ANY_TIME
    by: By = By.OVERLAP


@dataclass(frozen=True, slots=True)
class Merged(Rows):
    """Eras: rows that follow each other with at most `gap` between them, made one extent.

    Between an end and the next start, days are compared: with a gap of 0 days, extents that
    touch or overlap are one; a gap in hours compares minutes, and `gap` itself is then too
    long ("less than 8 h apart"). The era stands for its first row, and ends when the last of
    its rows does. An era with a row that is only possible, or of inexact dates, is possible.
    """

    rows: Rows
    gap: Duration


@dataclass(frozen=True, slots=True)
class Spaced(Rows):
    """Rows at least `apart` from the one kept before, greedily from the earliest (meaning 10).

    Starts are compared by date, by minute for hours. Where rows are only possible or dates
    inexact, those that can be kept in any case are definite and all others possible.
    """

    rows: Rows
    apart: Duration


class Order(Enum):
    """By what rows are picked."""

    LATEST = "the last by date"
    FIRST = "the first by date"
    NEAREST = "the nearest to the index by date"
    HIGHEST = "the highest by value"
    LOWEST = "the lowest by value"


@dataclass(frozen=True, slots=True)
class Take(Rows):
    """Every row that may be among the first `n` in an order; non-results are no candidates.

    With `the_last` of them, only rows that may be the `n`-th, and only possible ones where there
    may be fewer than `n`. `empty_too` makes candidates of non-results.

    By date the pick is blind to values. More than `n` rows come back where dates tie or rows
    are only possible, and each keeps its own certainty. `value` is what HIGHEST and LOWEST go
    by; a row without a comparable value may be either.
    """

    rows: Rows
    order: Order = Order.LATEST
    n: int = 1
    value: Value | None = None
    the_last: bool = False
    empty_too: bool = False
