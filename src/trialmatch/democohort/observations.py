"""Scores and questions answered at contacts, and tests whose result is a word."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from trialmatch.democohort.catalogue import SCORES
from trialmatch.democohort.draws import Floats, Ints, WeightedLists, happens, weights
from trialmatch.democohort.rows import Column, Decimals, Rows, Wording, dated_rows, timed
from trialmatch.democohort.tables import Words, tables
from trialmatch.democohort.visits import Contacts


class Answers:
    """The answers of all scores, numbered through, as arrays."""

    def __init__(self) -> None:
        """Lay out the answers of the catalogue."""
        self.codes, self.systems, self.units, self.words = Words(), Words(), Words(), Words()
        parts = [score.code.split() for score in SCORES]
        self.system = np.array([self.systems.number(system) for system, _ in parts])
        self.code = np.array([self.codes.number(code) for _, code in parts])
        self.unit = np.array([self.units.number(s.unit) if s.unit else -1 for s in SCORES])
        self.sort = np.array([s.answers_are for s in SCORES])
        self.measured = np.array([s.kind == "measurement" for s in SCORES])
        self.steady = np.array([s.steady for s in SCORES])
        lists = [[(self.words.number(a), share) for a, share in weights(s.answers)] for s in SCORES]
        self.of_score = WeightedLists(lists)
        self.number = np.array([int(w) if w.isdecimal() else 0 for w in self.words.all])


@lru_cache(maxsize=1)
def answers() -> Answers:
    """The one table of answers."""
    return Answers()


def draw_observations(
    rng: np.random.Generator, contacts: Contacts, habit: Floats
) -> tuple[Rows, Rows]:
    """The observation rows of a block, and the measurement rows that are words.

    `habit` is a number from 0 to 1 for each person: who is asked again mostly says the same.
    """
    contact, score = tables().scores_of.draw(rng, contacts.sort)
    at = rng.random(len(contact))
    same = answers().steady[score] & happens(rng, len(contact), 0.93)
    answer = answers().of_score.pick(score, np.where(same, habit[contacts.person[contact]], at))
    after = rng.integers(10, 200, len(contact))
    minute = np.minimum(contacts.start[contact] + after, contacts.last_minute()[contact])
    person = contacts.person[contact]
    rows = dated_rows("observation", person, minute, _columns(score, answer), contact)
    measured = answers().measured[score]
    words = dated_rows("measurement", person, minute, _columns(score, answer), contact)
    return (
        timed(rows, minute).taken(np.nonzero(~measured)[0]),
        timed(words, minute).taken(np.nonzero(measured)[0]),
    )


def _columns(score: Ints, answer: Ints) -> dict[str, Column]:
    table = answers()
    sort = table.sort[score]
    coded = sort == "code"
    none = np.zeros(len(score), dtype=np.int64)
    return {
        "system": Wording(table.system[score], table.systems.all),
        "code": Wording(table.code[score], table.codes.all),
        "value": Decimals(table.number[answer], none, none, (sort == "number").astype(np.int64)),
        "unit": Wording(table.unit[score], table.units.all),
        "value_text": Wording(np.where(sort == "words", answer, -1), table.words.all),
        "value_system": Wording(np.where(coded, 0, -1), ("SNOMED",)),
        "value_code": Wording(np.where(coded, answer, -1), table.words.all),
    }
