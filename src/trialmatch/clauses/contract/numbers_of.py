"""`at least 2 of (A | B | C)`: how many conditions hold (meaning 10)."""

from __future__ import annotations

from trialmatch.plan.algebra import AllOf, AtLeast, Negate, Truth


def number_of(bound: str, number: int, parts: tuple[Truth, ...]) -> Truth:
    """Whether so many of some conditions hold, after Kleene."""
    enough, too_many = AtLeast(number, parts), AtLeast(number + 1, parts)
    if bound == "at least":
        return enough
    return Negate(too_many) if bound == "at most" else AllOf((enough, Negate(too_many)))
