"""Criteria that nobody can meet together are warned of."""

from __future__ import annotations

import pytest

from trialmatch.compiler import compile_text
from trialmatch.diagnostics import Severity

HEAD = """trial T "T"
  screen each patient
codes stroke = ICD10 I63
codes bleed = ICD10 I61
measure crp = LOINC 1988-5 in mg/L
measure culture = LOINC 600-7 as positive or negative
"""


def warned(include: list[str], exclude: list[str] | None = None) -> list[str]:
    lines = ["include", *(f"  I{n}: {text}" for n, text in enumerate(include, 1))]
    if exclude:
        lines += ["exclude", *(f"  E{n}: {text}" for n, text in enumerate(exclude, 1))]
    found = compile_text(HEAD + "\n".join(lines) + "\n").diagnostics
    assert not [each for each in found if each.severity is Severity.ERROR], found
    return [each.message for each in found if each.rule == "contradiction"]


@pytest.mark.parametrize(
    ("include", "exclude"),
    [
        (["age >= 18 years", "age < 18 years"], []),
        (["age >= 18 years"], ["age >= 10 years"]),
        (["age between 18 and 75 years"], ["age < 76 years"]),
        (["latest crp > 5 mg/L", "latest crp <= 5 mg/L"], []),
        (["latest crp = 5 mg/L", "not latest crp = 5 mg/L"], []),
        (["diagnosis stroke", "no diagnosis stroke"], []),
        (["diagnosis stroke"], ["diagnosis stroke"]),
        (["diagnosis stroke"], ["diagnosis bleed or diagnosis stroke"]),
        (["female", "male"], []),
        (["latest culture is positive", "latest culture is negative"], []),
        (["age >= 18 years and diagnosis bleed"], ["not (age < 18 years and diagnosis bleed)"]),
    ],
)
def test_two_criteria_that_rule_each_other_out(include: list[str], exclude: list[str]) -> None:
    (message,) = warned(include, exclude)

    assert message.startswith("nobody can meet `")
    assert "and `I1`" in message


def test_one_criterion_that_rules_itself_out() -> None:
    assert warned(["age >= 18 years and age < 18 years"]) == ["nobody can meet `I1`"]


@pytest.mark.parametrize(
    ("include", "exclude"),
    [
        (["age >= 18 years", "age <= 18 years"], []),
        (["age >= 18 years"], ["age > 18 years"]),
        (["latest crp > 5 mg/L"], ["latest crp > 10 mg/L"]),
        (["latest crp (within 1 year before index) > 5 mg/L"], ["latest crp > 5 mg/L"]),
        (["diagnosis stroke or diagnosis bleed", "no diagnosis stroke"], []),
        (["diagnosis stroke"], ["diagnosis stroke within 1 year before index"]),
        (["diagnosis stroke"], ["diagnosis stroke and diagnosis bleed"]),
        (["if female: age >= 50 years", "age < 50 years"], []),
        (["female"], ["male"]),
    ],
)
def test_what_somebody_may_meet_is_not_warned_of(include: list[str], exclude: list[str]) -> None:
    assert warned(include, exclude) == []


def test_a_contradiction_is_told_once() -> None:
    found = warned(["age >= 18 years", "age < 18 years", "age < 17 years", "age > 20 years"])

    assert found == ["nobody can meet `I2` and `I1`"]
