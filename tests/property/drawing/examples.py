"""What one example is: criteria sets, a cohort, and how large a partition may be."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.property.drawing.algebra import question
from tests.property.drawing.cohorts import Cohort, cohort
from tests.property.drawing.language import compiled, text
from tests.property.drawing.members import rows
from tests.property.drawing.picking import Draw, drawing_from, one_in, pick
from tests.property.drawing.times import AS_OF, TODAY

from trialmatch.plan.algebra import Truth
from trialmatch.plan.criteria import (
    Criterion,
    Domain,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    PatientYearDomain,
    Purpose,
    Side,
)
from trialmatch.vocabulary.calendar import Moment, day_number, to_date

# How many examples the fixed run has, in which all faults are found.
SHOWN = 500
# A run of other length draws others each time, or by `--hypothesis-seed`.
LENGTH = os.environ.get("TRIALMATCH_EXAMPLES", "")
EXAMPLES = int(LENGTH or SHOWN)
SEED = 20_240_301


Test = TypeVar("Test", bound=Callable[..., None])


@dataclass(frozen=True, slots=True, repr=False)
class Example:
    """Criteria sets, each as of a moment, put to a cohort in partitions of so many patients.

    `text` is the file that the last of the sets was compiled from.
    """

    criteria: tuple[EligibilityCriteria, ...]
    as_of: tuple[Moment, ...]
    cohort: Cohort
    partition_size: int
    text: str = ""


def criterion(number: int, question: Truth, applies: Truth | None = None) -> Criterion:
    """A criterion that asks this."""
    side = Side.EXCLUDE if number % 3 == 2 else Side.INCLUDE
    return Criterion(f"C{number}", "", side, question, "", str(number), applies)


def _domain(draw: Draw) -> Domain:
    if one_in(draw, 3):
        since, until = (
            None if one_in(draw, 2) else TODAY - pick(draw, (31, 30, 1, 0)) for _ in range(2)
        )
        found = rows(draw, pick(draw, (0, 0, 1)))
        first, meeting = pick(draw, ((False, False), (True, False), (False, True)))
        return EventDomain(found, "event", first, meeting, since, until)
    if one_in(draw, 12):
        begin = day_number(date(to_date(TODAY).year - 2, 1, 1))
        since = begin - pick(draw, (0, 0, 1, 365)) + pick(draw, (0, 0, 1))
        return PatientYearDomain(since, pick(draw, (None, None, TODAY, TODAY - 400)))
    return PatientDomain(one_in(draw, 2))


def in_algebra(draw: Draw) -> EligibilityCriteria:
    """Criteria said in the algebra itself."""
    domain = _domain(draw)
    # Events that meet all criteria are drawn where there are few.
    meeting = isinstance(domain, EventDomain) and domain.first_meeting
    asked = [question(draw) for _ in range(1 if meeting else 3)]
    condition = question(draw, 0) if one_in(draw, 3) else None
    each = tuple(
        criterion(number, question, condition if number == 1 else None)
        for number, question in enumerate(asked)
    )
    return EligibilityCriteria("ALGEBRA", "Drawn", Purpose.TRIAL, domain, each, "")


@st.composite
def examples(draw_from: st.DrawFn) -> Example:
    """Criteria sets of both sorts with a cohort."""
    draw = drawing_from(draw_from(st.data()))
    content = text(draw)
    asked = (in_algebra(draw), in_algebra(draw), compiled(content))
    moments = tuple(pick(draw, (AS_OF[0], *AS_OF)) for _ in asked)
    return Example(asked, moments, cohort(draw), pick(draw, (1, 2, 3, 100)), content)


def drawing(count: int) -> Callable[[Test], Test]:
    """Settings of a test over examples: the same ones each time, unless a length was asked for."""
    chosen = settings(
        max_examples=count,
        deadline=None,
        derandomize=False,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    def decorate(test: Test) -> Test:
        return chosen(test) if LENGTH else seed(SEED)(chosen(test))

    return decorate


@lru_cache(maxsize=1)
def drawn(count: int) -> tuple[Example, ...]:
    """The first examples that the tests see in a run of usual length."""
    found: list[Example] = []

    @seed(SEED)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples())
    def draw(example: Example) -> None:
        found.append(example)

    draw()
    return tuple(found)
