"""People: births by a Norwegian-like pyramid, sex, deaths, home hospital, person numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trialmatch.democohort.dates import CUT_OFF, DAYS_A_YEAR, RECORDS_BEGIN
from trialmatch.democohort.disease import BAND_LIMITS
from trialmatch.democohort.draws import Bools, Ints, WeightedLists, happens
from trialmatch.democohort.person_numbers import numbers, settle_births

# People a block: a block is drawn with a seed of its own and is the same in every cohort.
BLOCK = 2000

# Share of the living by five years of age from 0-4 to 95-99, then of those who died.
LIVING = (5.0, 5.6, 6.0, 6.2, 6.2, 6.5, 7.0, 7.0, 6.8, 6.3, 6.6, 6.8, 6.1, 5.5, 5.0, 4.3, 3.2, 1.8,
          0.8, 0.2)  # fmt: skip
DYING = (0.4, 0.1, 0.1, 0.3, 0.5, 0.6, 0.7, 0.9, 1.2, 1.8, 2.8, 4.2, 6.0, 8.5, 11.0, 13.5, 15.5,
         15.5, 11.5, 4.0)  # fmt: skip
DEAD_SHARE = 0.09
SEXES = ("female", "male", "other", "unknown")
FEMALE, MALE = 0, 1
HOSPITALS = ("Hospital A", "Hospital B", "Hospital C", "Hospital D")
_HOSPITAL_SHARES = WeightedLists([[(0, 46), (1, 30), (2, 15), (3, 9)]])
_AGES = WeightedLists([list(enumerate(LIVING)), list(enumerate(DYING))])


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The people of one block, one place a person in every array.

    `last_day` is the day of death or the data's last day; `birth_known` and `death_known` say
    to what precision: 0 exactly, 1 to the month, 2 to the year, 3 not at all.
    """

    first_number: int
    birth: Ints
    female: Bools
    sex: Ints
    dead: Bools
    last_day: Ints
    birth_known: Ints
    death_known: Ints
    hospital: Ints
    person_number: Ints

    def __len__(self) -> int:
        """How many people."""
        return len(self.birth)

    def band(self) -> Ints:
        """Each person's band of age on the last day."""
        years = (self.last_day - self.birth) / DAYS_A_YEAR
        return np.searchsorted(np.array(BAND_LIMITS), years, side="right").astype(np.int64)


def draw_people(rng: np.random.Generator, block: int) -> People:
    """All people of a block."""
    dead = happens(rng, BLOCK, DEAD_SHARE)
    died = RECORDS_BEGIN + (rng.random(BLOCK) * (CUT_OFF - RECORDS_BEGIN)).astype(np.int64)
    last_day = np.where(dead, died, CUT_OFF)
    age = 5 * (_AGES.pick(dead.astype(np.int64), rng.random(BLOCK)) + rng.random(BLOCK))
    female = happens(rng, BLOCK, 0.5)
    birth = last_day - (age * DAYS_A_YEAR).astype(np.int64)
    birth = settle_births(birth, female, block)
    sex = np.where(female, FEMALE, MALE)
    sex = np.where(happens(rng, BLOCK, 0.003), rng.integers(2, 5, BLOCK), sex)
    return People(
        first_number=block * BLOCK + 1,
        birth=birth,
        female=female,
        sex=np.where(sex == len(SEXES), -1, sex),
        dead=dead,
        last_day=last_day,
        birth_known=_precision(rng, (0.985, 0.995, 1.0)),
        death_known=_precision(rng, (0.93, 0.96, 0.965)),
        hospital=_HOSPITAL_SHARES.pick(np.zeros(BLOCK, dtype=np.int64), rng.random(BLOCK)),
        person_number=_person_numbers(rng, birth, female, block),
    )


def _precision(rng: np.random.Generator, limits: tuple[float, float, float]) -> Ints:
    return np.searchsorted(np.array(limits), rng.random(BLOCK), side="right").astype(np.int64)


def _person_numbers(rng: np.random.Generator, birth: Ints, female: Bools, block: int) -> Ints:
    """Each person's number, -1 for the few who have none."""
    return np.where(happens(rng, BLOCK, 0.008), -1, numbers(birth, female, block))
