"""Person numbers: right by form, recognisably synthetic, and never given twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from trialmatch.democohort.draws import Bools, Ints
from trialmatch.democohort.person_numbers import (
    BLOCKS_A_ROUND,
    ROUNDS,
    numbers,
    settle_births,
    valid,
)
from trialmatch.vocabulary.person_numbers import SYNTHETIC, kind_of


def born(people: int, seed: int) -> tuple[Ints, Bools]:
    rng = np.random.default_rng(seed)
    return rng.integers(-20000, 20000, people), rng.random(people) < 0.5


def test_every_number_of_the_cohort_is_valid_and_synthetic(cohort: Path) -> None:
    column = pq.read_table(cohort / "patients.parquet").column("person_number").to_pylist()
    given = [number for number in column if number is not None]
    assert 4800 < len(given) < 5000
    assert {kind_of(number, allow_synthetic=True) for number in given} == {SYNTHETIC}
    assert {kind_of(number) for number in given} == {None}
    assert len(set(given)) == len(given)


def test_a_number_tells_the_day_of_birth_with_80_on_the_month(cohort: Path) -> None:
    rows = pq.read_table(cohort / "patients.parquet").to_pylist()
    for row in rows:
        if row["person_number"] is not None:
            year, month, day = row["birth"].split("-")
            assert row["person_number"][:6] == f"{day}{int(month) + 80}{year[2:]}"


def test_the_ninth_digit_is_even_for_women(cohort: Path) -> None:
    rows = pq.read_table(cohort / "patients.parquet").to_pylist()
    numbered = [row for row in rows if row["person_number"] and row["sex"] in ("female", "male")]
    assert {
        (int(row["person_number"][8]) % 2 == 0) == (row["sex"] == "female") for row in numbered
    } == {True}


def test_no_two_blocks_give_the_same_number() -> None:
    everyone: list[int] = []
    for block in (0, 1, BLOCKS_A_ROUND, BLOCKS_A_ROUND + 1, ROUNDS * BLOCKS_A_ROUND - 1):
        births, female = born(2000, block)
        days = settle_births(births, female, block)
        assert valid(days, female, block).all()
        everyone += numbers(days, female, block).tolist()
    assert len(set(everyone)) == len(everyone) == 10000


def test_births_move_by_weeks_not_by_years() -> None:
    births, female = born(2000, 5)
    moved = births - settle_births(births, female, 17)
    assert moved.min() >= 0
    assert np.median(moved) < 20
    assert moved.max() < 200


def test_more_blocks_than_there_are_numbers_are_refused() -> None:
    births, female = born(3, 1)
    with pytest.raises(ValueError, match="not enough person numbers"):
        settle_births(births, female, BLOCKS_A_ROUND * ROUNDS)
