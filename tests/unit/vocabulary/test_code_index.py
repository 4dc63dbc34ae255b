"""Which code sets a coding falls in, found without asking each of them."""

from __future__ import annotations

import pytest

from trialmatch.vocabulary.code_index import CodeIndex
from trialmatch.vocabulary.codesets import CodePattern, CodeSet, pattern

INFARCTION, HEART, CANCER, NOT_SKIN, KNEE, INSULIN, LDL, BOTH = range(8)
SETS = [
    CodeSet("infarction", (pattern("ICD10", "I21"),)),
    CodeSet("heart", (pattern("ICD10", "I"), pattern("SNOMED", "56265001"))),
    CodeSet("cancer", (pattern("ICD10", "C00", "C97"),)),
    CodeSet("not skin", (pattern("ICD10", "C00", "C97"),), (pattern("ICD10", "C44"),)),
    CodeSet("knee", (pattern("NCSP", "NGB[0-9][0-2]"),)),
    CodeSet("insulin", (pattern("ATC", "A10A"),)),
    CodeSet("ldl", (pattern("LOINC", "13457-7"),)),
    CodeSet("both", (pattern("ICD10", "I21"), pattern("ATC", "A10A"))),
]
INDEX = CodeIndex(SETS)


@pytest.mark.parametrize(
    ("system", "code", "sets"),
    [
        ("ICD10", "I214", {INFARCTION, HEART, BOTH}),
        ("ICD10", "I21", {INFARCTION, HEART, BOTH}),
        ("ICD10", "I2", {HEART}),
        ("ICD10", "C443", {CANCER, NOT_SKIN}),
        ("ICD10", "C98", set()),
        ("ICPC2", "I21", set()),
        ("SNOMED", "56265001", {HEART}),
        # A code of SNOMED has no codes below it.
        ("SNOMED", "562650011", set()),
        ("NCSP", "NGB12", {KNEE}),
        ("NCSP", "NGB13", set()),
        ("ATC", "A10AB01", {INSULIN, BOTH}),
        ("ATC", "A10", set()),
        ("LOINC", "13457-7", {LDL}),
        ("LOINC", "13457-71", set()),
        ("a system nobody knows", "I21", set()),
        ("", "", set()),
    ],
)
def test_a_coding_falls_in_the_sets_that_name_it(system: str, code: str, sets: set[int]) -> None:
    assert INDEX.including(system, code) == sets


def test_exceptions_are_told_apart_from_what_they_except() -> None:
    assert INDEX.excepting("ICD10", "C443") == {NOT_SKIN}
    assert INDEX.including("ICD10", "C443") == {CANCER, NOT_SKIN}
    assert INDEX.excepting("ICD10", "C509") == set()
    assert INDEX.excepting("ICD10", "I214") == set()


def test_a_set_without_codes_and_an_index_without_sets_hold_nothing() -> None:
    assert CodeIndex([]).including("ICD10", "I21") == set()
    assert CodeIndex([CodeSet("none", ())]).including("ICD10", "I21") == set()


def test_one_set_with_two_patterns_for_a_code_is_found_once() -> None:
    twice = CodeSet("twice", (pattern("ICD10", "I"), pattern("ICD10", "I21")))
    assert CodeIndex([twice]).including("ICD10", "I214") == {0}


@pytest.mark.parametrize(
    "code", ["I21", "I214", "I", "C97", "C979", "C00", "D00", "B99", "C44", "C4400", "I22"]
)
def test_the_index_says_what_every_set_says_of_itself(code: str) -> None:
    for number, codes in enumerate(SETS):
        assert (number in INDEX.including("ICD10", code)) == codes.includes("ICD10", code)
        assert (number in INDEX.excepting("ICD10", code)) == codes.excepts("ICD10", code)


def test_what_the_index_finds_it_gives_away() -> None:
    index = CodeIndex([CodeSet("one", (CodePattern("LOINC", "1-8"),))])
    index.including("LOINC", "1-8").add(99)
    assert index.including("LOINC", "1-8") == {0}
