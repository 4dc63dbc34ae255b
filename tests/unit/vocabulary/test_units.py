"""Units: which compare, and by which exact number."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.vocabulary.ucum_table import COMMON, SPELLINGS
from trialmatch.vocabulary.units import (
    factor,
    factor_among,
    ignoring_annotations,
    near_units,
)

# (from, to, the number that a value is multiplied by), each worked out by hand.
CONVERSIONS = [
    ("mg/dL", "mg/dL", "1"),
    ("g/L", "mg/dL", "100"),
    ("g/dL", "g/L", "10"),
    ("mg/dL", "mg/L", "10"),
    ("ng/mL", "ug/L", "1"),
    ("pg/mL", "ng/L", "1"),
    ("ug/dL", "mg/L", "1/100"),
    ("kg/m3", "g/L", "1"),
    ("g%", "g/dL", "1"),
    ("mg%", "mg/dL", "1"),
    ("mmol/L", "umol/L", "1000"),
    ("nmol/L", "mmol/L", "1/1000000"),
    ("mol/m3", "mmol/L", "1"),
    ("mmol/mol", "umol/mmol", "1000/1000"),
    ("mg/g", "g/kg", "1"),
    ("mg/mmol", "g/mol", "1"),
    ("10*9/L", "10*3/uL", "1"),
    ("10^9/L", "10*9/L", "1"),
    ("/uL", "10*9/L", "1/1000"),
    ("10*12/L", "10*6/uL", "1"),
    ("/(100.uL)", "/uL", "1/100"),
    ("{cells}/uL", "{cells}/mL", "1000"),
    ("10*3.{cells}/uL", "{cells}/uL", "1000"),
    ("10*3{cells}/uL", "{cells}/uL", "1000"),
    ("kU/L", "U/L", "1000"),
    ("ukat/L", "U/L", "60"),
    ("U/L", "ukat/L", "1/60"),
    ("nkat/L", "U/L", "6/100"),
    ("U/L", "mU/mL", "1"),
    ("m[IU]/L", "[IU]/L", "1/1000"),
    ("u[IU]/mL", "m[IU]/L", "1"),
    ("[iU]/L", "[IU]/L", "1"),
    ("[CFU]/mL", "[CFU]/L", "1000"),
    ("meq/L", "ueq/mL", "1"),
    ("mosm/kg", "osm/kg", "1/1000"),
    ("mL/min", "L/h", "6/100"),
    ("L/min", "mL/s", "1000/60"),
    ("mL/min/{1.73_m2}", "mL/s/{1.73_m2}", "1/60"),
    ("mL/{1.73_m2}/min", "mL/min/{1.73_m2}", "1"),
    ("L/min/m2", "mL/min/m2", "1000"),
    ("kg/m2", "g/cm2", "1/10"),
    ("mm[Hg]", "kPa", "133322/1000000"),
    ("kPa", "mbar", "10"),
    ("cm[H2O]", "Pa", "980665/10000"),
    ("atm", "kPa", "101325/1000"),
    ("mm[Hg].min/L", "[wood'U]", "1"),
    ("[in_i]", "cm", "254/100"),
    ("[ft_i]", "m", "3048/10000"),
    ("[lb_av]", "kg", "45359237/100000000"),
    ("[oz_av]", "g", "45359237/1600000"),
    ("[stone_av]", "[lb_av]", "14"),
    ("[gal_us]", "L", "3785411784/1000000000"),
    ("[drp]", "mL", "1/20"),
    ("fL", "um3", "1"),
    ("dL", "mL", "100"),
    ("l", "L", "1"),
    ("mm2", "m2", "1/1000000"),
    ("min", "s", "60"),
    ("wk", "d", "7"),
    ("a", "d", "36525/100"),
    ("mo", "d", "304375/10000"),
    ("a", "mo", "12"),
    ("h", "ms", "3600000"),
    ("Hz", "/min", "60"),
    ("{beats}/min", "{beats}/s", "1/60"),
    ("g/(24.h)", "mg/d", "1000"),
    ("ug/kg/min", "mg/kg/h", "6/100"),
    ("kcal", "kJ", "4184/1000"),
    ("[Cal]", "kcal", "1"),
    ("W.h", "J", "3600"),
    ("mV", "uV", "1000"),
    ("Ci", "MBq", "37000"),
    ("cGy", "Gy", "1/100"),
    ("RAD", "Gy", "1/100"),
    ("REM", "mSv", "10"),
    ("erg/g", "Gy", "1/10000"),
    ("deg", "'", "60"),
    ("[MET]", "mL/kg/min", "35/10"),
    ("[ppth]", "%", "1/10"),
    ("dyn.s/cm5", "Pa.s/cm3", "1/10"),
    ("[diop]", "m-1", "1"),
    ("[degR]", "K", "5/9"),
    ("Cel", "Cel", "1"),
    ("[pH]", "[pH]", "1"),
    ("dB", "dB", "1"),
    ("{score}", "{score}", "1"),
    ("%", "%", "1"),
]

NON_CONVERSIONS = [
    ("mL/min", "mL/min/{1.73_m2}", "a text in braces counts"),
    ("mL/min/{1.73_m2}", "mL/min/m2", "nor is it the unit it names"),
    ("/min", "{beats}/min", "a text in braces counts"),
    ("{beats}/min", "{breaths}/min", "beats are not breaths"),
    ("{cells}/uL", "/uL", "a text in braces counts"),
    ("mg/g{creat}", "mg{creat}/g", "above the line is not below it"),
    ("{score}", "1", "a score is not a number"),
    ("{score}", "{Score}", "letter case counts"),
    ("U/L", "[IU]/L", "an enzyme unit is not an international unit"),
    ("[IU]/L", "[arb'U]/L", "each arbitrary unit is its own"),
    ("[CFU]/mL", "/mL", "an arbitrary unit is not a number"),
    ("[IU]/mg", "[IU]/mmol", "mass is not amount"),
    ("%", "1", "per cent is not the number 1"),
    ("%", "10*-2", "nor a hundredth"),
    ("%", "mmol/mol", "HbA1c needs more than a factor"),
    ("%", "L/L", "unless the measure says so"),
    ("mg/g", "mmol/mol", "what cancels was not the same"),
    ("mg/g", "1", "a share by mass is not a plain number"),
    ("ug/mg/h", "nmol/mmol/h", "what cancels was not the same"),
    ("mg/dL", "mmol/L", "that needs the substance"),
    ("meq/L", "mmol/L", "that needs the valence"),
    ("mosm/kg", "mmol/kg", "that needs the particles"),
    ("mmol/L", "/L", "moles are not counted one by one"),
    ("Cel", "K", "another zero"),
    ("Cel", "[degF]", "another zero"),
    ("[pH]", "mol/L", "a logarithm"),
    ("dB", "B", "a logarithmic scale compares with itself alone"),
    ("Gy", "Sv", "another quantity of dose"),
    ("deg", "rad", "pi is not exact"),
    ("/[HPF]", "/[LPF]", "fields of view differ"),
    ("g", "g/L", "another dimension"),
    ("mm[Hg]", "mm", "another dimension"),
    ("K/uL", "10*3/uL", "K is the kelvin"),
    ("G/L", "10*9/L", "G is the gauss"),
    ("u/L", "U/L", "u is the dalton"),
    ("", "1", "no unit is not the unit 1"),
    ("1", "", "no unit is not the unit 1"),
    ("", "", "no unit compares with nothing"),
    ("mmHg", "mm[Hg]", "not a unit"),
    ("mmHg", "mmHg", "not a unit, though the same text"),
]

# Within a group every unit compares with every other.
GROUPS = [
    ["g/L", "mg/dL", "ug/mL", "[lb_av]/[gal_us]", "kg/m3", "[gr]/[foz_us]"],
    ["U/L", "ukat/L", "kU/L", "nkat/mL", "umol/min/L", "mmol/d/dL"],
    ["mm[Hg]", "kPa", "bar", "cm[H2O]", "[psi]", "dyn/cm2", "[in_i'Hg]"],
    ["a", "mo", "wk", "d", "h", "min", "s", "ns", "a_t", "mo_s"],
    ["[IU]/L", "m[IU]/mL", "k[iU]/dL", "10*3.[IU]/m3"],
    ["mL/min/{1.73_m2}", "L/d/{1.73_m2}", "mL/{1.73_m2}/s"],
]


@pytest.mark.parametrize(("from_unit", "to_unit", "number"), CONVERSIONS)
def test_a_value_converts_by_the_exact_number(from_unit: str, to_unit: str, number: str) -> None:
    assert factor(from_unit, to_unit) == Fraction(number)


@pytest.mark.parametrize(("from_unit", "to_unit", "number"), CONVERSIONS)
def test_the_way_back_is_the_inverse(from_unit: str, to_unit: str, number: str) -> None:
    assert factor(to_unit, from_unit) == 1 / Fraction(number)


@pytest.mark.parametrize(("one", "other", "why"), NON_CONVERSIONS)
def test_units_that_are_not_about_the_same_do_not_compare(one: str, other: str, why: str) -> None:
    assert factor(one, other) is None, why
    assert factor(other, one) is None, why


@given(st.data())
def test_going_there_and_back_changes_nothing(data: st.DataObject) -> None:
    group = data.draw(st.sampled_from(GROUPS))
    one, other = data.draw(st.sampled_from(group)), data.draw(st.sampled_from(group))
    there, back = factor(one, other), factor(other, one)
    assert there is not None and back is not None
    assert there * back == 1


@given(st.data())
def test_a_detour_over_a_third_unit_changes_nothing(data: st.DataObject) -> None:
    group = data.draw(st.sampled_from(GROUPS))
    one, two, three = (data.draw(st.sampled_from(group)) for _ in range(3))
    first, second, direct = factor(one, two), factor(two, three), factor(one, three)
    assert first is not None and second is not None
    assert first * second == direct


@given(st.data())
def test_units_of_different_groups_never_compare(data: st.DataObject) -> None:
    here, there = data.draw(st.permutations(GROUPS))[:2]
    assert factor(data.draw(st.sampled_from(here)), data.draw(st.sampled_from(there))) is None


@pytest.mark.parametrize(
    ("unit", "bare"),
    [
        ("mL/min/{1.73_m2}", "mL/min"),
        ("{score}", "1"),
        ("{cells}/uL", "/uL"),
        ("10*3{cells}/uL", "10*3/uL"),
        ("10*3.{cells}/uL", "10*3/uL"),
        ("mg/g{creat}", "mg/g"),
        ("g/({a}.L)", "g/(1.L)"),
        ("/{a}", "/1"),
        ("/10{a}", "/10"),
        ("mmol/L", "mmol/L"),
        ("10*3/uL", "10*3/uL"),
    ],
)
def test_a_unit_without_its_annotations(unit: str, bare: str) -> None:
    assert ignoring_annotations(unit) == bare
    assert factor(bare, bare) == 1


def test_a_listed_unit_is_read_without_the_annotation() -> None:
    to, also = "mL/min/{1.73_m2}", ("mL/min",)
    assert factor_among("mL/min/{1.73_m2}", to, also) == 1
    assert factor_among("mL/min", to, also) == 1
    assert factor_among("L/h", to, also) == Fraction(100, 6)
    assert factor_among("mL/min", to, ()) is None
    assert factor_among("mL/min/{other}", to, also) is None
    assert factor_among("mg/dL", to, also) is None


def test_listing_a_unit_does_not_turn_amount_into_mass() -> None:
    assert factor_among("mmol/L", "mg/dL", ("mmol/L",)) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("mmHg", "mm[Hg]"),
        ("IU/L", "[IU]/L"),
        ("mIU/L", "m[IU]/L"),
        ("µmol/L", "umol/L"),
        ("μmol/L", "umol/L"),
        ("mcg/L", "ug/L"),
        ("x10^9/L", "10*9/L"),
        ("10E9/L", "10*9/L"),
        ("10**9/L", "10*9/L"),
        ("ml/min/1.73m2", "mL/min/{1.73_m2}"),
        ("mL/min/1.73 m²", "mL/min/{1.73_m2}"),
        ("mEq/L", "meq/L"),
        ("kg/m^2", "kg/m2"),
        ("kg/m²", "kg/m2"),
        ("cells/uL", "{cells}/uL"),
        ("°C", "Cel"),
        ("years", "a"),
        ("bpm", "{beats}/min"),
    ],
)
def test_a_misspelt_unit_gets_the_right_suggestion_first(text: str, unit: str) -> None:
    assert near_units(text)[0] == unit


@pytest.mark.parametrize("text", ["", "   ", "haemoglobin"])
def test_nothing_near_gives_no_suggestion(text: str) -> None:
    assert near_units(text) == []


@pytest.mark.parametrize("unit", [*COMMON, *SPELLINGS.values()])
def test_every_suggested_unit_is_one(unit: str) -> None:
    assert factor(unit, unit) == 1


def test_a_hundred_thousand_look_ups_take_little_time() -> None:
    begin = time.perf_counter()
    for _ in range(100_000):
        factor("mg/dL", "g/L")
    assert time.perf_counter() - begin < 2
