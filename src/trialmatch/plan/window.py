"""Windows of time: two bounds, each an anchor moved by a calendar duration (meaning 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trialmatch.vocabulary.calendar import Duration, Unit

if TYPE_CHECKING:
    from trialmatch.plan.algebra.grains import Value


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a window: the anchor moved by a duration.

    The anchor is the calendar day `day`, or the time `anchor` (another event, birth, a time
    of the row itself), or with neither the subject's index. `shift` is added for `sign` 1 and
    taken away for -1; `days` is a number of days worked out instead, rounded up. An
    `exclusive` bound does not hold the day (the minute, for hours) that it names.
    """

    shift: Duration | None = None
    sign: int = -1
    exclusive: bool = False
    day: int | None = None
    anchor: Value | None = None
    days: Value | None = None

    @property
    def on_index(self) -> bool:
        """Whether the bound moves with the subject's index."""
        return self.day is None and self.anchor is None

    @property
    def by_birthdays(self) -> bool:
        """Whether it is so many years of age, which end on birthdays (meaning 3 and 4)."""
        from trialmatch.plan.algebra.values import Attribute, Fact

        years = self.shift is not None and self.shift.unit is Unit.YEAR and self.sign > 0
        return years and self.anchor == Attribute(Fact.BIRTH)


INDEX = Bound()


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the subject's time; None is an open end.

    `to_own_end` lets the rows of an event subject's own contact count to that contact's end,
    as they do where no window is stated (meaning 1).
    """

    lower: Bound | None = None
    upper: Bound | None = INDEX
    to_own_end: bool = False

    @property
    def looks_ahead(self) -> bool:
        """Whether the stated end may lie after the index."""
        upper = self.upper
        if upper is None or not upper.on_index:
            return True
        return (upper.shift is not None or upper.days is not None) and upper.sign > 0


# Where nothing is stated: all up to the index, and the subject's own contact to its end.
ANY_TIME = Window(to_own_end=True)
