from __future__ import annotations

from textwrap import dedent

from trialmatch.language.layout import laid_out
from trialmatch.language.source import SourceText


def _laid_out(text: str) -> str:
    return laid_out(SourceText.of(dedent(text).lstrip("\n")))


def _same(text: str) -> str:
    return dedent(text).lstrip("\n")


def test_equals_signs_of_code_sets_that_follow_each_other_are_in_line() -> None:
    assert _laid_out(
        """
        codes stroke=ICD10 I61
        codes   myocardial_infarction =   ICD10 I21,SNOMED 22298006|Infarction|
        """
    ) == _same(
        """
        codes stroke                = ICD10 I61
        codes myocardial_infarction = ICD10 I21, SNOMED 22298006 |Infarction|
        """
    )


def test_code_sets_and_measures_are_runs_of_their_own() -> None:
    text = _same(
        """
        codes stroke  = ICD10 I61
        codes bleeding = ICD10 I60
        measure egfr = LOINC 62238-1 in mL/min/{1.73_m2}
        """
    )
    assert _laid_out(text).splitlines()[:2] == [
        "codes stroke   = ICD10 I61",
        "codes bleeding = ICD10 I60",
    ]
    assert _laid_out(text).splitlines()[2] == text.splitlines()[2]


def test_a_blank_line_a_comment_or_a_long_statement_ends_a_run() -> None:
    text = _same(
        """
        codes a = ICD10 I61

        codes longer = ICD10 I60
        # why
        codes the_longest = ICD10 I62
        """
    )
    assert _laid_out(text) == text


def test_the_questions_of_criteria_that_follow_each_other_are_in_line() -> None:
    assert _laid_out(
        """
        include
             I1 "Adult":age>=18 years
             I2 "Heart failure" :  diagnosis heart_failure
        """
    ) == _same(
        """
        include
          I1 "Adult":         age >= 18 years
          I2 "Heart failure": diagnosis heart_failure
        """
    )


def test_nothing_is_brought_into_line_where_a_line_would_grow_too_long() -> None:
    text = _same(
        f"""
        include
          I1: female
          I2 "{"a title of some length " * 3}": manual "words"
          I3: manual "{"words " * 12}"
        """
    )
    assert _laid_out(text) == text


def test_the_lines_of_a_header_are_in_line() -> None:
    assert _laid_out(
        """
        trial X "An example"
            protocol "3.0" dated 2026-03-01
            screen each patient
        """
    ) == _same(
        """
        trial X "An example"
          protocol "3.0" dated 2026-03-01
          screen   each patient
        """
    )


def test_a_statement_that_fits_stands_on_one_line() -> None:
    assert _laid_out(
        """
        include
          I1 "Recent":
              stay with main diagnosis stroke
                  admitted within 10 days before index
        """
    ) == _same(
        """
        include
          I1 "Recent": stay with main diagnosis stroke admitted within 10 days before index
        """
    )


def test_a_long_statement_keeps_its_authors_lines_a_step_deeper_each() -> None:
    assert _laid_out(
        """
        include
           I1 "Untreated for 28 days":
                 if no medication antihypertensive within 28 days before index:
                        manual "Mean sitting clinic pressure of at least 150 mm Hg
                             on the first day too"
                 unless  female
        """
    ) == _same(
        """
        include
          I1 "Untreated for 28 days":
            if no medication antihypertensive within 28 days before index:
              manual "Mean sitting clinic pressure of at least 150 mm Hg
                on the first day too"
            unless female
        """
    )


def test_a_comment_inside_a_statement_keeps_its_lines_apart() -> None:
    text = _same(
        """
        codes a = ICD10 I61  # bleeding
          I62  # other bleeding
          # and of no stated sort
          I64
        """
    )
    assert _laid_out(text) == text


def test_comments_stand_as_deep_as_what_follows_them() -> None:
    assert _laid_out(
        """
        # the trial
        trial X "An example"
            screen each patient     #everybody

          #- declared -
        codes a = ICD10 I61
        include
        # adults only
            I1: age >= 18 years
            # the end of the section
        exclude
            E1: female
        # the end
        """
    ) == _same(
        """
        # the trial
        trial X "An example"
          screen each patient  # everybody

          #- declared -
        codes a = ICD10 I61
        include
          # adults only
          I1: age >= 18 years
          # the end of the section
        exclude
          E1: female
        # the end
        """
    )


def test_several_blank_lines_become_one_and_none_stand_at_the_ends() -> None:
    assert _laid_out("\n\ncodes a = ICD10 I61\n\n\n\ncodes b = ICD10 I62\n\n\n") == (
        "codes a = ICD10 I61\n\ncodes b = ICD10 I62\n"
    )


def test_line_ends_and_a_byte_order_mark_of_other_systems_go() -> None:
    assert _laid_out("\ufeffcodes a = ICD10 I61\r\ncodes b = ICD10 I62\r") == (
        "codes a = ICD10 I61\ncodes b = ICD10 I62\n"
    )


def test_quotes_bars_and_units_are_left_as_they_are() -> None:
    text = _same(
        """
        codes a = SNOMED 1 |a  b,c (d):e| 2 |f|
        measure b = LOINC 1-8 in mL/min/{1.73  m2} or mm[Hg] or kg/(m.s), plausible 0 to 5
        include
          I1 "a  b,c :d (e )": manual "x=y , z"
        """
    )
    assert _laid_out(text) == text


def test_brackets_commas_and_signs_have_their_space() -> None:
    assert _laid_out(
        """
        include
          I1: ( female or(male) )and latest egfr( within 3 months before index )>=20 mL/min
          I2: stay with diagnosis x ,admitted before index
        """
    ) == _same(
        """
        include
          I1: (female or (male)) and latest egfr (within 3 months before index) >= 20 mL/min
          I2: stay with diagnosis x, admitted before index
        """
    )


def test_an_empty_text_stays_empty() -> None:
    assert _laid_out("") == ""
    assert _laid_out("\n  \n") == ""
