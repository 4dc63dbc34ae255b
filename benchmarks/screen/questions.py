"""The questions of the mix: their parameters, and their words in a criteria file.

The SQL is written from the same parameters, never from what the words are compiled to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.screen.catalogue import Codes, Measure


@dataclass(frozen=True, slots=True)
class Ago:
    """A whole number of days, weeks, months or years before the index."""

    count: int
    unit: str

    def __str__(self) -> str:
        """As a criteria file says it."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Span:
    """A window before the index; `far` and `near` are included, `before` is all earlier.

    Without all three it is any time.
    """

    far: Ago | None = None
    near: Ago | None = None
    before: Ago | None = None

    def __str__(self) -> str:
        """As a criteria file says it."""
        if self.before is not None:
            return f"more than {self.before} before index"
        if self.far is None:
            return ""
        if self.near is None:
            return f"within {self.far} before index"
        same = self.near.unit == self.far.unit
        return f"between {self.near.count if same else self.near} and {self.far} before index"


EVER = Span()


@dataclass(frozen=True, slots=True)
class Age:
    """`age between 18 and 75 years`."""

    low: int
    high: int

    def __str__(self) -> str:
        """As a criteria file says it."""
        return f"age between {self.low} and {self.high} years"


@dataclass(frozen=True, slots=True)
class Sex:
    """`female`."""

    word: str

    def __str__(self) -> str:
        """As a criteria file says it."""
        return self.word


@dataclass(frozen=True, slots=True)
class Events:
    """Rows of a kind whose codes are in a set, narrowed or not."""

    kind: str
    codes: Codes
    position: str = ""
    act: str = ""

    def __str__(self) -> str:
        """As a criteria file says it."""
        narrowed = self.position or self.act
        return f"{narrowed} {self.kind} {self.codes.name}".lstrip()


@dataclass(frozen=True, slots=True)
class Presence:
    """An event in a window is there; `absent` turns it."""

    events: Events
    span: Span
    by_start: bool = False
    absent: bool = False

    def __str__(self) -> str:
        """As a criteria file says it."""
        words = ("no" if self.absent else "", str(self.events), _when(self.span, self.by_start))
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Count:
    """`at least 2 diagnosis x within 12 months before index`."""

    least: int
    events: Events
    span: Span

    def __str__(self) -> str:
        """As a criteria file says it."""
        return f"at least {self.least} {self.events} {self.span}".rstrip()


@dataclass(frozen=True, slots=True)
class Stay:
    """`stay with main diagnosis x admitted within 2 years before index`."""

    codes: Codes
    span: Span

    def __str__(self) -> str:
        """As a criteria file says it."""
        return f"stay with main diagnosis {self.codes.name} {_when(self.span, True, 'admitted')}"


@dataclass(frozen=True, slots=True)
class SameStay:
    """`secondary diagnosis x in the same stay`."""

    events: Events

    def __str__(self) -> str:
        """As a criteria file says it."""
        return f"{self.events} in the same stay"


@dataclass(frozen=True, slots=True)
class Measured:
    """`measured m within 12 months before index`."""

    measure: Measure
    span: Span

    def __str__(self) -> str:
        """As a criteria file says it."""
        return f"measured {self.measure.name} {self.span}".rstrip()


@dataclass(frozen=True, slots=True)
class Latest:
    """`latest m (between 30 days and 12 months before index) >= 20 mmol/L`.

    `limits` are comparisons that must both hold; two of them are a `between`.
    """

    measure: Measure
    span: Span
    limits: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        """As a criteria file says it."""
        numbers = [f"{number:g}" for _, number in self.limits]
        limit = f"{self.limits[0][0]} {numbers[0]}"
        if len(numbers) == 2:
            limit = f"between {numbers[0]} and {numbers[1]}"
        return f"latest {self.measure.name} ({self.span}) {limit} {self.measure.unit}"


@dataclass(frozen=True, slots=True)
class OfNormal:
    """`latest m (within 6 months before index) > 3 x ULN`."""

    measure: Measure
    span: Span
    sign: str
    times: float
    upper: bool

    def __str__(self) -> str:
        """As a criteria file says it."""
        end = "ULN" if self.upper else "LLN"
        return f"latest {self.measure.name} ({self.span}) {self.sign} {self.times:g} x {end}"


Question = (
    Age | Sex | Presence | Count | Stay | SameStay | Measured | Latest | OfNormal
)  # a closed list: the SQL has a template for each


def _when(span: Span, by_start: bool, started: str = "started") -> str:
    return f"{started} {span}" if by_start and str(span) else str(span)


def codes_in(question: Question) -> Iterator[Codes]:
    """The code sets that a question names."""
    match question:
        case Presence(events=events) | Count(events=events) | SameStay(events=events):
            yield events.codes
        case Stay(codes=codes):
            yield codes


def measures_in(question: Question) -> Iterator[Measure]:
    """The measures that a question names."""
    match question:
        case Measured(measure=measure) | Latest(measure=measure) | OfNormal(measure=measure):
            yield measure
