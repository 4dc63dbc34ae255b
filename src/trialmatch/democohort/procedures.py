"""Procedures: at most one operation a contact, others by chance, and some only planned."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np

from trialmatch.democohort.draws import Ints, happens
from trialmatch.democohort.rows import Column, Rows, Wording, dated_rows, joined, one_word, timed
from trialmatch.democohort.tables import tables
from trialmatch.democohort.visits import Contacts
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

SYSTEMS = ("NCSP", "NCMP", "NCRP")
# The shape of a code tells its part of the procedure codes.
_SHAPES = tuple(map(re.compile, (r"[A-Z]{3}\d\d", r"[A-Z]{4}\d\d", r"[A-Z]{3}\d[A-Z]{2}")))


def draw_procedures(rng: np.random.Generator, contacts: Contacts) -> Rows:
    """All procedure rows of a block."""
    operation = tables().one_operation.pick(contacts.sort, rng.random(len(contacts)))
    operated = np.nonzero(operation >= 0)[0]
    other, other_code = tables().procedures.draw(rng, contacts.sort)
    contact = np.concatenate([operated, other])
    code = np.concatenate([operation[operated], other_code])
    after = (rng.random(len(contact)) ** 2 * 2 * MINUTES_PER_DAY).astype(np.int64)
    start = np.minimum(contacts.start[contact] + after, contacts.last_minute()[contact])
    rows = dated_rows("procedure", contacts.person[contact], start, _codes(code), contact)
    return joined(timed(rows, start), _planned(rng, contacts, operated, operation))


@lru_cache(maxsize=1)
def _system_numbers() -> Ints:
    found = [
        next(place for place, shape in enumerate(_SHAPES) if shape.fullmatch(code))
        for code in tables().operations.all
    ]
    return np.array(found, dtype=np.int64)


def _codes(code: Ints) -> dict[str, Column]:
    return {
        "system": Wording(_system_numbers()[code], SYSTEMS),
        "code": Wording(code, tables().operations.all),
    }


def _planned(rng: np.random.Generator, contacts: Contacts, operated: Ints, code: Ints) -> Rows:
    """Operations on a waiting list, some of them after the data end."""
    which = operated[happens(rng, len(operated), 0.06)]
    start = contacts.start[which] + rng.integers(20, 400, len(which)) * MINUTES_PER_DAY
    rows = dated_rows("procedure", contacts.person[which], start, _codes(code[which]))
    columns = {**rows.columns, "status": one_word("planned", len(rows))}
    return replace(rows, columns=columns)
