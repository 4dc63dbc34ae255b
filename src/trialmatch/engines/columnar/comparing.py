"""Values against limits: decided only where every value in the interval decides alike."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.engines.columnar.deciding import Decided, decided, stated, too_near
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.picks import is_pick, of_picks
from trialmatch.engines.columnar.truths import Truths, unpacked
from trialmatch.engines.columnar.values import Intervals, Words
from trialmatch.plan import algebra
from trialmatch.plan.algebra import Op

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering
    from trialmatch.engines.columnar.table import Array

Right = algebra.Value | Decimal | str | frozenset[str]


def compare(
    question: algebra.Compare, right: Right, ask: Answering, rows: Members | None
) -> Truths:
    """A comparison with `right`, which may be one branch of the question's own limit."""
    if isinstance(right, algebra.Choose):
        return _with_choice(question, right, ask, rows)
    if rows is None and is_pick(question.left) and isinstance(right, Decimal):
        return of_picks(question, question.left, right, ask)
    left = ask.value(question.left, rows)
    if isinstance(left, Words):
        return _of_words(left, question, right, ask)
    limit = _limit(right, ask, rows, exact=False)
    verdicts = decided(left, question.op, limit)
    near = too_near(left, limit)
    if len(near):
        again = _exactly(question, right, near, ask, rows)
        verdicts.met[near], verdicts.not_met[near] = again.met, again.not_met
    return _told(verdicts, left, limit, ask)


def _limit(right: Right, ask: Answering, rows: Members | None, *, exact: bool) -> Intervals:
    if isinstance(right, algebra.Value):
        return ask.intervals(right, rows, exact)
    if isinstance(right, frozenset):
        raise TypeError("a number is not one of several words")
    return stated(right, exact=exact)


def _exactly(
    question: algebra.Compare, right: Right, near: Array, ask: Answering, rows: Members | None
) -> Decided:
    """The same in fractions, for few."""
    if rows is None:
        few, chosen = ask.of_some(near), None
    else:
        few, chosen = ask, rows[near]
    left = few.intervals(question.left, chosen, exact=True)
    limit = _limit(right, few, chosen, exact=True)
    return decided(left, question.op, limit)


def _told(verdicts: Decided, left: Intervals, limit: Intervals, ask: Answering) -> Truths:
    """The verdicts, with why a comparison is UNKNOWN: what is not known, else the doubts."""
    size = len(left)
    if not ask.panel.reasons.told:
        return Truths(size, verdicts.met, verdicts.not_met)
    union = ask.panel.reasons.union
    missing = union(left.missing, np.broadcast_to(limit.missing, size))
    doubts = union(left.doubts, np.broadcast_to(limit.doubts, size))
    why = np.where(missing != 0, missing, doubts)
    why = np.where(verdicts.met | verdicts.not_met, np.int32(0), why).astype(np.int32)
    return Truths(size, verdicts.met, verdicts.not_met, reasons=why)


def _of_words(left: Words, question: algebra.Compare, right: Right, ask: Answering) -> Truths:
    """A word among others. A person's answer that is missing is no want of data."""
    if not isinstance(right, frozenset | str):
        raise TypeError("a word does not compare with a number")
    wanted = frozenset({right}) if isinstance(right, str) else right
    among = np.array([word in wanted for word in left.words], np.bool_)[left.word]
    known = left.missing == 0
    if question.op is Op.NE:
        among = ~among
    met, not_met = known & among, known & ~among
    reasons = np.where(known, np.int32(0), left.missing) if ask.panel.reasons.told else None
    data = np.zeros(len(left), np.bool_) if _is_answer(question.left) else None
    return Truths(len(left), met, not_met, data, reasons)


def _is_answer(value: algebra.Value) -> bool:
    return isinstance(value, algebra.Reduce) and isinstance(value.value, algebra.Word)


def _with_choice(
    question: algebra.Compare, choice: algebra.Choose, ask: Answering, rows: Members | None
) -> Truths:
    """Decided though the condition is not known, where either limit decides alike."""
    condition = ask.truth(choice.condition, rows)
    size = condition.size
    branches = [compare(question, each, ask, rows) for each in (choice.then, choice.otherwise)]
    first, second = unpacked(condition.met, size), unpacked(condition.not_met, size)
    unknown = ~(first | second)
    met, not_met = (
        np.where(first, a, np.where(second, b, a & b))
        for a, b in (
            (branches[0].met, branches[1].met),
            (branches[0].not_met, branches[1].not_met),
        )
    )
    if not ask.panel.reasons.told:
        return Truths(size, met, not_met)
    told = [np.zeros(size, np.int32) if t.reasons is None else t.reasons for t in branches]
    union = ask.panel.reasons.union
    own = np.zeros(size, np.int32) if condition.reasons is None else condition.reasons
    both = union(union(told[0], told[1]), own)
    why = np.where(first, told[0], np.where(second, told[1], both))
    why = np.where(met | not_met, np.int32(0), np.where(unknown, both, why)).astype(np.int32)
    return Truths(size, met, not_met, reasons=why)
