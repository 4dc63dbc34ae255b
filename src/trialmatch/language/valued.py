"""What a value is worked out from, as said; names and units are looked up later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from trialmatch.diagnostics import Span
from trialmatch.language.picked import Pick, PickedEvent
from trialmatch.language.tree import Amount, ClauseNode, Expression, Name, Word, clauses_in
from trialmatch.vocabulary.calendar import Duration


class ValueNode:
    """A number that may have a unit, or is made of such numbers."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Stated(ValueNode):
    """`0.7` or `0.7 mg/dL`."""

    number: Amount
    unit: Word | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PickedValue(ValueNode):
    """`latest creatinine (within 3 months before index)`."""

    pick: Pick
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AgeThen(ValueNode):
    """`age`, on the day of the latest result that the value is made of, or at an event."""

    at: PickedEvent | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NamedValue(ValueNode):
    """A value that another `let` gave a name."""

    name: Name
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Combined(ValueNode):
    """Two values put together by a sign: `+`, `-`, `*`, `/` or `^`."""

    sign: str
    left: ValueNode
    right: ValueNode
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Called(ValueNode):
    """A function of values, such as `min(a, b)` or `ln(a)`."""

    function: str
    operands: tuple[ValueNode, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Either(ValueNode):
    """`(then if condition else otherwise)`."""

    then: ValueNode
    condition: Expression
    otherwise: ValueNode
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NumberIn(ValueNode):
    """`(latest creatinine in mg/dL)`: the bare number that the value has in a unit."""

    of: ValueNode
    unit: Word
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LetStatement:
    """`let name = VALUE in UNIT`; of a bare number `as ratio` or `as score`, and no unit.

    `together` is how far the results it is made of may be apart.
    """

    name: Name
    value: ValueNode
    unit: Word | None
    bare: str
    span: Span = field(compare=False, repr=False)
    together: Duration | None = None
    plausible: tuple[Amount, ...] = ()
    sources: tuple[Word, ...] = ()


def span_of(node: ValueNode) -> Span:
    """Where a value stands."""
    span = getattr(node, "span", None)
    if not isinstance(span, Span):
        raise TypeError(f"{type(node).__name__} has no span")
    return span


def operands_of(node: ValueNode) -> tuple[ValueNode, ...]:
    """The values directly inside a value."""
    match node:
        case Combined(left=left, right=right):
            return left, right
        case Called(operands=operands):
            return operands
        case Either(then=then, otherwise=otherwise):
            return then, otherwise
        case NumberIn(of=of):
            return (of,)
    return ()


def values_in(node: ValueNode) -> Iterator[ValueNode]:
    """A value and all values inside it, from left to right."""
    yield node
    for each in operands_of(node):
        yield from values_in(each)


def conditions_in(node: ValueNode) -> Iterator[ClauseNode]:
    """Every clause of the conditions that a value hangs on."""
    for each in values_in(node):
        if isinstance(each, Either):
            yield from clauses_in(each.condition)
