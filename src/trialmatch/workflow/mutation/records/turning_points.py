"""What the answers of some questions turn on: codes, lengths of time, limits, words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum

from trialmatch.plan.algebra import (
    Attribute,
    Compare,
    Elapsed,
    Events,
    Fact,
    Field,
    Lookup,
    Number,
    RangeLimit,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import Bound
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Duration, Unit
from trialmatch.vocabulary.codesets import CodeSet

# Beyond this a number is a time in minutes, not a limit of a value.
_A_TIME = 10_000_000


@dataclass(slots=True)
class TurningPoints:
    """All that the answers of some questions turn on, without repeats, in the order met."""

    events: dict[tuple[str, ...], dict[CodeSet | None, None]] = field(default_factory=dict)
    acts: dict[str, None] = field(default_factory=dict)
    lengths: dict[Duration, None] = field(default_factory=dict)
    days: dict[int, None] = field(default_factory=dict)
    ages: dict[tuple[Unit, int], None] = field(default_factory=dict)
    limits: dict[Decimal, None] = field(default_factory=dict)
    scales: dict[Scale, None] = field(default_factory=dict)
    words: dict[str, dict[str, None]] = field(default_factory=dict)
    of_normal: bool = False

    def gather(self, values: Iterable[object]) -> None:
        """Add what the answers of these turn on."""
        for each in values:
            self._gather(each)

    def _gather(self, value: object) -> None:
        match value:
            case Events(kinds=kinds, codes=codes, acts=acts):
                self.events.setdefault(kinds, {})[codes] = None
                self.acts |= dict.fromkeys(sorted(acts))
            case Compare():
                self._compared(value)
            case Duration():
                self.lengths[value] = None
            case Bound(day=day) if day is not None:
                self.days[day] = None
            case Number(scale=scale) | RangeLimit(scale=scale):
                self.scales[scale] = None
                self.of_normal |= isinstance(value, RangeLimit)
            case Lookup(table=table):
                sets = [entry for entry, _ in table if isinstance(entry, CodeSet)]
                for kinds in self.events:
                    self.events[kinds] |= dict.fromkeys(sets)
            case Decimal() if abs(value) < _A_TIME:
                self.limits[value] = None
        self.gather(_parts(value))

    def _compared(self, node: Compare) -> None:
        left, right = node.left, node.right
        if isinstance(left, Elapsed) and isinstance(right, Decimal):
            if left.start == Attribute(Fact.BIRTH):
                self.ages[left.unit, int(right)] = None
            else:
                self.lengths[Duration(abs(int(right)), left.unit)] = None
        elif isinstance(right, Decimal) and abs(right) >= _A_TIME:
            self.days[int(right) // MINUTES_PER_DAY] = None
        elif isinstance(left, Field):
            found = self.words.setdefault(left.name, {})
            found |= dict.fromkeys([right] if isinstance(right, str) else ())
            found |= dict.fromkeys(sorted(right) if isinstance(right, frozenset) else ())


def _parts(value: object) -> tuple[object, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Enum | CodeSet | type) or not is_dataclass(value):
        return ()
    return tuple(getattr(value, each.name) for each in fields(value))
