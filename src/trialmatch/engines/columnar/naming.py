"""Reasons that do not say what they are about are told it."""

from __future__ import annotations

from dataclasses import replace

from trialmatch.engines.columnar.reasons import Ids, Reasons
from trialmatch.engines.columnar.values import Intervals, Values
from trialmatch.verdict import Reason


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
