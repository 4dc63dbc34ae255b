"""Windows and extents as intervals of minutes, and whether the one lies in the other."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from trialmatch.cohort.kinds import BY_NAME, Extent
from trialmatch.cohort.records import Row
from trialmatch.engines.reference.subject import SubjectRecord, contact_of
from trialmatch.plan.algebra import By
from trialmatch.plan.window import Bound, Window
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment, shift_day, shift_minute

# Ends of time that every real minute lies between.
PAST, FUTURE = -(10**12), 10**12


@dataclass(frozen=True, slots=True)
class Opening:
    """A window of one subject: each edge lies somewhere between two minutes."""

    lower: Moment
    upper: Moment


def opening(window: Window, subject: SubjectRecord) -> Opening:
    """The window's edges for this subject, not cut at the end of the data."""
    clock = window_by_clock(window)
    lower = Moment(PAST, PAST)
    if window.lower is not None:
        lower = _edge(window.lower, subject.index, first=True, clock=clock)
    upper = Moment(FUTURE, FUTURE)
    if window.upper is not None:
        upper = _edge(window.upper, subject.index, first=False, clock=clock)
    death = subject.record.death
    if window.looks_ahead and death is not None:
        upper = Moment(
            min(upper.lo, _end_of_day(death.first_day)), min(upper.hi, _end_of_day(death.last_day))
        )
    return Opening(lower, upper)


def _end_of_day(day: int) -> int:
    return day * MINUTES_PER_DAY + MINUTES_PER_DAY - 1


def window_by_clock(window: Window) -> bool:
    """Whether minutes are compared, as for windows in hours, or dates."""
    bounds = (window.lower, window.upper)
    return any(bound and bound.shift and bound.shift.by_clock for bound in bounds)


def _edge(bound: Bound, index: Moment, *, first: bool, clock: bool) -> Moment:
    """Where a bound lies: one minute, or an interval where the index is only partly known."""
    if clock:
        return _clock_edge(bound, index, first=first)
    days = (index.first_day, index.last_day) if bound.day is None else (bound.day, bound.day)
    lo, hi = (_shifted(day, bound) for day in days)
    if bound.exclusive:
        step = 1 if first else -1
        lo, hi = lo + step, hi + step
    within_day = 0 if first else MINUTES_PER_DAY - 1
    return Moment(lo * MINUTES_PER_DAY + within_day, hi * MINUTES_PER_DAY + within_day)


def _shifted(day: int, bound: Bound) -> int:
    return day if bound.shift is None else shift_day(day, bound.shift, bound.sign)


def _clock_edge(bound: Bound, index: Moment, *, first: bool) -> Moment:
    lo, hi = index.lo, index.hi
    if bound.shift is not None:
        lo = shift_minute(lo, bound.shift, bound.sign)
        hi = shift_minute(hi, bound.shift, bound.sign)
    step = (1 if first else -1) if bound.exclusive else 0
    return Moment(lo + step, hi + step)


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


def _ends_the_same_day(row: Row) -> bool:
    """Contacts other than stays are over on the day that they began."""
    return row.kind == "visit" and row.contact_type not in ("inpatient", "")


def own_end(subject: SubjectRecord) -> Moment:
    """The last minute of the subject's own contact, as far as the as-of moment."""
    last = subject.as_of.hi
    if not subject.own_contact:
        return subject.index
    for visit in subject.rows("visit"):
        if visit.id == subject.own_contact:
            end = end_of(visit, subject)
            first_end, last_end = _end_of_day(end.first_day), _end_of_day(end.last_day)
            return Moment(min(first_end, last), min(last_end, last))
    return Moment(min(_end_of_day(subject.index.first_day), last), last)


def has_open_end(row: Row, subject: SubjectRecord) -> bool:
    """Whether the row's end is not known."""
    return end_of(row, subject).hi == FUTURE


@dataclass(frozen=True, slots=True)
class Position:
    """Whether a row lies in a window: surely, perhaps, or not at all."""

    surely: bool
    perhaps: bool


@dataclass(frozen=True, slots=True)
class View:
    """A window of one subject, and where its own contact ends if that counts there."""

    opening: Opening
    own_end: Moment | None


def view(window: Window, subject: SubjectRecord) -> View:
    """What a window shows of this subject; the same for every row."""
    counts = window.to_own_end and subject.own is not None
    return View(opening(window, subject), own_end(subject) if counts else None)


def position(row: Row, window: Window, by: By, subject: SubjectRecord) -> Position:
    """Where a row lies against a window of this subject."""
    return placed(row, view(window, subject), by, subject)


def placed(row: Row, seen: View, by: By, subject: SubjectRecord) -> Position:
    """Where a row lies in what is seen."""
    lower, upper, own = seen.opening.lower, seen.opening.upper, seen.own_end
    if own is not None:
        if row is subject.own:
            return Position(surely=True, perhaps=True)
        if _is_own(row, subject):
            upper = Moment(max(upper.lo, own.lo), max(upper.hi, own.hi))
        elif may_be_own(row, subject, own):
            upper = Moment(upper.lo, max(upper.hi, own.hi))
    upper = Moment(min(upper.lo, subject.as_of.hi), min(upper.hi, subject.as_of.hi))
    if lower.lo > upper.hi:
        return Position(surely=False, perhaps=False)
    first, last = _reach(row, by, subject)
    return Position(
        surely=first.hi <= upper.lo and last.lo >= lower.hi and lower.hi <= upper.lo,
        perhaps=first.lo <= upper.hi and last.hi >= lower.lo,
    )


def _reach(row: Row, by: By, subject: SubjectRecord) -> tuple[Moment, Moment]:
    """What must reach into the window: the whole extent, or its start or end alone."""
    if by is By.START:
        return row.start, row.start
    if by is By.END:
        known = row.end is not None or row.kind == "visit" or row.days_supply is not None
        end = end_of(row, subject) if known else Moment(row.start.lo, FUTURE)
        return end, end
    return row.start, end_of(row, subject)


def may_be_own(row: Row, subject: SubjectRecord, own_end: Moment) -> bool:
    """A row without a contact, of the days and unit of the subject's own contact (meaning 16)."""
    own = subject.own
    if own is None or contact_of(row) or not subject.own_contact:
        return False
    if row.department and own.department and row.department != own.department:
        return False
    first = subject.index.first_day
    return row.start.first_day <= own_end.last_day and row.start.last_day >= first


def _is_own(row: Row, subject: SubjectRecord) -> bool:
    return bool(subject.own_contact) and contact_of(row) == subject.own_contact
