"""Results drawn by chance around limits, in the units and words that questions ask for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trialmatch.cohort.records import Result
from trialmatch.plan.scale import Scale
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.mutation.records.chance import Chance
from trialmatch.workflow.mutation.records.turning_points import TurningPoints
from trialmatch.workflow.mutation.sorts.limits import step

_OTHER_WORD = "seen"


@dataclass(frozen=True, slots=True)
class Results:
    """Draws results of measurements and observations."""

    points: TurningPoints
    chance: Chance

    def result(self, codes: CodeSet | None) -> Result:
        """One result, of a row with a code of a set."""
        roll = self.chance.roll()
        if roll < 0.04:
            return Result(absent="unknown")
        scales = self.points.scales_of(codes)
        coded, texts = self.points.words.get("value_code"), self.points.texts
        kinds = [scales and self._number, coded and self._coded, texts and self._text]
        able = [each for each in kinds if each]
        return self.chance.of(able)(scales) if able else Result(text=_OTHER_WORD)

    def _coded(self, _: list[Scale]) -> Result:
        words = [each for each in self.points.words["value_code"] if each]
        if not words or self.chance.roll() < 0.15:
            return Result(text=_OTHER_WORD)
        system, code = self.chance.of(words).split(" ", 1)
        return Result(system=system, code=code if self.chance.roll() < 0.8 else "0")

    def _text(self, _: list[Scale]) -> Result:
        return Result(text=self.chance.of((*self.points.texts, _OTHER_WORD)))

    def _number(self, scales: list[Scale]) -> Result:
        scale = self.chance.of(scales)
        value, high = self._near(self.points.limits.alone(scale), scale), None
        times = self.points.limits.of_normal(scale)
        if times:
            high = self.chance.of((1.0, 10.0, 40.0))
            if self.chance.roll() < 0.6:
                value = self._near(times, scale) * Decimal(high)
        comparator = self.chance.of(("<", ">")) if self.chance.roll() > 0.97 else ""
        unit = self.chance.of((scale.unit, scale.unit, scale.declared))
        low = high and high / 2
        return Result(float(value), comparator, unit, range_low=low, range_high=high)

    def _near(self, limits: list[Decimal], scale: Scale) -> Decimal:
        """A number, mostly near one of some limits; else near any that was met."""
        roll = self.chance.roll()
        if scale.low is not None and scale.high is not None and roll < 0.2:
            return scale.low + (scale.high - scale.low) * Decimal(self.chance.below(101)) / 100
        near = limits if roll < 0.8 and limits else list(self.points.limits.met)
        if not near or roll < 0.3:
            return Decimal(self.chance.below(300))
        limit = self.chance.of(near)
        steps = Decimal(self.chance.of(("-1", "-0.5", "0", "0", "0.5", "1", "30")))
        return max(limit + steps * step(limit), Decimal(0))
