"""Windows of time: two bounds, each an anchor moved by a calendar duration (meaning 3)."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.vocabulary.calendar import Duration


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a window: the subject's index moved by a duration, or a calendar day.

    `shift` is added for `sign` 1 and taken away for -1. An `exclusive` bound does not hold
    the day (the minute, for hours) that it names. `day` is a calendar day number, and then
    the index has no part in it.
    """

    shift: Duration | None = None
    sign: int = -1
    exclusive: bool = False
    day: int | None = None


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
        """Whether the stated end lies after the index."""
        if self.upper is None:
            return True
        return self.upper.shift is not None and self.upper.sign > 0


# Where nothing is stated: all up to the index, and the subject's own contact to its end.
ANY_TIME = Window(to_own_end=True)
