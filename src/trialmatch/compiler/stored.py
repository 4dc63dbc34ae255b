"""Checked criteria as JSON, and back: every frozen dataclass and enumeration they are made of.

Each distinct object is written once, into a list, and referred to by its number there; what it
is made of stands before it. A class is written by its name with the names of its fields, and
read only where both are the same today and every value is of its field's type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from trialmatch.compiler.storable import Storable

# What is neither an instance of a class of ours nor text, by the first word of its entry.
_TUPLE, _SET, _INT, _BOOL, _DECIMAL = "tuple", "set", "int", "bool", "decimal"

Entry = list[object]


class NotStorable(Exception):
    """A value holds something that cannot be written, or a text is not what was written."""


def written(value: object, kinds: Mapping[str, Storable]) -> dict[str, object]:
    """A value as lists, numbers and texts that JSON can hold."""
    writer = _Writer({each.kind: each for each in kinds.values()})
    root = writer.put(value)
    classes = [[each.name, *each.fields] for each in writer.classes]
    return {"classes": classes, "objects": writer.objects, "root": root}


def read(document: object, kinds: Mapping[str, Storable]) -> object:
    """The value that was written; raises NotStorable for anything that was not written so."""
    try:
        return _read(document, kinds)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise NotStorable from error


@dataclass(slots=True)
class _Writer:
    """What has been written so far."""

    kinds: Mapping[type, Storable]
    objects: list[Entry] = field(default_factory=list)
    classes: dict[Storable, int] = field(default_factory=dict)
    _by_entry: dict[tuple[object, ...], int] = field(default_factory=dict)
    _by_id: dict[int, int] = field(default_factory=dict)

    def put(self, value: object) -> object:
        """How a value is referred to: text and None as they are, all else by number."""
        if value is None or type(value) is str:
            return value
        known = self._by_id.get(id(value))
        if known is None:
            known = self._by_id[id(value)] = self._number(self._entry(value))
        return known

    def _number(self, entry: Entry) -> int:
        number = self._by_entry.setdefault(tuple(entry), len(self.objects))
        if number == len(self.objects):
            self.objects.append(entry)
        return number

    def _entry(self, value: object) -> Entry:
        # By the very type: True is an int, and 1.0 equals 1.00.
        if type(value) is tuple:
            return [_TUPLE, *map(self.put, value)]
        if type(value) is frozenset:
            return [_SET, *map(self.put, sorted(value, key=repr))]
        if type(value) is bool or type(value) is int:
            return [_BOOL if type(value) is bool else _INT, str(int(value))]
        if type(value) is Decimal:
            return [_DECIMAL, str(value)]
        return self._instance(value)

    def _instance(self, value: object) -> Entry:
        kind = self.kinds.get(type(value))
        if kind is None:
            raise NotStorable
        number = self.classes.setdefault(kind, len(self.classes))
        if isinstance(value, Enum):
            return [number, value.name]
        return [number, *[self.put(getattr(value, each)) for each in kind.fields]]


def _read(document: object, kinds: Mapping[str, Storable]) -> object:
    if not isinstance(document, dict):
        raise TypeError
    makers = _makers(document["classes"], kinds)
    objects = document["objects"]
    if not isinstance(objects, list):
        raise TypeError
    made: list[object] = []
    marks: list[int] = []
    known = _known_now()
    for kind, *parts in objects:
        name, make = makers[kind]
        key = (name, *[marks[each] if type(each) is int else each for each in parts])
        one = known.get(key)
        if one is None:
            values = [made[each] if type(each) is int else each for each in parts]
            one = known.setdefault(key, make(values))
        made.append(one)
        marks.append(id(one))
    root = document["root"]
    return made[root] if type(root) is int else root


Maker = Callable[[list[object]], object]
# Objects that were read before, by their class and the identity of their parts: files that use
# the same names hold the same code sets and windows. All objects of a reading are in the one
# collection, so that none of them ends before it does and its identity is never another's.
_Known = dict[tuple[object, ...], object]
_MOST_KNOWN = 200_000
_known_objects: list[_Known] = [{}]


def _known_now() -> _Known:
    if len(_known_objects[0]) > _MOST_KNOWN:
        _known_objects[0] = {}
    return _known_objects[0]


def _makers(classes: object, kinds: Mapping[str, Storable]) -> dict[object, tuple[str, Maker]]:
    makers: dict[object, tuple[str, Maker]] = {name: (name, make) for name, make in _PLAIN.items()}
    if not isinstance(classes, list):
        raise TypeError
    for number, (name, *fields) in enumerate(classes):
        kind = kinds[name]
        if list(kind.fields) != fields:
            raise NotStorable
        makers[number] = name, kind.make
    return makers


def _text(parts: list[object]) -> str:
    (text,) = parts
    if not isinstance(text, str):
        raise TypeError
    return text


_PLAIN: dict[str, Maker] = {
    _TUPLE: tuple,
    _SET: frozenset,
    _INT: lambda parts: int(_text(parts)),
    _BOOL: lambda parts: {"0": False, "1": True}[_text(parts)],
    _DECIMAL: lambda parts: Decimal(_text(parts)),
}


def as_json(document: Mapping[str, object]) -> str:
    """The document on one line, in ASCII."""
    return json.dumps(document, separators=(",", ":"))
