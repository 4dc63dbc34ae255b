"""When finding no row means that there was none (meaning 2, 17, 18 and 19)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from trialmatch.cohort.holdings import by_name, in_form
from trialmatch.cohort.kinds import BY_NAME, NO_KNOWN_ALLERGY, Absence
from trialmatch.cohort.status import Certainty, certainty
from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.extents import PAST, own_end
from trialmatch.engines.reference.history import put_together
from trialmatch.engines.reference.placing import position
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.windows import Opening, bound_of_row, opening, window_by_clock
from trialmatch.plan.algebra import By, Observed
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, to_date


def observed(node: Observed, ask: Asking) -> tuple[Verdict, tuple[Reason, ...]]:
    """MET where absence can be told from silence, else UNKNOWN with the first reason found.

    A window that hangs on an event that never was holds nothing, recorded or not.
    """
    node = _for_any_row(node)
    edges = opening(node.window, ask)
    if edges.nowhere:
        return Verdict.MET, ()
    if edges.doubts:
        return Verdict.UNKNOWN, edges.doubts
    gap = (
        _not_held(node, ask.subject)
        or _not_covered(node, edges, ask.subject)
        or _not_asked(node, ask)
    )
    return (Verdict.UNKNOWN, (gap,)) if gap is not None else (Verdict.MET, ())


def _for_any_row(node: Observed) -> Observed:
    """A bound that lies elsewhere for every row is searched as an open end."""
    lower, upper = node.window.lower, node.window.upper
    if not bound_of_row(lower) and not bound_of_row(upper):
        return node
    window = replace(
        node.window,
        lower=None if bound_of_row(lower) else lower,
        upper=None if bound_of_row(upper) else upper,
    )
    return replace(node, window=window)


def _name(node: Observed) -> str:
    return node.codes.name if node.codes is not None else " or ".join(node.kinds)


def _not_held(node: Observed, subject: SubjectRecord) -> Reason | None:
    """The source does not hold every kind, one of the systems, or any such row at all."""
    held = subject.holdings.kinds
    for kind in node.kinds:
        if kind not in held:
            return Reason.of(Missing.NOT_COLLECTED, _name(node), kind)
    if not any(held[kind].holds_forms(node.forms) for kind in node.kinds):
        kind = in_form(node.forms, " or ".join(node.kinds))
        return Reason.of(Missing.NOT_COLLECTED, _name(node), kind)
    if node.codes is None:
        return None
    systems = node.codes.systems
    if not any(held[kind].holds_any(systems) for kind in node.kinds):
        return Reason.of(Missing.SYSTEM_NOT_HELD, _name(node), ", ".join(sorted(systems)))
    seen = [subject.holdings.rows_seen(kind, node.codes) for kind in node.kinds]
    if not by_name(node.forms) and all(count == 0 for count in seen):
        return Reason.of(Missing.NEVER_SEEN, _name(node))
    return None


@dataclass(frozen=True, slots=True)
class Searched:
    """The days that a search for rows covers; `first` is None for as far as the record reaches."""

    first: int | None
    last: int


def searched(node: Observed, ask: Asking) -> Searched:
    """The days searched: from the window's start, or from birth, to its end."""
    node = _for_any_row(node)
    return _searched(node, opening(node.window, ask), ask.subject)


def _searched(node: Observed, edges: Opening, subject: SubjectRecord) -> Searched:
    last = edges.upper.last_day
    if node.window.to_own_end and subject.own is not None:
        last = max(last, own_end(subject).last_day)
    if edges.lower.lo == PAST:
        return Searched(None, last)
    first = edges.lower.first_day
    if subject.record.birth is not None:
        first = max(first, subject.record.birth.first_day)
    return Searched(first, last)


def _not_covered(node: Observed, edges: Opening, subject: SubjectRecord) -> Reason | None:
    """The window reaches past the data's end, or begins before the record does."""
    days = _searched(node, edges, subject)
    if _reaches_past_the_data(node, edges, subject, days):
        data_end = to_date(subject.data_end // MINUTES_PER_DAY).isoformat()
        return Reason.of(Missing.DATA_END, _name(node), data_end)
    begins = _record_begins(node, subject, days)
    if begins is None:
        return None
    return Reason.of(Missing.RECORD_BEGINS, _name(node), begins)


def _reaches_past_the_data(
    node: Observed, edges: Opening, subject: SubjectRecord, days: Searched
) -> bool:
    """Windows in hours, and those that look ahead, need the data to their last minute."""
    if window_by_clock(node.window) or node.window.looks_ahead:
        return edges.upper.hi > subject.data_end
    return days.last > subject.data_end // MINUTES_PER_DAY


def _record_begins(node: Observed, subject: SubjectRecord, days: Searched) -> str | None:
    """When the record begins, if that is too late for the search, "" if it has gaps."""
    since = [subject.holdings.kinds[kind].since for kind in node.kinds]
    starts = [start for start in since if start is not None]
    birth = subject.record.birth
    if birth is not None and birth.first_day > days.last:
        return None
    needed = days.last if days.first is None else days.first
    if starts and max(starts) > needed:
        return to_date(max(starts)).isoformat()
    periods = subject.record.periods
    if periods is None or _covered(periods, days):
        return None
    return to_date(periods[0][0]).isoformat() if periods else ""


def _covered(periods: Iterable[tuple[int, int]], days: Searched) -> bool:
    """Whether declared observation periods hold every day searched."""
    merged = put_together(periods)
    if not merged:
        return False
    if days.first is None:
        return len(merged) == 1 and merged[0][0] <= days.last <= merged[0][1]
    return any(first <= days.first and days.last <= last for first, last in merged)


def _not_asked(node: Observed, ask: Asking) -> Reason | None:
    """Every kind must be measured or asked, so that no row says nothing."""
    asked = node.silence_says_nothing or all(
        BY_NAME[kind].absence is Absence.NOT_ASKED for kind in node.kinds
    )
    if node.asks_whether_done or not asked or _no_known_allergy(node, ask):
        return None
    return Reason.of(Missing.NOT_RECORDED, _name(node))


def _no_known_allergy(node: Observed, ask: Asking) -> bool:
    """A row that says "no known allergy" settles the absence of every allergy."""
    return node.kinds == ("allergy",) and any(
        NO_KNOWN_ALLERGY in row.codings
        and certainty(row.status) is Certainty.DEFINITE
        and position(row, node.window, By.OVERLAP, ask).surely
        for row in ask.subject.rows("allergy")
    )
