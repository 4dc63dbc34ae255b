"""The header of a criteria file and its lines, as said."""

from __future__ import annotations

from dataclasses import dataclass, field

from trialmatch.diagnostics import Span
from trialmatch.language.tree import Amount, EventPhrase, Name, ValidLine, Word
from trialmatch.plan.criteria import Purpose
from trialmatch.vocabulary.calendar import Duration


@dataclass(frozen=True, slots=True)
class ProtocolLine:
    """`protocol "…" dated …`."""

    version: Word
    dated: Word | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """`target 1200 participants`."""

    number: Amount
    unit: Word


@dataclass(frozen=True, slots=True)
class BasisLine:
    """`basis kind "…" valid to …`."""

    kind: Word
    reference: Word
    valid_to: Word | None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """`source "…", read …`."""

    address: Word
    read: Word | None


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """`screen each patient` (no event), or `screen each` or `first` event, with dates.

    Where it `that_meets`, the events are tested in turn, and the first that meets the criteria
    is the subject.
    """

    event: EventPhrase | None
    first: bool
    including_dead: bool
    since: Word | None
    until: Word | None
    span: Span = field(compare=False, repr=False)
    several: tuple[EventPhrase, ...] = ()
    merged: Duration | None = None
    across_hospitals: bool = False
    apart: Duration | None = None
    that_meets: bool = False
    patient_years: bool = False


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """`period 2026-01-01 to 2026-12-31`."""

    since: Word
    until: Word


@dataclass(frozen=True, slots=True)
class AbsentLine:
    """`absent means unknown` or `absent means not met "reason"`, of some code sets or of all."""

    not_met: bool
    reason: Word | None
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class NeedsLine:
    """`needs 5 years of record`, for whatever is not found."""

    length: Duration


HeaderLine = (
    ProtocolLine
    | TargetLine
    | BasisLine
    | SourceLine
    | ScreenLine
    | PeriodLine
    | ValidLine
    | AbsentLine
    | NeedsLine
)


@dataclass(frozen=True, slots=True)
class Header:
    """`trial NAME "Title"`, or a registry or programme, with its lines as (first word, line)."""

    purpose: Purpose
    name: Word
    title: Word
    lines: tuple[tuple[Word, HeaderLine], ...]
    span: Span = field(compare=False, repr=False)
