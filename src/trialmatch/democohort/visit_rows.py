"""Contacts as visit rows, with a few that are only planned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.democohort.dates import CUT_OFF, MINUTE, NEVER
from trialmatch.democohort.draws import happens
from trialmatch.democohort.people import People
from trialmatch.democohort.rows import Column, Rows, Wording, dated_rows, joined, one_word, timed
from trialmatch.democohort.tables import tables
from trialmatch.democohort.visits import Contacts
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY


def visit_rows(rng: np.random.Generator, people: People, contacts: Contacts) -> Rows:
    """One row a contact; those that go on at the cut-off have no end."""
    places = np.arange(len(contacts), dtype=np.int64)
    ongoing = contacts.end == NEVER
    columns: dict[str, Column] = {
        "contact_type": Wording(tables().kind[contacts.sort], tables().kinds.all),
        "status": Wording(np.where(ongoing, 0, -1), ("in-progress",)),
    }
    rows = dated_rows("visit", contacts.person, contacts.start, columns, places)
    rows = timed(rows, contacts.start)
    minutes = np.full(len(rows), MINUTE, dtype=np.int64)
    return joined(replace(rows, end=contacts.end, end_known=minutes), _planned(rng, people))


def _planned(rng: np.random.Generator, people: People) -> Rows:
    """Appointments after the data end, for some of the living."""
    person = np.nonzero(~people.dead & happens(rng, len(people), 0.03))[0]
    day = CUT_OFF + rng.integers(2, 200, len(person))
    columns: dict[str, Column] = {
        "contact_type": one_word("outpatient", len(person)),
        "status": one_word("planned", len(person)),
    }
    start = day * MINUTES_PER_DAY + 600
    return timed(dated_rows("visit", person, start, columns), start)
