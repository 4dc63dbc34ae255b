"""How the numbers of a measure are read: in which unit, and which of them are believed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit that numbers are compared in, and what else the measure declares.

    `name` is the measure's name in the criteria file. `also` lists units whose annotation is
    not to count (`mL/min` beside `mL/min/{1.73_m2}`). A `score` takes rows without a unit.
    Numbers outside `low` to `high`, in `declared` units, are implausible; None is no limit.
    `unit` is the unit of the criterion's limit and `declared` that of the measure.
    """

    name: str
    unit: str
    declared: str
    also: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    score: bool = False
