"""Contacts with the hospital: when, where, for what, and stays continued elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from trialmatch.democohort.courses import Courses
from trialmatch.democohort.dates import LAST_MINUTE, NEVER
from trialmatch.democohort.draws import Bools, Floats, Ints, repeat_rows, whole_numbers
from trialmatch.democohort.people import HOSPITALS, People
from trialmatch.democohort.tables import tables
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

# Weekly treatment for fourteen years would be more rows than anybody needs.
MOST_A_COURSE = 90
INPATIENT, EMERGENCY = "inpatient", "emergency"
# Two parts of one stay lie less than 8 hours apart.
LONGEST_TRANSFER = 470


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """The contacts of one block, sorted by person and start, one place a contact.

    `sort` is the contact's number in the tables; `end` is NEVER where it goes on at the cut-off.
    """

    person: Ints
    disease: Ints
    sort: Ints
    start: Ints
    end: Ints
    hospital: Ints
    main: Ints

    def __len__(self) -> int:
        """How many contacts."""
        return len(self.person)

    def taken(self, which: Ints) -> Contacts:
        """These contacts, in this order."""
        return Contacts(*(getattr(self, field.name)[which] for field in fields(self)))

    def last_minute(self) -> Ints:
        """The last minute of each contact within the data."""
        return np.where(self.end == NEVER, LAST_MINUTE, self.end)

    def number_of_person(self) -> Ints:
        """Which of its person's contacts each one is, from 0 on."""
        places = np.arange(len(self), dtype=np.int64)
        return places - np.searchsorted(self.person, self.person, side="left")


def draw_contacts(rng: np.random.Generator, people: People, courses: Courses) -> Contacts:
    """All contacts of all courses, with the transfers between hospitals."""
    course, sort, day = _days(rng, courses)
    person = courses.person[course]
    start = day * MINUTES_PER_DAY + _minute_of_day(rng, sort)
    contacts = Contacts(
        person=person,
        disease=courses.disease[course],
        sort=sort,
        start=start,
        end=_ends(rng, sort, start, people.last_day[person]),
        hospital=_hospitals(rng, people.hospital[person]),
        main=tables().main_codes.pick(sort, rng.random(len(sort))),
    )
    contacts = _joined(contacts, _transfers(rng, people, contacts))
    return contacts.taken(np.lexsort((contacts.start, contacts.person)))


def _days(rng: np.random.Generator, courses: Courses) -> tuple[Ints, Ints, Ints]:
    """Course, sort and day of each contact that falls within its course."""
    table = tables()
    course, serial = repeat_rows(table.contact_count[courses.disease])
    sort = table.first_contact[courses.disease[course]] + serial
    onset, last_day = courses.onset[course], courses.last_day[course]
    years = courses.years()[course]
    # Near the onset, then over the years; some people come more often than others.
    near = _repeated(rng, table.first[sort])
    eager = rng.gamma(1.4, 1 / 1.4, len(courses))[course]
    later = _repeated(rng, np.minimum(table.yearly[sort] * years * eager, MOST_A_COURSE))
    low, high = table.within[sort[near]].T
    near_day = onset[near] + low + (rng.random(len(near)) * (high - low + 1)).astype(np.int64)
    length = (last_day - onset + 1)[later]
    later_day = onset[later] + (rng.random(len(later)) * length).astype(np.int64)
    row, day = np.concatenate([near, later]), np.concatenate([near_day, later_day])
    inside = day <= last_day[row]
    return course[row[inside]], sort[row[inside]], day[inside]


def _repeated(rng: np.random.Generator, mean: Floats) -> Ints:
    return repeat_rows(whole_numbers(rng, mean))[0]


def _is_kind(sort: Ints, kind: str) -> Bools:
    table = tables()
    return np.asarray(table.kind[sort] == table.kinds.number(kind))


def _minute_of_day(rng: np.random.Generator, sort: Ints) -> Ints:
    """By day in five-minute steps, but emergencies and most stays at any hour."""
    office = 480 + rng.integers(0, 90, len(sort)) * 5
    any_hour = np.minimum(rng.integers(0, 1440, len(sort)), rng.integers(300, 1440, len(sort)))
    urgent = _is_kind(sort, INPATIENT) | _is_kind(sort, EMERGENCY)
    return np.where(urgent, any_hour, office)


def _ends(rng: np.random.Generator, sort: Ints, start: Ints, last_day: Ints) -> Ints:
    """Stays end after some nights, others within hours; none after death."""
    nights = tables().nights[sort] * rng.lognormal(-0.18, 0.6, len(sort))
    stay = np.maximum(nights * MINUTES_PER_DAY, 180).astype(np.int64)
    short = rng.integers(3, 13, len(sort)) * 5
    length = np.where(_is_kind(sort, INPATIENT), stay, short)
    length = np.where(_is_kind(sort, EMERGENCY), rng.integers(60, 480, len(sort)), length)
    end = np.minimum(start + length, (last_day + 1) * MINUTES_PER_DAY - 1)
    return np.where(start + length > LAST_MINUTE, NEVER, end)


def _hospitals(rng: np.random.Generator, home: Ints) -> Ints:
    return np.where(rng.random(len(home)) < 0.93, home, rng.integers(0, len(HOSPITALS), len(home)))


def _transfers(rng: np.random.Generator, people: People, contacts: Contacts) -> Contacts:
    """The second part of those stays that go on in another hospital within hours."""
    moved = rng.random(len(contacts)) < tables().transfer[contacts.sort]
    which = np.nonzero(moved & (contacts.end != NEVER))[0]
    first = contacts.taken(which)
    start = first.end + rng.integers(15, LONGEST_TRANSFER, len(first))
    last_day = people.last_day[first.person]
    second = Contacts(
        person=first.person,
        disease=first.disease,
        sort=first.sort,
        start=start,
        end=_ends(rng, first.sort, start, last_day),
        hospital=np.where(first.hospital == 0, 1, 0),
        main=first.main,
    )
    inside = np.nonzero(start < (last_day + 1) * MINUTES_PER_DAY)[0]
    return second.taken(inside)


def _joined(one: Contacts, other: Contacts) -> Contacts:
    pairs = ((getattr(one, f.name), getattr(other, f.name)) for f in fields(Contacts))
    return Contacts(*(np.concatenate(pair) for pair in pairs))
