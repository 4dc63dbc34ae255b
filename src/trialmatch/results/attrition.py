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
    import numpy as np

    columns = screening.columns
    remaining = np.ones(len(screening.assessments), np.bool_)
    steps = []
    for i, criterion in enumerate(screening.criteria.criteria):
        verdicts = columns.verdicts(i)
        against = next(v for v in Verdict if effect(criterion, v) is Verdict.NOT_MET)
        ruled_out = remaining & (verdicts == against)
        remaining = remaining & ~ruled_out
        met, not_met, unknown = (
            int((verdicts == verdict).sum())
            for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)
        )
        steps.append(
            Step(criterion, met, not_met, unknown, int(ruled_out.sum()), int(remaining.sum()))
        )
    return tuple(steps)
