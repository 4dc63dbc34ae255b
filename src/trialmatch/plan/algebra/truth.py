"""Questions: their answers are verdicts after Kleene."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from trialmatch.plan.algebra.grains import Rows, Truth, Value
from trialmatch.plan.window import Window
from trialmatch.vocabulary.codesets import CodeSet


@dataclass(frozen=True, slots=True)
class Observed(Truth):
    """MET where finding no row means that there was none, UNKNOWN with the reason elsewhere.

    What kinds that must be asked say by having no row is left out of account where the
    question `asks_whether_done`; where `silence_says_nothing`, every kind is such a kind.
    `forms` are acts of medication, or a status asked for by name: a source that holds rows of
    none of them says nothing either.
    """

    kinds: tuple[str, ...]
    codes: CodeSet | None
    window: Window
    asks_whether_done: bool = False
    silence_says_nothing: bool = False
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Exists(Truth):
    """`Reduce` to existence: MET by a definite row, NOT_MET with none possible and `observed` MET.

    Where `observed` is UNKNOWN, finding nothing is UNKNOWN for its reasons.
    """

    rows: Rows
    observed: Truth


class Op(Enum):
    """A comparison of a value with a limit."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    EQ = "="
    NE = "!="
    IN = "in"


@dataclass(frozen=True, slots=True)
class Compare(Truth):
    """A value against a limit: a number or another value for numbers, a word for words.

    IN holds a word against several.
    """

    left: Value
    op: Op
    right: Decimal | str | frozenset[str] | Value


@dataclass(frozen=True, slots=True)
class AllOf(Truth):
    """Kleene "and"."""

    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Truth):
    """Kleene "or"."""

    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class AtLeast(Truth):
    """At least `n` of the parts, after Kleene."""

    n: int
    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Negate(Truth):
    """Kleene "not"."""

    part: Truth


@dataclass(frozen=True, slots=True)
class ForAny(Truth):
    """Whether the test holds around any of the rows, each tried alone; Kleene "or" over them.

    In the test, `NamedTime` of the same name is when the row began or ended. Of a row that is
    only possible, it is not known. Where it holds around none and `observed` is not MET, there
    may have been others, so that it is UNKNOWN.
    """

    rows: Rows
    name: str
    test: Truth
    observed: Truth


@dataclass(frozen=True, slots=True)
class Spread(Truth):
    """A question to the patient as of the run's moment, whose answer holds for each event."""

    part: Truth
