"""Units as laboratories write them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.vocabulary.ucum_table import COMMON
from trialmatch.vocabulary.unit_spellings import (
    IN_CAPITALS,
    PARTS,
    TWO_MEANINGS,
    WHOLE,
    as_ucum,
    means_two,
)
from trialmatch.vocabulary.units import factor, parse

# (as it is written, the unit that is meant), each by hand.
SPELT = [
    ("x10^9/L", "10*9/L"),
    ("x 10^9/l", "10*9/L"),
    ("10*9/L", "10*9/L"),
    ("10^9/l", "10*9/L"),
    ("10**9/L", "10*9/L"),
    ("10E9/L", "10*9/L"),
    ("10e9/L", "10*9/L"),
    ("E9/L", "10*9/L"),
    ("\N{MULTIPLICATION SIGN}10⁹/L", "10*9/L"),
    ("x10(9)/L", "10*9/L"),
    ("10^12/L", "10*12/L"),
    ("K/uL", "10*3/uL"),
    ("M/uL", "10*6/uL"),
    ("Gpt/L", "10*9/L"),
    ("/mm³", "/uL"),
    ("/cumm", "/uL"),
    ("cells/uL", "{cells}/uL"),
    ("10^9 celler/L", "10*9{cells}/L"),
    ("mmol/mol Hb", "mmol/mol"),
    ("% Hb", "%"),
    ("prosent", "%"),
    ("µg/L", "ug/L"),
    ("μg/l", "ug/L"),
    ("mcg/L", "ug/L"),
    ("g/dl", "g/dL"),
    ("mmol / L", "mmol/L"),
    (" nmol/L\N{NO-BREAK SPACE}", "nmol/L"),
    ("kU/L", "kU/L"),
    ("IE/L", "[IU]/L"),
    ("mIE/L", "m[IU]/L"),
    ("µIU/mL", "u[IU]/mL"),
    ("IU/L", "[IU]/L"),
    ("mEq/L", "meq/L"),
    ("mOsm/kg", "mosm/kg"),
    ("mL/min/1.73m2", "mL/min/{1.73_m2}"),
    ("ml/min/1,73 m²", "mL/min/{1.73_m2}"),
    ("mL/min/1.73_m2", "mL/min/{1.73_m2}"),
    ("mg/mmol kreatinin", "mg/mmol"),
    ("mmHg", "mm[Hg]"),
    ("°C", "Cel"),
    ("°F", "[degF]"),
    ("kg/m²", "kg/m2"),
    ("kg/m^2", "kg/m2"),
    ("slag/min", "{beats}/min"),
    ("mg/24h", "mg/d"),
    ("mg/døgn", "mg/d"),
    ("msec", "ms"),
    ("sek", "s"),
    ("INR", "{INR}"),
    ("poeng", "{score}"),
]


@pytest.mark.parametrize(("written", "meant"), SPELT)
def test_a_spelling_is_the_unit_that_is_meant(written: str, meant: str) -> None:
    assert factor(as_ucum(written) or "", meant) == 1


@pytest.mark.parametrize(
    ("written", "meant"), [("MMOL/L", "mmol/L"), ("MG/DL", "mg/dL"), ("MIU/ML", "m[IU]/mL")]
)
def test_a_unit_in_capitals_throughout_is_the_usual_one(written: str, meant: str) -> None:
    assert as_ucum(written) == meant


@pytest.mark.parametrize(
    "written", ["Mmol/L", "Mg/dL", "MIU/mL", "ng/ML", "G/L", "T/L", "E/L", "kE/L", "MU/L"]
)
def test_what_could_be_two_units_is_none(written: str) -> None:
    assert as_ucum(written) is None
    assert means_two(written)


@pytest.mark.parametrize("written", ["", " ", "millimoles", "1.5", "10 9/L", "qq", "mg//L", "?"])
def test_what_is_no_unit_stays_none(written: str) -> None:
    assert as_ucum(written) is None
    assert not means_two(written)


@pytest.mark.parametrize("unit", COMMON)
def test_a_common_ucum_code_is_itself(unit: str) -> None:
    assert as_ucum(unit) == unit


@pytest.mark.parametrize("table", [WHOLE, PARTS, IN_CAPITALS])
def test_every_spelling_stands_for_a_unit(table: dict[str, str]) -> None:
    for unit in table.values():
        parse(unit)


def test_no_spelling_stands_for_something_and_for_two_things() -> None:
    assert TWO_MEANINGS.isdisjoint(WHOLE)
    assert TWO_MEANINGS.isdisjoint(PARTS)


def test_a_spelling_is_read_once_and_for_all() -> None:
    for unit in {*WHOLE.values(), *PARTS.values(), *IN_CAPITALS.values()}:
        assert as_ucum(unit) == unit


@given(st.text(max_size=120))
def test_any_text_is_a_unit_or_none(text: str) -> None:
    found = as_ucum(text)
    assert found is None or parse(found)


def test_hostile_texts_are_dealt_with_at_once() -> None:
    begun = time.perf_counter()
    for text in ("x" * 100, "10(" * 33, "1.73" * 25, "/" * 100, "x 10 ^ " * 14, "⁹" * 100):
        as_ucum(text)
        means_two(text)
    assert time.perf_counter() - begun < 1
