"""Numbers with units: what a value is, in which unit, and how quantities are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from trialmatch.language.problems import Problem
from trialmatch.plan.algebra import Arithmetic, Constant, Operation, Value
from trialmatch.vocabulary import units
from trialmatch.vocabulary.ucum_reading import ONE, ParsedUnit


class Wrong(Exception):
    """What is wrong with a value, found while it was worked through."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem to where the value is checked."""
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in a unit; `shown` is the unit as a person writes it, "" for a bare number.

    `number` is its number where the file states it.
    """

    value: Value
    unit: ParsedUnit = ONE
    shown: str = ""
    number: Fraction | None = None

    @property
    def bare(self) -> bool:
        """Whether it is a number without a unit."""
        return is_bare(self.unit)

    def into(self, unit: ParsedUnit, shown: str) -> Quantity:
        """The same quantity in another unit of its kind."""
        factor = self.unit.magnitude / unit.magnitude
        value = times(self.value, factor)
        number = None if self.number is None else self.number * factor
        return Quantity(value, unit, shown, number)


def stated(number: Decimal, unit: str = "") -> Quantity:
    """A number that the file states, with its unit."""
    parsed = units.parse(unit) if unit else ONE
    return Quantity(Constant(number), parsed, unit, Fraction(number))


def is_bare(unit: ParsedUnit) -> bool:
    """Whether a unit measures nothing, so that numbers in it are plain numbers."""
    powers = (*unit.dimension, *unit.arbitrary)
    return not unit.annotations and all(power == 0 for _, power in powers)


def same_kind(one: ParsedUnit, other: ParsedUnit) -> bool:
    """Whether two quantities can be added, or one stand where the other is declared.

    Shares of mass and of moles differ (mg/g is not mmol/mol), but both are ratios.
    """
    if one.annotations != other.annotations or _powers(one) != _powers(other):
        return False
    shares = _shares(one), _shares(other)
    return not all(shares) or shares[0] == shares[1]


def _powers(unit: ParsedUnit) -> frozenset[tuple[str, int]]:
    return frozenset(each for each in (*unit.dimension, *unit.arbitrary) if each[1])


def _shares(unit: ParsedUnit) -> frozenset[str]:
    """Of which amounts the unit is a share: what stands both above and below the line."""
    return frozenset(code for code, power in unit.dimension if not power and code != "m")


def times(value: Value, factor: Fraction) -> Value:
    """A value times an exact number."""
    if factor.numerator != 1:
        value = Arithmetic(Operation.MULTIPLY, value, _whole(factor.numerator))
    if factor.denominator != 1:
        value = Arithmetic(Operation.DIVIDE, value, _whole(factor.denominator))
    return value


def _whole(number: int) -> Constant:
    return Constant(Decimal(number))


def product(left: Quantity, right: Quantity, power: int) -> Quantity:
    """`left` times `right`, or divided by it where the power is -1."""
    operation = Operation.MULTIPLY if power > 0 else Operation.DIVIDE
    unit = _cancelled(left.unit.times(right.unit, power))
    sign = "." if power > 0 else "/"
    shown = left.shown if not right.shown else f"{left.shown or '1'}{sign}{right.shown}"
    if not left.shown and power > 0:
        shown = right.shown
    number = None
    if left.number is not None and right.number not in (None, 0):
        exponent = 1 if power > 0 else -1
        number = left.number * (right.number or Fraction(0)) ** exponent
    return Quantity(Arithmetic(operation, left.value, right.value), unit, shown, number)


def raised(base: Quantity, power: int) -> Quantity:
    """A quantity to a whole power, its unit too."""
    unit = _cancelled(ONE.times(base.unit, power))
    plain = base.shown.isalpha()
    shown = f"{base.shown if plain else f'({base.shown})'}{power}" if base.shown else ""
    value = Arithmetic(Operation.POWER, base.value, _whole(power))
    return Quantity(value, unit, shown)


def _cancelled(unit: ParsedUnit) -> ParsedUnit:
    """Texts in braces that stand above and below the line cancel, as all else does."""
    left = list(unit.annotations)
    for text in unit.annotations:
        below = f"/{text}"
        if text in left and below in left:
            left.remove(text)
            left.remove(below)
    return replace(unit, annotations=tuple(left))


def joined_by(operation: Operation, operands: Iterable[Quantity]) -> Quantity:
    """Quantities of one kind put together, in the unit of the first."""
    first, *others = operands
    found = first
    for each in others:
        same = each if each.unit == first.unit else each.into(first.unit, first.shown)
        found = replace(found, value=Arithmetic(operation, found.value, same.value), number=None)
    return found
