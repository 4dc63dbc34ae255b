"""What an event can be qualified by, as said (meaning 6, 16, 16a and 16b)."""

from __future__ import annotations

from dataclasses import dataclass, field

from trialmatch.diagnostics import Span
from trialmatch.language.tree import Amount, EventPhrase, Name, Qualifier, WindowPhrase, Word
from trialmatch.plan.algebra import By, Edge
from trialmatch.plan.window import Window
from trialmatch.vocabulary.calendar import Duration

WITH, WITHOUT = "with", "without"
FOLLOWED, NOT_FOLLOWED = "followed by", "not followed by"
OVERLAPS, COVERS, DURING = "overlaps", "covers", "during"


@dataclass(frozen=True, slots=True)
class LinkPhrase:
    """Where another event lies around the event: `within 7 days before or after it`.

    The event's `edge` stands for the index of the window, and `by` is the part of the other
    event that must lie in it.
    """

    text: str
    window: Window
    edge: Edge
    by: By
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Partnered(Qualifier):
    """Another event that the event has, or has not.

    `link` is where it lies around the event and `window` where it lies around the index; a
    length after `followed by` is a link.
    """

    word: str
    other: EventPhrase
    link: LinkPhrase | None
    window: WindowPhrase | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class InUnit(Qualifier):
    """`in department "…" or "…"`, `in institution "…"`."""

    unit: str
    names: tuple[Word, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute(Qualifier):
    """`where body site is left or right`."""

    name: Word
    words: tuple[Word, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class WithResult(Qualifier):
    """`with a result`, or `with result in` a code set."""

    codes: Name | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Lasts(Qualifier):
    """`lasting more than 6 hours`."""

    bound: str
    length: Duration
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bridged(Qualifier):
    """`gaps up to 30 days bridged`: rows that follow each other closely are one."""

    gap: Duration
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Throughout(Qualifier):
    """`throughout 12 weeks before index`."""

    length: Duration
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Active(Qualifier):
    """`active at index`, `active in the period`."""

    when: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DuringPeriod(Qualifier):
    """`during the period`."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Washout(Qualifier):
    """`within 5 half-lives or 28 days before index, whichever is longer`."""

    count: Amount
    other: Duration | None
    which: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NeedsRecord(Qualifier):
    """`needs 5 years of record`."""

    length: Duration
    span: Span = field(compare=False, repr=False)
