"""Whatever the text, there are diagnostics or criteria, and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialmatch.compiler import Compiled, compile_text
from trialmatch.diagnostics import Severity, render

VALID = """trial EXAMPLE "An example"   # a comment
  protocol "3.0" dated 2026-03-01
  target   1200 participants
  basis    statutory "A regulation" valid to 2027-12-31
  source   "https://example.org", read 2026-11-22
  screen   each stay with diagnosis stroke from 2012-01-01

use "shared.criteria"
codes stroke = ICD10 I61 |Bleeding| I63-I64, SNOMED 230690007 except ICD10 I63.9
codes knee   = NCSP NGB20-49 NFB[0-9][0-2]
measure egfr = LOINC 62238-1 in mL/min/{1.73_m2} or mL/min, plausible 2 to 200
measure nihss = LOINC 72089-6 as score

include
  I1 "Adult": age between 18 and 75 years
  I2: latest egfr (within 12 months before index) >= 20 mL/min/{1.73_m2}
  I3: stay with main diagnosis stroke, admitted within 10 days before index
exclude
  E1: if female: (no diagnosis stroke in the same stay or not measured nihss) unless male
  E2: review "Read the record" when procedure knee between 30 and 90 days before index
  E3: manual "Lacks capacity
      to consent" and latest nihss <= 5
"""
LETTERS = st.text(
    st.sampled_from(list("\x00\t\n\r \"'#()|[]{}<>=.,:;-+*/%\\\u00a0\u2265\ud800aAiI109")),
    max_size=6,
)
PIECES = st.sampled_from(VALID.split() + VALID.split("\n") + ["(" * 70, "not " * 70, "9" * 50])


def _compile(text: str) -> Compiled:
    return compile_text(text, "a/b/t.criteria", lambda _: "codes other = ICD10 I21\n")


def test_the_text_that_is_varied_compiles() -> None:
    compiled = _compile(VALID)
    assert compiled.criteria is not None
    assert {each.severity for each in compiled.diagnostics} <= {Severity.NOTE}


@settings(max_examples=200)
@given(data=st.data())
def test_any_change_of_a_valid_file_gives_diagnostics_or_criteria(data: st.DataObject) -> None:
    text = VALID
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(LETTERS | PIECES) + text[end:]
    _answers(text)


@given(st.text(max_size=300))
def test_any_text_gives_diagnostics_or_criteria(text: str) -> None:
    _answers(text)


@given(st.lists(PIECES, max_size=30), st.sampled_from([" ", "\n", "\n  "]))
def test_any_order_of_words_gives_diagnostics_or_criteria(words: list[str], gap: str) -> None:
    _answers(gap.join(words))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 900_000,
        "include\n  I1: " + "(" * 100_000 + "female" + ")" * 100_000,
        "include\n" + "  I1: female\n" * 70_000,
        "x\n" * 400_000,
        "include\n  I1: female" + "\n    or female" * 30_000,
        "codes a = ICD10" + "\n   I2!" * 100_000,
        '"' * 900_000,
        "|" * 900_000,
        "include\n  I1: " + "not\n    " * 100_000,
        ("include\n  I1: " + "a" * 1_900 + "\n") * 500,
        'include\n  I1: manual "' + ("\n    " + "a" * 1_900) * 500,
        "a" * 2_000_000,
        "\x00" * 900_000,
        "\t" * 900_000,
        "include\n  I1: latest x > " + "{" * 1_900,
        "include\n  I1: age > " + "9" * 1_900 + " years",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_hostile_text_is_answered_with_a_diagnostic(text: str) -> None:
    compiled = _answers(text)
    assert compiled.criteria is None
    assert compiled.diagnostics


def test_a_file_of_two_megabytes_is_not_read() -> None:
    (found,) = _answers("#" * 2_000_000).diagnostics
    assert found.rule == "file-too-big"


def _answers(text: str) -> Compiled:
    compiled = _compile(text)
    for each in compiled.diagnostics:
        assert render(each)
        assert each.message
        assert each.span is not None
        assert 0 <= each.span.start <= each.span.end
    errors = [each for each in compiled.diagnostics if each.severity is Severity.ERROR]
    assert (compiled.criteria is None) or not errors
    return compiled
