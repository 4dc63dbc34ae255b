"""Person numbers: their kinds by form, date and check digits. All numbers here are made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.vocabulary.person_numbers import (
    BIRTH_NUMBER,
    D_NUMBER,
    H_NUMBER,
    SYNTHETIC,
    kind_of,
    make_synthetic,
)

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def with_checks(nine: str, remainder: int = 0) -> str | None:
    """The number with its two check digits, by the register's own wording of the rule."""
    total = sum(int(d) * w for d, w in zip(nine, FIRST, strict=True))
    first = (11 + remainder - total % 11) % 11
    second = sum(int(d) * w for d, w in zip(f"{nine}{first % 10}", SECOND, strict=True))
    second = (11 - second % 11) % 11
    return f"{nine}{first}{second}" if first < 10 and second < 10 else None


def number_from(start: str, remainder: int = 0) -> str:
    """The first number of a series that begins with six digits and has check digits."""
    numbers = (with_checks(f"{start}{series:03d}", remainder) for series in range(1000))
    return next(number for number in numbers if number is not None)


def test_a_number_worked_out_by_hand() -> None:
    # 3x0+7x1+6x8+1x1+8x0+9x0+4x0+5x0+2x1 = 58; 58 mod 11 = 3; first check digit 8.
    # 5x0+4x1+3x8+2x1+7x0+6x0+5x0+4x0+3x1+2x8 = 49; 49 mod 11 = 5; second 6.
    assert with_checks("018100001") == "01810000186"
    assert kind_of("01810000186", allow_synthetic=True) == SYNTHETIC


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("010160", BIRTH_NUMBER),
        ("310160", BIRTH_NUMBER),
        ("290200", BIRTH_NUMBER),
        ("290204", BIRTH_NUMBER),
        ("410160", D_NUMBER),
        ("710160", D_NUMBER),
        ("014160", H_NUMBER),
        ("315260", H_NUMBER),
        ("810160", H_NUMBER),
        ("999999", H_NUMBER),
        ("812345", H_NUMBER),
    ],
)
def test_each_kind_is_told_by_its_date(start: str, kind: str) -> None:
    assert kind_of(number_from(start)) == kind


@pytest.mark.parametrize(
    "start",
    [
        "000160",  # day 0
        "320160",  # day 32
        "310460",  # 31 April
        "300204",  # 30 February
        "290201",  # 29 February of a year that is no leap year in any century
        "011360",  # month 13
        "010060",  # month 0
        "015360",  # month 13 of an H-number
        "014060",  # month 0 of an H-number
        "400160",  # day 0 of a D-number
        "414160",  # D-number and H-number at once
    ],
)
def test_a_date_that_does_not_exist_is_no_number(start: str) -> None:
    assert kind_of(number_from(start), allow_synthetic=True) is None


@pytest.mark.parametrize("start", ["018160", "319260", "418160"])
def test_a_synthetic_number_is_one_only_when_asked_for(start: str) -> None:
    number = number_from(start)
    assert kind_of(number) is None
    assert kind_of(number, allow_synthetic=True) == SYNTHETIC


def test_65_added_to_the_month_is_left_out() -> None:
    assert kind_of(number_from("016660"), allow_synthetic=True) is None


@pytest.mark.parametrize("remainder", [0, 1, 2, 3])
def test_the_rule_of_2032_allows_four_remainders(remainder: int) -> None:
    assert kind_of(number_from("010160", remainder)) == BIRTH_NUMBER


@pytest.mark.parametrize("remainder", [4, 5, 10])
def test_other_remainders_are_wrong(remainder: int) -> None:
    assert kind_of(number_from("010160", remainder)) is None


def test_the_rule_of_2032_does_not_reach_auxiliary_numbers_without_a_date() -> None:
    assert kind_of(number_from("810160", 0)) == H_NUMBER
    assert kind_of(number_from("810160", 1)) is None


def test_a_wrong_second_check_digit_is_wrong() -> None:
    number = number_from("010160")
    others = [f"{number[:10]}{digit}" for digit in range(10) if str(digit) != number[10]]
    assert [kind_of(other) for other in others] == [None] * 9


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0101600",
        "010160 0018",
        "0101600011234",
        "abcdefghijk",
        "\N{FULLWIDTH DIGIT ONE}" * 11,
        "²" * 11,
    ],
)
def test_anything_but_eleven_digits_is_no_number(text: str) -> None:
    assert kind_of(text, allow_synthetic=True) is None


@given(st.dates(date(1900, 1, 1), date(2039, 12, 31)), st.integers(0, 399))
def test_made_numbers_are_synthetic_and_of_their_day(birth: date, serial: int) -> None:
    number = make_synthetic(birth, serial)
    assert kind_of(number, allow_synthetic=True) == SYNTHETIC
    assert kind_of(number) is None
    assert number[:2] == f"{birth.day:02d}"
    assert int(number[2:4]) == birth.month + 80
    assert number[4:6] == f"{birth.year % 100:02d}"
    assert with_checks(number[:9]) == number


def test_serials_of_a_day_and_of_two_centuries_never_meet() -> None:
    numbers = [
        make_synthetic(birth, serial)
        for birth in (date(1925, 3, 1), date(2025, 3, 1), date(2025, 3, 2))
        for serial in range(400)
    ]
    assert len(set(numbers)) == 1200


def test_the_same_day_and_serial_give_the_same_number() -> None:
    assert make_synthetic(date(1960, 5, 1), 7) == make_synthetic(date(1960, 5, 1), 7)


@pytest.mark.parametrize(
    ("birth", "serial"),
    [
        (date(1899, 12, 31), 0),
        (date(2040, 1, 1), 0),
        (date(1960, 5, 1), -1),
        (date(1960, 5, 1), 500),
    ],
)
def test_beyond_its_years_and_serials_none_is_made(birth: date, serial: int) -> None:
    with pytest.raises(ValueError, match=r"synthetic numbers are made|a day has the serials"):
        make_synthetic(birth, serial)
