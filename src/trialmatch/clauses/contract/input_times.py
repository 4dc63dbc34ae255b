"""When the results that a value is made of were taken: age then, and how far apart (meaning 15)."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from itertools import combinations

from trialmatch.clauses.contract.anchors import settled, time_of
from trialmatch.clauses.contract.picks import done_at_all, picked_value
from trialmatch.clauses.contract.scope import Scope
from trialmatch.language.picked import HIGHEST, LOWEST, Pick, PickedEvent
from trialmatch.language.valued import NamedValue, PickedValue, ValueNode, values_in
from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    Arithmetic,
    Attribute,
    Compare,
    Constant,
    Elapsed,
    Exists,
    Fact,
    How,
    Lacking,
    Negate,
    Number,
    Op,
    Operation,
    Order,
    Reduce,
    Rows,
    RowTime,
    Take,
    Truth,
    Value,
)
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Duration, Unit

_BIRTH, _INDEX = Attribute(Fact.BIRTH), Attribute(Fact.INDEX)
_BY_VALUE = {How.MAX: Order.HIGHEST, How.MIN: Order.LOWEST}
_IN_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_NONE = Constant(Decimal(0))


def age_at(what: PickedEvent, unit: Unit, scope: Scope) -> Value:
    """The age at an event."""
    return Elapsed(_BIRTH, time_of(what, scope), unit)


def latest_time(of: ValueNode, unit: Unit, scope: Scope) -> Value:
    """The age on the day of the latest result that a value is made of; without one, at index."""
    times = [_time(pick, scope) for pick in picks_of(of, scope)]
    then = reduce(lambda a, b: Arithmetic(Operation.HIGHER, a, b), times) if times else _INDEX
    return Elapsed(_BIRTH, then, unit)


def picks_of(of: ValueNode, scope: Scope) -> tuple[Pick, ...]:
    """The picks that a value is made of, those of the values it names among them, each once."""
    found = dict[Pick, None]()
    for each in values_in(of):
        if isinstance(each, PickedValue):
            found[each.pick] = None
        elif isinstance(each, NamedValue):
            found |= dict.fromkeys(picks_of(scope.lets[each.name.text].said.value, scope))
    return tuple(found)


def fully_recorded(value: Reduce, pick: Pick, scope: Scope) -> Value:
    """A highest or lowest, which is not known where the record does not cover its window."""
    if pick.order not in (HIGHEST, LOWEST):
        return value
    # No bound on how many rows there were is no bound on what the highest of them is.
    rows = Reduce(value.rows, how=How.COUNT, observed=done_at_all(pick.of, scope))
    nothing = Arithmetic(Operation.MULTIPLY, rows, _NONE)
    return Arithmetic(Operation.ADD, value, nothing)


def near_each_other(of: ValueNode, apart: Duration, scope: Scope) -> Truth:
    """Whether all results lie so near to each other; MET too where one is missing."""
    picks = picks_of(of, scope)
    times = [_time(pick, scope) for pick in picks]
    near = AllOf(tuple(_near(a, b, apart) for a, b in combinations(times, 2)))
    return AnyOf((near, *(Negate(_is_there(pick, scope)) for pick in picks)))


def _near(one: Value, other: Value, apart: Duration) -> Truth:
    return AllOf((_not_beyond(one, other, apart), _not_beyond(other, one, apart)))


def _not_beyond(start: Value, end: Value, apart: Duration) -> Truth:
    """Whether `end` is not more than a length of time after `start`."""
    days = _IN_DAYS.get(apart.unit)
    if days is not None:
        return _at_most(Elapsed(start, end, Unit.DAY), apart.count * days)
    if apart.by_clock:
        minutes = apart.count * (60 if apart.unit is Unit.HOUR else 1)
        return _at_most(Elapsed(start, end, Unit.MINUTE), minutes)
    # On the day itself so many months are full; the day before they are not yet.
    before = Arithmetic(Operation.SUBTRACT, end, Constant(Decimal(MINUTES_PER_DAY)))
    return _at_most(Elapsed(start, before, apart.unit), apart.count - 1)


def _at_most(value: Value, number: int) -> Truth:
    return Compare(value, Op.LE, Decimal(number))


def _is_there(pick: Pick, scope: Scope) -> Truth:
    return Exists(_rows(pick, scope), AllOf(()))


def _time(pick: Pick, scope: Scope) -> Value:
    """When what is picked was taken; of a mean, when its latest result was."""
    measure = pick.of.measure.text
    # Without a result there is no time either, and the reason is the same.
    missing = Lacking(Reason.of(Missing.NO_RESULT, measure))
    return Reduce(_rows(pick, scope), RowTime(), observed=Compare(missing, Op.GE, Decimal(0)))


def _rows(pick: Pick, scope: Scope) -> Rows:
    number = Number(scope.measures[pick.of.measure.text].scale())
    picked = picked_value(settled(pick, scope), number, scope)
    if picked.how in _BY_VALUE:
        return Take(picked.rows, _BY_VALUE[picked.how], 1, number)
    return Take(picked.rows) if picked.how is How.MEAN else picked.rows
