"""Windows as intervals of minutes: where their two edges lie for a subject, or for a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.extents import FUTURE, PAST, end_of_day
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.times import moment_of
from trialmatch.engines.reference.values import Interval, NotKnown, each_once
from trialmatch.plan import algebra
from trialmatch.plan.window import Bound, Window
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import (
    MINUTES_PER_DAY,
    Moment,
    birthday,
    shift_day,
    shift_minute,
    whole_days,
)

ANYWHERE = Moment(PAST, FUTURE)


@dataclass(frozen=True, slots=True)
class Opening:
    """A window's edges: each lies somewhere between two minutes.

    `doubts` say why an edge is not known at all. A window is `nowhere` where it hangs on an
    event that surely never was.
    """

    lower: Moment
    upper: Moment
    doubts: tuple[Reason, ...] = ()
    nowhere: bool = False


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a window's edges are worked out from."""

    ask: Asking
    index: Moment
    clock: bool
    member: Member | None
    doubts: list[Reason] = field(default_factory=list)


class _NowhereError(Exception):
    """The event that a window hangs on never was."""


def opening(
    window: Window, ask: Asking, member: Member | None = None, index: Moment | None = None
) -> Opening:
    """The window's edges for a subject, or for one of its rows; not cut at the data's end.

    `index` is what stands for the subject's index where it is something else.
    """
    at = ask.subject.index if index is None else index
    setting = _Setting(ask, at, window_by_clock(window), member)
    lower, upper = Moment(PAST, PAST), Moment(FUTURE, FUTURE)
    try:
        if window.lower is not None:
            lower = _edge(window.lower, setting, first=True)
        if window.upper is not None:
            upper = _edge(window.upper, setting, first=False)
    except _NowhereError:
        return Opening(lower, upper, nowhere=True)
    if window.looks_ahead:
        upper = _not_after_death(upper, ask.subject.record.death)
    return Opening(lower, upper, each_once(setting.doubts))


def _not_after_death(upper: Moment, death: Moment | None) -> Moment:
    if death is None:
        return upper
    first, last = end_of_day(death.first_day), end_of_day(death.last_day)
    return Moment(min(upper.lo, first), min(upper.hi, last))


def window_by_clock(window: Window) -> bool:
    """Whether minutes are compared, as for windows in hours, or dates."""
    bounds = (window.lower, window.upper)
    return any(bound and bound.shift and bound.shift.by_clock for bound in bounds)


def of_each_row(window: Window) -> bool:
    """Whether every row has a window of its own."""
    return any(bound_of_row(bound) for bound in (window.lower, window.upper))


def bound_of_row(bound: Bound | None) -> bool:
    """Whether a bound lies at a value of the row that is placed."""
    if bound is None or (bound.anchor is None and bound.days is None):
        return False
    return of_a_row(bound.anchor) or of_a_row(bound.days)


def of_a_row(node: algebra.Value | None) -> bool:
    """Whether a value is one of each row and not one of the subject."""
    match node:
        case algebra.RowValue():
            return True
        case algebra.Elapsed(start=a, end=b) | algebra.Arithmetic(left=a, right=b):
            return of_a_row(a) or of_a_row(b)
        case algebra.Lookup(of=inner):
            return of_a_row(inner)
        case algebra.Choose(condition=condition, then=a, otherwise=b):
            return of_a_row(a) or of_a_row(b) or asks_a_row(condition)
    return False


def asks_a_row(question: algebra.Truth) -> bool:
    """Whether a question is asked of each row and not of the subject."""
    match question:
        case algebra.Compare(left=left, right=right):
            return of_a_row(left) or (isinstance(right, algebra.Value) and of_a_row(right))
        case algebra.AllOf(parts=parts) | algebra.AnyOf(parts=parts) | algebra.AtLeast(parts=parts):
            return any(asks_a_row(part) for part in parts)
        case algebra.Negate(part=part):
            return asks_a_row(part)
    return False


def _edge(bound: Bound, setting: _Setting, *, first: bool) -> Moment:
    """Where a bound lies: one minute, or an interval where what it hangs on is one."""
    anchor = setting.index if bound.on_index else _anchor(bound, setting)
    days = (0, 0) if bound.days is None else _days(bound.days, setting)
    if anchor is None or days is None:
        return ANYWHERE
    if setting.clock and bound.day is None and bound.days is None:
        return _clock_edge(bound, anchor, first=first)
    lo, hi = _shifted(bound, anchor, days)
    if bound.exclusive:
        step = 1 if first else -1
        lo, hi = lo + step, hi + step
    within_day = 0 if first else MINUTES_PER_DAY - 1
    return Moment(lo * MINUTES_PER_DAY + within_day, hi * MINUTES_PER_DAY + within_day)


def _anchor(bound: Bound, setting: _Setting) -> Moment | None:
    """What a bound is moved from; None where it is not known."""
    if bound.day is not None:
        return whole_days(bound.day, bound.day)
    if bound.anchor is None:
        return setting.index
    value = setting.ask.value(bound.anchor, setting.member)
    if isinstance(value, Interval):
        return moment_of(value)
    reasons = value.reasons if isinstance(value, NotKnown) else ()
    if reasons and all(reason.missing is Missing.NO_ANCHOR for reason in reasons):
        raise _NowhereError
    setting.doubts.extend(reasons)
    return None


def _days(days: algebra.Value, setting: _Setting) -> tuple[int, int] | None:
    """The fewest and most days that a bound is moved by; None where they are not known."""
    value = setting.ask.value(days, setting.member)
    if isinstance(value, Interval) and value.lo is not None and value.hi is not None:
        return ceil(value.lo), ceil(value.hi)
    if isinstance(value, Interval):
        setting.doubts.extend(value.doubts)
    if isinstance(value, NotKnown):
        setting.doubts.extend(value.reasons)
    return None


def _shifted(bound: Bound, anchor: Moment, days: tuple[int, int]) -> tuple[int, int]:
    """The first and last day that the bound may name."""
    lo, hi = anchor.first_day, anchor.last_day
    if bound.shift is not None and bound.by_birthdays:
        lo, hi = birthday(lo, bound.shift), birthday(hi, bound.shift)
    elif bound.shift is not None:
        lo, hi = shift_day(lo, bound.shift, bound.sign), shift_day(hi, bound.shift, bound.sign)
    fewest, most = days
    return (lo - most, hi - fewest) if bound.sign < 0 else (lo + fewest, hi + most)


def _clock_edge(bound: Bound, anchor: Moment, *, first: bool) -> Moment:
    lo, hi = anchor.lo, anchor.hi
    if bound.shift is not None:
        lo = shift_minute(lo, bound.shift, bound.sign)
        hi = shift_minute(hi, bound.shift, bound.sign)
    step = (1 if first else -1) if bound.exclusive else 0
    return Moment(lo + step, hi + step)
