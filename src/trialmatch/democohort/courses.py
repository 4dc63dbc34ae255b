"""Who has which disease and from when on: one course for each person and disease."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from trialmatch.democohort.catalogue import DISEASES
from trialmatch.democohort.dates import DAYS_A_YEAR, RECORDS_BEGIN
from trialmatch.democohort.draws import Bools, Floats, Ints
from trialmatch.democohort.people import FEMALE, MALE, People
from trialmatch.democohort.tables import tables


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """The courses of one block, sorted by person, one place a course in every array.

    `code` is the diagnosis that mostly stands for the disease in this person. `has` tells for
    each person (line) and disease (column) whether there is a course.
    """

    person: Ints
    disease: Ints
    onset: Ints
    last_day: Ints
    code: Ints
    has: Bools

    def __len__(self) -> int:
        """How many courses."""
        return len(self.person)

    def years(self) -> Floats:
        """How long each course lasts within the records."""
        return (self.last_day - self.onset) / DAYS_A_YEAR


@lru_cache(maxsize=1)
def _base_chances() -> Floats:
    """The chance by disease, band of age and sex, before risks."""
    sexes = np.ones((len(DISEASES), 1, 2))
    sexes[:, 0, FEMALE] = [disease.female for disease in DISEASES]
    sexes[:, 0, MALE] = [disease.male for disease in DISEASES]
    return np.array([disease.percent for disease in DISEASES])[:, :, None] / 100 * sexes


@lru_cache(maxsize=1)
def _onset_ages() -> Floats:
    return np.array([disease.ages for disease in DISEASES]) * DAYS_A_YEAR


def draw_courses(rng: np.random.Generator, people: People) -> Courses:
    """Draw who has what, then when each course began."""
    person, disease = np.nonzero(_diseases(rng, people))
    ages = _onset_ages()
    earliest = np.maximum(people.birth[person] + ages[disease, 0], RECORDS_BEGIN)
    latest = np.minimum(people.birth[person] + ages[disease, 1], people.last_day[person])
    recent = tables().recent[disease]
    last_days = people.last_day[person] - recent
    earliest = np.where(recent > 0, np.maximum(earliest, last_days), earliest)
    fits = latest >= earliest
    person, disease, earliest, latest = (a[fits] for a in (person, disease, earliest, latest))
    # What lasts has often begun before the records do; what happens once happens any day.
    at = rng.random(len(person)) ** np.where(tables().lasting[disease], 1.6, 1.0)
    at = np.where(tables().from_birth[disease], 0.0, at)
    has = np.zeros((len(people), len(DISEASES)), dtype=np.bool_)
    has[person, disease] = True
    return Courses(
        person=person,
        disease=disease,
        onset=(earliest + at * (latest - earliest)).astype(np.int64),
        last_day=people.last_day[person],
        code=tables().disease_codes.pick(disease, rng.random(len(person))),
        has=has,
    )


def _diseases(rng: np.random.Generator, people: People) -> Bools:
    """Who has which disease, in the order of the catalogue, so that risks are known."""
    chances = _base_chances()[:, people.band(), np.where(people.female, FEMALE, MALE)]
    luck = rng.random((len(DISEASES), len(people)))
    column = {disease.name: place for place, disease in enumerate(DISEASES)}
    has = np.zeros((len(people), len(DISEASES)), dtype=np.bool_)
    for place, disease in enumerate(DISEASES):
        chance = chances[place]
        for other, factor in disease.risks:
            chance = np.where(has[:, column[other]], chance * factor, chance)
        has[:, place] = luck[place] < chance
    return has
