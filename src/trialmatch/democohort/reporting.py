"""How laboratories report a value: code, unit, decimals, bounds and reference range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from trialmatch.democohort.catalogue import MEASURES
from trialmatch.democohort.draws import Floats, Ints, WeightedLists, happens
from trialmatch.democohort.measure import Reported
from trialmatch.democohort.people import People
from trialmatch.democohort.rows import (
    COMPARATORS,
    Column,
    Decimals,
    Rows,
    Wording,
    dated_rows,
    timed,
)
from trialmatch.democohort.tables import Words
from trialmatch.democohort.visits import Contacts

BELOW, ABOVE = COMPARATORS.index("<"), COMPARATORS.index(">")


class Ways:
    """All ways of reporting, numbered through all measures, as arrays."""

    def __init__(self) -> None:
        """Lay out the catalogue's ways of reporting."""
        ways: list[Reported] = []
        lists = []
        for measure in MEASURES:
            lists.append([(len(ways) + n, way.share) for n, way in enumerate(measure.reported)])
            ways += measure.reported
        self.of_measure = WeightedLists(lists)
        self.systems, self.codes, self.units = Words(), Words(), Words()
        codes = [way.code.split() for way in ways]
        self.system = np.array([self.systems.number(system) for system, _ in codes])
        self.code = np.array([self.codes.number(code) for _, code in codes])
        self.unit = np.array([self.units.number(way.unit) if way.unit else -1 for way in ways])
        self.decimals = np.array([way.decimals for way in ways])
        self.factor = np.array([way.factor for way in ways])
        self.offset = np.array([way.offset for way in ways])
        self.floor = np.array([way.floor for way in ways])
        self.ceiling = np.array([way.ceiling for way in ways])
        self.limits = np.array([_limits(way) for way in ways])


def _limits(way: Reported) -> list[list[float]]:
    """The reference range of men, then of women; not a number where a side is open."""
    both = (way.limits, way.limits_women or way.limits)
    return [[np.nan if side is None else side for side in pair] for pair in both]


@lru_cache(maxsize=1)
def ways() -> Ways:
    """The one table of ways."""
    return Ways()


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Results before they are reported: contact, measure, minute and value."""

    contact: Ints
    measure: Ints
    minute: Ints
    value: Floats


def report(rng: np.random.Generator, results: Results, people: People, contacts: Contacts) -> Rows:
    """Measurement rows of these results."""
    way = ways().of_measure.pick(results.measure, rng.random(len(results.measure)))
    person = contacts.person[results.contact]
    columns: dict[str, Column] = {
        "system": Wording(ways().system[way], ways().systems.all),
        "code": Wording(ways().code[way], ways().codes.all),
        "value": _decimals(way, results.value),
        "unit": Wording(ways().unit[way], ways().units.all),
    }
    # Some laboratories send no reference range along.
    range_sent = happens(rng, len(way), 0.93)
    limits = ways().limits[way, people.female[person].astype(np.int64)]
    columns["range_low"] = np.where(range_sent, limits[:, 0], np.nan)
    columns["range_high"] = np.where(range_sent, limits[:, 1], np.nan)
    rows = dated_rows("measurement", person, results.minute, columns, results.contact)
    return timed(rows, results.minute)


def _decimals(way: Ints, value: Floats) -> Decimals:
    """The number as reported, only a bound outside of what the method can tell."""
    table = ways()
    number = value * table.factor[way] + table.offset[way]
    low, high = number < table.floor[way], number > table.ceiling[way]
    number = np.clip(number, table.floor[way], table.ceiling[way])
    return Decimals(
        steps=np.rint(number * 10.0 ** table.decimals[way]).astype(np.int64),
        places=table.decimals[way],
        comparator=np.where(low, BELOW, np.where(high, ABOVE, 0)),
        known=np.ones(len(way), dtype=np.int64),
    )
