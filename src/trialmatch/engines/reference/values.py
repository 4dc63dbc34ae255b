"""What a value can be: an interval, a word, codings, or not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from trialmatch.verdict import Missing, Reason


@dataclass(frozen=True, slots=True, repr=False)
class Interval:
    """A number known to an interval; None is no bound. `doubts` say why it is not one number.

    A time is the interval of its minutes.
    """

    lo: Fraction | None
    hi: Fraction | None
    lo_open: bool = False
    hi_open: bool = False
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A word that is known."""

    word: str


@dataclass(frozen=True, slots=True, repr=False)
class Codes:
    """The codings of a row, to be looked up."""

    codings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotKnown:
    """No value, and why."""

    reasons: tuple[Reason, ...]


Value = Interval | Known | Codes | NotKnown


def exactly(number: Fraction | int) -> Interval:
    """A number that is known."""
    return Interval(Fraction(number), Fraction(number))


def not_known(missing: Missing, about: str = "") -> NotKnown:
    """A value that is not known for one reason."""
    return NotKnown((Reason.of(missing, about),))


def why_not_known(values: Iterable[Value]) -> tuple[Reason, ...]:
    """The reasons of those values that are not known, each once."""
    return each_once(r for value in values if isinstance(value, NotKnown) for r in value.reasons)


def doubts_within(values: Iterable[Interval]) -> tuple[Reason, ...]:
    """Why the values are not single numbers, each reason once."""
    return each_once(reason for value in values for reason in value.doubts)


def each_once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons without repeats."""
    return tuple(dict.fromkeys(reasons))


def named(reasons: Iterable[Reason], about: str) -> tuple[Reason, ...]:
    """The reasons with what they are about, each once."""
    return each_once(r if r.about else replace(r, about=about) for r in reasons)


def lowest(bounds: Iterable[Fraction | None]) -> Fraction | None:
    """The least of some lower bounds; None, which is no bound, is the least of all."""
    known = list(bounds)
    return None if None in known else min(bound for bound in known if bound is not None)


def highest(bounds: Iterable[Fraction | None]) -> Fraction | None:
    """The greatest of some upper bounds; None, which is no bound, is the greatest of all."""
    known = list(bounds)
    return None if None in known else max(bound for bound in known if bound is not None)


def hull(values: Iterable[Interval], doubts: tuple[Reason, ...]) -> Interval:
    """The closed interval that holds all of the values."""
    held = list(values)
    return Interval(lowest(v.lo for v in held), highest(v.hi for v in held), doubts=doubts)
