from dataclasses import dataclass
from enum import Enum

import pytest

from trialmatch.compiler.compiling import Compiled
from trialmatch.compiler.storable import storable_kinds
from trialmatch.plan import algebra
from trialmatch.plan.algebra import Node
from trialmatch.plan.criteria import Side
from trialmatch.vocabulary.calendar import Duration, Unit

KINDS = storable_kinds(Compiled)
BY_CLASS = {each.kind: each for each in KINDS.values()}


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    colours: tuple[Colour, ...]
    names: frozenset[str]
    pair: tuple[int, str] | None


@dataclass
class Changeable:
    count: int


def test_every_node_of_the_algebra_can_be_written() -> None:
    nodes = [getattr(algebra, name) for name in algebra.__all__]
    made = {each for each in nodes if isinstance(each, type) and hasattr(each, "__match_args__")}
    assert {each for each in made if issubclass(each, Node)} <= set(BY_CLASS)


def test_what_stands_in_fields_alone_is_found_too() -> None:
    assert {Duration, Unit, Side} <= set(BY_CLASS)


def test_a_class_that_can_change_is_not_written() -> None:
    assert Changeable not in {each.kind for each in storable_kinds(Changeable).values()}


@pytest.mark.parametrize(
    "values",
    [
        [(Colour.RED, "red"), frozenset(), None],
        [[Colour.RED], frozenset(), None],
        [(), frozenset({1}), None],
        [(), (), None],
        [(), frozenset(), (1, 2)],
        [(), frozenset(), (1,)],
        [(), frozenset(), "1"],
        [(), frozenset()],
        [(), frozenset(), None, None],
    ],
)
def test_a_value_of_another_type_is_refused(values: list[object]) -> None:
    (thing,) = (each for each in storable_kinds(Thing).values() if each.kind is Thing)
    with pytest.raises(TypeError):
        thing.make(values)


def test_values_of_the_right_types_are_taken() -> None:
    (thing,) = (each for each in storable_kinds(Thing).values() if each.kind is Thing)
    values: list[object] = [(Colour.RED,), frozenset({"a"}), (1, "one")]
    assert thing.make(values) == Thing((Colour.RED,), frozenset({"a"}), (1, "one"))


def test_a_member_that_an_enumeration_lacks_is_refused() -> None:
    with pytest.raises((LookupError, TypeError)):
        BY_CLASS[Unit].make(["FORTNIGHT"])
