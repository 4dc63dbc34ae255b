"""Medication: dispensed and ordered over the course of a disease, given during a contact."""

from __future__ import annotations

import numpy as np

from trialmatch.democohort.courses import Courses
from trialmatch.democohort.dates import DAY, NEVER
from trialmatch.democohort.draws import Floats, Ints, happens, repeat_rows, whole_numbers
from trialmatch.democohort.rows import (
    Column,
    Rows,
    Wording,
    dated_rows,
    joined,
    one_word,
    some_words,
    timed,
)
from trialmatch.democohort.tables import tables
from trialmatch.democohort.visits import Contacts
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

MOST_A_DRUG = 14
ACTS = "dispensed .66, ordered .27, reported .07"
DISPENSED, ORDERED = 0, 1


def draw_medication(rng: np.random.Generator, courses: Courses, contacts: Contacts) -> Rows:
    """All medication rows of a block."""
    return joined(_outside(rng, courses), _given(rng, contacts))


def _codes(code: Ints) -> dict[str, Column]:
    return {"system": one_word("ATC", len(code)), "code": Wording(code, tables().atc.all)}


def _outside(rng: np.random.Generator, courses: Courses) -> Rows:
    """What patients take at home: the first row near the onset, the others over the years."""
    course, drug, code = _taken_drugs(rng, courses)
    mean = np.minimum(tables().drug_yearly[drug] * courses.years()[course], MOST_A_DRUG)
    taken, serial = repeat_rows(whole_numbers(rng, mean * rng.random(len(mean)) * 1.2))
    course, drug, code = course[taken], drug[taken], code[taken]
    length = courses.last_day[course] - courses.onset[course]
    at = np.where(serial == 0, 0.05, 1.0) * rng.random(len(course))
    day = courses.onset[course] + (at * length).astype(np.int64)
    rows = dated_rows("medication", courses.person[course], day * MINUTES_PER_DAY, _codes(code))
    act = some_words(rng, len(rows), ACTS)
    rows.columns["act"] = act
    rows.columns["days_supply"] = _supply(rng, act, tables().drug_days[drug])
    return _ended(rng, rows, act, tables().drug_days[drug], courses.last_day[course])


def _taken_drugs(rng: np.random.Generator, courses: Courses) -> tuple[Ints, Ints, Ints]:
    """Course, drug and code of each drug that a course's patient takes at all."""
    table = tables()
    course, serial = repeat_rows(table.drug_count[courses.disease])
    drug = table.first_drug[courses.disease[course]] + serial
    takes = rng.random(len(drug)) < table.drug_share[drug]
    code = table.drug_codes.pick(drug, rng.random(len(drug)))
    return course[takes], drug[takes], code[takes]


def _supply(rng: np.random.Generator, act: Wording, days: Ints) -> Floats:
    """Days supplied: nearly always known when dispensed, seldom when ordered."""
    known = rng.random(len(days)) < np.where(act.number == DISPENSED, 0.94, 0.1)
    return np.where(known, days, np.nan)


def _ended(rng: np.random.Generator, rows: Rows, act: Wording, days: Ints, last_day: Ints) -> Rows:
    """An end for some: many orders are never ended on paper."""
    length = np.where(act.number == ORDERED, rng.integers(10, 900, len(rows)), days)
    end = rows.start + length * MINUTES_PER_DAY
    known = rng.random(len(rows)) < np.where(act.number == ORDERED, 0.4, 0.08)
    known &= end <= last_day * MINUTES_PER_DAY
    rows.end[:] = np.where(known, end, NEVER)
    rows.end_known[:] = DAY
    return rows


def _given(rng: np.random.Generator, contacts: Contacts) -> Rows:
    """What was given in hospital, to the minute, and often again on later days."""
    contact, code = tables().given.draw(rng, contacts.sort)
    again = np.where(happens(rng, len(contact), 0.25), 2, 1)
    contact, code = np.repeat(contact, again), np.repeat(code, again)
    after = (rng.random(len(contact)) ** 2 * 3 * MINUTES_PER_DAY).astype(np.int64)
    start = np.minimum(contacts.start[contact] + after, contacts.last_minute()[contact])
    rows = dated_rows("medication", contacts.person[contact], start, _codes(code), contact)
    rows.columns["act"] = one_word("given", len(rows))
    return timed(rows, start)
