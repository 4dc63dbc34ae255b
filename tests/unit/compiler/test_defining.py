from __future__ import annotations

from trialmatch.compiler import compile_text
from trialmatch.compiler.compiling import Compiled
from trialmatch.plan.algebra import AllOf, Exists
from trialmatch.plan.criteria import EligibilityCriteria

HEADER = 'trial T "T"\n  screen each patient\n'
SHARED = """
codes stroke = ICD10 I63
define had_stroke = diagnosis stroke before index
define old = age >= 80 years and had_stroke
"""


def _compiled(text: str, shared: str = SHARED) -> Compiled:
    return compile_text(HEADER + text, "a/b.criteria", read=lambda path: shared)


def _criteria(text: str) -> EligibilityCriteria:
    found = _compiled(text)
    assert found.criteria is not None, [each.message for each in found.diagnostics]
    return found.criteria


def test_a_definition_means_what_its_words_mean() -> None:
    by_name, in_full = _criteria(
        'use "c.criteria"\ninclude\n  I1: had_stroke\n  I2: diagnosis stroke before index\n'
    ).criteria
    assert by_name.question == in_full.question
    assert isinstance(by_name.question, Exists)


def test_a_definition_may_use_one_above_it() -> None:
    (criterion,) = _criteria('use "c.criteria"\ninclude\n  I1: old\n').criteria
    assert isinstance(criterion.question, AllOf)


def test_a_definition_of_a_used_file_that_is_broken_is_told_there_alone() -> None:
    found = _compiled('use "c.criteria"\ninclude\n  I1: had\n', "define had = diagnosis strok\n")
    assert [(each.path, each.rule) for each in found.diagnostics] == [
        ("a/c.criteria", "unknown-name")
    ]


def test_a_definition_about_the_own_contact_needs_subjects_that_are_events() -> None:
    shared = "codes stroke = ICD10 I63\ndefine own = diagnosis stroke in the same stay\n"
    found = _compiled('use "c.criteria"\ninclude\n  I1: own\n', shared)
    assert [each.rule for each in found.diagnostics] == ["no-own-contact"]


def test_a_definition_that_nobody_uses_is_told_of() -> None:
    text = "codes a = ICD10 I63\ndefine b = diagnosis a\ninclude\n  I1: diagnosis a\n"
    assert [each.rule for each in _compiled(text).diagnostics] == ["unused-name"]


def test_what_the_site_is_to_give_is_known_of_the_criteria() -> None:
    text = "codes a = to be given by the site\ndefine b = diagnosis a\ninclude\n  I1: b\n"
    assert _criteria(text).by_site == ("a",)


def test_a_measure_whose_codes_the_site_is_to_give_is_known_too() -> None:
    text = "measure a = to be given by the site as score\ninclude\n  I1: latest a >= 5\n"
    assert _criteria(text).by_site == ("a",)


def test_what_the_site_is_to_give_cannot_be_excepted() -> None:
    text = (
        "codes a = to be given by the site\ncodes b = NCSP P except a\n"
        "include\n  I1: procedure a or procedure b\n"
    )
    found = _compiled(text)
    assert [each.rule for each in found.diagnostics] == ["given-by-site"] * 2
    assert found.criteria is None


def test_a_coded_result_is_not_compared_with_codes_that_are_still_to_be_given() -> None:
    text = "codes a = to be given by the site\ncodes b = LOINC 1-8\n"
    text += "include\n  I1: observation b with result in a\n"
    found = _compiled(text)
    assert [each.rule for each in found.diagnostics] == ["given-by-site"] * 2
    assert found.criteria is None
