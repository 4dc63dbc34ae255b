"""What the answers of some questions turn on: codes, lengths of time, limits, words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum

from trialmatch.plan.algebra import (
    RESULT,
    Attribute,
    Compare,
    Constant,
    Elapsed,
    Events,
    Fact,
    Field,
    Lookup,
    Number,
    RangeLimit,
    Rows,
    Word,
)
from trialmatch.plan.criteria import walk
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import Bound
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Duration, Unit
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.mutation.records.limits import Limits

# Beyond this a number is a time in minutes, not a limit of a value.
_A_TIME = 10_000_000
# Of a word's many spellings a few are drawn.
_SPELLINGS = 3


@dataclass(slots=True)
class TurningPoints:
    """All that the answers of some questions turn on, without repeats, in the order met."""

    events: dict[tuple[str, ...], dict[CodeSet | None, None]] = field(default_factory=dict)
    acts: dict[str, None] = field(default_factory=dict)
    lengths: dict[Duration, None] = field(default_factory=dict)
    days: dict[int, None] = field(default_factory=dict)
    ages: dict[tuple[Unit, int], None] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    scales: dict[Scale, None] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)
    words: dict[str, dict[str, None]] = field(default_factory=dict)
    from_birth: bool = False
    _scales: dict[CodeSet | None, dict[Scale, None]] = field(default_factory=dict)

    def scales_of(self, codes: CodeSet | None) -> list[Scale]:
        """The scales that numbers of rows with such codes are read on; else all there are."""
        return list(self._scales.get(codes, self.scales))

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
                self.limits.compared(value)
            case Duration():
                self.lengths[value] = None
            case Bound(day=day, days=days, anchor=anchor):
                self.from_birth |= anchor == Attribute(Fact.BIRTH)
                self.days |= {} if day is None else {day: None}
                self.lengths |= dict.fromkeys(_worked_out(days))
            case Number(scale=scale) | RangeLimit(scale=scale):
                self.scales[scale] = None
            case Lookup(of=Field(name=name), table=table) if name == RESULT:
                for entry, _ in table:
                    self.texts |= dict.fromkeys(_words(entry)[:_SPELLINGS])
            case Lookup(table=table):
                sets = [entry for entry, _ in table if isinstance(entry, CodeSet)]
                for kinds in self.events:
                    self.events[kinds] |= dict.fromkeys(sets)
            case Decimal() if abs(value) < _A_TIME:
                self.limits.met[value] = None
        self._read_on(value)
        self.gather(_parts(value))

    def _read_on(self, value: object) -> None:
        """Remember on which scales the rows of which codes are read, where a node says both."""
        rows = getattr(value, "rows", None)
        if not isinstance(rows, Rows) or not is_dataclass(value):
            return
        others = tuple(getattr(value, f.name) for f in fields(value) if f.name != "rows")
        scales = {each.scale: None for each in walk(others) if isinstance(each, Number)}
        if scales:
            for each in walk(rows):
                if isinstance(each, Events):
                    found = self._scales.setdefault(each.codes, {})
                    found |= scales

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
            found |= dict.fromkeys(_words(right))
        elif any(isinstance(each, Word) for each in walk(left)):
            self.texts |= dict.fromkeys(_words(right))


def _words(right: object) -> list[str]:
    if isinstance(right, str):
        return [right]
    return sorted(right) if isinstance(right, frozenset) else []


def _worked_out(days: object) -> Iterator[Duration]:
    """The lengths that a number of days may come to: numbers from a table, some times over."""
    nodes = list(walk(days))
    times = [each.number for each in nodes if isinstance(each, Constant)]
    yield from (Duration(math.ceil(each), Unit.DAY) for each in times)
    for node in nodes:
        for _, number in node.table if isinstance(node, Lookup) else ():
            for each in (Decimal(1), *times):
                yield Duration(math.ceil(number * each), Unit.DAY)


def _parts(value: object) -> tuple[object, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Enum | CodeSet | type) or not is_dataclass(value):
        return ()
    return tuple(getattr(value, each.name) for each in fields(value))
