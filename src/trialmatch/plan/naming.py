"""What rows and values are about, and by which codes rows were found."""

from __future__ import annotations

from trialmatch.plan import algebra
from trialmatch.vocabulary.codesets import CodeSet


def about(rows: algebra.Rows) -> str:
    """What some rows are about: their code set's name, or their kinds."""
    match rows:
        case algebra.Events(codes=codes, kinds=kinds):
            return codes.name if codes is not None else " or ".join(kinds)
        case algebra.Joined(rows=inner, others=others):
            return about(inner) if isinstance(others, algebra.OwnEvent) else about(others)
    within = inner_rows(rows)
    return "" if within is None else about(within)


def codes_of(rows: algebra.Rows) -> CodeSet | None:
    """The code set that the rows themselves were found by, joins aside."""
    if isinstance(rows, algebra.Events):
        return rows.codes
    within = inner_rows(rows)
    return None if within is None else codes_of(within)


def inner_rows(rows: algebra.Rows) -> algebra.Rows | None:
    """The rows that a node picks from, narrows or puts together."""
    match rows:
        case (
            algebra.Within(rows=inner)
            | algebra.Where(rows=inner)
            | algebra.Take(rows=inner)
            | algebra.Merged(rows=inner)
            | algebra.Spaced(rows=inner)
            | algebra.Joined(rows=inner)
        ):
            return inner
    return None


def name_of(node: algebra.Reduce) -> str:
    """What a value of rows is about: the measure, or the rows."""
    match node.value:
        case algebra.Number(scale=scale) | algebra.RangeLimit(scale=scale):
            return scale.name
    return about(node.rows)
