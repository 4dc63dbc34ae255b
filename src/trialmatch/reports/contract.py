"""What every report is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `name` is its folder's name.

    `takes` is the type of its input; `writers` has one function for each suffix of a file,
    called with an input and a path.
    """

    name: str
    summary: str
    takes: type
    writers: Mapping[str, Callable[..., None]]
