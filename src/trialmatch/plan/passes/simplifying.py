"""Simplifying: the same question in fewer steps, so that more questions are equal."""

from __future__ import annotations

from dataclasses import replace

from trialmatch.plan.algebra import AllOf, AnyOf, AtLeast, ForAny, Negate, Truth


def simplified(truth: Truth) -> Truth:
    """The question without "not not", and without a joint of one part alone."""
    match truth:
        case Negate(part=Negate(part=inner)):
            return simplified(inner)
        case Negate(part=part):
            return Negate(simplified(part))
        case AllOf(parts=(only,)) | AnyOf(parts=(only,)):
            return simplified(only)
        case AllOf(parts=parts) | AnyOf(parts=parts) | AtLeast(parts=parts):
            return replace(truth, parts=tuple(simplified(part) for part in parts))
        case ForAny(test=test):
            return replace(truth, test=simplified(test))
    return truth
