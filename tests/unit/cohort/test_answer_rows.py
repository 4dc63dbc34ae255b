"""Persons' answers as rows: the words, and what tells nothing."""

from __future__ import annotations

import pytest

from trialmatch.cohort.answer_rows import CANNOT_TELL, WORDS, answer_row
from trialmatch.vocabulary.calendar import parse_moment

NOON = parse_moment("2026-03-01T12:00")


@pytest.mark.parametrize("word", WORDS)
def test_only_cannot_tell_is_no_result(word: str) -> None:
    row = answer_row("T/I1/1", word, NOON, row_id="a")
    assert row.result is not None
    assert row.result.empty is (word == CANNOT_TELL)


def test_yes_is_not_taken_for_an_answer() -> None:
    with pytest.raises(ValueError, match="does not apply"):
        answer_row("T/I1/1", "yes", NOON, row_id="a")
