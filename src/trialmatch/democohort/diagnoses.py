"""Diagnoses: the main one of each contact, what stands beside it, and what is only noted."""

from __future__ import annotations

import numpy as np

from trialmatch.democohort.courses import Courses
from trialmatch.democohort.draws import Ints, happens, repeat_rows
from trialmatch.democohort.people import People
from trialmatch.democohort.rows import Column, Rows, Wording, dated_rows, joined, one_word, timed
from trialmatch.democohort.tables import tables
from trialmatch.democohort.visits import Contacts
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

POSITIONS = ("main", "secondary")
MAIN, SECONDARY = 0, 1
# Mean number of lasting diseases that a contact of each kind notes beside its own.
NOTED = {"inpatient": 1.6, "outpatient": 0.35, "emergency": 0.3, "day": 0.15}


def draw_diagnoses(
    rng: np.random.Generator, people: People, courses: Courses, contacts: Contacts
) -> Rows:
    """All diagnosis rows of a block."""
    mains = np.nonzero(contacts.main >= 0)[0]
    beside, beside_code = tables().also.draw(rng, contacts.sort)
    noted, noted_code = _noted(rng, courses, contacts)
    contact = np.concatenate([mains, beside, noted])
    code = np.concatenate([contacts.main[mains], beside_code, noted_code])
    position = np.where(np.arange(len(contact)) < len(mains), MAIN, SECONDARY)
    rows = dated_rows(
        "diagnosis", contacts.person[contact], contacts.start[contact], _codes(code), contact
    )
    rows.columns["position"] = Wording(position, POSITIONS)
    rows = joined(_some_timed(rng, rows, contacts), _listed(rng, courses))
    return joined(rows, _family_history(rng, people))


def _codes(code: Ints) -> dict[str, Column]:
    return {"system": one_word("ICD-10", len(code)), "code": Wording(code, tables().icd.all)}


def _some_timed(rng: np.random.Generator, rows: Rows, contacts: Contacts) -> Rows:
    """Hospital A writes a diagnosis with the minute of its contact, the others the day."""
    exact = timed(rows, contacts.start[rows.contact])
    by_minute = contacts.hospital[rows.contact] == 0
    both = joined(rows, exact)
    places = np.arange(len(rows), dtype=np.int64)
    return both.taken(places + np.where(by_minute, len(rows), 0))


def _noted(rng: np.random.Generator, courses: Courses, contacts: Contacts) -> tuple[Ints, Ints]:
    """Contact and code of the lasting diseases known by then, each once a contact."""
    table = tables()
    means = np.array([NOTED.get(kind, 0.0) for kind in table.kinds.all])
    contact, _ = repeat_rows(rng.poisson(means[table.kind[contacts.sort]]))
    person = contacts.person[contact]
    first = np.searchsorted(courses.person, person, side="left")
    count = np.searchsorted(courses.person, person, side="right") - first
    course = first + (rng.random(len(contact)) * count).astype(np.int64)
    course = np.minimum(course, len(courses) - 1)
    known = courses.onset[course] * MINUTES_PER_DAY <= contacts.start[contact]
    other = courses.disease[course] != contacts.disease[contact]
    fits = (count > 0) & known & other & table.lasting[courses.disease[course]]
    once = np.unique(contact[fits] * len(courses) + course[fits])
    contact, course = once // len(courses), once % len(courses)
    again = table.disease_codes.pick(courses.disease[course], rng.random(len(course)))
    usual = happens(rng, len(course), 0.85)
    return contact, np.where(usual, courses.code[course], again)


def _listed(rng: np.random.Generator, courses: Courses) -> Rows:
    """Diagnoses on a list of their own, outside any contact and without a position."""
    lasting = tables().lasting[courses.disease] & tables().has_code[courses.disease]
    which = np.nonzero(lasting & happens(rng, len(courses), 0.12))[0]
    start = courses.onset[which] * MINUTES_PER_DAY
    return dated_rows("diagnosis", courses.person[which], start, _codes(courses.code[which]))


def _family_history(rng: np.random.Generator, people: People) -> Rows:
    """What ran in the family, filed among the diagnoses with a status that says so."""
    person = np.nonzero(happens(rng, len(people), 0.05))[0]
    disease = rng.integers(0, len(tables().has_code), len(person))
    code = tables().disease_codes.pick(disease, rng.random(len(person)))
    person, code = person[code >= 0], code[code >= 0]
    start = (people.last_day[person] - rng.integers(0, 900, len(person))) * MINUTES_PER_DAY
    rows = dated_rows("diagnosis", person, start, _codes(code))
    rows.columns["status"] = one_word("family-history", len(rows))
    return rows
