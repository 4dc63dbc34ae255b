"""Immunizations, allergies and devices."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from trialmatch.democohort.catalogue import DISEASES
from trialmatch.democohort.catalogue.prevention import (
    ALLERGIC_SHARE,
    ALLERGIES,
    IMPLANTS,
    NO_KNOWN_ALLERGY,
    NONE_KNOWN_SHARE,
    VACCINES,
)
from trialmatch.democohort.courses import Courses
from trialmatch.democohort.dates import RECORDS_BEGIN
from trialmatch.democohort.draws import Ints, WeightedLists, repeat_rows, weights
from trialmatch.democohort.people import People
from trialmatch.democohort.rows import Column, Rows, Wording, dated_rows, one_word
from trialmatch.democohort.tables import Words
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, day_number


def draw_immunizations(rng: np.random.Generator, people: People) -> Rows:
    """Doses of vaccines, within each vaccine's years and the person's life."""
    percent = np.array([vaccine.percent for vaccine in VACCINES])[:, people.band()].T / 100
    person, vaccine = np.nonzero(rng.random(percent.shape) < percent)
    most = np.array([vaccine.doses for vaccine in VACCINES])[vaccine]
    dose, _ = repeat_rows(1 + (rng.random(len(person)) * most).astype(np.int64))
    person, vaccine = person[dose], vaccine[dose]
    first = np.array([day_number(vaccine.first) for vaccine in VACCINES])[vaccine]
    last = np.array([day_number(vaccine.last) for vaccine in VACCINES])[vaccine]
    first = np.maximum(first, people.birth[person] + 60)
    last = np.minimum(last, people.last_day[person])
    day = first + (rng.random(len(person)) * (last - first + 1)).astype(np.int64)
    fits = np.nonzero(last >= first)[0]
    columns: dict[str, Column] = {
        "system": one_word("ATC", len(person)),
        "code": Wording(vaccine, tuple(vaccine.code for vaccine in VACCINES)),
    }
    return dated_rows("immunization", person, day * MINUTES_PER_DAY, columns).taken(fits)


def draw_allergies(rng: np.random.Generator, people: People) -> Rows:
    """Allergies, and for many people a row that says that none is known."""
    luck = rng.random(len(people))
    allergic = np.nonzero(luck < ALLERGIC_SHARE)[0]
    asked = np.nonzero((luck >= ALLERGIC_SHARE) & (luck < ALLERGIC_SHARE + NONE_KNOWN_SHARE))[0]
    several, _ = repeat_rows(rng.choice([1, 1, 1, 2, 3], len(allergic)))
    person = np.concatenate([allergic[several], asked])
    number = np.concatenate([
        _allergens().pick(np.zeros(len(several), dtype=np.int64), rng.random(len(several))),
        np.zeros(len(asked), dtype=np.int64),
    ])  # fmt: skip
    codes = [name.split() for name in _ALLERGY_NAMES]
    columns: dict[str, Column] = {
        "system": Wording(_system_numbers()[number], ("SNOMED", "ATC")),
        "code": Wording(number, tuple(code for _, code in codes)),
    }
    return dated_rows("allergy", person, _some_minute(rng, people, person), columns)


_ALLERGY_NAMES = (NO_KNOWN_ALLERGY, *(name for name, _ in weights(ALLERGIES)))


@lru_cache(maxsize=1)
def _allergens() -> WeightedLists:
    return WeightedLists([[(n, share) for n, (_, share) in enumerate(weights(ALLERGIES), 1)]])


@lru_cache(maxsize=1)
def _system_numbers() -> Ints:
    return np.array([int(name.startswith("ATC")) for name in _ALLERGY_NAMES])


def _some_minute(rng: np.random.Generator, people: People, person: Ints) -> Ints:
    first = np.maximum(people.birth[person] + 1, RECORDS_BEGIN)
    length = np.maximum(people.last_day[person] - first, 0)
    return (first + (rng.random(len(person)) * length).astype(np.int64)) * MINUTES_PER_DAY


def draw_devices(rng: np.random.Generator, courses: Courses) -> Rows:
    """Implants and pumps, put in some time after the onset of the disease."""
    implant = _implants().pick(courses.disease, rng.random(len(courses)))
    course = np.nonzero(implant >= 0)[0]
    length = courses.last_day[course] - courses.onset[course]
    day = courses.onset[course] + (rng.random(len(course)) * length).astype(np.int64)
    columns: dict[str, Column] = {
        "system": one_word("SNOMED", len(course)),
        "code": Wording(_implant_codes()[1][implant[course]], _implant_codes()[0]),
    }
    return dated_rows("device", courses.person[course], day * MINUTES_PER_DAY, columns)


@lru_cache(maxsize=1)
def _implant_codes() -> tuple[tuple[str, ...], Ints]:
    """The codes of implants, and each implant's number among them."""
    codes = Words()
    numbers = [codes.number(implant.code) for implant in IMPLANTS]
    return codes.all, np.array(numbers, dtype=np.int64)


@lru_cache(maxsize=1)
def _implants() -> WeightedLists:
    """For each disease the implants, by their share of its patients."""
    return WeightedLists(
        [
            [(n, i.percent / 100) for n, i in enumerate(IMPLANTS) if i.disease == disease.name]
            for disease in DISEASES
        ],
        whole=1.0,
    )
