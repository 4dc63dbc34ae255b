"""Questions: every kind's verdicts, on all subjects or on all members of some rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trialmatch.engines.columnar.absence import observed
from trialmatch.engines.columnar.comparing import compare
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.naming import named_ids
from trialmatch.engines.columnar.segments import any_of
from trialmatch.engines.columnar.truths import (
    Truths,
    all_met,
    any_met,
    at_least,
    negated,
    settled,
    unpacked,
)
from trialmatch.engines.columnar.trying import for_any
from trialmatch.plan import algebra
from trialmatch.plan.naming import about

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering


def decide(question: algebra.Truth, ask: Answering, rows: Members | None) -> Truths:
    """The verdicts of a question; values of rows in it are those of `rows`."""
    reasons = ask.panel.reasons
    match question:
        case algebra.AllOf(parts=()) | algebra.AnyOf(parts=()):
            size = ask.panel.size if rows is None else len(rows.subject)
            return settled(size, met=isinstance(question, algebra.AllOf))
        case algebra.AllOf(parts=parts):
            return all_met([ask.truth(part, rows) for part in parts], reasons)
        case algebra.AnyOf(parts=parts):
            return any_met([ask.truth(part, rows) for part in parts], reasons)
        case algebra.AtLeast(n=n, parts=parts):
            return at_least(n, [ask.truth(part, rows) for part in parts], reasons)
        case algebra.Negate(part=part):
            return negated(ask.truth(part, rows))
        case algebra.Compare():
            return compare(question, question.right, ask, rows)
    return _of_subjects(question, ask, rows)


def _of_subjects(question: algebra.Truth, ask: Answering, rows: Members | None) -> Truths:
    """What is answered once a subject; asked of rows, each has its subject's answer."""
    if rows is not None:
        return _gathered(ask.truth(question), rows.subject)
    match question:
        case algebra.Exists():
            return _exists(question, ask)
        case algebra.ForAny():
            return for_any(question, ask)
        case algebra.Observed():
            return observed(question, ask)
        case algebra.Spread(part=part):
            return _gathered(ask.of_patients().truth(part), ask.panel.subjects.patient)
    raise TypeError(f"no such question: {type(question).__name__}")


def _gathered(truth: Truths, places: np.ndarray) -> Truths:
    """The answers at some places, in booleans."""
    size = truth.size
    data = None if truth.data is None else unpacked(truth.data, size)[places]
    reasons = None if truth.reasons is None else truth.reasons[places]
    met, not_met = unpacked(truth.met, size)[places], unpacked(truth.not_met, size)[places]
    return Truths(len(places), met, not_met, data, reasons)


def _exists(question: algebra.Exists, ask: Answering) -> Truths:
    found, size = ask.existing(question.rows), ask.panel.size
    met = any_of(found.certain, found.subject, size)
    some = np.zeros(size, np.bool_)
    some[found.subject] = True
    silence = ask.truth(question.observed)
    not_met = ~some & unpacked(silence.met, size)
    if not ask.panel.reasons.told:
        return Truths(size, met, not_met)
    reasons = ask.panel.reasons
    doubts = reasons.gathered(found.doubted, found.subject, size)
    doubts = named_ids(doubts, about(question.rows), reasons)
    told = np.zeros(size, np.int32) if silence.reasons is None else silence.reasons
    why = np.where(some, doubts, told)
    return Truths(size, met, not_met, reasons=np.where(met | not_met, 0, why).astype(np.int32))
