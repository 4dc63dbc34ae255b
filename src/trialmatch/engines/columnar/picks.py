"""A picked number against a number: worked out only for those of whom anything was picked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeGuard

import numpy as np

from trialmatch.engines.columnar.deciding import Decided, decided, stated, too_near
from trialmatch.engines.columnar.naming import named_ids
from trialmatch.engines.columnar.picked import Picked, picked, why_none
from trialmatch.engines.columnar.truths import Truths
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan import algebra
from trialmatch.plan.naming import name_of

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering
    from trialmatch.engines.columnar.members import Members


def is_pick(value: algebra.Value) -> TypeGuard[algebra.Reduce]:
    """Whether a value is the number of rows that are picked."""
    return (
        isinstance(value, algebra.Reduce)
        and value.how is algebra.How.VALUE
        and not isinstance(value.value, algebra.Word | algebra.Field)
    )


def of_picks(
    question: algebra.Compare, node: algebra.Reduce, number: Decimal, ask: Answering
) -> Truths:
    """The verdicts of all subjects; those of whom nothing was picked are UNKNOWN."""
    found = ask.members(node.rows)
    of_some = _values(node, found, ask, exact=False)
    limit = stated(number, exact=False)
    verdicts = decided(of_some.values, question.op, limit)
    near = too_near(of_some.values, limit)
    if len(near):
        again = _exactly(question, node, number, found, of_some.subject[near], ask)
        verdicts.met[near], verdicts.not_met[near] = again.met, again.not_met
    return _of_everybody(node, of_some, verdicts, ask)


def _values(node: algebra.Reduce, found: Members, ask: Answering, *, exact: bool) -> Picked:
    if node.value is None:
        raise TypeError("what is picked has a value")
    return picked(found, ask.intervals(node.value, found, exact), ask)


def _exactly(
    question: algebra.Compare,
    node: algebra.Reduce,
    number: Decimal,
    found: Members,
    subjects: np.ndarray,
    ask: Answering,
) -> Decided:
    """The same in fractions, for few subjects."""
    wanted = np.zeros(ask.panel.size, np.bool_)
    wanted[subjects] = True
    few = found[np.flatnonzero(wanted[found.subject])]
    values = _values(node, few, ask, exact=True).values
    return decided(values, question.op, stated(number, exact=True))


def _of_everybody(
    node: algebra.Reduce, of_some: Picked, verdicts: Decided, ask: Answering
) -> Truths:
    size = ask.panel.size
    met, not_met = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    met[of_some.subject[verdicts.met]] = True
    not_met[of_some.subject[verdicts.not_met]] = True
    if not ask.panel.reasons.told:
        return Truths(size, met, not_met)
    values: Intervals = of_some.values
    why = why_none(node, ask)
    why[of_some.subject] = np.where(values.missing != 0, values.missing, values.doubts)
    why = np.where(met | not_met, np.int32(0), why).astype(np.int32)
    return Truths(size, met, not_met, reasons=named_ids(why, name_of(node), ask.panel.reasons))
