"""Interning: nodes that ask the same become one object, so that they are answered once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

from trialmatch.plan.algebra import Node
from trialmatch.plan.window import Bound, Window

_N = TypeVar("_N")
_MADE_OF_PARTS = (Node, Window, Bound, tuple)


class Interner:
    """Keeps one object of each node that it has been shown."""

    def __init__(self) -> None:
        """Nothing is known at first."""
        self._kept: dict[object, object] = {}
        self._done: dict[int, object] = {}
        self._shown: list[object] = []

    def intern(self, node: _N) -> _N:
        """The one object that asks the same as `node`; its parts are interned too."""
        return cast(_N, self._intern(node))

    def _intern(self, value: object) -> object:
        if not isinstance(value, _MADE_OF_PARTS):
            return value
        done = self._done.get(id(value))
        if done is None:
            done = self._one_of(value)
            self._done[id(value)] = self._done[id(done)] = done
            # An object that is gone could leave its number to another.
            self._shown.append(value)
        return done

    def _one_of(self, value: object) -> object:
        if isinstance(value, tuple):
            parts: tuple[object, ...] = tuple(self._intern(part) for part in value)
            return self._kept.setdefault((tuple, *map(_key, parts)), parts)
        parts = tuple(self._intern(getattr(value, name)) for name in _names(value))
        key = (type(value), *map(_key, parts))
        if key not in self._kept:
            self._kept[key] = type(value)(*parts)
        return self._kept[key]

    @staticmethod
    def parts(node: object) -> Iterator[Node]:
        """The nodes directly inside a node, those in its windows and tuples included."""
        for name in _names(node):
            yield from _inside(getattr(node, name))


def _names(node: object) -> tuple[str, ...]:
    return tuple(field.name for field in fields(node)) if is_dataclass(node) else ()


def _inside(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _inside(part)
    elif isinstance(value, Window | Bound):
        yield from Interner.parts(value)


def _key(part: object) -> object:
    """Parts that are interned are told apart by being themselves, others by their value."""
    return ("#", id(part)) if isinstance(part, _MADE_OF_PARTS) else part
