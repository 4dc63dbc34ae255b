"""The made-up catalogue that cohort and criteria are drawn from: codes, code sets, measures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

CONVERTIBLE = (("g/dL", "g/L", 10), ("mmol/L", "umol/L", 1000), ("mg/L", "ug/L", 1000))
PLAIN = ("U/L", "10*9/L", "%")
# A unit that converts to none of those above.
FOREIGN = "mmol/mol"
MEASUREMENTS, OBSERVATIONS = 120, 30
_WITH_RANGE = 40


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: where it is recorded, in which unit, and what is usual.

    Rows in `second` units are divided by `divisor` to be in `unit`. A measure of the table
    `observation` has results in words, and bounds such as `<3`.
    """

    name: str
    code: str
    unit: str
    second: str
    divisor: int
    middle: int
    table: str
    has_range: bool

    @property
    def low(self) -> int:
        """The lowest plausible number."""
        return 0

    @property
    def high(self) -> int:
        """The highest plausible number."""
        return self.middle * 20

    @property
    def detected(self) -> tuple[int, int]:
        """What can be told apart; numbers beyond are reported as bounds."""
        return max(1, self.middle // 2), self.middle * 2


@dataclass(frozen=True, slots=True)
class Codes:
    """A named code set: beginnings of codes of one system."""

    name: str
    system: str
    beginnings: tuple[str, ...]


def _icd10() -> tuple[str, ...]:
    groups = [f"{letter}{number:02d}" for letter in "ACEFGIJKMN" for number in range(10, 90, 10)]
    return tuple(f"{group}.{digit}" for group in groups for digit in range(5))


def _atc() -> tuple[str, ...]:
    groups = [f"{main}{last}" for main in _ATC_GROUPS for last in "ABCDE"]
    return tuple(f"{group}{number:02d}" for group in groups for number in range(1, 6))


_ATC_GROUPS = ("A02B", "A10B", "B01A", "C03C", "C07A", "C09A", "J01C", "L01X", "N02B", "N06A")


def _ncsp() -> tuple[str, ...]:
    groups = [
        f"{chapter}{letter}" for chapter in ("FN", "GA", "JF", "KB", "NF") for letter in "ABCD"
    ]
    return tuple(f"{group}{number:02d}" for group in groups for number in range(0, 50, 10))


CODES = {
    "diagnosis": ("ICD10", _icd10()),
    "medication": ("ATC", _atc()),
    "procedure": ("NCSP", _ncsp()),
}


@cache
def measures() -> tuple[Measure, ...]:
    """All measures; the first are those of the table `measurement`."""
    draw = Random("measures")
    return tuple(_measure(number, draw) for number in range(MEASUREMENTS + OBSERVATIONS))


def _measure(number: int, draw: Random) -> Measure:
    has_range = number < _WITH_RANGE
    table = "measurement" if number < MEASUREMENTS else "observation"
    middle = draw.randint(20, 120) if has_range else draw.randint(4, 120)
    if draw.random() < 0.6:
        unit, second, divisor = draw.choice(CONVERTIBLE)
    else:
        unit, second, divisor = draw.choice(PLAIN), "", 1
    code = f"{10_000 + 37 * number}-{number % 10}"
    return Measure(f"m{number:03d}", code, unit, second, divisor, middle, table, has_range)


@cache
def shares(count: int, of_what: str) -> list[float]:
    """How often each of so many codes occurs: skewed, in an order of its own."""
    ranks = list(range(count))
    Random(f"ranks of {of_what}").shuffle(ranks)
    weights = [1 / (rank + 2) ** 1.1 for rank in ranks]
    total = sum(weights)
    return [weight / total for weight in weights]


@cache
def code_sets(kind: str) -> tuple[tuple[Codes, float], ...]:
    """The code sets of a kind, each with the share of the kind's rows that fall in it."""
    system, codes = CODES[kind]
    share = dict(zip(codes, shares(len(codes), kind), strict=True))
    width = {"diagnosis": 3, "medication": 5, "procedure": 3}[kind]
    groups = tuple(dict.fromkeys(code[:width] for code in codes))
    pairs = tuple((a, b) for a, b in zip(groups, groups[7:], strict=False))
    found = [*((group,) for group in groups), *pairs, *((code,) for code in codes[::3])]
    return tuple(
        (Codes(_name(kind, each), system, each), sum(share[c] for c in codes if c.startswith(each)))
        for each in found
    )


def _name(kind: str, beginnings: tuple[str, ...]) -> str:
    return "_".join((kind[0], *beginnings)).lower().replace(".", "_")
