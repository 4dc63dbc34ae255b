"""Norwegian person numbers: which kind a number is, and synthetic ones for demonstrations.

Neither sex nor age is ever read from a number. A number is eleven digits: a day, a month, a
year of two digits, three digits of a series and two check digits.

- fødselsnummer: as said. D-number: 40 added to the day.
- H-number (a hospital's own or the shared auxiliary number): 40 added to the month, or, in the
  old style and the shared one, a first digit of 8 or 9, which carries no date of birth. The
  two styles of the latter cannot be told apart. Some test systems add 40 to the month too,
  and their numbers cannot be told from H-numbers.
- synthetic: 80 added to the month, also of a D-number; accepted only when asked for.

From 2032 the first check digit of newly given numbers may leave the remainders 0 to 3 instead
of 0 alone; both rules hold side by side, so both are accepted at any time, but for numbers
without a date, which the population register does not give.

Left out because no source for it was found: synthetic numbers with 65 added to the month.
"""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

BIRTH_NUMBER = "fødselsnummer"
D_NUMBER = "D-number"
H_NUMBER = "H-number"
SYNTHETIC = "synthetic"

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_KINDS = {
    (0, 0): BIRTH_NUMBER,
    (40, 0): D_NUMBER,
    (0, 40): H_NUMBER,
    (0, 80): SYNTHETIC,
    (40, 80): SYNTHETIC,
}
# The series that fall to the years of birth, by the register's own table.
_SERIES = ((range(1900, 2000), range(500)), (range(2000, 2040), range(500, 1000)))


def kind_of(number: str, *, allow_synthetic: bool = False) -> str | None:
    """The kind of a person number, or None where it is none by form, date or check digits.

    A synthetic number is one only with `allow_synthetic`.
    """
    if len(number) != 11 or not (number.isascii() and number.isdigit()):
        return None
    digits = [int(digit) for digit in number]
    if digits[0] >= 8:
        return H_NUMBER if _checks(digits, (0,)) else None
    kind = _kind_by_date(int(number[:2]), int(number[2:4]), int(number[4:6]))
    if kind is None or (kind == SYNTHETIC and not allow_synthetic):
        return None
    return kind if _checks(digits, (0, 1, 2, 3)) else None


def make_synthetic(birth: date, serial: int) -> str:
    """The synthetic number (month + 80) with the given serial, from 0, of a day of birth.

    Numbers of different days or serials differ. Each day from 1900 to 2039 has at least 400;
    raises ValueError beyond the day's last one or those years. Its digits say nothing of sex.
    """
    series = next((numbers for years, numbers in _SERIES if birth.year in years), None)
    if series is None:
        raise ValueError("synthetic numbers are made for births from 1900 to 2039")
    start = f"{birth.day:02d}{birth.month + 80:02d}{birth.year % 100:02d}"
    digits = [int(digit) for digit in start]
    endings = _endings(_remainder(digits, _FIRST_WEIGHTS), _remainder(digits, _SECOND_WEIGHTS))
    free = endings[series.start : series.stop]
    valid = [ending for ending in free if ending]
    if not 0 <= serial < len(valid):
        raise ValueError(f"a day has the serials 0 to {len(valid) - 1}")
    return start + valid[serial]


def _kind_by_date(day: int, month: int, year: int) -> str | None:
    day_added = 40 if day > 40 else 0
    month_added = 80 if month > 80 else 40 if month > 40 else 0
    kind = _KINDS.get((day_added, month_added))
    return kind if kind and _is_day(day - day_added, month - month_added, year) else None


def _is_day(day: int, month: int, year: int) -> bool:
    # The century is not read from the number, so 00 counts as the leap year 2000.
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000 + year, month)[1]


def _checks(digits: list[int], first_remainders: tuple[int, ...]) -> bool:
    return (
        _remainder(digits, _FIRST_WEIGHTS) in first_remainders
        and _remainder(digits, _SECOND_WEIGHTS) == 0
    )


def _remainder(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11


@lru_cache(maxsize=121)
def _endings(first: int, second: int) -> tuple[str, ...]:
    """The last five digits for each series number, "" where it has no check digits.

    They depend on the date only through its two remainders, so there are 121 such tables.
    """
    return tuple(_ending(number, first, second) for number in range(1000))


def _ending(number: int, first: int, second: int) -> str:
    digits = [int(digit) for digit in f"{number:03d}"]
    one = -(first + _remainder(digits, _FIRST_WEIGHTS[6:])) % 11
    other = -(second + _remainder([*digits, one], _SECOND_WEIGHTS[6:])) % 11
    return f"{number:03d}{one}{other}" if one < 10 and other < 10 else ""
