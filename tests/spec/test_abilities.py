"""Every ability, every word of the language and every part of the meaning has a chapter."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.ability_table import (
    TABLE,
    Ability,
    Sentence,
    abilities,
    page,
    registered,
    sentences,
)

WORDS = [
    pytest.param(what, word, found, id=f"{what}: {word}")
    for what, words in registered().items()
    for word, found in words.items()
]


@pytest.mark.parametrize("ability", abilities(), ids=lambda one: one.say)
def test_the_ability_has_a_chapter(ability: Ability, repository: Path) -> None:
    if ability.missing:
        assert not ability.chapters(), "take `missing = true` out of abilities.toml: it is there"
    else:
        assert ability.chapters() or ability.elsewhere, "no chapter's criteria are written so"
    assert repository.joinpath(ability.elsewhere).exists()


@pytest.mark.parametrize(("what", "word", "found"), WORDS)
def test_the_word_is_used_in_a_chapter(what: str, word: str, found: list[str]) -> None:
    assert found, f"no chapter has a criterion with `{word}` ({what})"


@pytest.mark.parametrize("sentence", sentences(), ids=lambda one: one.number)
def test_the_part_of_the_meaning_has_a_chapter(sentence: Sentence, repository: Path) -> None:
    shown = sentence.chapters() or sentence.elsewhere
    if sentence.missing:
        assert not shown, "take `missing = true` out of meaning.toml: it is there"
    else:
        assert shown, "no chapter says (meaning …) of it"
    assert all(repository.joinpath(path).exists() for path in sentence.elsewhere)


def test_chapters_name_no_part_of_the_meaning_that_there_is_not() -> None:
    from tests.spec.ability_table import numbers_of

    known = {each.number for each in sentences()}
    assert {number for numbers in numbers_of().values() for number in numbers} <= known


def test_the_table_in_the_reference_is_up_to_date() -> None:
    fresh = TABLE.read_text(encoding="utf-8") == page()
    assert fresh, "run `python -m tests.spec.ability_table`, which writes it anew"
