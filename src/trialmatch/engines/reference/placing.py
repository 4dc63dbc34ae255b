"""Where a row lies against a window: surely inside, perhaps, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.cohort.records import Row
from trialmatch.cohort.status import PLANNED
from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.extents import FUTURE, end_of, has_open_end, own_end
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.subject import SubjectRecord, contact_of
from trialmatch.engines.reference.windows import Opening, opening
from trialmatch.plan.algebra import By
from trialmatch.plan.window import Window
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import Moment


@dataclass(frozen=True, slots=True)
class Position:
    """Whether a row lies in a window: surely, perhaps, or not at all."""

    surely: bool
    perhaps: bool


@dataclass(frozen=True, slots=True)
class View:
    """A window's edges, and where the subject's own contact ends if that counts there."""

    opening: Opening
    own_end: Moment | None


def view(window: Window, ask: Asking, member: Member | None = None) -> View:
    """What a window shows of this subject; the same for every row unless it hangs on rows."""
    counts = window.to_own_end and ask.subject.own is not None
    return View(opening(window, ask, member), own_end(ask.subject) if counts else None)


def position(row: Row, window: Window, by: By, ask: Asking) -> Position:
    """Where a row lies against a window of this subject."""
    return placed(row, view(window, ask, Member(row)), by, ask.subject)


def placed(row: Row, seen: View, by: By, subject: SubjectRecord) -> Position:
    """Where a row lies in what is seen."""
    if seen.opening.nowhere:
        return Position(surely=False, perhaps=False)
    lower, upper, own = seen.opening.lower, seen.opening.upper, seen.own_end
    if own is not None:
        if _is_the_event(row, subject.own):
            return Position(surely=True, perhaps=True)
        if _is_own(row, subject):
            upper = Moment(max(upper.lo, own.lo), max(upper.hi, own.hi))
        elif may_be_own(row, subject, own):
            upper = Moment(upper.lo, max(upper.hi, own.hi))
    if row.status != PLANNED:
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


def why_unsure(row: Row, by: By, subject: SubjectRecord) -> Missing:
    """Why a row may only perhaps lie in a window: its end is open, or a date inexact."""
    if by is not By.START and has_open_end(row, subject):
        return Missing.NO_END
    if by is By.END and row.end is None and row.days_supply is None:
        return Missing.NO_END
    return Missing.PARTIAL_DATE


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


def _is_the_event(row: Row, own: Row | None) -> bool:
    """The event's own row, also where it is merged or a file says how long it lasts."""
    return row is own or (
        own is not None and (row.kind, row.id, row.start) == (own.kind, own.id, own.start)
    )
