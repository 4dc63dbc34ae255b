"""Every measure under criteria/shared: declared whole, and its units convert as they should.

Conversions between units of one kind, and between mass and amount of substance, are checked
against ucumvert and pint. Where those do not know, or know otherwise, published tables decide.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import ucumvert
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.clauses.contract.scope import Measure
from trialmatch.vocabulary.conversions import Conversion
from trialmatch.workflow.measure_reference import (
    all_units,
    measure_files,
    measures_page,
    unnoticed_mix_ups,
)

SHARED = Path(__file__).resolve().parents[2] / "criteria" / "shared"

# IUPAC Commission on Isotopic Abundances and Atomic Weights, abridged values of 2021.
ATOMIC_WEIGHTS = {
    "H": 1.008,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "Mg": 24.305,
    "P": 30.974,
    "K": 39.098,
    "Ca": 40.078,
    "Fe": 55.845,
    "Co": 58.933,
    "I": 126.90,
}
# No formula: the whole molecule was weighed.
PROTEINS = {"haemoglobin", "albumin", "parathyroid_hormone", "nt_probnp", "bnp"}

WANTED = """
    haemoglobin platelets neutrophils leucocytes lymphocytes eosinophils inr aptt creatinine egfr
    urea urate sodium potassium calcium magnesium phosphate urine_albumin_creatinine_ratio
    bilirubin alt ast alkaline_phosphatase gamma_gt lactate_dehydrogenase creatine_kinase amylase
    lipase albumin crp glucose fasting_glucose hba1c cholesterol ldl_cholesterol hdl_cholesterol
    triglycerides ferritin vitamin_b12 folate vitamin_d tsh free_t4 hcg psa troponin_t troponin_i
    nt_probnp bnp qtcf ejection_fraction fev1 weight height body_mass_index oxygen_saturation
    systolic_blood_pressure diastolic_blood_pressure heart_rate body_temperature
"""


FILES = list(measure_files(SHARED))
MEASURES = {measure.name: measure for file in FILES for measure in file.measures}
UNITS = [(measure, unit) for measure in MEASURES.values() for unit in all_units(measure)]


def named(case: tuple[Measure, str]) -> str:
    return f"{case[0].name} in {case[1]}"


def into(measure: Measure, unit: str) -> Conversion:
    found = measure.scale().from_row(unit)
    assert found is not None, f"{measure.name} in {unit}"
    return found


# Declared whole


def test_no_two_files_declare_the_same_measure() -> None:
    names = [measure.name for file in FILES for measure in file.measures]
    assert len(names) == len(set(names))


def test_the_fifty_commonest_measures_are_there() -> None:
    assert len(WANTED.split()) >= 50
    assert set(WANTED.split()) - MEASURES.keys() == set()


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_says_its_codes_and_what_is_plausible(measure: Measure) -> None:
    assert measure.codes.include or measure.name == "qtcf"
    in_words = measure.in_words or measure.steps != ()
    assert in_words == (measure.low is None) == (measure.high is None)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_number_that_units_do_not_give_has_its_source(measure: Measure) -> None:
    declared = measure.molar_mass is not None or bool(measure.relations)
    assert bool(measure.source) == declared


@pytest.mark.parametrize(
    "measure",
    [m for m in MEASURES.values() if m.molar_mass and m.name not in PROTEINS],
    ids=lambda measure: measure.name,
)
def test_a_molar_mass_is_the_sum_of_its_atoms(measure: Measure) -> None:
    stated = re.search(r"((?:[A-Z][a-z]?\d*)+), IUPAC", measure.source)
    assert stated is not None, "the formula stands in the source"
    atoms = re.findall(r"([A-Z][a-z]?)(\d*)", stated[1])
    mass = sum(ATOMIC_WEIGHTS[atom] * int(count or 1) for atom, count in atoms)
    assert float(measure.molar_mass or 0) == pytest.approx(mass, rel=5e-5)


# Against ucumvert and pint

LIBRARY = ucumvert.PintUcumRegistry()

# Where the two libraries do not know, or say something else: a published table decides below.
OTHERWISE = {
    ("hba1c", "mmol/mol"): "the scales of NGSP and IFCC are tied by an equation",
    ("arterial_ph", "[pH]"): "pint has no such scale",
    ("calcium", "meq/L"): "for pint an equivalent is a mole, whatever the charge",
    ("ionised_calcium", "meq/L"): "for pint an equivalent is a mole, whatever the charge",
    ("magnesium", "meq/L"): "for pint an equivalent is a mole, whatever the charge",
}
# UCUM has 133.322 kPa for a metre of mercury, pint 133.322387415.
TOLERANCE = 4e-6


def by_library(measure: Measure, unit: str, number: float) -> float:
    """A number of a unit in the measure's own, as ucumvert and pint have it."""
    quantity = LIBRARY.Quantity(number, LIBRARY.from_ucum(unit).units)
    own = LIBRARY.from_ucum(measure.unit).units
    if quantity.is_compatible_with(own):
        return float(quantity.to(own).magnitude)
    mass = LIBRARY.Quantity(float(measure.molar_mass or 0), "g/mol")
    turned = quantity * mass
    if not turned.is_compatible_with(own):
        turned = quantity / mass
    return float(turned.to(own).magnitude)


@pytest.mark.parametrize(
    "case",
    [
        (measure, unit)
        for measure, unit in UNITS
        if unit not in measure.also and (measure.name, unit) not in OTHERWISE
    ],
    ids=named,
)
def test_a_conversion_is_that_of_ucumvert_and_pint(case: tuple[Measure, str]) -> None:
    measure, unit = case
    for number in (1, 10, 300):
        own = float(into(measure, unit).of(Fraction(number)))
        assert own == pytest.approx(by_library(measure, unit, number), rel=TOLERANCE)


@pytest.mark.parametrize("case", [(m, u) for m, u in UNITS if u in m.also], ids=named)
def test_a_unit_read_as_the_measures_own_keeps_its_numbers(case: tuple[Measure, str]) -> None:
    assert into(*case) == Conversion(Fraction(1))


# Against published tables: each line was copied by hand. The last column is half a unit of the
# last digit that the table gives.

SI_UNITS = "conversion factors to SI units, as the AMA Manual of Style and Henry's list them"
NGSP = "IFCC and NGSP values of HbA1c, as ngsp.org and the ADA list them"
PUBLISHED = [
    *(
        (SI_UNITS, *line)
        for line in [
            ("haemoglobin", 1, "mmol/L", 1.611, 0.0005),
            ("haemoglobin", 10, "g/L", 1, 0),
            ("haematocrit", 0.45, "L/L", 45, 0),
            ("leucocytes", 1000, "/uL", 1, 0),
            ("leucocytes", 4.5, "10*3/uL", 4.5, 0),
            ("creatinine", 1, "mg/dL", 88.4, 0.05),
            ("urea", 1, "mg/dL", 0.1665, 0.00005),
            ("urea_nitrogen", 0.357, "mmol/L", 1, 0.0005),
            ("urate", 1, "mg/dL", 59.48, 0.005),
            ("urine_albumin_creatinine_ratio", 8.84, "mg/g", 1, 0.0005),
            ("urine_albumin_creatinine_ratio", 30, "mg/g", 3.39, 0.005),
            ("urine_albumin_creatinine_ratio", 300, "mg/g", 33.9, 0.05),
            ("sodium", 140, "meq/L", 140, 0),
            ("potassium", 4, "meq/L", 4, 0),
            ("potassium", 1, "mg/dL", 0.2558, 0.00005),
            ("chloride", 100, "meq/L", 100, 0),
            ("bicarbonate", 24, "meq/L", 24, 0),
            ("calcium", 1, "mg/dL", 0.25, 0.005),
            ("calcium", 1, "meq/L", 0.5, 0),
            ("ionised_calcium", 1, "meq/L", 0.5, 0),
            ("magnesium", 1, "meq/L", 0.5, 0),
            ("magnesium", 1, "mg/dL", 0.4114, 0.00005),
            ("phosphate", 1, "mg/dL", 0.323, 0.0005),
            ("bilirubin", 1, "mg/dL", 17.1, 0.05),
            ("albumin", 1, "g/dL", 10, 0),
            ("albumin", 15.05, "umol/L", 1, 0.001),
            ("lactate", 1, "mg/dL", 0.111, 0.0005),
            ("glucose", 1, "mg/dL", 0.0555, 0.00005),
            ("glucose", 126, "mg/dL", 7.0, 0.05),
            ("glucose", 200, "mg/dL", 11.1, 0.05),
            ("cholesterol", 1, "mg/dL", 0.0259, 0.00005),
            ("ldl_cholesterol", 70, "mg/dL", 1.8, 0.05),
            ("hdl_cholesterol", 40, "mg/dL", 1.03, 0.005),
            ("triglycerides", 1, "mg/dL", 0.0113, 0.00005),
            ("triglycerides", 150, "mg/dL", 1.69, 0.005),
            ("iron", 1, "ug/dL", 0.179, 0.0005),
            ("vitamin_b12", 1, "pg/mL", 0.738, 0.0005),
            ("folate", 1, "ng/mL", 2.266, 0.0005),
            ("vitamin_d", 1, "ng/mL", 2.496, 0.0005),
            ("free_t4", 1, "ng/dL", 12.87, 0.005),
            ("free_t3", 1, "pg/mL", 1.536, 0.0005),
            ("parathyroid_hormone", 1, "pg/mL", 0.1061, 0.00005),
            ("cortisol", 1, "ug/dL", 27.59, 0.005),
            ("testosterone", 1, "ng/dL", 0.0347, 0.00005),
            ("oestradiol", 1, "pg/mL", 3.671, 0.0005),
            ("bnp", 0.289, "pmol/L", 1, 0.002),
            ("nt_probnp", 0.1182, "pmol/L", 1, 0.0005),
            ("alt", 1, "ukat/L", 60, 0),
            ("lactate_dehydrogenase", 0.0167, "ukat/L", 1, 0.005),
            ("egfr", 1, "mL/s/{1.73_m2}", 60, 0),
        ]
    ),
    *(
        (NGSP, "hba1c", *line)
        for line in [
            (31, "mmol/mol", 5.0, 0.05),
            (42, "mmol/mol", 6.0, 0.05),
            (48, "mmol/mol", 6.5, 0.05),
            (53, "mmol/mol", 7.0, 0.05),
            (64, "mmol/mol", 8.0, 0.05),
            (75, "mmol/mol", 9.0, 0.05),
            (86, "mmol/mol", 10.0, 0.05),
            (97, "mmol/mol", 11.0, 0.05),
            (108, "mmol/mol", 12.0, 0.05),
        ]
    ),
    ("WHO: units of the standard preparations", "tsh", 4, "u[IU]/mL", 4, 0),
    ("WHO: units of the standard preparations", "tsh", 4, "mU/L", 4, 0),
    ("WHO: units of the standard preparations", "hcg", 25, "m[IU]/mL", 25, 0),
    ("WHO: units of the standard preparations", "fsh", 30, "U/L", 30, 0),
    ("UCUM: m[Hg] is 133.322 kPa", "systolic_blood_pressure", 16, "kPa", 120.01, 0.005),
    ("UCUM: m[Hg] is 133.322 kPa", "arterial_oxygen_pressure", 60, "mm[Hg]", 8.0, 0.005),
    ("the definition of Fahrenheit", "body_temperature", 98.6, "[degF]", 37, 0),
    ("the definition of Celsius", "body_temperature", 310.15, "K", 37, 0),
    ("the international yard and pound", "weight", 1, "[lb_av]", 0.45359237, 0),
    ("the international yard and pound", "height", 1, "[in_i]", 2.54, 0),
]


@pytest.mark.parametrize(
    ("name", "number", "unit", "expected", "half_a_digit"),
    [line[1:] for line in PUBLISHED],
    ids=[f"{line[1]} {line[2]} {line[3]}" for line in PUBLISHED],
)
def test_a_conversion_is_that_of_a_published_table(
    name: str, number: float, unit: str, expected: float, half_a_digit: float
) -> None:
    own = into(MEASURES[name], unit).of(Fraction(str(number)))
    assert abs(own - Fraction(str(expected))) <= Fraction(str(half_a_digit))


def test_what_no_library_knows_stands_in_a_published_table() -> None:
    published = {(name, unit) for _, name, _, unit, _, _ in PUBLISHED}
    checked = published | {("arterial_ph", "[pH]"), ("magnesium", "meq/L")}
    assert OTHERWISE.keys() <= checked


# There and back

NUMBERS = st.decimals(min_value="0.001", max_value="100000", places=3)


@given(st.sampled_from(UNITS), NUMBERS)
def test_a_number_turned_into_another_unit_and_back_is_the_same(
    case: tuple[Measure, str], number: Decimal
) -> None:
    there = into(*case)
    assert there.backwards().of(there.of(Fraction(number))) == Fraction(number)


@given(st.sampled_from(UNITS), NUMBERS, NUMBERS)
def test_a_larger_number_stays_the_larger_one(
    case: tuple[Measure, str], one: Decimal, other: Decimal
) -> None:
    turned = into(*case)
    larger = turned.of(Fraction(one)) > turned.of(Fraction(other))
    assert larger == (one > other)


@given(st.sampled_from(UNITS), st.data(), NUMBERS)
def test_a_limit_in_any_unit_decides_as_the_same_limit_in_the_measures_own(
    case: tuple[Measure, str], data: st.DataObject, number: Decimal
) -> None:
    measure, unit = case
    limit_unit = data.draw(st.sampled_from(all_units(measure)))
    own = into(measure, unit).of(Fraction(number))
    in_limit = measure.scale(limit_unit).to_limit().of(own)
    assert into(measure, limit_unit).of(in_limit) == own


# A number with the wrong unit beside it

# Units more than ten times apart that a range cannot tell, since results differ by as much from
# one person to another: a number of the one unit that is written in the other. The reference names
# them too.
HARD_TO_TELL = {
    "leucocytes": "10*9/L in /uL",
    "neutrophils": "10*9/L in /uL",
    "lymphocytes": "10*9/L in /uL",
    "eosinophils": "10*9/L in /uL",
    "cd4_cells": "10*9/L in /uL",
    "d_dimer": "mg/L{FEU} in ug/L{FEU}",
    "troponin_t": "ug/L in ng/L",
    "troponin_i": "ug/L in ng/L",
    "tsh": "[IU]/L in m[IU]/L",
    "cortisol": "nmol/L in ug/dL, ug/dL in nmol/L",
    "testosterone": "ng/mL in ng/dL, nmol/L in ng/dL",
    "oestradiol": "nmol/L in pg/mL, nmol/L in pmol/L",
    "hcg": "k[IU]/L in [IU]/L",
    "urea": "g/L in mmol/L, mmol/L in g/L",
    "urate": "mg/dL in mmol/L, mmol/L in mg/dL",
    "urine_protein_creatinine_ratio": "g/g in mg/g, g/g in mg/mmol",
    "alt": "U/L in ukat/L, ukat/L in U/L",
    "ast": "U/L in ukat/L, ukat/L in U/L",
    "alkaline_phosphatase": "U/L in ukat/L, ukat/L in U/L",
    "gamma_gt": "U/L in ukat/L, ukat/L in U/L",
    "lactate_dehydrogenase": "U/L in ukat/L, ukat/L in U/L",
    "creatine_kinase": "U/L in ukat/L, ukat/L in U/L",
    "amylase": "U/L in ukat/L, ukat/L in U/L",
    "lipase": "U/L in ukat/L, ukat/L in U/L",
    "bilirubin": "mg/dL in umol/L, umol/L in mg/dL",
    "conjugated_bilirubin": "mg/dL in umol/L",
}


def test_a_mix_up_of_units_far_apart_falls_outside_what_is_plausible_or_is_named() -> None:
    found = {
        name: ", ".join(sorted(f"{one} in {other}" for one, other in unnoticed_mix_ups(measure)))
        for name, measure in MEASURES.items()
    }
    assert {name: pairs for name, pairs in found.items() if pairs} == HARD_TO_TELL


def test_the_reference_shows_the_measures_as_they_are(repository: Path) -> None:
    page = repository / "docs" / "reference" / "measures.md"
    assert page.read_text(encoding="utf-8") == measures_page(SHARED), "run `make reference`"
