from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyparsing as pp
import pytest

from trialmatch.diagnostics import Span
from trialmatch.language import phrases
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Amount, Word


def _only(grammar: pp.ParserElement, text: str) -> object:
    return grammar.parse_string(text, parse_all=True)[0]


def test_a_number_is_exact() -> None:
    found = _only(phrases.number(), "0.1")
    assert isinstance(found, Amount)
    assert found.value == Decimal("0.1")


@pytest.mark.parametrize("text", ["7,5", "1,200.5", "1.2.3"])
def test_a_number_has_at_most_one_point_and_no_comma(text: str) -> None:
    with pytest.raises(phrases.Refused) as refused:
        _only(phrases.number(), text)
    assert refused.value.problem.rule == "number"


@pytest.mark.parametrize("text", ["1.5", "-1", "1,5", "9999999999"])
def test_a_whole_number_is_digits_alone_and_not_endless(text: str) -> None:
    with pytest.raises(phrases.Refused):
        _only(phrases.whole_number(), text)


@pytest.mark.parametrize(
    "text",
    ["mL/min/{1.73_m2}", "10*9/L", "%", "[IU]/L", "mg/(24.h)", "mmol/L", "{score}", "kg/m2"],
)
def test_a_unit_is_read_whole(text: str) -> None:
    found = _only(phrases.unit(), text)
    assert isinstance(found, Word)
    assert found.text == text


@pytest.mark.parametrize("rest", [")", ":", ",", " and", " unless"])
def test_a_unit_ends_before_what_follows(rest: str) -> None:
    found = phrases.unit().parse_string(f"mg/(24.h){rest}")[0]
    assert isinstance(found, Word)
    assert found.text == "mg/(24.h)"


@pytest.mark.parametrize("word", ["and", "within", "unless", "except", "index"])
def test_a_word_of_the_language_is_no_name(word: str) -> None:
    with pytest.raises(pp.ParseException):
        _only(phrases.name("a code set"), word)


@pytest.mark.parametrize("word", ["android", "within_a_year", "hjerneslag", "blødning", "in2"])
def test_a_name_may_begin_like_a_word_of_the_language(word: str) -> None:
    found = _only(phrases.name("a code set"), word)
    assert isinstance(found, Word)
    assert found.text == word


def test_quoted_text_has_its_white_space_folded() -> None:
    found = _only(phrases.quoted(), '" a  b\n   c "')
    assert isinstance(found, Word)
    assert found.text == "a b c"


@pytest.mark.parametrize("text", ['""', '"  "'])
def test_quotes_hold_something(text: str) -> None:
    with pytest.raises(pp.ParseException):
        _only(phrases.quoted(), text)


def test_a_date_is_year_month_day() -> None:
    assert phrases.read_date(_word("2024-02-29")) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("01.03.2026", "2026-03-01"),
        ("1/3/2026", "2026-03-01"),
        ("2026-3-1", "a date such as 2026-03-01"),
        ("31.02.2026", "a date such as 2026-03-01"),
        ("2023-02-29", ""),
    ],
)
def test_another_date_is_told_with_what_to_write(text: str, instead: str) -> None:
    found = phrases.read_date(_word(text))
    assert isinstance(found, Problem)
    assert (found.rule, found.instead) == ("invalid-date", instead)


def _word(text: str) -> Word:
    return Word(text, Span(0, len(text), 1, 1))
