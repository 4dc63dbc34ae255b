"""What was found out already, kept as far as there is room: the longest unused goes first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import fields, is_dataclass
from typing import Generic, TypeVar

import numpy as np

Found = TypeVar("Found")
# Bytes kept of each sort of thing in one panel.
_ROOM = 96_000_000


class Kept(Generic[Found]):
    """Things by number, of no more bytes than there is room for."""

    def __init__(self, room: int = _ROOM) -> None:
        """Nothing is kept yet."""
        self._room = room
        self._bytes = 0
        self._found: OrderedDict[int, tuple[Found, int]] = OrderedDict()

    def get(self, number: int) -> Found | None:
        """What is kept by a number, if it still is."""
        if number not in self._found:
            return None
        self._found.move_to_end(number)
        return self._found[number][0]

    def keep(self, number: int, found: Found) -> None:
        """Keep something, and let go what was not used for longest where there is no room."""
        size = _bytes_of(found)
        _, before = self._found.pop(number, (None, 0))
        self._found[number] = found, size
        self._bytes += size - before
        while self._bytes > self._room and len(self._found) > 1:
            _, (_, freed) = self._found.popitem(last=False)
            self._bytes -= freed

    def clear(self) -> None:
        """Let go of everything."""
        self._found.clear()
        self._bytes = 0


def _bytes_of(found: object) -> int:
    """The bytes of all arrays in a dataclass."""
    if isinstance(found, np.ndarray):
        return found.nbytes
    if is_dataclass(found):
        return sum(_bytes_of(getattr(found, each.name)) for each in fields(found))
    return 0
