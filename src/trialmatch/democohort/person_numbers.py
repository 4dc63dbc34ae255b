"""Synthetic Norwegian person numbers for many people at once.

They carry the month plus 80, as the numbers of synthetic test persons do, so none of them can
be a real person's. Both check digits are right, and the third individual digit is even for
women. No two people get the same number: each block of people has its own individual digits.
"""

from __future__ import annotations

import numpy as np

from trialmatch.democohort.draws import Bools, Ints

# Blocks in one round have different individual digits; rounds differ in the day of birth.
BLOCKS_A_ROUND = 250
ROUNDS = 8
_FIRST_WEIGHTS = np.array([3, 7, 6, 1, 8, 9, 4, 5, 2])
_SECOND_WEIGHTS = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])


def settle_births(births: Ints, female: Bools, block: int) -> Ints:
    """Days of birth, moved by days so that every number exists and none is given twice.

    A block's individual digits are fixed, so a day on which they give no valid number, or on
    which another of the same sex in the block is born, cannot stay.
    """
    if block >= BLOCKS_A_ROUND * ROUNDS:
        raise ValueError("there are not enough person numbers for so many patients")
    turn = block // BLOCKS_A_ROUND
    days = births - (births - turn) % ROUNDS
    while (wrong := ~valid(days, female, block) | _repeated(days, female)).any():
        days = np.where(wrong, days - ROUNDS, days)
    return days


def _repeated(days: Ints, female: Bools) -> Bools:
    """Whether an earlier person has the same day and sex."""
    key = days * 2 + female
    _, first = np.unique(key, return_index=True)
    repeated = np.ones(len(days), dtype=np.bool_)
    repeated[first] = False
    return repeated


def numbers(births: Ints, female: Bools, block: int) -> Ints:
    """The eleven digits as one whole number each, for settled days of birth."""
    digits = _digits(births, female, block)
    first = _check_digit(digits, _FIRST_WEIGHTS)
    ten = np.column_stack([digits, first])
    eleven = np.column_stack([ten, _check_digit(ten, _SECOND_WEIGHTS)])
    powers = 10 ** np.arange(10, -1, -1, dtype=np.int64)
    return np.asarray(eleven @ powers, dtype=np.int64)


def valid(births: Ints, female: Bools, block: int) -> Bools:
    """Whether both check digits exist: neither may be 10."""
    digits = _digits(births, female, block)
    first = _check_digit(digits, _FIRST_WEIGHTS)
    second = _check_digit(np.column_stack([digits, first % 10]), _SECOND_WEIGHTS)
    return np.asarray((first < 10) & (second < 10))


def _check_digit(digits: Ints, weights: Ints) -> Ints:
    return np.asarray((11 - (digits @ weights) % 11) % 11, dtype=np.int64)


def _digits(births: Ints, female: Bools, block: int) -> Ints:
    """The nine digits before the check digits: day, month + 80, year, individual number."""
    dates = births.astype("datetime64[D]")
    months = dates.astype("datetime64[M]").astype(np.int64)
    day = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    year, month = 1970 + months // 12, months % 12 + 1
    # Individual numbers below 500 belong to 1900-1999, from 500 on to 2000-2039.
    individual = (block % BLOCKS_A_ROUND) * 2 + ~female + np.where(year >= 2000, 500, 0)
    parts = ((day, 2), (month + 80, 2), (year % 100, 2), (individual, 3))
    columns = [part // 10**place % 10 for part, width in parts for place in range(width)[::-1]]
    return np.column_stack(columns)
