"""Measurements: panels drawn at contacts, values that fit the person's diseases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from trialmatch.democohort.catalogue import MEASURES
from trialmatch.democohort.courses import Courses
from trialmatch.democohort.dates import DAYS_A_YEAR
from trialmatch.democohort.draws import Bools, Floats, Ints, repeat_rows, whole_numbers
from trialmatch.democohort.people import People
from trialmatch.democohort.reporting import Results, report
from trialmatch.democohort.rows import Rows
from trialmatch.democohort.tables import tables
from trialmatch.democohort.visits import Contacts
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

# Minutes after arrival of the first draws of a panel; later ones follow a day apart.
FIRST_DRAWS = (20, 240, 700)
# How much of the spread lies between persons, and how much between a person's results.
BETWEEN, WITHIN = 0.8, 0.5
OLDEST = 120


def draw_measurements(
    rng: np.random.Generator, people: People, courses: Courses, contacts: Contacts
) -> Rows:
    """All measurement rows of a block that have a number."""
    contact, panel, serial, minute = _draws(rng, contacts)
    draw, measure = tables().measures_of.draw(rng, panel)
    contact, serial, minute = contact[draw], serial[draw], minute[draw]
    person, sort = contacts.person[contact], contacts.sort[contact]
    deviation = _of_persons(rng, courses)[person, measure]
    deviation += tables().shifts[sort, measure]
    deviation += tables().rising[sort, measure] * np.minimum(serial, 2)
    deviation += WITHIN * rng.standard_normal(len(measure))
    years = (minute // MINUTES_PER_DAY - people.birth[person]) / DAYS_A_YEAR
    age = np.clip(years, 0, OLDEST).astype(np.int64)
    value = _values(measure, deviation, people.female[person], age)
    return report(rng, Results(contact, measure, minute, value), people, contacts)


def _draws(rng: np.random.Generator, contacts: Contacts) -> tuple[Ints, Ints, Ints, Ints]:
    """Contact, panel, serial number and minute of each drawing of samples."""
    contact, panel, mean = tables().panels_of.each(contacts.sort)
    row, serial = repeat_rows(whole_numbers(rng, mean * rng.uniform(0.42, 1.06, len(mean))))
    contact, panel = contact[row], panel[row]
    early = np.array(FIRST_DRAWS)[np.minimum(serial, len(FIRST_DRAWS) - 1)]
    later = np.maximum(serial - len(FIRST_DRAWS) + 1, 0) * MINUTES_PER_DAY
    minute = contacts.start[contact] + early + later + rng.integers(0, 50, len(row))
    return contact, panel, serial, np.minimum(minute, contacts.last_minute()[contact])


def _of_persons(rng: np.random.Generator, courses: Courses) -> Floats:
    """How far each person (line) lies off the middle of each measure (column)."""
    noise = BETWEEN * rng.standard_normal((len(courses.has), len(MEASURES)))
    for leader, follower, weight in tables().followers:
        own = np.sqrt(1 - weight**2)
        noise[:, follower] = weight * noise[:, leader] + own * noise[:, follower]
    return np.asarray(noise + courses.has @ tables().disease_shifts)


@dataclass(frozen=True, slots=True, eq=False)
class _Shapes:
    """The measures' middles, spreads and factors as arrays."""

    middle: Floats
    spread: Floats
    by_ratio: Floats
    women: Floats
    growth: Floats


@lru_cache(maxsize=1)
def _shapes() -> _Shapes:
    growth = [_growth(measure.growth or ((0.0, 1.0),)) for measure in MEASURES]
    return _Shapes(
        middle=np.array([m.middle for m in MEASURES]),
        spread=np.array([m.spread for m in MEASURES]),
        by_ratio=np.array([m.by_ratio for m in MEASURES]),
        women=np.array([m.women for m in MEASURES]),
        growth=np.array(growth),
    )


def _growth(points: tuple[tuple[float, float], ...]) -> Floats:
    """The factor at each year of age, on straight lines between the points."""
    ages = np.arange(OLDEST + 1, dtype=np.float64)
    at, factor = np.array(points).T
    return np.asarray(np.interp(ages, at, factor))


def _values(measure: Ints, deviation: Floats, female: Bools, age: Ints) -> Floats:
    shape = _shapes()
    middle, change = shape.middle[measure], shape.spread[measure] * deviation
    by_ratio = middle * np.exp(np.minimum(change, 9))
    value = np.where(shape.by_ratio[measure], by_ratio, middle + change)
    grown = np.where((age < 18) & female, 1.0, np.where(female, shape.women[measure], 1.0))
    return np.asarray(np.maximum(value, 0) * grown * shape.growth[measure, age])
