"""Powers and logarithms of exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from trialmatch.vocabulary.powers import logarithm, power, too_large


def test_whole_powers_are_exact() -> None:
    assert power(Fraction("1.1"), Fraction(3)) == Fraction("1.331")
    assert power(Fraction(-2), Fraction(3)) == -8
    assert power(Fraction(4), Fraction(-2)) == Fraction(1, 16)


@pytest.mark.parametrize(
    ("base", "exponent", "root"),
    [("4", "1/2", 2), ("8", "1/3", 2), ("1000", "1/3", 10), ("1", "0.725", 1), ("0", "1/2", 0)],
)
def test_a_root_that_is_a_short_number_is_that_number(base: str, exponent: str, root: int) -> None:
    assert power(Fraction(base), Fraction(exponent)) == root


def test_an_exponent_worked_out_to_nearly_a_whole_number_is_whole() -> None:
    assert power(Fraction(3), Fraction(2) + Fraction(1, 10**12)) == 9


def test_other_powers_have_thirty_digits() -> None:
    assert abs(power(Fraction(2), Fraction(1, 2)) ** 2 - 2) < Fraction(1, 10**28)


def test_the_logarithm_of_a_power_of_the_base_is_the_exponent() -> None:
    assert logarithm(Fraction(1000), Fraction(10)) == 3
    assert logarithm(Fraction(1), Fraction(10)) == 0
    assert logarithm(Fraction("0.01"), Fraction(10)) == -2


def test_powers_beyond_all_use_are_not_worked_out() -> None:
    assert too_large(Fraction(2), Fraction(101))
    assert too_large(Fraction(10**6), Fraction(50))
    assert not too_large(Fraction(10**6), Fraction(40))
    assert not too_large(Fraction(0), Fraction(2))
