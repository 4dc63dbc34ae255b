"""Reading a unit: its grammar, and text that is none, however hostile."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.vocabulary.units import factor, ignoring_annotations, near_units, parse

NO_UNITS = [
    "",
    " ",
    "mmHg",
    "IU/L",
    "mEq/L",
    "MG/DL",
    "sec",
    "mcg",
    "µg/L",
    "kg/m²",
    "mL/min/1.73m2",
    "mL/min/1.73.m2",
    "mL / min",
    "0.5",
    "/100.uL",
    "0",
    "m0",
    "10*99",
    "m2147483648",
    "9999999999",
    "g//L",
    "g/",
    ".g",
    "g.",
    "/",
    "()",
    "(g",
    "g)",
    "(/g)",
    "2g",
    "g2L",
    "{a}{b}",
    "{}",
    "{a b}",
    "{a",
    "a}",
    "[IU",
    "IU]",
    "kmin",
    "k%",
    "kk",
    "Cel/min",
    "2.Cel",
    "Cel2",
    "(Cel)",
    "[pH].m",
    "dB/m",
    "g\n",
    "g\0",
    "\N{FULLWIDTH LATIN SMALL LETTER G}",
    "m٢",
    "null",
    "-",
]

HOSTILE = [
    "(" * 100_000,
    "(" * 50 + "g" + ")" * 50,
    "((((((((((g))))))))))",
    "g." * 1_000_000,
    "{" * 99,
    "[" * 99,
    "[" * 49 + "]" * 49,
    "1" * 100_000,
    "m" * 100,
    "10*" * 33,
    "10*999999999999999999",
    "\N{PILE OF POO}" * 50,
    "\u202eg/L",
    "=1+1",
]


@pytest.mark.parametrize("text", NO_UNITS)
def test_what_is_no_unit_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        parse(text)
    assert factor(text, "1") is None


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_refused_at_once(text: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(ValueError, match=r"\w+"):
        parse(text)
    assert factor(text, "g/L") is None
    assert factor("g/L", text) is None
    assert isinstance(near_units(text), list)
    assert isinstance(ignoring_annotations(text), str)
    assert time.perf_counter() - begin < 0.5


def test_the_largest_product_that_fits_is_read_at_once() -> None:
    begin = time.perf_counter()
    parse(".".join(["Ymol30"] * 14))
    assert time.perf_counter() - begin < 0.5


@given(st.text(max_size=120))
def test_any_text_is_a_unit_or_a_value_error(text: str) -> None:
    try:
        parsed = parse(text)
    except ValueError:
        assert factor(text, text) is None
    else:
        assert parsed.magnitude > 0
        assert factor(text, text) == 1


@given(st.text(alphabet="gmolLUs[]IU{}().,/*^-+0123456789%'_ µ", max_size=40))
def test_text_made_of_a_units_letters_is_a_unit_or_a_value_error(text: str) -> None:
    try:
        parse(text)
    except ValueError:
        assert factor(text, text) is None


def test_a_parsed_unit_tells_what_it_is_made_of() -> None:
    parsed = parse("m[IU]/mL/{1.73_m2}")
    assert parsed.magnitude == 1000
    assert parsed.dimension == (("m", -3),)
    assert parsed.annotations == ("/{1.73_m2}",)
    assert parsed.arbitrary == (("[IU]", 1),)


def test_division_goes_from_left_to_right() -> None:
    assert factor("g/s.m", "g.m/s") == 1
    assert factor("g/s/m", "g/(s.m)") == 1
    assert factor("g/(s/m)", "g.m/s") == 1
    assert factor("g/(L/{x})", "g.{x}/L") == 1
