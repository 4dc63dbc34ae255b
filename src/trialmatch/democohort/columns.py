"""From numbers to Arrow columns: words, dates as text, results as text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trialmatch.democohort.dates import DAY, MINUTE, MONTH, NEVER, YEAR
from trialmatch.democohort.draws import Bools, Floats, Ints
from trialmatch.democohort.rows import COMPARATORS, Decimals
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY

_FIRST, _LAST = "1900-01-01", "2040-01-01"
WORDS = pa.dictionary(pa.int32(), pa.string())
# In quotes, since the types of Arrow's arrays have parameters only for the type checker.
WordArray: TypeAlias = "pa.DictionaryArray[pa.lib.Int32Type, pa.lib.StringType]"


@dataclass(frozen=True, slots=True, eq=False)
class _Calendar:
    """The text of every day, then of every month, then of every year; and of every minute."""

    texts: pa.StringArray
    minutes: pa.StringArray
    first_day: int
    first_month: int
    first_year: int
    days: int
    months: int


@lru_cache(maxsize=1)
def _calendar() -> _Calendar:
    days = np.arange(_FIRST, _LAST, dtype="datetime64[D]")
    months = np.arange(_FIRST[:7], _LAST[:7], dtype="datetime64[M]")
    years = np.arange(_FIRST[:4], _LAST[:4], dtype="datetime64[Y]")
    texts = [str(text) for part in (days, months, years) for text in part.astype(str)]
    minutes = [f"T{m // 60:02d}:{m % 60:02d}" for m in range(MINUTES_PER_DAY)]
    return _Calendar(
        texts=pa.array(texts, pa.string()),
        minutes=pa.array([*minutes, ""], pa.string()),
        first_day=int(days[0].astype(np.int64)),
        first_month=int(months[0].astype(np.int64)),
        first_year=int(years[0].astype(np.int64)),
        days=len(days),
        months=len(months),
    )


def times(minutes: Ints, known: Ints) -> pa.StringArray:
    """Minutes since 1970 as text, to the precision known; null where NEVER."""
    table = _calendar()
    never = minutes == NEVER
    minutes = np.where(never, 0, minutes)
    day = minutes // MINUTES_PER_DAY
    place = day - table.first_day
    rough = np.nonzero(known >= MONTH)[0]
    dates = day[rough].astype("datetime64[D]")
    month = dates.astype("datetime64[M]").astype(np.int64) - table.first_month + table.days
    year = dates.astype("datetime64[Y]").astype(np.int64) - table.first_year
    by_year = known[rough] == YEAR
    place[rough] = np.where(by_year, year + table.days + table.months, month)
    of_day = np.where(known == MINUTE, minutes % MINUTES_PER_DAY, MINUTES_PER_DAY)
    dated = table.texts.take(_places(place, never))
    if not (known == MINUTE).any():
        return dated
    return _glued(dated, table.minutes.take(of_day))


def _places(numbers: Ints, missing: Bools) -> pa.Int64Array:
    return pa.array(numbers, type=pa.int64(), mask=missing)


def _glued(*parts: pa.StringArray) -> pa.StringArray:
    """Texts one after the other; null where any of them is."""
    return pc.binary_join_element_wise(*parts, _repeated("", len(parts[0])))


def _repeated(text: str, rows: int) -> pa.StringArray:
    return _dictionary((text,)).take(np.zeros(rows, dtype=np.int64))


def _digits(numbers: Ints, missing: Bools) -> pa.StringArray:
    texts = pc.cast(_places(numbers, missing), pa.string())
    assert isinstance(texts, pa.StringArray)
    return texts


def days(numbers: Ints, known: Ints) -> pa.StringArray:
    """Day numbers as text: 0 in `known` is the day, 1 the month, 2 the year, 3 nothing."""
    minutes = np.where(known == 3, NEVER, numbers * MINUTES_PER_DAY)
    return times(minutes, np.choose(np.minimum(known, 2), [DAY, MONTH, YEAR]))


@lru_cache(maxsize=256)
def _dictionary(words: tuple[str, ...]) -> pa.StringArray:
    return pa.array(words, pa.string())


def words(number: Ints, all_words: tuple[str, ...]) -> WordArray:
    """A dictionary-encoded column; null where the number is -1."""
    places = pa.array(number.astype(np.int32), type=pa.int32(), mask=number < 0)
    return pa.DictionaryArray.from_arrays(places, _dictionary(all_words))


@lru_cache(maxsize=1)
def _fractions() -> pa.StringArray:
    """What stands behind the whole number: nothing, then .0 to .9, then .00 to .99, and so on."""
    parts = [f".{n:0{places}d}" for places in (1, 2, 3) for n in range(10**places)]
    return pa.array(["", *parts], pa.string())


def decimals(column: Decimals) -> pa.StringArray:
    """Results as text, with their comparator; null where there is no number."""
    scale = 10**column.places
    first = np.array([0, 1, 11, 111])[column.places]
    comparator = _dictionary(COMPARATORS).take(column.comparator)
    whole = _digits(column.steps // scale, column.known == 0)
    return _glued(comparator, whole, _fractions().take(first + column.steps % scale))


def patient_ids(numbers: Ints, stranger: Bools) -> pa.StringArray:
    """Identifiers such as P0000123; X0000123 where nobody has it."""
    letters = _dictionary(("P", "X")).take(stranger.astype(np.int64))
    return _glued(letters, fixed_digits(numbers, numbers >= 0, 7))


def numbered_ids(patients: pa.StringArray, mark: str, number: Ints) -> pa.StringArray:
    """Identifiers of rows such as P0000123-d7; null where the number is -1."""
    return _glued(patients, _repeated(f"-{mark}", len(number)), _digits(number, number < 0))


def fixed_digits(numbers: Ints, shown: Bools, width: int) -> pa.StringArray:
    """Whole numbers as text of a fixed width; null where not shown."""
    return pc.utf8_lpad(_digits(numbers, ~shown), width, "0")


def measures(numbers: Floats) -> pa.DoubleArray:
    """Plain numbers; null where it is not a number."""
    return pa.array(numbers, type=pa.float64(), mask=np.isnan(numbers))
