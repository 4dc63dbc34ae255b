"""One block of events of each kind, in the order of patient and time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.screen.catalogue import CODES, shares
from benchmarks.screen.people import (
    LAST_DAY,
    PRECISIONS,
    Column,
    Ints,
    coded,
    month_starts,
    stamps,
    worded,
)

Flags = npt.NDArray[np.bool_]
FIRST_DAY = 15_340  # 2012-01-01
PLANTED_DAY = FIRST_DAY + 100
A_PATIENT = {
    "visit": 6,
    "diagnosis": 9,
    "medication": 8,
    "procedure": 2,
    "measurement": 26,
    "observation": 4,
}
VISITS_AT_MOST = 100
POSITIONS = pa.array(["main", "secondary"])
ACTS = pa.array(["dispensed", "given", "ordered", "reported"])
TYPES = pa.array(["inpatient", "outpatient", "emergency", "day"])
STATUSES = pa.array(["confirmed", "provisional", "refuted", "preliminary", "final", "cancelled"])
_DAY, _MONTH, _MINUTE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Block:
    """Patients being written together: their identifiers, and the number of the first."""

    ids: Column
    first: int
    draw: np.random.Generator

    def rows(self, kind: str) -> Ints:
        """Whose each row of a kind is; on average as many a patient as the kind has."""
        mean = A_PATIENT[kind]
        counts = np.minimum(self.draw.poisson(mean, len(self.ids)), VISITS_AT_MOST - 1)
        return np.repeat(np.arange(len(self.ids)), counts)

    def pick(self, share: list[float], count: int) -> npt.NDArray[np.int32]:
        """So many draws of numbers that occur in these shares."""
        drawn = np.searchsorted(np.cumsum(share)[:-1], self.draw.random(count), side="right")
        return drawn.astype(np.int32)

    def chance(self, share: float, count: int) -> Flags:
        """True for a share of so many rows."""
        return self.draw.random(count) < share


@dataclass(slots=True)
class Times:
    """When rows began: the minute, and to what it is known."""

    minutes: Ints
    known_to: npt.NDArray[np.int32]

    def plant(self, count: int) -> None:
        """Let the first rows lie on one early day."""
        self.minutes[:count] = PLANTED_DAY * 1440
        self.known_to[:count] = _DAY

    def columns(self, order: Ints, name: str = "start") -> dict[str, Column]:
        """The two columns, as an extract has them: the beginning of what is known."""
        minutes, known_to = self.minutes[order], self.known_to[order]
        days = minutes // 1440
        days = np.where(known_to == _MONTH, month_starts(days), days)
        told = np.where(known_to == _MINUTE, minutes, days * 1440)
        every = np.ones(len(told), dtype=bool)
        return {name: stamps(told), f"{name}_precision": coded(known_to, PRECISIONS, every)}


def times(block: Block, count: int, by_minute: float, vague: float = 0.05) -> Times:
    """Times from 2012 on, more of them lately."""
    ago = (block.draw.random(count) ** 2.5 * (LAST_DAY - FIRST_DAY) * 1440).astype(np.int64)
    minutes = LAST_DAY * 1440 + 600 - ago
    return Times(minutes, precision(block, count, by_minute, vague))


def precision(block: Block, count: int, by_minute: float, vague: float) -> npt.NDArray[np.int32]:
    """To what each time is known."""
    drawn = block.draw.random(count)
    known_to = np.where(drawn < vague, _MONTH, np.where(drawn < vague + by_minute, _MINUTE, _DAY))
    return known_to.astype(np.int32)


def plant_codes(codes: npt.NDArray[np.int32], count: int, when: Times, block: Block) -> int:
    """Every code has a row long ago in the first block, so none was never seen; how many."""
    if block.first:
        return 0
    planted = min(count, len(codes))
    codes[:planted] = np.arange(planted)
    when.plant(planted)
    return planted


def in_order(whose: Ints, when: Times) -> Ints:
    """By patient, and each patient's by time."""
    return np.argsort(whose * (1 << 25) + when.minutes, kind="stable")


def head(block: Block, whose: Ints, order: Ints, kind: str) -> dict[str, Column]:
    """The columns that every table of events begins with."""
    number = list(A_PATIENT).index(kind)
    ids = (block.first * VISITS_AT_MOST + np.arange(len(order))) * 10 + number
    patient = worded(pa.array(whose[order].astype(np.int32)), block.ids)
    return {"patient": patient, "id": pa.array(ids)}


def code_columns(
    system: str, words: tuple[str, ...], codes: npt.NDArray[np.int32], order: Ints
) -> dict[str, Column]:
    """The code system and the code."""
    every = np.ones(len(order), dtype=bool)
    one = np.zeros(len(order), dtype=np.int32)
    return {
        "system": coded(one, pa.array([system]), every),
        "code": coded(codes[order], pa.array(words), every),
    }


@dataclass(frozen=True, slots=True)
class Visits:
    """The block's contacts, for other rows to belong to."""

    table: pa.Table
    ids: Ints
    days: Ints
    first_of: Ints
    count_of: Ints


def visits(block: Block) -> Visits:
    """Contacts with their ends; a few still have none, or no type."""
    whose = block.rows("visit")
    count = len(whose)
    when = times(block, count, by_minute=0.93, vague=0.02)
    order = in_order(whose, when)
    whose, when = whose[order], Times(when.minutes[order], when.known_to[order])
    kind_of = block.pick([0.35, 0.45, 0.15, 0.05], count)
    stayed = np.where(kind_of == 0, block.draw.geometric(0.2, count) * 1440, 90)
    end = Times(when.minutes + stayed, when.known_to)
    plain = np.arange(count)
    columns = head(block, whose, plain, "visit")
    ids = columns["id"].to_numpy()
    columns["contact_type"] = coded(kind_of, TYPES, ~block.chance(0.01, count))
    columns |= when.columns(plain)
    ends = end.columns(plain, "end")
    open_end = pa.array(block.chance(0.01, count))
    columns["end"] = pa.compute.if_else(open_end, None, ends["end"])
    columns["end_precision"] = ends["end_precision"]
    first_of = np.searchsorted(whose, np.arange(len(block.ids)))
    count_of = np.bincount(whose, minlength=len(block.ids))
    return Visits(pa.table(columns), ids, when.minutes // 1440, first_of, count_of)


def _contacts(
    block: Block, whose: Ints, when: Times, of: Visits, share: float, planted: int
) -> Column:
    """The contact of each row; those that have one are dated like it."""
    count = len(whose)
    linked = block.chance(share, count) & (of.count_of[whose] > 0)
    linked[:planted] = False
    nth = (block.draw.random(count) * of.count_of[whose]).astype(np.int64)
    row = np.where(linked, of.first_of[whose] + nth, 0)
    when.minutes[linked] = of.days[row[linked]] * 1440
    return pa.array(of.ids[row], mask=~linked)


def _places(order: Ints) -> Column:
    return pa.array(order)


def _with_contacts(kind: str, share: float) -> Callable[[Block, Visits], pa.Table]:
    system, words = CODES[kind]

    def table(block: Block, of: Visits) -> pa.Table:
        whose = block.rows(kind)
        count = len(whose)
        codes = block.pick(shares(len(words), kind), count)
        when = times(block, count, by_minute=0.0)
        planted = plant_codes(codes, len(words), when, block)
        contact = _contacts(block, whose, when, of, share, planted)
        order = in_order(whose, when)
        columns = head(block, whose, order, kind) | code_columns(system, words, codes, order)
        columns |= when.columns(order)
        columns["contact"] = contact.take(_places(order))
        status = block.pick([0.93, 0.05, 0.02], count)
        columns["status"] = coded(status, STATUSES, block.chance(0.5, count) | (status > 0))
        if kind == "diagnosis":
            main = block.pick([0.5, 0.5], count)
            columns["position"] = coded(main, POSITIONS, ~block.chance(0.05, count))
        return pa.table(columns)

    return table


diagnoses = _with_contacts("diagnosis", 0.75)
procedures = _with_contacts("procedure", 0.85)


def medications(block: Block) -> pa.Table:
    """Medicines: with days of supply, with an end, or with neither."""
    system, words = CODES["medication"]
    whose = block.rows("medication")
    count = len(whose)
    codes = block.pick(shares(len(words), "medication"), count)
    when = times(block, count, by_minute=0.2)
    plant_codes(codes, len(words), when, block)
    order = in_order(whose, when)
    columns = head(block, whose, order, "medication") | code_columns(system, words, codes, order)
    columns |= when.columns(order)
    known = block.draw.random(count)
    supply = block.draw.choice([7.0, 10.5, 30.0, 90.0], count)
    columns["days_supply"] = pa.array(supply, mask=known > 0.6)
    days = when.minutes[order] // 1440 + block.draw.integers(31, 400, count)
    ended = pa.array(days.astype(np.int32), mask=(known <= 0.6) | (known > 0.9))
    columns["end"] = ended.cast(pa.date32())
    act = block.pick([0.5, 0.3, 0.15, 0.05], count)
    columns["act"] = coded(act, ACTS, ~block.chance(0.03, count))
    status = block.pick([0.99, 0.0, 0.0, 0.0, 0.0, 0.01], count)
    columns["status"] = coded(status, STATUSES, status > 0)
    return pa.table(columns)
