"""The value of the rows picked; of several, what holds them all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from trialmatch.engines.columnar.deciding import margin
from trialmatch.engines.columnar.members import Members, runs
from trialmatch.engines.columnar.segments import any_of, counted, greatest, least
from trialmatch.engines.columnar.truths import unpacked
from trialmatch.engines.columnar.values import Intervals, Values, Words
from trialmatch.plan import algebra
from trialmatch.verdict import Missing

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering
    from trialmatch.engines.columnar.reasons import Ids
    from trialmatch.engines.columnar.table import Array


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """The values of those subjects of whom anything was picked, in order."""

    subject: npt.NDArray[np.int32]
    values: Intervals


def picked_value(node: algebra.Reduce, ask: Answering, exact: bool) -> Values:
    """One value of each subject, not known where nothing usable was picked."""
    if node.value is None:
        raise TypeError("what is picked has a value")
    found = ask.members(node.rows)
    if isinstance(node.value, algebra.Word):
        return _answer(found, ask)
    values = ask.value(node.value, found, exact)
    if isinstance(values, Words):
        return _word(found, values, why_none(node, ask), ask)
    return _everybody(picked(found, values, ask), why_none(node, ask), ask.panel.size)


def picked(found: Members, values: Intervals, ask: Answering) -> Picked:
    """What the members of each subject come to; nothing of subjects without members."""
    begin = runs(found.subject)
    subject = found.subject[begin]
    if len(begin) == len(found):
        missing = _unless_doubted(found, values.missing)
        known = np.where(missing == 0, values.doubts, np.int32(0))
        return Picked(subject, replace(values, missing=missing, doubts=known))
    place = np.repeat(np.arange(len(begin)), np.diff(np.append(begin, len(found))))
    return Picked(subject, _held(found, values, place, len(begin), ask))


def _unless_doubted(found: Members, missing: Ids) -> Ids:
    if found.doubts is None:
        return missing
    return np.where(found.doubts == 0, missing, found.doubts).astype(np.int32)


def _everybody(of_some: Picked, none: Ids, size: int) -> Intervals:
    """The values of all subjects, not known of those of whom nothing was picked."""
    values = of_some.values

    def spread(some: Array) -> Array:
        whole = np.zeros(size, some.dtype)
        whole[of_some.subject] = some
        return whole

    missing = none.copy()
    missing[of_some.subject] = values.missing
    return Intervals(
        spread(values.lo),
        spread(values.hi),
        spread(values.lo_open),
        spread(values.hi_open),
        missing,
        spread(values.doubts),
        values.size,
        values.trusted,
    )


def why_none(node: algebra.Reduce, ask: Answering) -> Ids:
    """No row: no result, and for a time no anchor where there surely was none."""
    reasons, size = ask.panel.reasons, ask.panel.size
    if not _is_time(node.value):
        return np.full(size, reasons.missing(Missing.NO_RESULT), np.int32)
    why = np.full(size, reasons.missing(Missing.NO_ANCHOR), np.int32)
    if node.observed is None:
        return why
    silence = ask.truth(node.observed)
    unknown = unpacked(silence.unknown, size)
    told = np.full(size, 2, np.int32) if silence.reasons is None else silence.reasons
    return np.where(unknown, told, why).astype(np.int32)


def _is_time(value: algebra.Value | None) -> bool:
    inner = value.value if isinstance(value, algebra.OfPartner) else value
    return isinstance(inner, algebra.RowTime)


def _answer(found: Members, ask: Answering) -> Words:
    """The one answer that persons gave; not known with none, with several, or an empty one."""
    table, size = ask.panel.table, ask.panel.size
    chosen = np.flatnonzero(found.certain)
    word = table.column("text", found.line[chosen]).astype(np.int64)
    subject = found.subject[chosen]
    lo = least(word, subject, size, -1)
    hi = greatest(word, subject, size, -2)
    why = np.int32(ask.panel.reasons.missing(Missing.ANSWER_NEEDED))
    words = tuple(table.words("text"))
    return Words(np.maximum(lo, 0), words, np.where((lo == hi) & (lo > 0), np.int32(0), why))


def _word(found: Members, values: Words, none: Ids, ask: Answering) -> Words:
    size, reasons = ask.panel.size, ask.panel.reasons
    missing = reasons.gathered(values.missing, found.subject, size)
    certain = any_of(found.certain, found.subject, size)
    missing = np.where(certain, missing, reasons.gathered(found.doubted, found.subject, size))
    missing = np.where(counted(found.subject, size) == 0, none, missing)
    lo = least(values.word, found.subject, size, 0)
    hi = greatest(values.word, found.subject, size, 0)
    why = np.int32(reasons.missing(Missing.SAME_TIME_DISAGREE))
    disagree = (lo != hi) & (missing == 0)
    return Words(lo, values.words, np.where(disagree, why, missing).astype(np.int32))


def _held(found: Members, values: Intervals, place: Array, size: int, ask: Answering) -> Intervals:
    """From the lowest to the highest of tied or possible values, by place."""
    reasons = ask.panel.reasons
    missing = reasons.gathered(values.missing, place, size)
    of_members = reasons.gathered(found.doubted, place, size)
    if found.doubts is not None:
        missing = np.where(any_of(found.certain, place, size), missing, of_members)
    lo = least(values.lo, place, size, 0)
    hi = greatest(values.hi, place, size, 0)
    at_lo, at_hi = _same(values.lo, lo[place], values), _same(values.hi, hi[place], values)
    lo_open = ~any_of(at_lo & ~values.lo_open, place, size)
    hi_open = ~any_of(at_hi & ~values.hi_open, place, size)
    differ = any_of(_differing(values, at_lo, at_hi, lo_open, hi_open, place), place, size)
    tied = np.where(differ & (of_members == 0), reasons.missing(Missing.SAME_TIME_DISAGREE), 0)
    own = reasons.gathered(values.doubts, place, size)
    doubts = reasons.union(reasons.union(of_members, own), tied.astype(np.int32))
    none = missing != 0
    return Intervals(
        lo,
        hi,
        lo_open & ~none,
        hi_open & ~none,
        missing.astype(np.int32),
        np.where(none, np.int32(0), doubts),
        values.size,
        values.trusted,
    )


def _same(some: Array, others: Array, values: Intervals) -> Array:
    """Where two ends are one number, as far as converted floats can tell."""
    same = np.asarray(some == others, bool)
    if values.trusted or some.dtype == object:
        return same
    with np.errstate(invalid="ignore"):
        near = np.asarray(np.abs(some - others) <= margin(values), bool)
    return np.asarray(same | near)


def _differing(
    values: Intervals, at_lo: Array, at_hi: Array, lo_open: Array, hi_open: Array, subject: Array
) -> Array:
    """Values that are not the very interval that holds all of the subject's."""
    same = at_lo & at_hi
    same &= (values.lo_open == lo_open[subject]) & (values.hi_open == hi_open[subject])
    return ~same
