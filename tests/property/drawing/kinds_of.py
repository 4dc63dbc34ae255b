"""What drawn rows are of, so that what is asked of them mostly fits."""

from __future__ import annotations

from trialmatch.cohort.kinds import KINDS
from trialmatch.plan.algebra import Events, Joined, Match, Merged, Rows, Spaced, Take, Where, Within
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.vocabulary.codesets import CodeSet


def kinds_of(found: Rows) -> frozenset[str]:
    """The kinds that rows may be of; every kind for the subject's own event."""
    if isinstance(found, Events):
        return frozenset(found.kinds)
    inner = inner_rows(found)
    return frozenset(kind.name for kind in KINDS) if inner is None else kinds_of(inner)


def paired(found: Rows | None) -> bool:
    """Whether rows have partners."""
    if found is None:
        return False
    if isinstance(found, Joined) and found.match is Match.PAIRS:
        return True
    inner = inner_rows(found)
    return inner is not None and paired(inner)


def searched(found: Rows) -> tuple[tuple[str, ...], CodeSet | None, Window]:
    """What a search for the rows looks for: kinds, codes and window."""
    if isinstance(found, Events):
        return found.kinds, found.codes, ANY_TIME
    inner = inner_rows(found)
    if inner is None:
        return ("visit",), None, ANY_TIME
    kinds, codes, window = searched(inner)
    return kinds, codes, found.window if isinstance(found, Within) else window


def inner_rows(found: Rows) -> Rows | None:
    """The rows that rows are made of."""
    if isinstance(found, Where | Within | Joined | Merged | Spaced | Take):
        return found.rows
    return None
