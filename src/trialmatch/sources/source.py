"""How a format is told by the files in a folder, and how its cohort is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trialmatch.cohort.site import Site
from trialmatch.cohort.source import CohortSource


@dataclass(frozen=True, slots=True)
class Source:
    """One format of a cohort in a folder.

    `looks_for` are names of files by which a person knows the format; `recognises` says
    whether a folder has it, and `open` opens it.
    """

    name: str
    title: str
    looks_for: tuple[str, ...]
    recognises: Callable[[Path], bool]
    open: Callable[[Path, Site], CohortSource]
