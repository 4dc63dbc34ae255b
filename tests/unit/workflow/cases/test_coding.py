from __future__ import annotations

import pytest

from trialmatch.diagnostics import CriteriaError
from trialmatch.vocabulary.codesets import CodeSet, pattern
from trialmatch.workflow.cases import check_codes, parse_cases

STROKE = {"stroke": CodeSet("stroke", (pattern("ICD10", "I61"),))}


def test_codes_in_and_outside_of_a_set_are_as_expected() -> None:
    cases = parse_cases("code sets: {stroke: {holds: [ICD10 I61.4], lacks: [ICD10 I62]}}")
    assert check_codes(STROKE, cases) == ()


def test_a_code_that_is_not_where_it_is_expected_is_told() -> None:
    cases = parse_cases("code sets: {stroke: {holds: [ICD10 I62], lacks: [ICD10 I614]}}")
    assert [str(each) for each in check_codes(STROKE, cases)] == [
        "code sets: stroke expected ICD10 I62 in `stroke`, got the opposite",
        "code sets: stroke expected ICD10 I614 not in `stroke`, got the opposite",
    ]


def test_a_name_that_the_file_does_not_declare_is_told_with_near_names() -> None:
    cases = parse_cases("code sets: {strok: {holds: [ICD10 I61]}}")
    with pytest.raises(CriteriaError, match="strok") as raised:
        check_codes(STROKE, cases)
    assert raised.value.diagnostics[0].instead == "stroke"


@pytest.mark.parametrize(
    "text",
    [
        "code sets: {stroke: {has: [ICD10 I61]}}",
        "code sets: {stroke: {holds: [ICD11 I61]}}",
        "code sets: {stroke: {holds: [ICD10]}}",
        "code sets: {stroke: [ICD10 I61]}",
        "code sets: [ICD10 I61]",
    ],
)
def test_what_cannot_be_read_is_a_problem(text: str) -> None:
    with pytest.raises(CriteriaError):
        parse_cases(text)
