"""One run's plan: what is asked, what is needed of the source, and what each stage cost."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trialmatch.cohort.needs import Needs
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.plan.screening_plan import ScreeningPlan
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    from trialmatch.engines.columnar import Timings


@dataclass(frozen=True, slots=True, repr=False)
class RunPlan:
    """A plan with its needs, and the seconds that stages have taken so far."""

    plan: ScreeningPlan
    needs: Needs
    timings: Timings

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time that is spent inside to a stage."""
        begun = time.perf_counter()
        yield
        self.timings.seconds[stage] += time.perf_counter() - begun

    def __repr__(self) -> str:
        """Counts."""
        return f"RunPlan({len(self.plan.sets)} criteria sets, {len(self.plan.domains)} domains)"


def planned(criteria: Sequence[EligibilityCriteria], as_of: Sequence[Moment]) -> RunPlan:
    """The plan of criteria sets, each as of its own moment."""
    from trialmatch.engines.columnar import Timings
    from trialmatch.plan.passes.needing import needs_of
    from trialmatch.plan.screening_plan import plan_of

    timings = Timings()
    begun = time.perf_counter()
    plan = plan_of(criteria, as_of)
    needs = needs_of(plan)
    timings.seconds["plan"] += time.perf_counter() - begun
    return RunPlan(plan, needs, timings)
