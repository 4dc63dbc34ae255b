"""Attrition: how many are left after each criterion, in file order."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.plan.criteria import Criterion
from trialmatch.results.answers import Screening, effect
from trialmatch.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion's share in the attrition.

    `met`, `not_met` and `unknown` count all subjects by its own verdict; `ruled_out` counts
    those that it is the first to rule out, and `left` those not ruled out so far.
    """

    criterion: Criterion
    met: int
    not_met: int
    unknown: int
    ruled_out: int
    left: int


def attrition(screening: Screening) -> tuple[Step, ...]:
    """The steps of a screening, in the order of the file."""
    remaining = list(screening.assessments)
    steps = []
    for i, criterion in enumerate(screening.criteria.criteria):
        verdicts = [a.answers[i].verdict for a in screening.assessments]
        left = [
            a for a in remaining if effect(criterion, a.answers[i].verdict) is not Verdict.NOT_MET
        ]
        steps.append(
            Step(
                criterion,
                met=verdicts.count(Verdict.MET),
                not_met=verdicts.count(Verdict.NOT_MET),
                unknown=verdicts.count(Verdict.UNKNOWN),
                ruled_out=len(remaining) - len(left),
                left=len(left),
            )
        )
        remaining = left
    return tuple(steps)
