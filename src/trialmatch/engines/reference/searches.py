"""Evidence of absence: what was searched, and the nearest row outside (meaning 30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trialmatch.cohort import answer_rows
from trialmatch.engines.reference.absence import searched
from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.extents import end_of
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.placing import position
from trialmatch.engines.reference.showing import row_evidence
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.windows import of_each_row, opening
from trialmatch.plan import algebra
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.results.evidence import RowEvidence, SearchEvidence
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY


def searches(observed: algebra.Truth) -> Iterator[algebra.Observed]:
    """Every search that a question for silence is made of."""
    match observed:
        case algebra.Observed():
            yield observed
        case algebra.AllOf(parts=parts) | algebra.AnyOf(parts=parts):
            for part in parts:
                yield from searches(part)


def search(node: algebra.Observed, rows: algebra.Rows, ask: Asking) -> Iterator[SearchEvidence]:
    """A search as evidence; none was made where no one knows when the window is."""
    edges = opening(node.window, ask) if not of_each_row(node.window) else None
    if edges is not None and (edges.nowhere or edges.doubts):
        return
    days = searched(node, ask)
    yield SearchEvidence(
        kinds=node.kinds,
        about=node.codes.name if node.codes is not None else "",
        codes=str(node.codes) if node.codes is not None else "",
        first_day=days.first,
        last_day=days.last,
        record_start=_record_start(node.kinds, ask.subject),
        cut_off=_day(ask.subject.holdings.cut_off),
        nearest=_nearest(rows, node, ask),
    )


def empty_pick(rows: algebra.Rows, ask: Asking) -> Iterator[SearchEvidence]:
    """The search of a pick that found no result; a person's answer is no search."""
    inner = rows.rows if isinstance(rows, algebra.Take) else rows
    if not isinstance(inner, algebra.Within) or not isinstance(inner.rows, algebra.Events):
        return
    events = inner.rows
    if events.kinds != (answer_rows.KIND,):
        node = algebra.Observed(events.kinds, events.codes, inner.window)
        yield from search(node, inner, ask)


def _day(minute: int | None) -> int | None:
    return None if minute is None else minute // MINUTES_PER_DAY


def _record_start(kinds: Iterable[str], subject: SubjectRecord) -> int | None:
    held = [subject.holdings.kinds[kind].since for kind in kinds if kind in subject.holdings.kinds]
    starts = [day for day in held if day is not None]
    if subject.record.periods:
        starts.append(subject.record.periods[0][0])
    return max(starts, default=None)


def _nearest(rows: algebra.Rows, node: algebra.Observed, ask: Asking) -> RowEvidence | None:
    """The row nearest to the window among those that lie outside it, never after the index."""
    if not isinstance(rows, algebra.Within) or rows.window == ANY_TIME:
        return None
    if of_each_row(rows.window):
        return None
    seen = ask.members(algebra.Within(rows.rows, Window()))
    outside = [m for m in seen if not position(m.row, rows.window, rows.by, ask).perhaps]
    days = searched(node, ask)
    first = days.last if days.first is None else days.first

    def distance(member: Member) -> tuple[int, str]:
        start, end = member.row.start, end_of(member.row, ask.subject)
        last = min(end.last_day, ask.subject.index.last_day)
        return max(first - last, start.first_day - days.last, 0), member.row.id

    return row_evidence(min(outside, key=distance), ask.subject, node.codes) if outside else None
