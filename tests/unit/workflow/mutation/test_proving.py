"""Proofs that two questions ask the same: sound by the engines, and strong enough to help."""

from __future__ import annotations

import pytest

from trialmatch.compiler import compile_text
from trialmatch.plan.criteria import Criterion
from trialmatch.workflow.mutation.proving import asks_the_same

FILE = """trial T "T"
  screen each patient
codes a = ICD10 I61
codes b = ICD10 I62
measure m = LOINC 62238-1 in mg/L, plausible 0 to 100
include
  I1: {}
  I2: {}
"""


def _pair(one: str, other: str) -> tuple[Criterion, Criterion]:
    found = compile_text(FILE.format(one, other)).criteria
    assert found is not None
    first, second = found.criteria
    return first, second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("age >= 18 years", "age > 17 years"),
        ("age < 18 years", "not age >= 18 years"),
        ("age < 18 years", "age <= 17 years"),
        ("diagnosis a within 1 year before index", "diagnosis a within 12 months before index"),
        ("diagnosis a within 2 weeks before index", "diagnosis a within 14 days before index"),
        ("diagnosis a or diagnosis b", "diagnosis b or diagnosis a or diagnosis a"),
        ("not (diagnosis a or female)", "no diagnosis a and not female"),
        ("age >= 18 years and age >= 10 years", "age >= 18 years"),
        ("age >= 18 years or age >= 10 years", "age >= 10 years"),
        ("at least 2 diagnosis a", "not at most 1 diagnosis a"),
        ("latest m > 200 mg/L", "latest m > 300 mg/L"),
        ("latest m > 100 mg/L", "latest m > 101 mg/L"),
        ("latest m <= 100 mg/L", "latest m <= 101 mg/L"),
    ],
)
def test_the_same_said_in_two_ways_is_proved(one: str, other: str) -> None:
    assert asks_the_same(*_pair(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("age >= 18 years", "age > 18 years"),
        ("age >= 18 years and age >= 10 years", "age >= 10 years"),
        ("latest m > 10 mg/L", "latest m >= 10 mg/L"),
        ("latest m > 100 mg/L", "latest m >= 100 mg/L"),
        ("latest m < 100 mg/L", "latest m < 101 mg/L"),
        ("latest m <= 0 mg/L", "latest m < 0 mg/L"),
        ("diagnosis a within 1 month before index", "diagnosis a within 30 days before index"),
        ("diagnosis a and diagnosis b", "diagnosis a or diagnosis b"),
        ("latest m > 10 mg/L and latest m < 20 mg/L", "latest m > 10 mg/L"),
    ],
)
def test_what_asks_something_else_is_not_proved(one: str, other: str) -> None:
    assert not asks_the_same(*_pair(one, other))
