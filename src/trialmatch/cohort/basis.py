"""The recorded legal basis of output about persons (meaning 31)."""

from __future__ import annotations

from dataclasses import dataclass

# What a basis can be. Which paragraph it rests on stands in its reference, never in the logic.
BASIS_KINDS = ("statutory", "consent", "reservation", "dispensation")


@dataclass(frozen=True, slots=True)
class Basis:
    """One recorded basis; `valid_to` is the last day number it is valid on, or None."""

    kind: str
    reference: str
    valid_to: int | None = None
