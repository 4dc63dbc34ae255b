"""The patient table: births, sex and deaths, some of them known only in part."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
# What a column holds is the schema's matter, and only known when it is written.
Column: TypeAlias = "pa.Array[Any]"
EPOCH_1925 = -16_436
LAST_BIRTH = 20_400
LAST_DAY = 20_513  # 2026-03-01
MICROSECONDS_A_DAY = 86_400_000_000
SEXES = pa.array(["female", "male", "unknown"])
PRECISIONS = pa.array(["day", "month", "minute", "year"])


def identifiers(first: int, count: int) -> Column:
    """The patients' identifiers, in no order that tells anything."""
    numbers = (np.arange(first, first + count, dtype=np.int64) * 7_368_787) % 100_000_007
    return pa.array([f"P{number:09d}" for number in numbers.tolist()])


def coded(codes: npt.NDArray[np.int32], words: Column, known: npt.NDArray[np.bool_]) -> Column:
    """A column of words; empty where not known."""
    return worded(pa.array(codes, mask=~known), words)


def worded(codes: Column, words: Column) -> Column:
    """A column that says each word once, and which of them each row has."""
    return pa.DictionaryArray.from_arrays(codes, words)


def month_starts(days: Ints) -> Ints:
    """The first day of each day's month."""
    return (
        days.astype("datetime64[D]")
        .astype("datetime64[M]")
        .astype("datetime64[D]")
        .astype(np.int64)
    )


def stamps(minutes: Ints, known: npt.NDArray[np.bool_] | None = None) -> Column:
    """Minutes since 1970 as timestamps."""
    mask = None if known is None else ~known
    return pa.array(minutes * 60_000_000, mask=mask).cast(pa.timestamp("us"))


def patients(ids: Column, draw: np.random.Generator) -> pa.Table:
    """One block of patients."""
    count = len(ids)
    birth = (EPOCH_1925 + (LAST_BIRTH - EPOCH_1925) * draw.beta(1.6, 1.3, count)).astype(np.int64)
    vague = draw.random(count) < 0.02
    birth = np.where(vague, month_starts(birth), birth)
    death = draw.integers(17_500, LAST_DAY, count)
    dead = draw.random(count) < 0.06
    every = np.ones(count, dtype=bool)
    sex = draw.choice(3, count, p=[0.5, 0.48, 0.02]).astype(np.int32)
    return pa.table(
        {
            "patient": ids,
            "birth": stamps(birth * 1440, draw.random(count) > 0.005),
            "birth_precision": coded(vague.astype(np.int32), PRECISIONS, every),
            "sex": coded(sex, SEXES, draw.random(count) > 0.01),
            "death": pa.array(death.astype(np.int32), mask=~dead).cast(pa.date32()),
        }
    )
