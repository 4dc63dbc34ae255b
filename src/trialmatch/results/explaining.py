"""The protocol by which reports ask for evidence; the workflow supplies the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.results.answers import Assessment, Explanation


class Explainer(Protocol):
    """Gives the evidence behind assessments, one tuple of explanations each, in their order."""

    def explain(
        self, criteria: EligibilityCriteria, assessments: Iterable[Assessment]
    ) -> Iterator[tuple[Explanation, ...]]:
        """Explanations of every criterion, in file order, for each assessment."""
        ...
