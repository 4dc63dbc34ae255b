"""Faults of which rows count, how often, and which of them belong together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.property.faults.planting import Fault, fault, instead, nobody, unchanged

from trialmatch.engines.columnar.linking import Links
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.picking import take
from trialmatch.engines.columnar.table import NEVER, POSSIBLE
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment

_AT = "engines.columnar."
_NONE = np.zeros_like(NEVER)


def _last_of_each(right: Any) -> Any:
    """One row of a tie, whichever comes last."""

    def wrong(*args: Any) -> Members:
        found: Members = take(*args)
        last = np.append(found.subject[1:] != found.subject[:-1], True)
        return found[np.flatnonzero(last[: len(found)])]

    return wrong


def _without_the_last_patient(right: Any) -> Any:
    def events(node: Any, panel: Any) -> Members:
        found: Members = right(node, panel)
        patients = panel.subjects.patient[found.subject]
        return found[np.flatnonzero(patients != panel.table.partition.patients - 1)]

    return events


def _number_alone(right: Any) -> Any:
    return lambda owner, number: number.astype(np.int64)


def _certain(right: Any) -> Any:
    def within(members: Members, *args: Any) -> Members:
        found: Members = right(members, *args)
        return found.with_doubts(None)

    return within


def _without_doubtful_links(right: Any) -> Any:
    def linked(*args: Any) -> Any:
        links = right(*args)
        kept = np.flatnonzero(links.doubts == 0)
        return Links(links.row[kept], links.other[kept], links.doubts[kept])

    return linked


def _met_alone(right: Any) -> Any:
    def where(found: Members, test: Any, ask: Any) -> Members:
        return found[np.flatnonzero(ask.truth(test, found).met)] if len(found) else found

    return where


def _first_alone(right: Any) -> Any:
    def first(found: Members, panel: Any) -> Members:
        begins = np.append(True, found.subject[1:] != found.subject[:-1])
        return found[np.flatnonzero(begins[: len(found)])]

    return first


def _each_from_the_first(right: Any) -> Any:
    """Rows far enough after the one before, kept or not."""

    def greedy(subject: Any, lo: Any, hi: Any, apart: Any) -> Any:
        found = right(subject, lo, hi, apart)
        return found | np.append(False, found[:-1])[: len(found)]

    return greedy


def _never_empty(right: Any) -> Any:
    return lambda node, *args: right(replace(node, empty_too=False), *args)


def _all_of_them(right: Any) -> Any:
    return lambda found, *args: np.ones(len(found), np.bool_)


def _whatever_partner(right: Any) -> Any:
    return lambda node, found, why, has_any, ask: why


def _all_certain(right: Any) -> Any:
    """What is tried is taken without its doubts."""

    def tried(question: Any, ask: Any) -> Any:
        members = ask.members

        def certain(rows: Any) -> Members:
            found: Members = members(rows)
            return found.with_doubts(None)

        ask.members = certain
        try:
            return right(question, ask)
        finally:
            del ask.members

    return tried


def _of_the_first(right: Any) -> Any:
    """Every row that is tried has the times of its subject's first."""

    def times(edge: Any, found: Members, ask: Any) -> Any:
        first = np.searchsorted(found.subject, found.subject)
        return right(edge, found, ask)[first]

    return times


def _no_bar(right: Any) -> Any:
    return lambda values, subject, size, empty: np.full(size, empty)


def _all_kept(right: Any) -> Any:
    return lambda kept, *args: np.ones(len(kept), np.bool_)


def _also_this_year(right: Any) -> Any:
    later = 366 * MINUTES_PER_DAY
    return lambda since, until, at: right(since, until, Moment(at.lo + later, at.hi + later))


FAULTS: tuple[Fault, ...] = (
    fault("a tie is broken by the last row", _AT + "rows.take", _last_of_each),
    fault("a possible row is taken as certain", _AT + "events.POSSIBLE", instead(_NONE)),
    fault("a possible row is dropped", _AT + "events.NEVER", instead(NEVER | POSSIBLE)),
    fault("what never counts counts", _AT + "events.NEVER", instead(_NONE)),
    fault("the last patient has no rows", _AT + "rows.events", _without_the_last_patient),
    fault("lines are counted, not rows", _AT + "events._once_a_row", unchanged(0)),
    fault("exceptions of a set do not count", _AT + "events._without_exceptions", unchanged(0)),
    fault(
        "equal results are counted twice",
        _AT + "rows.equal_rows_once",
        unchanged(0),
        _AT + "reducing.equal_rows_once",
    ),
    fault("contacts of two patients are one", _AT + "joining.mixed", _number_alone),
    fault("a row at a window's unclear edge is in it", _AT + "rows.within", _certain),
    fault("a link that is only possible is none", _AT + "joining.linked", _without_doubtful_links),
    fault("no partner was seen, so there was none", _AT + "joining._of_silence", _whatever_partner),
    fault("a row is its own partner", _AT + "joining._same_row", lambda right: _no_row),
    fault("a row with an unknown test is dropped", _AT + "rows._where", _met_alone),
    fault("the first event is the first found", _AT + "domains._first", _first_alone),
    fault("a preliminary result ties with the final", _AT + "picking._only_preliminary", nobody(0)),
    fault("an empty result is picked", _AT + "rows.candidates", unchanged(1)),
    fault("an empty result is no candidate at all", _AT + "rows.candidates", _never_empty),
    fault("the nth is any of the first n", _AT + "picking._enough_before", _all_of_them),
    fault("a doubtful nth is certain", _AT + "picking._the_nth", _certain),
    fault("a row tried that is only possible is certain", _AT + "questions.for_any", _all_certain),
    fault("all that is tried is one", _AT + "trying._times", _of_the_first),
    fault("an event that meets the criteria ends no search", _AT + "first_meeting.least", _no_bar),
    fault("the first that meets is always certain", _AT + "first_meeting._certain", _all_kept),
    fault("a year that is not over is one", _AT + "domains.years_between", _also_this_year),
    fault("rows too near are kept", _AT + "spacing._greedy", _each_from_the_first),
)


def _no_row(found: Any, row: Any, *args: Any) -> Any:
    return np.zeros(len(row), np.bool_)
