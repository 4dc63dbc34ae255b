"""Values of rows and of the subject."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from trialmatch.plan.algebra.grains import Rows, RowValue, SubjectValue, Truth, Value
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import Window
from trialmatch.verdict import Reason
from trialmatch.vocabulary.calendar import Unit
from trialmatch.vocabulary.codesets import CodeSet

# of a row -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number(RowValue):
    """The number of the row's result, in the unit of a scale."""

    scale: Scale


class RangeEnd(Enum):
    """Which end of the reference range."""

    LOWER = "lower limit of normal"
    UPPER = "upper limit of normal"


@dataclass(frozen=True, slots=True)
class RangeLimit(RowValue):
    """An end of the reference range that stands with the row's own result (meaning 11)."""

    end: RangeEnd
    scale: Scale


@dataclass(frozen=True, slots=True)
class Word(RowValue):
    """A word of the row: the coded answer of a person."""


# The field that holds what a result says, in small letters: its text, else its code, else its
# number where that stands without a unit.
RESULT = "result"


@dataclass(frozen=True, slots=True)
class Field(RowValue):
    """A word that the source gives of the row: position, contact type, department, result …"""

    name: str


@dataclass(frozen=True, slots=True)
class Codings(RowValue):
    """The row's codings, to be looked up."""


class Edge(Enum):
    """Which end of a row."""

    START = "its start"
    END = "its end"


@dataclass(frozen=True, slots=True)
class RowTime(RowValue):
    """When the row began or ended."""

    edge: Edge = Edge.START


@dataclass(frozen=True, slots=True)
class OfPartner(RowValue):
    """A value of the row's partner, in pairs that a `Joined` made."""

    value: Value


# of the subject -----------------------------------------------------------------------------


class Fact(Enum):
    """What is known of a subject apart from rows."""

    BIRTH = "birth"
    SEX = "sex"
    INDEX = "index"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Attribute(SubjectValue):
    """A fact of the subject: birth, index and record are times, sex is a word.

    The record's is the day since when the declared periods hold every day up to the index: the
    first of all days where they do since birth, and the index where they do not hold it at all.
    """

    fact: Fact


@dataclass(frozen=True, slots=True)
class NamedTime(SubjectValue):
    """When the row began or ended that a `ForAny` of this name tries at the time."""

    name: str
    edge: Edge = Edge.START


class How(Enum):
    """How rows come to one value."""

    VALUE = "the value of the rows picked; several give the interval that holds them all"
    COUNT = "how many rows there are"
    SUM = "the sum of the rows' values"
    MEAN = "the mean of the rows' values"
    MIN = "the lowest of the rows' values"
    MAX = "the highest of the rows' values"
    IN_A_ROW = "the most rows one after another whose value is above 0"
    LONGEST_RUN = "the most days in a row that the extents cover"
    COVERED_SHARE = "the share of the window's days that the extents cover"


@dataclass(frozen=True, slots=True)
class Reduce(SubjectValue):
    """One value of some rows.

    COUNT is the interval from the definite members to all members, and has no upper bound
    where `observed` is UNKNOWN; so with LONGEST_RUN and COVERED_SHARE, which is of `window`.
    IN_A_ROW is of rows by their times, as they are picked, and goes from those that surely
    follow each other, with no row between that may be 0, to those that may.
    MEAN is not known of fewer than `n` rows. VALUE, SUM, MEAN, MIN and MAX of no rows are not
    known; a time of rows that surely never were has the reason "no anchor".
    """

    rows: Rows
    value: Value | None = None
    how: How = How.VALUE
    observed: Truth | None = None
    n: int = 1
    window: Window | None = None


# of either grain ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant(SubjectValue):
    """A number that the criterion states."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Elapsed(SubjectValue):
    """Whole calendar units from `start` to `end`, birthdays for birth (meaning 4).

    Days are compared; in hours and minutes, minutes are.
    """

    start: Value
    end: Value
    unit: Unit


@dataclass(frozen=True, slots=True)
class Lacking(SubjectValue):
    """A value that is not known, and why: what stands where nothing may be worked out."""

    reason: Reason


class Operation(Enum):
    """Arithmetic on two numbers."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    HIGHER = "whichever is higher"
    LOWER = "whichever is lower"
    POWER = "^"
    LOGARITHM = "logarithm to base"


@dataclass(frozen=True, slots=True)
class Arithmetic(SubjectValue):
    """Two numbers put together. What is known to an interval gives an interval, ends included.

    POWER is of a number above 0, or of any number to a whole power above 0; LOGARITHM is of a
    number above 0, to a base above 1. Whole powers are exact, all else has 30 digits.
    """

    operation: Operation
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Lookup(SubjectValue):
    """The number that a declared table gives for a word or for codings.

    The first entry whose words or code set hold the value counts. `name` is the table's.
    """

    of: Value
    table: tuple[tuple[frozenset[str] | CodeSet, Decimal], ...]
    name: str


@dataclass(frozen=True, slots=True)
class Choose(SubjectValue):
    """`then` where the condition is MET, `otherwise` where it is NOT_MET.

    Where it is UNKNOWN, the interval that holds both; a comparison with it is then decided
    only where every still possible value decides alike (meaning 22).
    """

    condition: Truth
    then: Value
    otherwise: Value
