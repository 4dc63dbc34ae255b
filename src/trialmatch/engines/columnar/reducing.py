"""How rows come to one value of each subject (meaning 8, 9 and 10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.engines.columnar.covering import covered_share, longest_run
from trialmatch.engines.columnar.in_a_row import most_in_a_row
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.naming import named
from trialmatch.engines.columnar.picked import picked_value
from trialmatch.engines.columnar.sameness import equal_rows_once
from trialmatch.engines.columnar.segments import any_of, counted, greatest, least, summed
from trialmatch.engines.columnar.unseen import unbounded_if_unseen
from trialmatch.engines.columnar.values import Intervals, Values, closed
from trialmatch.plan import algebra
from trialmatch.plan.algebra import How
from trialmatch.plan.naming import name_of
from trialmatch.verdict import Missing

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering
    from trialmatch.engines.columnar.table import Array


def reduced(node: algebra.Reduce, ask: Answering, exact: bool) -> Values:
    """The one value of some rows, of each subject."""
    match node.how:
        case How.COUNT:
            value: Values = _count(node, ask)
        case How.LONGEST_RUN:
            value = longest_run(node, ask)
        case How.COVERED_SHARE:
            value = covered_share(node, ask, exact)
        case How.VALUE:
            value = picked_value(node, ask, exact)
        case _:
            value = _of_values(node, ask, exact)
    return named(value, name_of(node), ask.panel.reasons)


def _count(node: algebra.Reduce, ask: Answering) -> Intervals:
    """From the definite members to all; no upper bound where there may be rows unseen."""
    found, size = ask.counted(node.rows), ask.panel.size
    all_rows = counted(found.subject, size).astype(np.float64)
    certain = counted(found.subject[found.certain], size).astype(np.float64)
    doubts = ask.panel.reasons.gathered(found.doubted, found.subject, size)
    value = closed(certain, all_rows, np.zeros(size, np.int32), doubts, trusted=True)
    return unbounded_if_unseen(value, node.observed, ask)


def _of_values(node: algebra.Reduce, ask: Answering, exact: bool) -> Intervals:
    """What the numbers of the members come to."""
    if node.value is None:
        raise TypeError(f"{node.how.name} is of the rows' values")
    if node.how is How.IN_A_ROW:
        return most_in_a_row(node, node.value, ask)
    found = ask.members(node.rows)
    if node.how in (How.SUM, How.MEAN):
        found = equal_rows_once(found, ask.panel)
    values = ask.intervals(node.value, found, exact)
    if node.how is How.SUM:
        return _sum(found, values, ask)
    if node.how is How.MEAN:
        return _mean(node, found, values, ask)
    return _extreme(found, values, ask, greatest_one=node.how is How.MAX)


def _gathered(found: Members, values: Intervals, ask: Answering) -> tuple[Array, Array, Array]:
    """By subject: doubts of members, doubts of values, reasons of values not known."""
    reasons, size = ask.panel.reasons, ask.panel.size
    known = values.missing == 0
    return (
        reasons.gathered(found.doubted, found.subject, size),
        reasons.gathered(np.where(known, values.doubts, np.int32(0)), found.subject, size),
        reasons.gathered(values.missing, found.subject, size),
    )


def _nothing(found: Members, ask: Answering, missing: Missing) -> Array:
    none = counted(found.subject, ask.panel.size) == 0
    return np.where(none, np.int32(ask.panel.reasons.missing(missing)), np.int32(0))


def _sum(found: Members, values: Intervals, ask: Answering) -> Intervals:
    """The sum of what is certain, and of what is possible as much as makes it less or more."""
    size, union = ask.panel.size, ask.panel.reasons.union
    certain = found.certain
    lo = np.where(certain, values.lo, np.minimum(values.lo, 0))
    hi = np.where(certain, values.hi, np.maximum(values.hi, 0))
    of_members, of_values, unusable = _gathered(found, values, ask)
    # Were none of the rows real, there would be no result at all, which is not 0.
    has_certain = any_of(certain, found.subject, size)
    why = np.where(has_certain, unusable, of_members)
    missing = union(_nothing(found, ask, Missing.NO_RESULT), why)
    totals = summed(lo, found.subject, size), summed(hi, found.subject, size)
    return closed(*totals, missing, union(of_members, of_values), values.size * max(1, len(found)))


def _mean(node: algebra.Reduce, found: Members, values: Intervals, ask: Answering) -> Intervals:
    """The mean of enough rows; of tied or possible ones, between the lowest and the highest."""
    size, reasons = ask.panel.size, ask.panel.reasons
    subject = found.subject
    rows, certain = counted(subject, size), counted(subject[found.certain], size)
    of_members, of_values, unusable = _gathered(found, values, ask)
    too_few = np.int32(reasons.missing(Missing.TOO_FEW_RESULTS))
    missing = np.where(certain < node.n, of_members, unusable)
    missing = np.where(rows < node.n, too_few, missing).astype(np.int32)
    of_all = node.n == 1 and not isinstance(node.rows, algebra.Take)
    clear = (of_members == 0) & (of_all | (rows == node.n))
    number = np.maximum(rows, 1)
    if values.lo.dtype == object:
        number = number.astype(object)
    exact_lo = summed(values.lo, subject, size) / number
    exact_hi = summed(values.hi, subject, size) / number
    lo = np.where(clear, exact_lo, least(values.lo, subject, size, np.inf))
    hi = np.where(clear, exact_hi, greatest(values.hi, subject, size, -np.inf))
    tied = np.where(clear, np.int32(0), np.int32(reasons.missing(Missing.SAME_TIME_DISAGREE)))
    doubts = reasons.union(reasons.union(of_members, of_values), tied)
    return closed(lo, hi, missing, doubts, values.size * max(1, len(found)))


def _extreme(found: Members, values: Intervals, ask: Answering, *, greatest_one: bool) -> Intervals:
    """The highest or the lowest value: possible rows and unusable values leave it open."""
    size, reasons = ask.panel.size, ask.panel.reasons
    subject, known = found.subject, values.missing == 0
    if not greatest_one:
        values = replace(values, lo=-values.hi, hi=-values.lo)
    sure = found.certain & known
    lo = greatest(values.lo[sure], subject[sure], size, -np.inf)
    hi = greatest(values.hi[known], subject[known], size, -np.inf)
    of_members, of_values, unusable = _gathered(found, values, ask)
    hi = np.where((unusable != 0) | ~any_of(known, subject, size), np.inf, hi)
    has_certain = any_of(found.certain, subject, size)
    missing = _nothing(found, ask, Missing.NO_RESULT)
    missing = np.where((missing == 0) & ~has_certain, of_members, missing).astype(np.int32)
    doubts = reasons.union(reasons.union(of_members, of_values), unusable)
    if not greatest_one:
        lo, hi = -hi, -lo
    return closed(lo, hi, missing, doubts, values.size, trusted=values.trusted)
