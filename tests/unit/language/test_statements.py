from __future__ import annotations

import pytest

from trialmatch.language.source import MAX_STATEMENTS, SourceText
from trialmatch.language.statements import Hollow, cut, without_comment


def _cut(text: str) -> list[tuple[str, str]]:
    statements, _ = cut(SourceText.of(text))
    return [(each.section, " ".join(each.piece.split())) for each in statements]


def _rules(text: str) -> list[str]:
    return [each.rule for each in cut(SourceText.of(text))[1]]


def test_a_deeper_line_continues_the_statement() -> None:
    assert _cut("codes a = ICD10 I21\n    I22\ncodes b = ICD10 I63\n") == [
        ("top", "codes a = ICD10 I21 I22"),
        ("top", "codes b = ICD10 I63"),
    ]


def test_lines_of_a_section_begin_at_the_sections_own_indentation() -> None:
    text = "include\n  I1: a\n     b\n\n  I2: c\nexclude\n      E1: d\n"
    assert _cut(text) == [
        ("top", "include"),
        ("include", "I1: a b"),
        ("include", "I2: c"),
        ("top", "exclude"),
        ("exclude", "E1: d"),
    ]


def test_lines_below_a_header_are_statements_of_the_header() -> None:
    assert _cut('trial T "T"\n  target 5 people\n  screen each patient\n')[1:] == [
        ("header", "target 5 people"),
        ("header", "screen each patient"),
    ]


def test_a_file_indented_as_a_whole_is_read_as_if_it_were_not() -> None:
    assert _cut("  include\n    I1: a\n") == [("top", "include"), ("include", "I1: a")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("age # years", "age"),
        ("# all of it", ""),
        ('manual "a # b" # c', 'manual "a # b"'),
        ("codes a = ICD10 I21#2", "codes a = ICD10 I21#2"),
        ("codes a = ICD10 I21 |hash # 2| # c", "codes a = ICD10 I21 |hash # 2|"),
        ("codes a = ICD10 I21 |open # 2", "codes a = ICD10 I21 |open"),
    ],
)
def test_a_comment_begins_outside_quotes_after_white_space(line: str, code: str) -> None:
    blanked, _ = without_comment(line)
    assert blanked.rstrip() == code
    assert len(blanked) == len(line)


def test_text_in_quotes_may_run_over_deeper_lines() -> None:
    text = 'include\n  I1: manual "a\n      b # c"\n  I2: female\n'
    assert _cut(text)[1:] == [("include", 'I1: manual "a b # c"'), ("include", "I2: female")]


def test_quotes_that_are_not_closed_cost_their_own_statement_alone() -> None:
    text = 'include\n  I1 "T: female\n  I2: female\n'
    statements, problems = cut(SourceText.of(text))
    assert [each.rule for each in problems] == ["unclosed-quotes"]
    assert [isinstance(each.piece, Hollow) for each in statements] == [False, True, False]


def test_quotes_open_in_a_header_do_not_reach_its_lines() -> None:
    text = 'trial T "T\n  screen each patient # "\n'
    assert _cut(text)[1] == ("header", "screen each patient")


def test_quotes_open_in_a_badly_indented_line_do_not_reach_the_next_statement() -> None:
    text = 'include\n    I1: female\n  I2: "x\n    I3: male\n'
    assert _cut(text)[-1] == ("include", "I3: male")
    assert _rules(text) == ["indentation", "unclosed-quotes"]


def test_a_misspelt_section_keeps_its_lines() -> None:
    assert _cut("inclde\n  I1: female\n")[1] == ("include", "I1: female")
    assert _rules("inclde\n  I1: female\n") == ["unknown-statement"]


def test_criteria_that_are_not_indented_are_told_once() -> None:
    text = "include\nI1: female\nI2: male\nexclude\n  E1: male\n"
    assert _rules(text) == ["indentation"]
    assert [section for section, _ in _cut(text)] == [
        "top",
        "include",
        "include",
        "top",
        "exclude",
    ]


def test_sixteen_brackets_may_be_nested_and_not_one_more() -> None:
    assert _rules("include\n  I1: " + "(" * 16 + ")" * 16) == []
    assert _rules("include\n  I1: " + "(" * 17 + ")" * 17) == ["too-deep"]


def test_quotes_that_open_above_the_outermost_indent_end_with_their_line() -> None:
    assert "unclosed-quotes" in _rules('  include\n":\n 9: female')


def test_brackets_in_quotes_nest_nothing() -> None:
    assert _rules('include\n  I1: manual "' + "(" * 100 + '"') == []


def test_a_line_of_two_thousand_characters_is_read_and_a_longer_one_is_not() -> None:
    assert _rules("include\n  I1: female" + " " * 1987 + "x") == []
    assert _rules("include\n  I1: female" + " " * 1988 + "x") == ["line-too-long"]


def test_a_file_of_too_many_statements_is_not_read_to_its_end() -> None:
    statements, problems = cut(SourceText.of("use\n" * 6_000))
    assert len(statements) == MAX_STATEMENTS + 1
    assert problems[-1].rule == "too-many-statements"
