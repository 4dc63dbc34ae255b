"""Days that extents cover: surely by definite rows, perhaps by any (meaning 6)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.extents import PAST, end_of, has_open_end, inexact
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.unseen import unbounded_if_unseen
from trialmatch.engines.reference.values import Interval, NotKnown, Value, not_known
from trialmatch.engines.reference.windows import opening
from trialmatch.plan import algebra
from trialmatch.plan.window import Window
from trialmatch.verdict import Missing, Reason

# First and last day of a run.
Run = tuple[int, int]


def longest_run(rows: list[Member], observed: algebra.Truth | None, ask: Asking) -> Interval:
    """The most days in a row that are covered, as far as the index."""
    sure, possible = _covered(rows, ask.subject)
    run = Interval(_longest(sure), _longest(possible), doubts=_doubts(rows, ask.subject))
    return unbounded_if_unseen(run, observed, ask)


def covered_share(
    rows: list[Member], observed: algebra.Truth | None, window: Window | None, ask: Asking
) -> Value:
    """The share of the window's days that are covered."""
    days = _days_of(window, ask)
    if isinstance(days, NotKnown):
        return days
    length = days[1] - days[0] + 1
    shares = [
        Fraction(sum(last - first + 1 for first, last in _inside(runs, days)), length)
        for runs in _covered(rows, ask.subject)
    ]
    share = Interval(shares[0], shares[1], doubts=_doubts(rows, ask.subject))
    return unbounded_if_unseen(share, observed, ask)


def _days_of(window: Window | None, ask: Asking) -> Run | NotKnown:
    """The window's days as far as the index, where they are known to the day."""
    if window is None or window.upper is None:
        return not_known(Missing.PARTIAL_DATE)
    edges = opening(window, ask)
    if edges.nowhere:
        return not_known(Missing.NO_ANCHOR)
    if edges.doubts:
        return NotKnown(edges.doubts)
    index = ask.subject.index
    lower = {edges.lower.first_day, edges.lower.last_day}
    upper = {
        min(edges.upper.first_day, index.first_day),
        min(edges.upper.last_day, index.last_day),
    }
    if edges.lower.lo == PAST or len(lower) > 1 or len(upper) > 1:
        return not_known(Missing.PARTIAL_DATE)
    first, last = lower.pop(), upper.pop()
    return (first, last) if first <= last else not_known(Missing.NOT_COMPUTABLE)


def _covered(rows: list[Member], subject: SubjectRecord) -> tuple[list[Run], list[Run]]:
    """The runs of days covered surely, and those covered perhaps."""
    index = subject.index
    sure, possible = [], []
    for member in rows:
        start, end = member.row.start, end_of(member.row, subject)
        possible.append((start.first_day, min(end.last_day, index.last_day)))
        if member.certain:
            sure.append((start.last_day, min(end.first_day, index.first_day)))
    return _runs(sure), _runs(possible)


def _runs(extents: Iterable[Run]) -> list[Run]:
    """Extents put together where they overlap or touch."""
    runs: list[Run] = []
    for first, last in sorted(extent for extent in extents if extent[0] <= extent[1]):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def _longest(runs: list[Run]) -> Fraction:
    return Fraction(max((last - first + 1 for first, last in runs), default=0))


def _inside(runs: list[Run], days: Run) -> list[Run]:
    cut = [(max(first, days[0]), min(last, days[1])) for first, last in runs]
    return [run for run in cut if run[0] <= run[1]]


def _doubts(rows: list[Member], subject: SubjectRecord) -> tuple[Reason, ...]:
    doubts = list(doubts_of(rows))
    if any(has_open_end(m.row, subject) for m in rows):
        doubts.append(Reason.of(Missing.NO_END))
    index_open = subject.index.first_day != subject.index.last_day
    if index_open or any(inexact(m.row, subject) for m in rows):
        doubts.append(Reason.of(Missing.PARTIAL_DATE))
    return tuple(doubts)
