"""What is picked from several rows, and the moments that windows hang on, as said."""

from __future__ import annotations

from dataclasses import dataclass, field

from trialmatch.diagnostics import Span
from trialmatch.language.tree import EventPhrase, Name, WindowPhrase, Word
from trialmatch.plan.algebra import SubjectValue

LATEST, FIRST, FIRST_EVER = "latest", "first", "first ever"
NEAREST, HIGHEST, LOWEST = "nearest", "highest", "lowest"
MEAN_OF_LAST, MEAN_OF_ALL = "mean of last", "mean of all"
ANY, EVERY = "any", "every"

ADMISSION, DISCHARGE = "admission", "discharge"
PERIOD_STARTS, PERIOD_ENDS = "start of period", "end of period"

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(nth: int) -> str:
    """`2nd`, `3rd`, `11th`."""
    ending = "th" if nth % 100 in (11, 12, 13) else _ENDINGS.get(nth % 10, "th")
    return f"{nth}{ending}"


ORDINALS = tuple(ordinal(nth) for nth in range(2, 21))
# Ordinals that may be written out; the others are written in figures alone.
WRITTEN_OUT = ("second", "third", "fourth", "fifth", "sixth")
NTH_WORDS = (*ORDINALS, *WRITTEN_OUT)


def place_of(word: str) -> int:
    """Which place an ordinal says: 2 for `2nd` and `second`."""
    words = WRITTEN_OUT if word in WRITTEN_OUT else ORDINALS
    return words.index(word) + 2


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a measure in a window, `empty_too` with those that say nothing."""

    measure: Name
    window: WindowPhrase | None
    span: Span = field(compare=False, repr=False)
    empty_too: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One value of several results: the `nth` in an order, or the mean of `nth`."""

    order: str
    nth: int
    of: Results
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PickedEvent:
    """One event of several: the `nth` in an order, of those in a window where one is stated.

    A `Name` alone is a measure, whose results are picked from, or a defined event.
    """

    order: str
    nth: int
    event: EventPhrase | Name
    window: WindowPhrase | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """The event that `for any … as name` tries at the time."""

    name: Word


@dataclass(frozen=True, slots=True)
class AnchorPhrase(SubjectValue):
    """What a window hangs on, before its names are looked up; the compiler puts a value here.

    `what` is an event, or one of the words for a moment that only the whole file knows.
    """

    what: str | PickedEvent | NamedRow
    at_end: bool = False
    span: Span = field(compare=False, repr=False, default=Span(0, 0, 1, 1))
