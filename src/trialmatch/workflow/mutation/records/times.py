"""Times drawn by chance, some of the lengths that questions turn on away from each other."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.vocabulary.calendar import (
    MINUTES_PER_DAY,
    Duration,
    Moment,
    shift_day,
    shift_minute,
    whole_days,
)
from trialmatch.workflow.mutation.records.chance import Chance
from trialmatch.workflow.mutation.records.turning_points import TurningPoints

_A_LIFE = 36_500
_LONG_AGO = 4_000


@dataclass(frozen=True, slots=True)
class Times:
    """Draws times around a base day."""

    points: TurningPoints
    chance: Chance

    def birth(self, base: int) -> Moment | None:
        """A birth date, near a limit of age where there is one; sometimes known in part."""
        roll = self.chance.roll()
        if roll < 0.03:
            return None
        day = base - self.chance.below(_A_LIFE)
        if self.points.ages and roll < 0.8:
            unit, count = self.chance.of(list(self.points.ages))
            day = shift_day(base, Duration(max(count, 0), unit), -1) + self.near()
        day = min(day, base)
        return whole_days(day - 20, day) if roll > 0.97 else whole_days(day, day)

    def near(self) -> int:
        """The day itself, or the one beside it."""
        return self.chance.of((-1, 0, 0, 1))

    def start(self, base: int, before: Moment | None) -> Moment:
        """A time some of the lengths away from the index, a named day or the row before."""
        roll = self.chance.roll()
        if roll < 0.1:
            day = base - self.chance.below(_LONG_AGO)
            return whole_days(day, day)
        if before is not None and roll < 0.35:
            return self._away(before.hi, steps=(0, 1, 1), signs=(-1, 1, 1), roll=roll)
        day = self.chance.of((base, *self.points.days))
        minute = day * MINUTES_PER_DAY + self.chance.of((0, 600, 601, 1439))
        return self._away(minute, steps=(0, 1, 1, 1, 2), signs=(-1, -1, -1, 1), roll=roll)

    def _away(
        self, minute: int, *, steps: tuple[int, ...], signs: tuple[int, ...], roll: float
    ) -> Moment:
        clock = False
        for _ in range(self.chance.of(steps)):
            if self.points.lengths:
                length = self.chance.of(list(self.points.lengths))
                clock |= length.by_clock
                minute = shift_minute(minute, length, self.chance.of(signs))
        if clock and roll < 0.8:
            return _at(minute + self.near())
        day = minute // MINUTES_PER_DAY + self.near()
        return whole_days(day - 30, day) if roll > 0.97 else whole_days(day, day)

    def end(self, start: Moment, base: int) -> Moment | None:
        """An end after a start, some length after it or on a day near the index; or none."""
        roll = self.chance.roll()
        if roll < 0.15:
            return None
        days = self.chance.of((0, 1, 3, 40))
        if roll > 0.8:
            days = max(self.start(base, None).last_day - start.last_day, 0)
        elif self.points.lengths and roll < 0.7:
            length = self.chance.of(list(self.points.lengths))
            if length.by_clock:
                return _at(max(shift_minute(start.hi, length, 1) + self.near(), start.hi))
            days = max(shift_day(0, length, 1) + self.near(), 0)
        return whole_days(start.last_day + days, start.last_day + days)

    def periods(self, base: int) -> tuple[tuple[int, int], ...]:
        """When a patient was under observation: a stretch that begins near a turning day."""
        first, last = self.start(base, None).last_day, base + self.chance.of((0, 0, 400))
        return ((min(first, last), last),)

    def death(self, base: int) -> Moment | None:
        """A day of death, of few patients, mostly after the index."""
        if self.chance.roll() < 0.95:
            return None
        day = base + abs(self.start(base, None).last_day - base)
        return whole_days(day, day)


def _at(minute: int) -> Moment:
    return Moment(minute, minute)
