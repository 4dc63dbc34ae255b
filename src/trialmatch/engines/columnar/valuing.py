"""Values: what each kind of value node is, of all subjects or of all members of some rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.cohort.partition import COLUMNS, LATEST, NO_TIME
from trialmatch.engines.columnar.arithmetic import arithmetic, choose, elapsed, hull
from trialmatch.engines.columnar.extents import extents, starts
from trialmatch.engines.columnar.history import record_start
from trialmatch.engines.columnar.looking_up import entry_of_codings, entry_of_words
from trialmatch.engines.columnar.measuring import limits, numbers
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.reducing import reduced
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.truths import unpacked
from trialmatch.engines.columnar.values import Intervals, Values, Words, closed, largest
from trialmatch.plan import algebra
from trialmatch.verdict import Missing
from trialmatch.vocabulary.result_words import number_word
from trialmatch.vocabulary.units import is_bare

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering

_RANGES = {algebra.RangeEnd.LOWER: "range_low", algebra.RangeEnd.UPPER: "range_high"}


def value_of(node: algebra.Value, ask: Answering, rows: Members | None, exact: bool) -> Values:
    """The value of a node for each subject, or where it is one of rows for each member."""
    match node:
        case algebra.RowValue():
            if rows is None:
                raise TypeError(f"{type(node).__name__} is a value of rows")
            return _of_rows(node, ask, rows, exact)
        case algebra.Attribute(fact=fact):
            return _of_subjects(fact, ask)
        case algebra.NamedTime(name=name, edge=edge):
            return ask.panel.tried[name][edge]
        case algebra.Reduce():
            return reduced(node, ask, exact)
        case algebra.Constant(number=number):
            return _constant(Fraction(number), _size(ask, rows), exact)
        case algebra.Lacking(reason=reason):
            why = ask.panel.reasons.missing(reason.missing, reason.about)
            return _lacking(why, _size(ask, rows))
        case algebra.Elapsed(start=start, end=end):
            a, b = (ask.intervals(each, rows, exact) for each in (start, end))
            return elapsed(node, a, b, ask.panel)
        case algebra.Arithmetic(operation=operation, left=left, right=right):
            a, b = (ask.intervals(each, rows, exact) for each in (left, right))
            if exact:
                a, b = a.in_fractions(), b.in_fractions()
            return arithmetic(operation, a, b, ask.panel)
        case algebra.Lookup(of=algebra.OfPartner(value=inner)) if rows is not None:
            return _of_partner(replace(node, of=inner), ask, rows, exact)
        case algebra.Lookup():
            return _looked_up(node, ask, rows, exact)
        case algebra.Choose():
            return _chosen(node, ask, rows, exact)
    raise TypeError(f"no such value: {type(node).__name__}")


def _size(ask: Answering, rows: Members | None) -> int:
    return ask.panel.size if rows is None else len(rows)


def _of_rows(node: algebra.RowValue, ask: Answering, rows: Members, exact: bool) -> Values:
    panel = ask.panel
    match node:
        case algebra.Number(scale=scale):
            return numbers(rows.at, scale, panel, exact=exact)
        case algebra.RangeLimit(end=end, scale=scale):
            return limits(rows.at, _RANGES[end], scale, panel, exact=exact)
        case algebra.Word():
            return _words("text", rows, ask, panel.reasons.missing(Missing.ANSWER_NEEDED))
        case algebra.Field(name=algebra.RESULT):
            return _results(rows, ask)
        case algebra.Field(name=name):
            missing = panel.reasons.missing(Missing.ATTRIBUTE_MISSING, name)
            if name == "position":
                missing = panel.reasons.missing(Missing.POSITION_MISSING)
            return _words(name, rows, ask, missing)
        case algebra.RowTime(edge=edge):
            return _times(edge, rows, ask)
        case algebra.OfPartner(value=value):
            return _of_partner(value, ask, rows, exact)
    raise TypeError(f"no such value of rows: {type(node).__name__}")


def _words(column: str, rows: Members, ask: Answering, missing: int) -> Words:
    if column not in COLUMNS:
        # An attribute that the cohort schema has no column for is told by no source.
        none = np.zeros(len(rows), np.int64)
        return Words(none, ("",), np.full(len(rows), missing, np.int32))
    word = ask.panel.table.column(column, rows.at).astype(np.int64)
    gaps = np.where(word == 0, np.int32(missing), np.int32(0))
    return Words(word, tuple(ask.panel.table.words(column)), gaps)


def _results(rows: Members, ask: Answering) -> Words:
    """What each row's result says: its text, else its code, else its number in no unit."""
    missing = ask.panel.reasons.missing(Missing.ATTRIBUTE_MISSING, algebra.RESULT)
    texts, codes = (_words(each, rows, ask, missing) for each in ("text", "value_code"))
    bare = _bare_numbers(rows, ask)
    unlike, number_at = np.unique(bare, return_inverse=True)
    numbers = ["" if np.isnan(each) else number_word(float(each)) for each in unlike]
    place: dict[str, int] = {"": 0}
    at_text, at_code, at_number = (
        np.array([place.setdefault(word.casefold(), len(place)) for word in words], np.int64)
        for words in (texts.words, codes.words, numbers)
    )
    none = np.zeros(len(rows), np.int64)
    number = at_number[number_at] if len(unlike) else none
    word = np.where(codes.missing == 0, at_code[codes.word], number)
    word = np.where(texts.missing == 0, at_text[texts.word], word)
    gaps = np.where(word == 0, np.int32(missing), np.int32(0)).astype(np.int32)
    return Words(word, tuple(place), gaps)


def _bare_numbers(rows: Members, ask: Answering) -> Array:
    """The number of each row that has one in no unit and without a sign, else NaN."""
    table = ask.panel.table
    found = table.column("value", rows.at).astype(np.float64)
    units = np.array([is_bare(each) for each in table.words("unit")], np.bool_)
    bare = units[table.column("unit", rows.at)]
    bare &= table.column("comparator", rows.at) == 0
    return np.where(bare, found, np.nan)


def _times(edge: algebra.Edge, rows: Members, ask: Answering) -> Intervals:
    missing = np.zeros(len(rows), np.int32)
    if edge is algebra.Edge.START:
        lo, hi = (each.astype(np.int64) for each in starts(rows, ask.panel))
    else:
        whole = extents(rows, ask.panel)
        lo, hi = whole.end_lo.astype(np.int64), whole.end_hi.astype(np.int64)
        missing[hi == LATEST] = ask.panel.reasons.missing(Missing.NO_END)
    return _as_times(lo, hi, missing, ask.panel.reasons.missing(Missing.PARTIAL_DATE))


def _as_times(lo: Array, hi: Array, missing: Array, inexact: int) -> Intervals:
    doubts = np.where((lo != hi) & (missing == 0), np.int32(inexact), np.int32(0))
    return closed(lo, hi, missing, doubts, trusted=True)


def _of_partner(value: algebra.Value, ask: Answering, rows: Members, exact: bool) -> Values:
    if rows.partner is None:
        why = ask.panel.reasons.missing(Missing.LINK_UNCERTAIN)
        nothing = np.zeros(len(rows))
        return closed(
            nothing, nothing, np.full(len(rows), why, np.int32), np.zeros(len(rows), np.int32)
        )
    kinds = tuple(group.kind for group in ask.panel.table.partition.groups.values())
    partners = Members(
        rows.subject, rows.partner, tuple(dict.fromkeys(kinds)), extents=rows.partner_extents
    )
    return ask.value(value, partners, exact)


def _of_subjects(fact: algebra.Fact, ask: Answering) -> Values:
    panel = ask.panel
    if fact is algebra.Fact.SEX:
        sex = panel.table.partition.sex[panel.subjects.patient].astype(np.int64)
        why = panel.reasons.missing(Missing.SEX_UNKNOWN)
        known = (sex == 1) | (sex == 2)
        words = tuple(panel.table.words("sex"))
        return Words(sex, words, np.where(known, np.int32(0), np.int32(why)))
    if fact is algebra.Fact.INDEX:
        size = panel.size
        lo = np.broadcast_to(panel.subjects.index_lo, size)
        hi = np.broadcast_to(panel.subjects.index_hi, size)
        return _as_times(
            lo, hi, np.zeros(size, np.int32), panel.reasons.missing(Missing.PARTIAL_DATE)
        )
    if fact is algebra.Fact.RECORD:
        return _as_times(*record_start(panel), 0)
    lo, hi = panel.birth()
    why = panel.reasons.missing(Missing.BIRTH_UNKNOWN)
    missing = np.where(lo == NO_TIME, np.int32(why), np.int32(0))
    return _as_times(lo, hi, missing, panel.reasons.missing(Missing.PARTIAL_DATE, "birth"))


def _constant(number: Fraction, size: int, exact: bool) -> Intervals:
    values = np.full(size, number if exact else float(number), object if exact else np.float64)
    none = np.zeros(size, np.int32)
    return closed(values, values, none, none, max(1.0, abs(float(number))), trusted=True)


def _lacking(why: int, size: int) -> Intervals:
    nothing = np.zeros(size)
    return closed(nothing, nothing, np.full(size, why, np.int32), np.zeros(size, np.int32))


def _looked_up(
    node: algebra.Lookup, ask: Answering, rows: Members | None, exact: bool
) -> Intervals:
    """The number of the first entry of the table that holds the word or the codings."""
    panel = ask.panel
    if isinstance(node.of, algebra.Codings):
        entry, missing = entry_of_codings(node, rows, panel)
    else:
        words = ask.words(node.of, rows)
        entry, missing = entry_of_words(node, words), words.missing
    values = np.array([*(Fraction(number) for _, number in node.table), Fraction(0)], object)
    if not exact:
        values = values.astype(np.float64)
    why = panel.reasons.missing(Missing.NOT_IN_TABLE, node.name)
    unlisted = (missing == 0) & (entry == len(node.table))
    missing = np.where(unlisted, np.int32(why), missing).astype(np.int32)
    known = values[entry]
    return closed(known, known, missing, np.zeros(len(missing), np.int32), largest(known))


def _chosen(node: algebra.Choose, ask: Answering, rows: Members | None, exact: bool) -> Values:
    """The branch that the condition chooses, or the interval that holds both."""
    condition = ask.truth(node.condition, rows)
    size = condition.size
    met, not_met = unpacked(condition.met, size), unpacked(condition.not_met, size)
    branches = [ask.intervals(each, rows, exact) for each in (node.then, node.otherwise)]
    both = hull(branches[0], branches[1], condition.reasons, ask.panel)
    return choose(met, not_met, branches[0], branches[1], both)
