"""The shape of the tables of measures and scores."""

from __future__ import annotations

from dataclasses import dataclass

Limits = tuple[float | None, float | None]
NO_LIMITS: Limits = (None, None)


@dataclass(frozen=True, slots=True)
class Reported:
    """One way in which a laboratory reports a measure: code, unit, range and limits.

    The number reported is the measure times `factor` plus `offset`. Below `floor` and above
    `ceiling` only the bound is reported.
    """

    code: str
    unit: str
    share: float = 1.0
    decimals: int = 0
    factor: float = 1.0
    offset: float = 0.0
    limits: Limits = NO_LIMITS
    limits_women: Limits | None = None
    floor: float = 0.0
    ceiling: float = 1e9


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its middle value, its spread, and the ways it is reported.

    With `by_ratio` the spread is one of ratios, so values are skewed upwards. `women` is the
    ratio of women's middle value to men's, `growth` that of children's to adults' by age.
    `follows` names a measure whose deviation this one shares, with the given sign and weight.
    """

    name: str
    middle: float
    spread: float
    reported: tuple[Reported, ...]
    by_ratio: bool = False
    women: float = 1.0
    growth: tuple[tuple[float, float], ...] = ()
    follows: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One score or question with its answers and their weights.

    `answers_are` says what an answer is: a `number`, a `code` of `SNOMED`, `words`, or nothing
    for a `finding`, whose row alone says that it is there.
    With `steady` a person mostly gives the same answer again.
    """

    name: str
    code: str
    answers: str
    answers_are: str = "number"
    unit: str = ""
    kind: str = "observation"
    steady: bool = False
