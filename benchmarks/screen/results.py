"""One block of results: measurements as numbers, observations as text with bounds and words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.screen.catalogue import FOREIGN, MEASUREMENTS, Measure, measures, shares
from benchmarks.screen.events import (
    STATUSES,
    Block,
    Times,
    code_columns,
    head,
    in_order,
    plant_codes,
    times,
)
from benchmarks.screen.people import Column, Ints, coded

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]
_FINAL, _PRELIMINARY = 4, 3
_WORDS = pa.scalar("haemolysed")


class _Columns:
    """What is usual of some measures, by their number, so that rows can look it up."""

    def __init__(self, of: tuple[Measure, ...]) -> None:
        self.middle = np.array([each.middle for each in of], dtype=np.float64)
        self.divisor = np.array([each.divisor for each in of], dtype=np.float64)
        self.ranged = np.array([each.has_range for each in of])
        self.lowest = np.array([each.detected[0] for each in of], dtype=np.float64)
        self.highest = np.array([each.detected[1] for each in of], dtype=np.float64)
        words = sorted({unit for each in of for unit in (each.unit, each.second or each.unit)})
        self.units = pa.array([*words, FOREIGN])
        self.first = np.array([words.index(each.unit) for each in of], dtype=np.int32)
        self.second = np.array([words.index(each.second or each.unit) for each in of], np.int32)


def _dated(
    block: Block, kind: str, of: tuple[Measure, ...]
) -> tuple[dict[str, Column], Codes, Ints]:
    whose = block.rows(kind)
    count = len(whose)
    codes = block.pick(shares(len(of), kind), count)
    when = times(block, count, by_minute=0.6)
    plant_codes(codes, len(of), when, block)
    _tie(block, whose, codes, when)
    order = in_order(whose, when)
    columns = head(block, whose, order, kind)
    columns |= code_columns("LOINC", tuple(each.code for each in of), codes, order)
    return columns | when.columns(order), codes[order], whose[order]


def _tie(block: Block, whose: Ints, codes: Codes, when: Times) -> None:
    """Some rows are of the code and day of the row before them."""
    again = np.flatnonzero(block.chance(0.04, len(whose)))
    again = again[again > len(measures())]
    again = again[whose[again] == whose[again - 1]]
    codes[again] = codes[again - 1]
    later = block.draw.integers(0, 2, len(again)) * block.draw.integers(0, 300, len(again))
    when.minutes[again] = when.minutes[again - 1] + later


def _numbers(block: Block, codes: Codes, usual: _Columns) -> tuple[Floats, Codes, Floats]:
    """Each row's number, its unit, and what numbers in that unit are divided by."""
    count = len(codes)
    value = usual.middle[codes] * np.exp(block.draw.normal(0, 0.4, count))
    value = np.where(block.chance(0.004, count), usual.middle[codes] * 500, value)
    in_second = block.chance(0.3, count)
    divisor = np.where(in_second, usual.divisor[codes], 1.0)
    value = np.where(divisor > 1, np.round(value * divisor), np.round(value, 1))
    unit = np.where(in_second, usual.second[codes], usual.first[codes])
    unit = np.where(block.chance(0.01, count), len(usual.units) - 1, unit)
    return value, unit.astype(np.int32), divisor


def _status(block: Block, count: int) -> Column:
    status = np.where(block.chance(0.04, count), _PRELIMINARY, _FINAL).astype(np.int32)
    return coded(status, STATUSES, block.chance(0.7, count) | (status == _PRELIMINARY))


def measurements(block: Block) -> pa.Table:
    """Laboratory results as numbers, many with the range that is normal."""
    of = measures()[:MEASUREMENTS]
    usual = _Columns(of)
    columns, codes, _ = _dated(block, "measurement", of)
    count = len(codes)
    value, unit, divisor = _numbers(block, codes, usual)
    columns["value"] = pa.array(value, mask=block.chance(0.01, count))
    columns["unit"] = coded(unit, usual.units, ~block.chance(0.01, count))
    no_range = ~usual.ranged[codes] | block.chance(0.05, count)
    for name, share in (("range_low", 0.75), ("range_high", 1.25)):
        limit = np.round(usual.middle[codes] * share) * divisor
        columns[name] = pa.array(limit, mask=no_range)
    columns["status"] = _status(block, count)
    return pa.table(columns)


def observations(block: Block) -> pa.Table:
    """Results as text: numbers, bounds and a few words."""
    of = measures()[MEASUREMENTS:]
    usual = _Columns(of)
    columns, codes, _ = _dated(block, "observation", of)
    count = len(codes)
    value, unit, divisor = _numbers(block, codes, usual)
    lowest, highest = usual.lowest[codes] * divisor, usual.highest[codes] * divisor
    below, above = value < lowest, (value > highest) & (value < 20 * highest)
    told = pa.array(np.where(below, lowest, np.where(above, highest, value)))
    sign = pc.if_else(pa.array(below), "<", pc.if_else(pa.array(above), ">", ""))
    text = pc.binary_join_element_wise(sign, told.cast(pa.string()), "")
    text = pc.if_else(pa.array(block.chance(0.01, count)), _WORDS, text)
    columns["value"] = pc.if_else(pa.array(block.chance(0.01, count)), None, text)
    columns["unit"] = coded(unit, usual.units, ~block.chance(0.01, count))
    columns["status"] = _status(block, count)
    return pa.table(columns)
