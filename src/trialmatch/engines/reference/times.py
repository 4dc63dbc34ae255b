"""Times as intervals of minutes, and the whole calendar units between two of them."""

from __future__ import annotations

from fractions import Fraction

from trialmatch.engines.reference.extents import FUTURE, PAST, end_of
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.values import (
    Interval,
    NotKnown,
    Value,
    not_known,
    why_not_known,
)
from trialmatch.plan import algebra
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Moment, Unit, completed

_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60}


def time(moment: Moment, about: str = "") -> Interval:
    """A time as a value."""
    doubts = () if moment.exact else (Reason.of(Missing.PARTIAL_DATE, about),)
    return Interval(Fraction(moment.lo), Fraction(moment.hi), doubts=doubts)


def moment_of(value: Interval) -> Moment:
    """A value that is a time."""
    lo = PAST if value.lo is None else int(value.lo)
    return Moment(lo, FUTURE if value.hi is None else int(value.hi))


def row_time(edge: algebra.Edge, member: Member, subject: SubjectRecord) -> Value:
    """When a row began or ended."""
    if edge is algebra.Edge.START:
        return time(member.row.start)
    end = end_of(member.row, subject)
    return not_known(Missing.NO_END) if end.hi >= FUTURE else time(end)


def birth(subject: SubjectRecord) -> Value:
    """When the subject was born."""
    born = subject.record.birth
    return not_known(Missing.BIRTH_UNKNOWN) if born is None else time(born, "birth")


def elapsed(node: algebra.Elapsed, start: Value, end: Value) -> Value:
    """Whole units between two times: the fewest and the most that there can be."""
    if not isinstance(start, Interval) or not isinstance(end, Interval):
        return NotKnown(why_not_known([start, end]))
    least, most = _between(moment_of(start), moment_of(end), node.unit)
    about = "birth" if node.start == algebra.Attribute(algebra.Fact.BIRTH) else ""
    doubts = () if least == most else (Reason.of(Missing.PARTIAL_DATE, about),)
    return Interval(Fraction(least), Fraction(most), doubts=doubts)


def _between(start: Moment, end: Moment, unit: Unit) -> tuple[int, int]:
    if unit in _MINUTES:
        minutes = _MINUTES[unit]
        return (end.lo - start.hi) // minutes, (end.hi - start.lo) // minutes
    least = completed(start.last_day, end.first_day, unit)
    return least, completed(start.first_day, end.last_day, unit)
