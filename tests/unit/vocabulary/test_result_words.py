"""Words that results are given in."""

from __future__ import annotations

import pytest

from trialmatch.vocabulary.result_words import NEGATIVE, POSITIVE, words_for


@pytest.mark.parametrize("word", ["positive", "Positive", "POS", "Detected", "Påvist", "2+"])
def test_a_usual_word_for_found_is_positive_alone(word: str) -> None:
    assert word in words_for(POSITIVE)
    assert word not in words_for(NEGATIVE)


@pytest.mark.parametrize(
    "word", ["negative", "NEG", "Not detected", "Not Detected", "Ikke påvist", "IKKE PÅVIST"]
)
def test_a_usual_word_for_not_found_is_negative_alone(word: str) -> None:
    assert word in words_for(NEGATIVE)
    assert word not in words_for(POSITIVE)


@pytest.mark.parametrize("word", ["weak positive", "borderline", "-", "", "0", "see comment"])
def test_a_word_of_doubt_is_neither(word: str) -> None:
    assert word not in words_for(POSITIVE) | words_for(NEGATIVE)


def test_no_word_and_no_code_is_both() -> None:
    assert words_for(POSITIVE).isdisjoint(words_for(NEGATIVE))


def test_a_measure_adds_words_and_may_turn_a_usual_one_round() -> None:
    assert "Growth" in words_for(POSITIVE, ("growth",))
    assert "Present" not in words_for(POSITIVE, (), ("present",))
    assert "Present" in words_for(NEGATIVE, ("present",), ())
