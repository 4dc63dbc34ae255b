"""Limits that numbers of a scale are compared with, by themselves or as shares of their range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from trialmatch.plan.algebra import Compare, Constant, Number, RangeLimit
from trialmatch.plan.criteria import walk
from trialmatch.plan.scale import Scale


@dataclass(slots=True)
class Limits:
    """All limits met; those that one scale is compared with, and how often its normal limit."""

    met: dict[Decimal, None] = field(default_factory=dict)
    _alone: dict[Scale, dict[Decimal, None]] = field(default_factory=dict)
    _of_normal: dict[Scale, dict[Decimal, None]] = field(default_factory=dict)

    def alone(self, scale: Scale) -> list[Decimal]:
        """The limits of numbers of a scale, in its unit."""
        return list(self._alone.get(scale, ()))

    def of_normal(self, scale: Scale) -> list[Decimal]:
        """The limits of numbers of a scale, each so many times a limit of normal."""
        return list(self._of_normal.get(scale, ()))

    def compared(self, node: Compare) -> None:
        """Add what a comparison turns on."""
        if not isinstance(node.right, Decimal):
            return
        inside = list(walk(node.left))
        ranged = any(isinstance(each, RangeLimit) for each in inside)
        of = self._of_normal if ranged else self._alone
        for each in inside:
            if isinstance(each, Number):
                found = of.setdefault(each.scale, {})
                found |= dict.fromkeys(_before_factors(node.right, inside))


def _before_factors(limit: Decimal, inside: Sequence[object]) -> Iterator[Decimal]:
    """The limit itself, and what comes to it when some number beside it is a factor."""
    yield limit
    for each in inside:
        if isinstance(each, Constant) and each.number:
            yield limit / each.number
