"""Values as said, worked through to quantities in the closed algebra (meaning 9, 11, 15)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from trialmatch.clauses.contract.anchors import settled
from trialmatch.clauses.contract.conditions import lowered
from trialmatch.clauses.contract.input_times import age_at, fully_recorded, latest_time
from trialmatch.clauses.contract.items import or_its_range
from trialmatch.clauses.contract.picks import counted, picked_value, table_of
from trialmatch.clauses.contract.quantities import (
    Quantity,
    Wrong,
    joined_by,
    product,
    raised,
    same_kind,
    stated,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.clauses.contract.value_problems import (
    another_kind,
    no_common_kind,
    no_power,
    not_bare,
)
from trialmatch.language.picked import Pick
from trialmatch.language.tree import Word
from trialmatch.language.valued import (
    AgeThen,
    Called,
    Combined,
    Either,
    NamedValue,
    NumberIn,
    PickedValue,
    Stated,
    ValueNode,
    span_of,
)
from trialmatch.plan.algebra import Arithmetic, Choose, Constant, Number, Operation, Value
from trialmatch.plan.scale import converted
from trialmatch.vocabulary import units
from trialmatch.vocabulary.calendar import Unit

# The base of the natural logarithm, to more digits than are ever kept.
_E = Constant(Decimal("2.7182818284590452353602874713526624977572470937"))
_SUMS = {"+": Operation.ADD, "-": Operation.SUBTRACT}
_EXTREMES = {"min": Operation.LOWER, "max": Operation.HIGHER}
_TIMES = {"year": "a", "month": "mo", "week": "wk", "day": "d"}
_AGES = {"a": Unit.YEAR, "mo": Unit.MONTH, "wk": Unit.WEEK, "d": Unit.DAY}
_MOST = 12


def quantity(node: ValueNode, working: Working) -> Quantity:
    """What a value comes to; raises `Wrong` with the place where its units do not fit."""
    match node:
        case Stated(number=number, unit=unit):
            return stated(number.value, unit.text if unit else "")
        case PickedValue(pick=pick):
            return working.picked(pick)
        case AgeThen():
            return Quantity(working.age(node, Unit.YEAR), units.parse("a"), "a")
        case NamedValue(name=name):
            return working.named(name.text)
        case Combined():
            return _combined(node, working)
        case Called():
            return _called(node, working)
        case Either():
            return _either(node, working)
        case NumberIn():
            return _number_in(node, working)
    raise TypeError(f"no such value: {type(node).__name__}")


def in_ucum(unit: Word) -> str:
    """A unit as UCUM writes it; `years` and the like are units of age."""
    return _TIMES.get(unit.text.removesuffix("s"), unit.text)


def _combined(node: Combined, working: Working) -> Quantity:
    left, right = quantity(node.left, working), quantity(node.right, working)
    match node.sign:
        case "*":
            return product(left, right, 1)
        case "/":
            return product(left, right, -1)
        case "^":
            return _power(node, left, right)
    return _joined(node.sign, _SUMS[node.sign], ((node.left, left), (node.right, right)))


def _joined(
    word: str, operation: Operation, operands: tuple[tuple[ValueNode, Quantity], ...]
) -> Quantity:
    first = operands[0][1]
    for node, each in operands[1:]:
        if not same_kind(first.unit, each.unit):
            raise Wrong(no_common_kind(word, first.shown, each.shown, span_of(node)))
    return joined_by(operation, [each for _, each in operands])


def _power(node: Combined, base: Quantity, exponent: Quantity) -> Quantity:
    if not exponent.bare:
        raise Wrong(not_bare("an exponent", exponent.shown, span_of(node.right)))
    if base.bare:
        return _plain(Arithmetic(Operation.POWER, _number(base), _number(exponent)))
    whole = exponent.number
    if whole is None or whole.denominator != 1 or not 0 < abs(whole) <= _MOST:
        raise Wrong(no_power(base.shown, span_of(node.left)))
    return raised(base, int(whole))


def _plain(value: Value) -> Quantity:
    return Quantity(value)


def _number(bare: Quantity) -> Value:
    """A bare number by itself, whatever it is a share of."""
    return bare.into(Quantity(bare.value).unit, "").value


def _called(node: Called, working: Working) -> Quantity:
    operands = tuple((each, quantity(each, working)) for each in node.operands)
    if node.function in _EXTREMES:
        return _joined(node.function, _EXTREMES[node.function], operands)
    of, found = operands[0]
    if not found.bare:
        raise Wrong(not_bare(f"what `{node.function}` is of", found.shown, span_of(of)))
    number = _number(found)
    match node.function:
        case "ln":
            return _plain(Arithmetic(Operation.LOGARITHM, number, _E))
        case "log10":
            return _plain(Arithmetic(Operation.LOGARITHM, number, Constant(Decimal(10))))
        case "exp":
            return _plain(Arithmetic(Operation.POWER, _E, number))
    return _plain(Arithmetic(Operation.POWER, number, Constant(Decimal("0.5"))))


def _either(node: Either, working: Working) -> Quantity:
    then, otherwise = quantity(node.then, working), quantity(node.otherwise, working)
    if not same_kind(then.unit, otherwise.unit):
        raise Wrong(no_common_kind("else", then.shown, otherwise.shown, span_of(node.otherwise)))
    if otherwise.unit != then.unit:
        otherwise = otherwise.into(then.unit, then.shown)
    condition = lowered(node.condition, working.scope)
    return replace(then, value=Choose(condition, then.value, otherwise.value), number=None)


def _number_in(node: NumberIn, working: Working) -> Quantity:
    """The bare number; a result converts as its measure says, by its molar mass if need be."""
    unit = in_ucum(node.unit)
    match node.of:
        case PickedValue(pick=pick):
            found = working.picked_in(pick, unit)
            if found is None:
                raise Wrong(another_kind(unit, working.unit_of(pick), node.unit.span))
            return _plain(found)
        case AgeThen() if unit in _AGES:
            return _plain(working.age(node.of, _AGES[unit]))
    whole = quantity(node.of, working)
    parsed = units.parse(unit)
    if not same_kind(whole.unit, parsed):
        raise Wrong(another_kind(unit, whole.shown, node.unit.span))
    return _plain(whole.into(parsed, "").value)


@dataclass(frozen=True)
class Working:
    """What is known while a value is worked through; `of` is the whole value.

    A value `of_items` is a score, of which an item without a result is its range (meaning 10).
    """

    scope: Scope
    of: ValueNode
    of_items: bool = False

    def picked(self, pick: Pick) -> Quantity:
        """A pick, in the unit of its measure."""
        unit = self.unit_of(pick)
        found = self._value(pick, unit)
        return Quantity(found, units.parse(unit), unit) if unit else Quantity(found)

    def picked_in(self, pick: Pick, unit: str) -> Value | None:
        """The number of a pick in a unit; None where its measure has none in it."""
        measure = self.scope.measures[pick.of.measure.text]
        if measure.score:
            return None
        rule = converted(unit, measure.unit, measure.molar_mass, measure.relations)
        return None if rule is None else self._value(pick, unit)

    def unit_of(self, pick: Pick) -> str:
        """The unit of a pick's measure, "" for a bare number."""
        return self.scope.measures[pick.of.measure.text].unit

    def age(self, node: AgeThen, unit: Unit) -> Value:
        """The age on the day that the value is of (meaning 15)."""
        if node.at is not None:
            return age_at(node.at, unit, self.scope)
        return latest_time(self.of, unit, self.scope)

    def named(self, name: str) -> Quantity:
        """A value that another `let` gave a name."""
        from trialmatch.clauses.contract.lets import let_quantity

        return let_quantity(self.scope.lets[name].said, self.scope)

    def _value(self, pick: Pick, unit: str) -> Value:
        said = settled(pick, self.scope)
        measure = self.scope.measures[pick.of.measure.text]
        number = (
            table_of(measure) if measure.steps else counted(Number(measure.scale(unit)), measure)
        )
        found = fully_recorded(picked_value(said, number, self.scope), said, self.scope)
        return or_its_range(found, said, self.scope) if self.of_items else found
