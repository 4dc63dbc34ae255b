"""What goes wrong in records: missing links, wrong dates, statuses, spellings, doubles."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from trialmatch.democohort.dates import CUT_OFF, MONTH, NEVER, YEAR
from trialmatch.democohort.draws import Bools, happens
from trialmatch.democohort.people import People
from trialmatch.democohort.rows import Decimals, Rows, Wording, joined, some_words
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Dirt:
    """The shares of rows of one kind with each fault; `status` as words with their shares."""

    status: str = ""
    no_contact: float = 0.03
    only_month: float = 0.0
    only_year: float = 0.0
    before_birth: float = 0.0003
    stranger: float = 0.0004
    lower_case: float = 0.0


AFTER_DEATH = 0.004
END_BEFORE_START = 0.002
NO_POSITION = 0.04

DIRT = {
    "diagnosis": Dirt(
        "confirmed .35, provisional .014, unconfirmed .004, differential .004, refuted .006, "
        "entered-in-error .004",
        only_month=0.01,
        only_year=0.004,
        lower_case=0.004,
    ),
    "procedure": Dirt(
        "completed .6, not-done .006, cancelled .01, entered-in-error .003, preliminary .002",
        only_month=0.004,
        only_year=0.002,
        lower_case=0.004,
    ),
    "medication": Dirt(
        "active .2, completed .25, stopped .04, on-hold .008, entered-in-error .004, "
        "cancelled .006",
        only_month=0.006,
        only_year=0.003,
        lower_case=0.003,
    ),
    "measurement": Dirt(
        "final .86, corrected .008, preliminary .015, entered-in-error .002",
        no_contact=0.1,
        only_month=0.001,
    ),
    "observation": Dirt(
        "final .7, preliminary .01, entered-in-error .003", only_month=0.004, only_year=0.002
    ),
    "visit": Dirt(
        "completed .9, cancelled .003, entered-in-error .001", no_contact=0, before_birth=0.0001
    ),
    "device": Dirt("active .5, entered-in-error .01, stopped .03", only_month=0.03, only_year=0.03),
    "immunization": Dirt("completed .8, not-done .01, entered-in-error .004", only_year=0.01),
    "allergy": Dirt(
        "confirmed .55, unconfirmed .08, active .2, refuted .02, entered-in-error .01",
        only_month=0.05,
        only_year=0.08,
    ),
    "participation": Dirt("active .3, completed .4, entered-in-error .02", only_month=0.01),
    "study_point": Dirt("completed .9, entered-in-error .012"),
}


def soil(rng: np.random.Generator, rows: Rows, people: People) -> Rows:
    """The same rows with the faults that their kind has in life."""
    dirt = DIRT[rows.kind]
    rows = _with_status(rng, rows, dirt)
    if rows.kind == "measurement":
        rows = _unsure_results(rng, rows)
    if rows.kind == "diagnosis":
        rows = _lose(rng, rows, "position", NO_POSITION)
    rows = replace(rows, linked=rows.linked & ~happens(rng, len(rows), dirt.no_contact))
    rows = _misdated(rng, rows, people, dirt)
    return _imprecise(rng, rows, dirt)


def strangers(rng: np.random.Generator, rows: Rows) -> Bools:
    """Which rows name a patient whom nobody knows."""
    return happens(rng, len(rows), DIRT[rows.kind].stranger)


def lower_case(rng: np.random.Generator, rows: Rows) -> Bools:
    """Which rows have their code in lower case."""
    return happens(rng, len(rows), DIRT[rows.kind].lower_case)


def _with_status(rng: np.random.Generator, rows: Rows, dirt: Dirt) -> Rows:
    """Draw statuses, but keep those that a row already has."""
    drawn = some_words(rng, len(rows), dirt.status)
    own = rows.columns.get("status")
    if not isinstance(own, Wording):
        return replace(rows, columns={**rows.columns, "status": drawn})
    words = (*own.words, *drawn.words)
    shifted = np.where(drawn.number >= 0, drawn.number + len(own.words), -1)
    status = Wording(np.where(own.number >= 0, own.number, shifted), words)
    return replace(rows, columns={**rows.columns, "status": status})


def _lose(rng: np.random.Generator, rows: Rows, name: str, share: float) -> Rows:
    """Leave a column of words empty in some rows."""
    column = rows.columns[name]
    assert isinstance(column, Wording)
    number = np.where(happens(rng, len(rows), share), -1, column.number)
    return replace(rows, columns={**rows.columns, name: Wording(number, column.words)})


def _misdated(rng: np.random.Generator, rows: Rows, people: People, dirt: Dirt) -> Rows:
    """Some rows after death, before birth, or with an end before their start."""
    last_day, birth = people.last_day[rows.person], people.birth[rows.person]
    late = people.dead[rows.person] & happens(rng, len(rows), AFTER_DEATH)
    late_day = np.minimum(last_day + rng.integers(1, 120, len(rows)), CUT_OFF)
    early = happens(rng, len(rows), dirt.before_birth)
    early_day = birth - rng.integers(1, 300, len(rows))
    start = np.where(late, late_day * MINUTES_PER_DAY, rows.start)
    start = np.where(early, early_day * MINUTES_PER_DAY, start)
    end = np.where((late | early) & (rows.end != NEVER), start, rows.end)
    turned = (end != NEVER) & happens(rng, len(rows), END_BEFORE_START)
    end = np.where(turned, start - MINUTES_PER_DAY * rng.integers(1, 40, len(rows)), end)
    return replace(rows, start=start, end=end)


def _imprecise(rng: np.random.Generator, rows: Rows, dirt: Dirt) -> Rows:
    """Some dates of which only the month or the year is known."""
    luck = rng.random(len(rows))
    known = np.where(luck < dirt.only_month + dirt.only_year, MONTH, rows.start_known)
    known = np.where(luck < dirt.only_year, YEAR, known)
    return replace(rows, start_known=known)


def _unsure_results(rng: np.random.Generator, rows: Rows) -> Rows:
    """Cancelled and impossible results, lost units, doubles and second opinions."""
    rows = _lose(rng, rows, "unit", 0.01)
    value = rows.columns["value"]
    assert isinstance(value, Decimals)
    wild = happens(rng, len(rows), 0.002)
    steps = np.where(wild, value.steps * rng.choice([0, 10, 100, 1000], len(rows)), value.steps)
    void = happens(rng, len(rows), 0.008)
    known = np.where(void, 0, value.known)
    why = some_words(rng, len(rows), "cancelled .45, not done .2, haemolysed .2, insufficient .15")
    absent = Wording(np.where(void, why.number, -1), why.words)
    columns = {**rows.columns, "value": replace(value, steps=steps, known=known), "absent": absent}
    return _doubled(rng, replace(rows, columns=columns))


def _doubled(rng: np.random.Generator, rows: Rows) -> Rows:
    """Some rows stand twice; some a second time that day with another value."""
    same = rows.taken(np.nonzero(happens(rng, len(rows), 0.004))[0])
    other = rows.taken(np.nonzero(happens(rng, len(rows), 0.006))[0])
    value = other.columns["value"]
    assert isinstance(value, Decimals)
    steps = np.rint(value.steps * rng.uniform(0.85, 1.18, len(other))).astype(np.int64)
    other = replace(other, columns={**other.columns, "value": replace(value, steps=steps)})
    return joined(joined(rows, same), other)
