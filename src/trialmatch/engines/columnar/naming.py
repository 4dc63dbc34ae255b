"""What rows and values are about, for the reasons that do not say it themselves."""

from __future__ import annotations

from dataclasses import replace

from trialmatch.engines.columnar.reasons import Ids, Reasons
from trialmatch.engines.columnar.values import Intervals, Values
from trialmatch.plan import algebra
from trialmatch.verdict import Reason


def about(rows: algebra.Rows) -> str:
    """What some rows are about: their code set's name, or their kinds."""
    match rows:
        case algebra.Events(codes=codes, kinds=kinds):
            return codes.name if codes is not None else " or ".join(kinds)
        case algebra.Joined(rows=inner, others=others):
            return about(inner) if isinstance(others, algebra.OwnEvent) else about(others)
        case (
            algebra.Within(rows=inner)
            | algebra.Where(rows=inner)
            | algebra.Take(rows=inner)
            | algebra.Merged(rows=inner)
            | algebra.Spaced(rows=inner)
        ):
            return about(inner)
    return ""


def name_of(node: algebra.Reduce) -> str:
    """What a value is about: the measure, or the rows."""
    match node.value:
        case algebra.Number(scale=scale) | algebra.RangeLimit(scale=scale):
            return scale.name
    return about(node.rows)


def named(value: Values, name: str, reasons: Reasons) -> Values:
    """The value, its reasons saying what they are about."""
    if not reasons.told:
        return value
    missing = named_ids(value.missing, name, reasons)
    if isinstance(value, Intervals):
        return replace(value, missing=missing, doubts=named_ids(value.doubts, name, reasons))
    return replace(value, missing=missing)


def named_ids(ids: Ids, name: str, reasons: Reasons) -> Ids:
    """Sets of reasons, each of which says what it is about."""

    def said(reason: Reason) -> Reason:
        return reason if reason.about else replace(reason, about=name)

    return reasons.changed(ids, said)
