"""Which classes a checked criteria file is made of, found by looking into `plan`.

A class that is added there is known here without being named: all frozen dataclasses and
enumerations that the modules of `plan` define or import, and those that their fields are of.
"""

from __future__ import annotations

import pkgutil
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from importlib import import_module
from typing import Any, Union, get_args, get_origin, get_type_hints

from trialmatch import plan

Accepts = Callable[[object], bool]


@dataclass(frozen=True, eq=False)
class Storable:
    """A class, the names of its fields in order, and which values each of them takes."""

    name: str
    kind: type
    fields: tuple[str, ...]
    accepts: tuple[Accepts, ...]

    def make(self, values: Sequence[object]) -> object:
        """An instance; raises TypeError where a value is not of its field's type."""
        if len(values) != len(self.accepts):
            raise TypeError
        for accepts, value in zip(self.accepts, values, strict=True):
            if not accepts(value):
                raise TypeError
        return self.kind(*values)


@dataclass(frozen=True, eq=False)
class StorableEnum(Storable):
    """An enumeration; an instance is written by its name."""

    def make(self, values: Sequence[object]) -> object:
        """The member of a name."""
        (name,) = values
        if not issubclass(self.kind, Enum) or not isinstance(name, str):
            raise TypeError
        return self.kind[name]


@lru_cache(maxsize=4)
def storable_kinds(*roots: type) -> Mapping[str, Storable]:
    """Every class that may be written, by name: those of `plan`, some roots and their parts."""
    found: dict[str, Storable] = {}
    waiting = [*roots, *_kinds_of_the_plan()]
    while waiting:
        kind = waiting.pop()
        name = f"{kind.__module__}.{kind.__qualname__}"
        if name not in found and _is_storable(kind):
            hints = _hints(kind)
            if hints is not None:
                found[name] = _storable(name, kind, hints)
                waiting += [each for hint in hints.values() for each in _classes_in(hint)]
    return found


@lru_cache(maxsize=1)
def _kinds_of_the_plan() -> tuple[type, ...]:
    names = [each.name for each in pkgutil.walk_packages(plan.__path__, f"{plan.__name__}.")]
    modules = [vars(import_module(name)) for name in names]
    return tuple(each for one in modules for each in one.values() if isinstance(each, type))


def _is_storable(kind: type) -> bool:
    if issubclass(kind, Enum):
        return bool(kind.__members__)
    # What can change has no hash, and cannot be one object in two places.
    settled = is_dataclass(kind) and kind.__hash__ is not None
    return settled and not any(each.kw_only for each in _written_fields(kind))


def _written_fields(kind: type) -> list[Field[Any]]:
    """The fields that an instance is made from; all others follow from them."""
    return [each for each in fields(kind) if each.init] if is_dataclass(kind) else []


def _hints(kind: type) -> dict[str, object] | None:
    """The types of the fields; None where one of them is a name that cannot be found."""
    if issubclass(kind, Enum):
        return {}
    try:
        hints = get_type_hints(kind)
    except NameError:
        return _hints_across_modules(kind)
    return {each.name: hints[each.name] for each in _written_fields(kind)}


def _hints_across_modules(kind: type) -> dict[str, object] | None:
    # Modules of `plan` that need each other's classes import them for checkers alone.
    names = {each.__name__: each for each in _kinds_of_the_plan()}
    try:
        hints = get_type_hints(kind, localns=names | vars(sys.modules[kind.__module__]))
    except NameError:
        return None
    return {each.name: hints[each.name] for each in _written_fields(kind)}


def _storable(name: str, kind: type, hints: dict[str, object]) -> Storable:
    if issubclass(kind, Enum):
        return StorableEnum(name, kind, (), ())
    return Storable(name, kind, tuple(hints), tuple(_accepts(each) for each in hints.values()))


def _classes_in(hint: object) -> Iterator[type]:
    if get_origin(hint) is None and isinstance(hint, type):
        yield hint
    for each in get_args(hint):
        yield from _classes_in(each)


def _accepts(hint: object) -> Accepts:
    """Whether a value is of a type; of a type that is not known here, nothing is."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _any_of(parts)
    if origin is tuple and parts[1:] != (...,):
        return _each_of(tuple(map(_accepts, parts)))
    if origin in (tuple, frozenset):
        return _all_of(origin, _accepts(parts[0]))
    if isinstance(hint, type) and origin is None:
        return lambda value: isinstance(value, hint)
    return lambda value: False


def _any_of(hints: tuple[object, ...]) -> Accepts:
    plain = tuple(each for each in hints if isinstance(each, type) and get_origin(each) is None)
    others = [_accepts(each) for each in hints if each not in plain]
    if not others:
        return lambda value: isinstance(value, plain)
    return lambda value: isinstance(value, plain) or any(accepts(value) for accepts in others)


def _all_of(origin: type, accepts: Accepts) -> Accepts:
    def all_are(value: object) -> bool:
        return isinstance(value, tuple | frozenset) and (
            type(value) is origin and all(map(accepts, value))
        )

    return all_are


def _each_of(every: tuple[Accepts, ...]) -> Accepts:
    def each_is(value: object) -> bool:
        if not isinstance(value, tuple) or len(value) != len(every):
            return False
        return all(accepts(one) for accepts, one in zip(every, value, strict=True))

    return each_is
