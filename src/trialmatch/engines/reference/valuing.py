"""Values: what each kind of value node is, of a subject or of one of its rows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.arithmetic import arithmetic
from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.history import record_start
from trialmatch.engines.reference.measuring import number_of, range_limit
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.reducing import reduced
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.times import birth, elapsed, row_time, time
from trialmatch.engines.reference.values import (
    Codes,
    Interval,
    Known,
    NotKnown,
    Value,
    each_once,
    exactly,
    hull,
    not_known,
    why_not_known,
)
from trialmatch.plan import algebra
from trialmatch.verdict import Missing, Verdict
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.vocabulary.result_words import number_word
from trialmatch.vocabulary.units import is_bare


def value_of(node: algebra.Value, ask: Asking, member: Member | None) -> Value:
    """The value of a node; what it says of a row is said of the member."""
    match node:
        case algebra.RowValue():
            if member is None:
                raise TypeError(f"{type(node).__name__} is a value of rows")
            return _of_row(node, member, ask)
        case algebra.Attribute(fact=fact):
            return _of_subject(fact, ask.subject)
        case algebra.NamedTime(name=name, edge=edge):
            return row_time(edge, ask.subject.tried[name], ask.subject)
        case algebra.Reduce():
            return reduced(node, ask)
        case algebra.Constant(number=number):
            return exactly(Fraction(number))
        case algebra.Lacking(reason=reason):
            return NotKnown((reason,))
        case algebra.Elapsed(start=start, end=end):
            return elapsed(node, ask.value(start, member), ask.value(end, member))
        case algebra.Arithmetic(operation=operation, left=left, right=right):
            return arithmetic(operation, ask.value(left, member), ask.value(right, member))
        case algebra.Lookup():
            return _looked_up(node, ask.value(node.of, member))
        case algebra.Choose():
            return _chosen(node, ask, member)
    raise TypeError(f"no such value: {type(node).__name__}")


def _of_row(node: algebra.RowValue, member: Member, ask: Asking) -> Value:
    row = member.row
    match node:
        case algebra.Field(name=name):
            return _field(row, name)
        case algebra.Number(scale=scale):
            return number_of(row.result or Result(), scale)
        case algebra.RangeLimit():
            return range_limit(row.result or Result(), node)
        case algebra.Word():
            return _answered(row)
        case algebra.Codings():
            return Codes(row.codings)
        case algebra.RowTime(edge=edge):
            return row_time(edge, member, ask.subject)
        case algebra.OfPartner(value=value):
            if member.partner is None:
                return not_known(Missing.LINK_UNCERTAIN)
            return ask.value(value, Member(member.partner))
    raise TypeError(f"no such value of a row: {type(node).__name__}")


def _answered(row: Row) -> Value:
    if row.result is None or not row.result.text:
        return not_known(Missing.ANSWER_NEEDED)
    return Known(row.result.text)


_FIELDS: dict[str, Callable[[Row], str]] = {
    "position": lambda row: row.position,
    "contact_type": lambda row: row.contact_type,
    "department": lambda row: row.department,
    "institution": lambda row: row.institution,
    "act": lambda row: row.act,
    "value_code": lambda row: _value_code(row),
    algebra.RESULT: lambda row: _said(row).casefold(),
}


def _said(row: Row) -> str:
    """What a result says: its text, else its code, else its number in no unit."""
    result = row.result
    if result is None or result.text or result.code:
        return (result.text if result else "") or _value_code(row)
    if result.number is None or not is_bare(result.unit) or result.comparator:
        return ""
    return number_word(result.number)


def _value_code(row: Row) -> str:
    """The coded value of a result, its system before it."""
    if row.result is None or not row.result.code:
        return ""
    return f"{row.result.system} {row.result.code}"


def _field(row: Row, name: str) -> Value:
    word = _FIELDS[name](row) if name in _FIELDS else row.attribute(name)
    if word:
        return Known(word)
    if name == "position":
        return not_known(Missing.POSITION_MISSING)
    return not_known(Missing.ATTRIBUTE_MISSING, name)


def _of_subject(fact: algebra.Fact, subject: SubjectRecord) -> Value:
    match fact:
        case algebra.Fact.BIRTH:
            return birth(subject)
        case algebra.Fact.INDEX:
            return time(subject.index)
        case algebra.Fact.RECORD:
            return record_start(subject)
    if subject.record.sex in ("female", "male"):
        return Known(subject.record.sex)
    return not_known(Missing.SEX_UNKNOWN)


def _looked_up(node: algebra.Lookup, value: Value) -> Value:
    """The number of the first entry that holds the word or the codings."""
    if isinstance(value, NotKnown):
        return value
    for entry, number in node.table:
        if _holds(entry, value):
            return exactly(Fraction(number))
    return not_known(Missing.NOT_IN_TABLE, node.name)


def _holds(entry: frozenset[str] | CodeSet, value: Value) -> bool:
    match value:
        case Known(word=word):
            return isinstance(entry, frozenset) and word in entry
        case Codes(codings=codings):
            return not isinstance(entry, frozenset) and entry.holds(codings)
    raise TypeError("numbers are in no table")


def _chosen(node: algebra.Choose, ask: Asking, member: Member | None) -> Value:
    """The branch that the condition chooses, or the interval that holds both."""
    condition = ask.decide(node.condition, member)
    if condition.verdict is Verdict.MET:
        return ask.value(node.then, member)
    if condition.verdict is Verdict.NOT_MET:
        return ask.value(node.otherwise, member)
    branches = [ask.value(node.then, member), ask.value(node.otherwise, member)]
    intervals = [branch for branch in branches if isinstance(branch, Interval)]
    if len(intervals) < 2:
        return NotKnown(each_once((*condition.reasons, *why_not_known(branches))))
    return hull(
        intervals, each_once((*condition.reasons, *(r for i in intervals for r in i.doubts)))
    )
