"""Code sets: which codes a prefix, a range, a pattern and an exception cover."""

from __future__ import annotations

import pytest

from trialmatch.vocabulary.codesets import CodePattern, CodeSet, pattern
from trialmatch.vocabulary.codesystems import canonical_code


def covers(each: CodePattern, code: str) -> bool:
    return each.covers(canonical_code(each.system, code))


def codings(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((system, canonical_code(system, code)) for system, code in pairs)


@pytest.mark.parametrize(
    ("system", "written", "code", "covered"),
    [
        ("ICD10", "I21", "I21", True),
        ("ICD10", "I21", "I21.4", True),
        ("ICD10", "I21", "I214", True),
        ("ICD10", "I21.4", "I214", True),
        ("ICD10", "i21.4", "I21.4", True),
        ("ICD10", "I21.4", "I21", False),
        ("ICD10", "I21.4", "I21.3", False),
        ("ICD10", "I2", "I21.4", True),
        ("ICD10", "I21", "I22", False),
        ("NCSP", "P", "PAB10", True),
        ("NCSP", "JGB", "JGB00", True),
        ("NCSP", "P", "FAB10", False),
        ("ATC", "B01AC", "B01AC06", True),
        ("ATC", "B01AC06", "B01AC", False),
        ("ICPC2", "K75", "K75", True),
        ("LOINC", "718-7", "718-7", True),
        ("LOINC", "718", "718-7", False),
        ("SNOMED", "22298", "22298006", False),
        ("SNOMED", "22298006", "22298006", True),
        ("NPU", "NPU0", "NPU01566", False),
        ("RXNORM", "1191", "11916", False),
        ("OMOP", "432", "4329847", False),
        ("elsewhere", "A1", "A12", False),
        ("elsewhere", "A1", "A1", True),
    ],
)
def test_a_single_code(system: str, written: str, code: str, covered: bool) -> None:
    assert covers(pattern(system, written), code) is covered


@pytest.mark.parametrize(
    ("system", "first", "last", "code", "covered"),
    [
        ("ICD10", "C00", "C97", "C00", True),
        ("ICD10", "C00", "C97", "C00.9", True),
        ("ICD10", "C00", "C97", "C44.3", True),
        ("ICD10", "C00", "C97", "C97", True),
        ("ICD10", "C00", "C97", "C97.9", True),
        ("ICD10", "C00", "C97", "C98", False),
        ("ICD10", "C00", "C97", "B99.9", False),
        ("ICD10", "C00", "C97", "D00", False),
        ("ICD10", "C00", "C97", "C", False),
        ("ICD10", "S72.0", "S72.2", "S72.10", True),
        ("ICD10", "S72.0", "S72.2", "S722", True),
        ("ICD10", "S72.0", "S72.2", "S72.3", False),
        ("ICD10", "S72.0", "S72.2", "S72", False),
        ("ICD10", "I20.0", "I25", "I25.1", True),
        ("ICD10", "I20.0", "I25", "I20", False),
        ("ICD10", "I20", "I25.4", "I25", False),
        ("ICD10", "I20", "I25.4", "I25.4", True),
        ("ICD10", "I20", "I25.4", "I25.5", False),
        ("ICD10", "I20", "I25.4", "I22", True),
        ("NCSP", "JFB20", "JFB64", "JFB20", True),
        ("NCSP", "JFB20", "64", "JFB20", True),
        ("NCSP", "JFB20", "64", "JFB33", True),
        ("NCSP", "JFB20", "64", "JFB64A", True),
        ("NCSP", "JFB20", "64", "JFB19", False),
        ("NCSP", "JFB20", "64", "JFB65", False),
        ("NCSP", "JFB20", "64", "JFC30", False),
        ("NCSP", "JFB20", "64", "JFB", False),
        ("NCSP", "JLC00", "40", "JLC96", False),
        ("ICPC2", "K74", "K76", "K75", True),
        ("ICPC2", "K74", "76", "K77", False),
    ],
)
def test_a_range(system: str, first: str, last: str, code: str, covered: bool) -> None:
    assert covers(pattern(system, first, last), code) is covered


@pytest.mark.parametrize(
    ("code", "covered"),
    [
        ("NFB00", True),
        ("NFB92", True),
        ("NFB40A", True),
        ("NFB03", False),
        ("NFB93", False),
        ("NFB0", False),
        ("NFBA0", False),
        ("NFJ00", False),
        ("XNFB00", False),
    ],
)
def test_a_bounded_pattern(code: str, covered: bool) -> None:
    assert covers(pattern("NCSP", "NFB[0-9][0-2]"), code) is covered


def test_a_bounded_pattern_may_list_its_characters() -> None:
    either = pattern("NCSP", "nf[bj]00")
    assert [covers(either, code) for code in ("NFB00", "NFJ00", "NFC00")] == [True, True, False]


@pytest.mark.parametrize(
    "written", ["NFB[9-0]", "NFB[", "NFB]", "NFB[]", "NFB[^0-9]", "NFB[0-]", "NFB[[0]]", "NFB[.*]"]
)
def test_brackets_that_are_none_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="brackets"):
        pattern("NCSP", written)


@pytest.mark.parametrize(("first", "last"), [("C97", "C00"), ("JFB64", "20"), ("D10", "C20")])
def test_a_range_that_runs_backwards_is_refused(first: str, last: str) -> None:
    with pytest.raises(ValueError, match="backwards"):
        pattern("NCSP", first, last)


MALIGNANCY = CodeSet("malignancy", (pattern("ICD10", "C00", "C97"),), (pattern("ICD10", "C44"),))
STROKE = CodeSet(
    "stroke",
    (pattern("ICD10", "I61"), pattern("ICD10", "I63"), pattern("SNOMED", "230690007")),
    (pattern("SNOMED", "195190007"),),
)


@pytest.mark.parametrize(
    ("code", "held"), [("C50.9", True), ("C44", False), ("C44.3", False), ("D05", False)]
)
def test_an_exception_takes_codes_out(code: str, held: bool) -> None:
    assert MALIGNANCY.holds(codings(("ICD10", code))) is held


@pytest.mark.parametrize(
    ("row", "held"),
    [
        (codings(("ICD10", "I63.4"), ("SNOMED", "230690007")), True),
        (codings(("ICD10", "G45.9"), ("SNOMED", "230690007")), True),
        (codings(("ICD10", "I63.4"), ("SNOMED", "1")), True),
        (codings(("ICD10", "I63.4"), ("SNOMED", "195190007")), False),
        (codings(("SNOMED", "195190007"), ("ICD10", "I63.4")), False),
        (codings(("ICD10", "G45.9"), ("SNOMED", "1")), False),
        (codings(("ICPC2", "I63")), False),
        (codings(("SNOMED", "I63")), False),
        ((), False),
    ],
)
def test_a_row_with_several_codings_is_one_row(
    row: tuple[tuple[str, str], ...], held: bool
) -> None:
    assert STROKE.holds(row) is held


def test_a_set_knows_its_systems() -> None:
    assert STROKE.systems == {"ICD10", "SNOMED"}


def test_a_set_reads_as_a_criteria_file_says_it() -> None:
    assert str(MALIGNANCY) == "ICD10 C00-C97 except ICD10 C44"
    assert str(STROKE) == "ICD10 I61 I63, SNOMED 230690007 except SNOMED 195190007"


def test_sets_of_the_same_name_and_other_codes_are_told_apart() -> None:
    one = CodeSet("x", (pattern("ICD10", "I21"),))
    other = CodeSet("x", (pattern("ICD10", "I22"),))
    row = codings(("ICD10", "I21.0"))
    assert (one.holds(row), other.holds(row)) == (True, False)
