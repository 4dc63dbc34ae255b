"""The most rows one after another that pass, which no row that fails stands between."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.engines.reference.picking import dated
from trialmatch.engines.reference.sameness import equal_rows_once
from trialmatch.engines.reference.unseen import unbounded_if_unseen
from trialmatch.engines.reference.values import (
    Interval,
    Value,
    doubts_within,
    each_once,
    why_not_known,
)
from trialmatch.plan import algebra
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Moment


@dataclass(frozen=True, slots=True)
class _Row:
    """When a row was, and whether it passes and fails: surely, or perhaps."""

    time: Moment
    certain: bool
    surely_passes: bool
    surely_fails: bool

    @property
    def counts(self) -> bool:
        return self.certain and self.surely_passes

    @property
    def breaks(self) -> bool:
        return self.certain and self.surely_fails

    def before(self, other: _Row) -> bool:
        return self.time.hi < other.time.lo


def most_in_a_row(node: algebra.Reduce, value: algebra.Value, ask: Asking) -> Interval:
    """From the number that surely follow each other to the number that may."""
    members = equal_rows_once(ask.members(node.rows), node.rows)
    values = [ask.value(value, member) for member, _ in dated(members)]
    rows = [_row(m, time, v) for (m, time), v in zip(dated(members), values, strict=True)]
    doubts = (
        *doubts_of(members),
        *doubts_within(each for each in values if isinstance(each, Interval)),
        *why_not_known(values),
        *_of_the_order(rows),
    )
    found = Interval(Fraction(_surely(rows)), Fraction(_perhaps(rows)), doubts=each_once(doubts))
    return unbounded_if_unseen(found, node.observed, ask)


def _row(member: Member, time: Moment, value: Value) -> _Row:
    lo, hi = (value.lo, value.hi) if isinstance(value, Interval) else (None, None)
    passes, fails = lo is not None and lo > 0, hi is not None and hi <= 0
    return _Row(time, member.certain, passes, fails)


def _apart(row: _Row, other: _Row) -> bool:
    return row is other or row.before(other) or other.before(row)


def _surely(rows: list[_Row]) -> int:
    """The most that follow each other in whatever order, and whichever possible rows are real."""
    breakers = [row for row in rows if not row.surely_passes]
    counting = [row for row in rows if row.counts]
    clear = [row for row in counting if all(_apart(row, each) for each in breakers)]
    together = [sum(each.before(row) for each in breakers) for row in clear]
    return max((together.count(each) for each in together), default=min(len(counting), 1))


def _perhaps(rows: list[_Row]) -> int:
    """The most that may follow each other: no row that surely fails surely stands between."""
    breakers = [row for row in rows if row.breaks]
    passing = [row for row in rows if not row.surely_fails]

    def parted(first: _Row, last: _Row) -> bool:
        return any(first.before(each) and each.before(last) for each in breakers)

    return max(
        (
            sum(row.time.hi >= first.time.hi and not parted(first, row) for row in passing)
            for first in passing
        ),
        default=0,
    )


def _of_the_order(rows: list[_Row]) -> tuple[Reason, ...]:
    """Why it is not known which row came first, where that may matter."""
    breakers = [row for row in rows if not row.surely_passes]
    passing = [row for row in rows if not row.surely_fails]
    if all(_apart(row, each) for row in passing for each in breakers):
        return ()
    partial = any(row.time.first_day != row.time.last_day for row in rows)
    return (Reason.of(Missing.PARTIAL_DATE if partial else Missing.SAME_TIME_DISAGREE),)
