"""Spreading: a question that does not depend on the event is put to the patient, once."""

from __future__ import annotations

from dataclasses import replace

from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    AtLeast,
    Attribute,
    Compare,
    Fact,
    Negate,
    Spread,
    Truth,
)


def spread(truth: Truth) -> Truth:
    """The same question, its parts that are of the patient alone put to the patient."""
    if _of_the_patient(truth):
        return Spread(truth)
    if isinstance(truth, AllOf | AnyOf | AtLeast):
        return replace(truth, parts=tuple(spread(part) for part in truth.parts))
    if isinstance(truth, Negate):
        return Negate(spread(truth.part))
    return truth


def _of_the_patient(truth: Truth) -> bool:
    """Whether neither the index nor any row has a part in it."""
    match truth:
        case AllOf(parts=parts) | AnyOf(parts=parts) | AtLeast(parts=parts):
            return bool(parts) and all(_of_the_patient(part) for part in parts)
        case Negate(part=part):
            return _of_the_patient(part)
        case Compare(left=Attribute(fact=Fact.SEX), right=str() | frozenset()):
            return True
    return False
