from __future__ import annotations

import pytest

from trialmatch.language.phrases import Refused
from trialmatch.language.tree import WindowPhrase
from trialmatch.language.windows import window
from trialmatch.plan.algebra import By
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

SIX_MONTHS = Duration(6, Unit.MONTH)
THIRTY, NINETY = Duration(30, Unit.DAY), Duration(90, Unit.DAY)
OWN_DAY = Bound(exclusive=True)

MEANINGS = [
    ("within 6 months before index", Window(Bound(SIX_MONTHS, -1), INDEX)),
    ("within 6 months after index", Window(INDEX, Bound(SIX_MONTHS, 1))),
    (
        "within 6 months before or after index",
        Window(Bound(SIX_MONTHS, -1), Bound(SIX_MONTHS, 1)),
    ),
    ("more than 6 months before index", Window(None, Bound(SIX_MONTHS, -1, exclusive=True))),
    ("more than 6 months after index", Window(Bound(SIX_MONTHS, 1, exclusive=True), None)),
    ("at least 6 months before index", Window(None, Bound(SIX_MONTHS, -1))),
    ("at least 6 months after index", Window(Bound(SIX_MONTHS, 1), None)),
    ("between 30 and 90 days before index", Window(Bound(NINETY, -1), Bound(THIRTY, -1))),
    ("between 30 and 90 days after index", Window(Bound(THIRTY, 1), Bound(NINETY, 1))),
    ("before index", Window(None, OWN_DAY)),
    ("after index", Window(OWN_DAY, None)),
    ("on or before index", Window(None, INDEX)),
    ("on or after index", Window(INDEX, None)),
    ("on index", Window(INDEX, INDEX)),
    ("at any time", ANY_TIME),
]


def _read(text: str) -> WindowPhrase:
    found = window().parse_string(text, parse_all=True)[0]
    assert isinstance(found, WindowPhrase)
    return found


@pytest.mark.parametrize(("text", "meaning"), MEANINGS, ids=[text for text, _ in MEANINGS])
def test_a_window_means_its_two_ends(text: str, meaning: Window) -> None:
    assert _read(text).window == meaning
    assert _read(text).by is By.OVERLAP
    assert _read(text).text == text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("within 6 months of index", "within 6 months before or after index"),
        ("between 30 days and 90 days before index", "between 30 and 90 days before index"),
        ("between 90 and 30 days before index", "between 30 and 90 days before index"),
        ("between 90 and 30 days after index", "between 30 and 90 days after index"),
        ("within 1 years before index", "within 1 year before index"),
    ],
)
def test_two_ways_of_saying_one_window_are_equal(text: str, same: str) -> None:
    assert _read(text) == _read(same)
    assert _read(text).text == same


def test_of_two_durations_the_longer_one_is_the_lower_end_before_index() -> None:
    found = _read("between 1 year and 2 weeks before index").window
    assert found.lower == Bound(Duration(1, Unit.YEAR), -1)
    assert found.upper == Bound(Duration(2, Unit.WEEK), -1)


@pytest.mark.parametrize(
    ("word", "by"),
    [
        ("started", By.START),
        ("admitted", By.START),
        ("ended", By.END),
        ("discharged", By.END),
    ],
)
def test_a_word_before_the_window_says_which_part_lies_in_it(word: str, by: By) -> None:
    found = _read(f"{word} within 6 months before index")
    assert (found.by, found.window) == (by, _read("within 6 months before index").window)


def test_a_window_longer_than_any_record_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        _read("within 201 years before index")
    assert refused.value.problem.rule == "implausible-duration"
    assert _read("within 200 years before index").window.lower is not None
