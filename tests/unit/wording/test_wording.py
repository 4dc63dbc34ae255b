"""Both languages say the same things, and there are words for everything a list can show."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from trialmatch.cohort.kinds import KINDS
from trialmatch.cohort.status import STATUSES, Certainty
from trialmatch.plan.algebra import Fact
from trialmatch.plan.criteria import Purpose, Side
from trialmatch.results.answers import State
from trialmatch.results.release import Level, Withheld
from trialmatch.verdict import Missing, Verdict
from trialmatch.vocabulary.calendar import Unit
from trialmatch.wording import LANGUAGES, words

EN, NB = words("en"), words("nb")
both = pytest.mark.parametrize("lang", LANGUAGES)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_very_same_keys() -> None:
    assert set(EN.phrases) == set(NB.phrases)


def test_both_languages_give_each_text_the_same_parameters() -> None:
    differ = [k for k in EN.phrases if parameters(EN.phrases[k]) != parameters(NB.phrases[k])]
    assert differ == []


def test_no_text_is_empty_or_left_in_the_other_language() -> None:
    assert all(NB.phrases.values())
    prose = [k for k, text in EN.phrases.items() if len(re.findall(r"\w+", text)) > 4]
    assert [k for k in prose if EN.phrases[k] == NB.phrases[k]] == []


@both
def test_every_reason_says_what_is_missing_and_what_would_settle_it(lang: str) -> None:
    for missing in Missing:
        for form in ("", ".short", ".settle"):
            assert words(lang).has(f"missing.{missing.name}{form}")


@both
def test_every_state_has_a_word_a_meaning_and_a_sentence(lang: str) -> None:
    for state in State:
        for form in ("", ".meaning", ".sentence"):
            assert words(lang).has(f"state.{state.name}{form}")


@both
def test_every_verdict_has_a_word_on_either_side(lang: str) -> None:
    for side in Side:
        assert words(lang).has(f"side.{side.name}")
        for verdict in Verdict:
            assert words(lang).has(f"verdict.{side.name}.{verdict.name}")


@both
def test_every_kind_of_row_has_a_word(lang: str) -> None:
    assert all(words(lang).has(f"kind.{kind.name}") for kind in KINDS)


@both
def test_every_status_that_leaves_doubt_has_a_word(lang: str) -> None:
    doubtful = [s for s, certainty in STATUSES.items() if certainty is Certainty.POSSIBLE]
    assert all(words(lang).has(f"status.{status}") for status in doubtful)


@both
def test_every_fact_unit_purpose_level_and_hindrance_has_words(lang: str) -> None:
    say = words(lang)
    assert all(say.has(f"evidence.{fact.value}") for fact in Fact)
    calendar = [unit for unit in Unit if unit not in (Unit.HOUR, Unit.MINUTE)]
    assert all(say.has(f"unit.{unit.value}.many") for unit in calendar)
    assert all(say.has(f"page.{purpose.value}") for purpose in Purpose)
    assert all(say.has(f"release.{level.name}.statement") for level in Level)
    assert all(say.has(f"withheld.{why.name}") for why in Withheld)


def test_an_exclusion_found_is_never_called_met() -> None:
    assert EN.say("verdict.EXCLUDE.MET") == "present: excludes"
    assert EN.say("verdict.EXCLUDE.NOT_MET") == "not found"
    assert EN.say("verdict.INCLUDE.MET") == "fulfilled"
    assert NB.say("verdict.EXCLUDE.MET") == "til stede: ekskluderer"


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert EN.number(1234567) == "1,234,567"
    assert NB.number(1234567) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
    assert EN.percent(1, 8) == "12.5%"
    assert NB.percent(1, 8) == "12,5\N{NO-BREAK SPACE}%"
    assert EN.percent(0, 0) == ""


def test_one_thing_is_singular() -> None:
    assert EN.count("date.before", 1) == "1 day before index"
    assert EN.count("date.before", 1200) == "1,200 days before index"
    assert NB.count("date.after", 1) == "1 dag etter indeks"


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="en and nb"):
        words("sv")
