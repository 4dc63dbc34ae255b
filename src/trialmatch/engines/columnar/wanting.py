"""What an UNKNOWN answer wants: data, or nothing but a person's answer (meaning 28)."""

from __future__ import annotations

import numpy as np

from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.truths import Marks, Truths, unpacked
from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Negate,
    Reduce,
    Spread,
    Truth,
    Value,
    Word,
)
from trialmatch.plan.criteria import walk
from trialmatch.verdict import Missing


def asks_persons_within(truth: Truth) -> bool:
    """Whether a person's answer is asked for inside a value or a test of rows.

    What such an answer is wanting is told by the reasons alone.
    """
    match truth:
        case AllOf(parts=parts) | AnyOf(parts=parts) | AtLeast(parts=parts):
            return any(asks_persons_within(part) for part in parts)
        case Negate(part=part) | Spread(part=part):
            return asks_persons_within(part)
        case Compare(left=Reduce(rows=rows, value=Word()), right=right):
            return _asks(rows) or (isinstance(right, Value) and _asks(right))
    return _asks(truth)


def _asks(node: object) -> bool:
    return any(isinstance(each, Word) for each in walk(node))


def wants_data(found: Truths, told: Reasons) -> Marks | None:
    """Who is UNKNOWN for want of data, in bits, by the reasons where they are told."""
    if not told.told or found.reasons is None:
        return found.data
    sets, ids = told.sets, found.reasons
    numbers, places = np.unique(ids, return_inverse=True)
    wanting = np.array(
        [any(each.missing is not Missing.ANSWER_NEEDED for each in sets[n]) for n in numbers],
        np.bool_,
    )
    if wanting[numbers != 0].all():
        return None
    return np.packbits(wanting[places] & unpacked(found.unknown, found.size))
