"""When rows end, as intervals of minutes (meaning 6)."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from trialmatch.cohort.kinds import BY_NAME, Extent
from trialmatch.cohort.records import Row
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan.algebra import Lasting
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment

# Ends of time that every real minute lies between.
PAST, FUTURE = -(10**12), 10**12


def end_of_day(day: int) -> int:
    """The last minute of a day."""
    return day * MINUTES_PER_DAY + MINUTES_PER_DAY - 1


def end_of(row: Row, subject: SubjectRecord) -> Moment:
    """When a row ends, as an interval; what is not known reaches into the future (meaning 6)."""
    if row.end is not None:
        return Moment(max(row.end.lo, row.start.lo), row.end.hi)
    if row.kind == "visit" and row.status == "in-progress":
        # A contact under way lasts beyond all that may be seen (meaning 5).
        return Moment(max(row.start.lo, subject.as_of.hi + 1), FUTURE)
    if row.days_supply is not None:
        rest = (max(1, ceil(row.days_supply)) - 1) * MINUTES_PER_DAY
        return Moment(row.start.lo + rest, row.start.hi + rest)
    if BY_NAME[row.kind].without_end is Extent.POINT or _ends_the_same_day(row):
        return row.start
    return Moment(row.start.lo, FUTURE)


def lasting_as_said(row: Row, lasting: Lasting) -> Row:
    """The row with the end that the criteria file gives to rows without one (meaning 6)."""
    if row.end is not None or (row.kind == "visit" and row.status == "in-progress"):
        return row
    if row.days_supply is not None:
        if not lasting.grace:
            return row
        return replace(row, days_supply=ceil(row.days_supply) + lasting.grace)
    if lasting.days is None:
        return replace(row, end=Moment(row.start.lo, FUTURE))
    if lasting.at_most:
        last = row.start.hi + lasting.days * MINUTES_PER_DAY
        return replace(row, end=Moment(row.start.lo, last))
    return replace(row, days_supply=lasting.days + 1)


def _ends_the_same_day(row: Row) -> bool:
    """Contacts other than stays are over on the day that they began."""
    return row.kind == "visit" and row.contact_type not in ("inpatient", "")


def own_end(subject: SubjectRecord) -> Moment:
    """The last minute of the subject's own contact, as far as the as-of moment."""
    last = subject.as_of.hi
    if not subject.own_contact:
        return Moment(min(subject.index.lo, last), min(subject.index.hi, last))
    for visit in subject.rows("visit"):
        if visit.id == subject.own_contact and visit.start.lo <= subject.as_of.hi:
            end = end_of(visit, subject)
            first_end, last_end = end_of_day(end.first_day), end_of_day(end.last_day)
            return Moment(min(first_end, last), min(last_end, last))
    return Moment(min(end_of_day(subject.index.first_day), last), last)


def has_open_end(row: Row, subject: SubjectRecord) -> bool:
    """Whether the row's end is not known."""
    return end_of(row, subject).hi >= FUTURE


def inexact(row: Row, subject: SubjectRecord) -> bool:
    """Whether the start, or an end that is not open, is not one single day."""
    start, end = row.start, end_of(row, subject)
    if start.first_day != start.last_day:
        return True
    return end.hi < FUTURE and end.first_day != end.last_day
