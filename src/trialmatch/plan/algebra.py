"""The closed algebra: what engines do. Clauses are made of these nodes and of nothing else.

Four types: `Rows` (some of a subject's rows, each a definite or a possible member),
`RowValue` (a value of each row), `SubjectValue` (one value of the subject, an interval) and
`Truth` (a verdict). Nodes are frozen and equal when they ask the same, so equal questions
are one. The algebra knows nothing of inclusion and exclusion.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.vocabulary.calendar import Unit
from trialmatch.vocabulary.codesets import CodeSet


class Node:
    """Any node of the algebra."""

    __slots__ = ()


class Rows(Node):
    """Some rows of the subject's record, each definite or possible."""

    __slots__ = ()


class RowValue(Node):
    """A value of each row of some rows."""

    __slots__ = ()


class SubjectValue(Node):
    """One value of the subject: a number, time or code, as an interval."""

    __slots__ = ()


class Truth(Node):
    """A verdict on the subject."""

    __slots__ = ()


# rows to rows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Events(Rows):
    """All rows of some kinds whose codes are in a set; every code where `codes` is None.

    Rows whose status never counts are no members; those that may count are possible ones.
    `acts` narrows medication to how it is known (ordered, dispensed, given, reported).
    """

    kinds: tuple[str, ...]
    codes: CodeSet | None = None
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OwnEvent(Rows):
    """The row that made the subject of an event domain; no row for a patient."""


@dataclass(frozen=True, slots=True)
class Where(Rows):
    """Rows whose attribute is one of some words; without the attribute a possible member."""

    rows: Rows
    attribute: str
    values: frozenset[str]


class By(Enum):
    """Which part of a row must lie in a window."""

    OVERLAP = "any of its days"
    START = "its start"
    END = "its end"


@dataclass(frozen=True, slots=True)
class Within(Rows):
    """Rows in a window; a row whose dates straddle an edge is a possible member."""

    rows: Rows
    window: Window = ANY_TIME
    by: By = By.OVERLAP


@dataclass(frozen=True, slots=True)
class Joined(Rows):
    """Rows that have a partner among `others` in the same contact (meaning 16)."""

    rows: Rows
    others: Rows


class Order(Enum):
    """By what rows are picked."""

    LATEST = "the last by date"


@dataclass(frozen=True, slots=True)
class Take(Rows):
    """The first `n` rows in an order, blind to their values; non-results are no candidates."""

    rows: Rows
    order: Order = Order.LATEST
    n: int = 1


# row values --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number(RowValue):
    """The number of each row's result, in the unit of a scale."""

    scale: Scale


@dataclass(frozen=True, slots=True)
class Word(RowValue):
    """A word of each row: the coded answer of a person."""


# rows to subject ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reduce(SubjectValue):
    """The value of the row or rows picked; tied rows give the interval of their values."""

    rows: Rows
    value: RowValue


@dataclass(frozen=True, slots=True)
class Observed(Truth):
    """MET where finding no row means that there was none, UNKNOWN with the reason elsewhere."""

    kinds: tuple[str, ...]
    codes: CodeSet | None
    window: Window
    asks_whether_done: bool = False


@dataclass(frozen=True, slots=True)
class Exists(Truth):
    """`Reduce` to existence: MET by a definite row, NOT_MET with none possible and `observed` MET.

    Where `observed` is UNKNOWN, finding nothing is UNKNOWN for its reasons.
    """

    rows: Rows
    observed: Truth


# subject -----------------------------------------------------------------------------------


class Fact(Enum):
    """What is known of a subject apart from rows."""

    BIRTH = "birth"
    SEX = "sex"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Attribute(SubjectValue):
    """A fact of the subject: birth and index are times, sex is a word."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Elapsed(SubjectValue):
    """Arithmetic on times: whole calendar units from `start` to `end`, birthdays for birth."""

    start: SubjectValue
    end: SubjectValue
    unit: Unit


class Op(Enum):
    """A comparison of a value with a limit."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    EQ = "="
    NE = "!="


@dataclass(frozen=True, slots=True)
class Compare(Truth):
    """A value against a limit: a number for numbers, a word for words."""

    left: SubjectValue
    op: Op
    right: Decimal | str


@dataclass(frozen=True, slots=True)
class AllOf(Truth):
    """Kleene "and"."""

    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Truth):
    """Kleene "or"."""

    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Negate(Truth):
    """Kleene "not"."""

    part: Truth
