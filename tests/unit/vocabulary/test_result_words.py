"""Words that results are given in."""

from __future__ import annotations

import pytest

from trialmatch.vocabulary.result_words import NEGATIVE, POSITIVE, number_word, words_for


@pytest.mark.parametrize("word", ["positive", "pos", "detected", "påvist", "2+"])
def test_a_usual_word_for_found_is_positive_alone(word: str) -> None:
    assert word in words_for(POSITIVE)
    assert word not in words_for(NEGATIVE)


@pytest.mark.parametrize("word", ["negative", "neg", "not detected", "ikke påvist"])
def test_a_usual_word_for_not_found_is_negative_alone(word: str) -> None:
    assert word in words_for(NEGATIVE)
    assert word not in words_for(POSITIVE)


@pytest.mark.parametrize("word", ["weak positive", "borderline", "-", "", "0", "see comment"])
def test_a_word_of_doubt_is_neither(word: str) -> None:
    assert word not in words_for(POSITIVE) | words_for(NEGATIVE)


def test_no_word_and_no_code_is_both() -> None:
    assert words_for(POSITIVE).isdisjoint(words_for(NEGATIVE))


def test_a_measure_adds_words_and_may_turn_a_usual_one_round() -> None:
    assert "growth" in words_for(POSITIVE, ("Growth",))
    assert "present" not in words_for(POSITIVE, (), ("Present",))
    assert "present" in words_for(NEGATIVE, ("Present",), ())


def test_words_are_in_small_letters_as_results_are_read() -> None:
    words = words_for(POSITIVE, ("GROWTH",)) | words_for(NEGATIVE)
    assert words == {word.casefold() for word in words}


@pytest.mark.parametrize(("number", "word"), [(2.0, "2"), (2.5, "2.5"), (0.0, "0"), (100.0, "100")])
def test_a_number_is_a_word_without_needless_zeros(number: float, word: str) -> None:
    assert number_word(number) == word
