from __future__ import annotations

import pytest

from trialmatch.compiler import Compiled, compile_text
from trialmatch.plan.algebra import Number
from trialmatch.plan.scale import Scale
from trialmatch.vocabulary.codesets import CodeSet

HEADER = 'trial T "T"\n  screen each patient\n'


def _compiled(definitions: str, criterion: str) -> Compiled:
    return compile_text(f"{HEADER}{definitions}\ninclude\n  I1: {criterion}\n")


def _codes(definition: str, *more: str) -> CodeSet:
    compiled = _compiled("\n".join([f"codes a = {definition}", *more]), "diagnosis a")
    assert compiled.criteria is not None, [each.message for each in compiled.diagnostics]
    return next(codes for _, codes in compiled.criteria.code_sets())


def _scale(definition: str, criterion: str) -> Scale:
    compiled = _compiled(f"measure m = {definition}", f"latest m {criterion}")
    assert compiled.criteria is not None, [each.message for each in compiled.diagnostics]
    return next(one.scale for one in compiled.criteria.nodes() if isinstance(one, Number))


@pytest.mark.parametrize(
    ("definition", "inside", "outside"),
    [
        ("ICD10 I21", "I21.4", "I22"),
        ("ICD10 I21.4", "I214", "I21"),
        ("ICD10 C00-C97 except C44", "C50.1", "C44.2"),
        ("ICD10 I60.0-I60.9", "I605", "I61"),
        ("ICD10 i21", "I214", "I22"),
    ],
)
def test_a_code_set_holds_these_codes_and_not_those(
    definition: str, inside: str, outside: str
) -> None:
    codes = _codes(definition)
    assert codes.holds((("ICD10", inside.replace(".", "")),))
    assert not codes.holds((("ICD10", outside.replace(".", "")),))


def test_procedures_have_ranges_patterns_and_chapters() -> None:
    codes = _codes("NCSP JFB20-64 NFB[0-9][0-2] P")
    held = ["JFB20", "JFB64", "NFB42", "PAA00"]
    assert all(codes.holds((("NCSP", code),)) for code in held)
    assert not any(codes.holds((("NCSP", code),)) for code in ["JFB65", "NFB43", "FNG02"])


def test_a_code_may_carry_its_name() -> None:
    assert str(_codes("SNOMED 22298006 |Infarct, # 1| 230690007, ICD10 I21 |Acute|")) == (
        "SNOMED 22298006 230690007, ICD10 I21"
    )


def test_except_speaks_of_the_system_named_last() -> None:
    codes = _codes("ICD10 I60-I69, NCSP AAA except AAA00")
    assert str(codes) == "ICD10 I60-I69, NCSP AAA except NCSP AAA00"


def test_except_can_name_a_system_and_other_code_sets() -> None:
    more = "codes b = ICD10 C43 C44\ncodes c = ATC L01"
    codes = _codes("ICD10 C00-C97, ATC L except ICD10 C50, b, c ATC L02", more)
    assert str(codes) == "ICD10 C00-C97, ATC L except ICD10 C50 C43 C44, ATC L01 L02"


def test_a_set_can_be_excepted_that_is_declared_below() -> None:
    assert _codes("ICD10 C00-C97 except z", "codes z = ICD10 C44").exclude


@pytest.mark.parametrize(
    ("system", "good", "bad"),
    [
        ("ICD10", "I21 I21.4 I214 S72.0XXA K31.A0 C", "21 I2145678 IA1 A10BK"),
        ("ICPC2", "K75 K", "K755555 75"),
        ("ATC", "A A10 A10B A10BK A10BK01", "A1 I21 A10BK1 10"),
        ("NCSP", "FNG02 NFB P JFB20A", "FNG0234 12 F-"),
        ("LOINC", "62238-1 2823-3", "62238 A-1 62238-12"),
        ("NPU", "NPU18016", "18016 NPU180 npu18016x"),
        ("SNOMED", "22298006", "I21 123 2229800A"),
        ("RXNORM", "314076", "A10"),
        ("CVX", "207", "2077"),
        ("OMOP", "4329847", "x1"),
    ],
)
def test_the_shape_of_a_code_is_checked_by_system(system: str, good: str, bad: str) -> None:
    assert _compiled(f"codes a = {system} {good}", "diagnosis a").diagnostics == ()
    for code in bad.split():
        found = _compiled(f"codes a = {system} {code}", "diagnosis a").diagnostics
        assert [each.rule for each in found][:1] in (["code-shape"], ["code-range"]), code


def test_every_wrong_code_of_a_set_is_told() -> None:
    found = _compiled("codes a = ICD10 21 I21 22, ICD9 410, ATC 5", "diagnosis a").diagnostics
    assert [each.rule for each in found] == [
        "code-shape",
        "code-shape",
        "unknown-system",
        "code-shape",
    ]


def test_a_measure_is_read_in_its_unit_within_what_is_plausible() -> None:
    scale = _scale("LOINC 2823-3, NPU NPU03230 in mmol/L, plausible 1.5 to 10", "> 5 mmol/L")
    assert (scale.declared, str(scale.low), str(scale.high)) == ("mmol/L", "1.5", "10")
    assert scale.also == ()


def test_a_unit_whose_annotation_is_not_to_count_stands_after_or() -> None:
    scale = _scale("LOINC 62238-1 in mL/min/{1.73_m2} or mL/min", "> 5 mL/min/{1.73_m2}")
    assert scale.also == ("mL/min",)


def test_international_units_stand_in_for_units_where_the_measure_says_so() -> None:
    assert _scale("LOINC 1742-6 in U/L or [IU]/L", "> 5 U/L").also == ("[IU]/L",)


def test_a_plausible_range_is_compared_in_the_measures_unit() -> None:
    measure = "measure m = LOINC 2823-3 in mmol/L, plausible 1 to 10"
    inside = _compiled(measure, "latest m > 9000 umol/L")
    outside = _compiled(measure, "latest m > 11000 umol/L")
    assert [each.rule for each in inside.diagnostics] == []
    assert [each.rule for each in outside.diagnostics] == ["implausible-limit"]
    assert outside.criteria is not None
