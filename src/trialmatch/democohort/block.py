"""One block of people: everything about them, drawn from the block's own seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trialmatch.democohort.courses import draw_courses
from trialmatch.democohort.diagnoses import draw_diagnoses
from trialmatch.democohort.dirt import lower_case, soil, strangers
from trialmatch.democohort.draws import Bools, Ints
from trialmatch.democohort.laboratory import draw_measurements
from trialmatch.democohort.medication import draw_medication
from trialmatch.democohort.observations import draw_observations
from trialmatch.democohort.people import People, draw_people
from trialmatch.democohort.prevention import draw_allergies, draw_devices, draw_immunizations
from trialmatch.democohort.procedures import draw_procedures
from trialmatch.democohort.rows import Rows, joined
from trialmatch.democohort.spelling import spelt
from trialmatch.democohort.studies import draw_participations, draw_study_points
from trialmatch.democohort.visit_rows import visit_rows
from trialmatch.democohort.visits import Contacts, draw_contacts


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The people of one block, their contacts, and their rows by kind, sorted by person."""

    people: People
    contacts: Contacts
    rows: tuple[Rows, ...]
    stranger: tuple[Bools, ...]


def draw_block(seed: int, number: int) -> Block:
    """Draw a block; the same seed and number always give the same block."""
    rng = np.random.default_rng([seed, number])
    people = draw_people(rng, number)
    courses = draw_courses(rng, people)
    contacts = draw_contacts(rng, people, courses)
    habit = rng.random(len(people))
    observations, word_results = draw_observations(rng, contacts, habit)
    participations = draw_participations(rng, people)
    clean = (
        visit_rows(rng, people, contacts),
        draw_diagnoses(rng, people, courses, contacts),
        draw_procedures(rng, contacts),
        draw_medication(rng, courses, contacts),
        joined(draw_measurements(rng, people, courses, contacts), word_results),
        observations,
        draw_devices(rng, courses),
        draw_immunizations(rng, people),
        draw_allergies(rng, people),
        participations,
        draw_study_points(rng, participations),
    )
    rows = tuple(_as_found(rng, people, contacts, clean))
    return Block(people, contacts, rows, tuple(strangers(rng, each) for each in rows))


def _as_found(
    rng: np.random.Generator, people: People, contacts: Contacts, clean: tuple[Rows, ...]
) -> Iterator[Rows]:
    """The rows with the faults and spellings of life."""
    for rows in clean:
        found = soil(rng, rows, people).sorted()
        if "code" in found.columns:
            hospital = hospitals(found, people, contacts)
            found = spelt(found, hospital, lower_case(rng, found))
        yield found


def hospitals(rows: Rows, people: People, contacts: Contacts) -> Ints:
    """The hospital of each row: its contact's, or else its patient's own."""
    home = people.hospital[rows.person]
    if not len(contacts):
        return home
    return np.where(rows.contact >= 0, contacts.hospital[rows.contact], home)
