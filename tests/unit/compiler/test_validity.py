from __future__ import annotations

from trialmatch.compiler import compile_text
from trialmatch.compiler.compiling import Compiled

START = 'trial T "T"\n  screen each patient\ncodes a = ICD10 I63\ncodes b = NCSP FNG02\ninclude\n'


def _compiled(*lines: str) -> Compiled:
    return compile_text(START + "".join(f"  {line}\n" for line in lines))


def test_versions_of_one_criterion_are_one_criterion() -> None:
    found = _compiled(
        'I1 "A" valid to 2024-12-31: diagnosis a', "I1 valid from 2025-01-01: procedure b"
    )
    assert found.criteria is not None
    (criterion,) = found.criteria.criteria
    assert criterion.text == "diagnosis a / procedure b"
    assert criterion.title == "A"
    assert criterion.applies is not None


def test_two_criteria_without_validity_still_need_two_identifiers() -> None:
    found = _compiled("I1: diagnosis a", "I1: procedure b")
    assert [each.rule for each in found.diagnostics] == ["duplicate-id"]


def test_a_version_without_validity_beside_one_with_it_is_no_version() -> None:
    found = _compiled("I1: diagnosis a", "I1 valid from 2025-01-01: procedure b")
    assert [each.rule for each in found.diagnostics] == ["duplicate-id"]


def test_a_day_that_does_not_exist_is_told_at_the_criterion() -> None:
    found = _compiled("I1 valid from 2025-02-30: diagnosis a and procedure b")
    assert [each.rule for each in found.diagnostics] == ["invalid-date"]
