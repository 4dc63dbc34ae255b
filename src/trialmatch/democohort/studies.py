"""Studies that people took part in, and the points of a study that they reached."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.democohort.catalogue.studies import ENDED_SHARE, JOINING_SHARE, POINTS, STUDIES
from trialmatch.democohort.dates import RECORDS_BEGIN
from trialmatch.democohort.draws import WeightedLists, happens
from trialmatch.democohort.people import People
from trialmatch.democohort.rows import Column, Rows, Wording, dated_rows, one_word
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

_SHORTEST, _LONGEST = 20, 700


def draw_participations(rng: np.random.Generator, people: People) -> Rows:
    """A study for a few grown-ups, with an end for most."""
    age = (people.last_day - people.birth) // 365
    person = np.nonzero(happens(rng, len(people), JOINING_SHARE) & (age >= 20))[0]
    first = np.maximum(people.birth[person] + 19 * 366, RECORDS_BEGIN)
    last = people.last_day[person]
    day = first + (rng.random(len(person)) * np.maximum(last - first, 0)).astype(np.int64)
    length = _SHORTEST + (rng.random(len(person)) * (_LONGEST - _SHORTEST)).astype(np.int64)
    study = rng.integers(0, len(STUDIES), len(person))
    columns: dict[str, Column] = {
        "system": one_word("STUDY", len(person)),
        "code": Wording(study, STUDIES),
    }
    rows = dated_rows("participation", person, day * MINUTES_PER_DAY, columns)
    ended = (day + length <= last) & happens(rng, len(person), ENDED_SHARE)
    return replace(rows, end=np.where(ended, (day + length) * MINUTES_PER_DAY, rows.end))


def draw_study_points(rng: np.random.Generator, participations: Rows) -> Rows:
    """The points that those reached who took part, some days after they joined."""
    place = _POINTS.pick(np.zeros(len(participations), np.int64), rng.random(len(participations)))
    reached = np.nonzero(place >= 0)[0]
    later = (rng.random(len(reached)) * _SHORTEST).astype(np.int64) * MINUTES_PER_DAY
    columns: dict[str, Column] = {
        "system": one_word("LOCAL", len(reached)),
        "code": Wording(place[reached], tuple(POINTS)),
    }
    start = participations.start[reached] + later
    return dated_rows("study_point", participations.person[reached], start, columns)


_POINTS = WeightedLists([list(enumerate(POINTS.values()))], whole=1.0)
