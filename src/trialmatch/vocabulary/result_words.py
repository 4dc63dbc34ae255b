"""Words that results are given in, and what they mean: found, or not found (meaning 14).

A word that is in neither list means nothing here: a result given by it is unknown, and so is one
that doubts itself (weak, borderline, trace). A measure may add words of its own laboratory.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

POSITIVE, NEGATIVE = "positive", "negative"
RESULT_WORDS = (POSITIVE, NEGATIVE)

_POSITIVE = (
    *("positive", "pos", "pos.", "positive (qualifier value)", "detected", "reactive", "present"),
    *("detected (qualifier value)", "present (qualifier value)", "reactive (qualifier value)"),
    *("+", "++", "+++", "++++", "1+", "2+", "3+", "4+"),
    *("positiv", "positivt", "påvist", "funnet", "reaktiv", "til stede"),
)
_NEGATIVE = (
    *("negative", "neg", "neg.", "negative (qualifier value)", "not detected", "none detected"),
    *("undetected", "non-reactive", "nonreactive", "non reactive", "not reactive", "absent"),
    *("not detected (qualifier value)", "absent (qualifier value)", "target not detected"),
    *("negativ", "negativt", "ikke påvist", "ikke funnet", "ikke reaktiv", "ikke til stede"),
)
# SNOMED CT qualifiers, and answers of LOINC.
_CODED = {
    POSITIVE: (
        *("SNOMED 10828004", "SNOMED 260373001", "SNOMED 52101004", "SNOMED 11214006"),
        *("LOINC LA6576-8", "LOINC LA11882-0", "LOINC LA9633-4"),
    ),
    NEGATIVE: (
        *("SNOMED 260385009", "SNOMED 260415000", "SNOMED 2667000", "SNOMED 131194007"),
        *("LOINC LA6577-6", "LOINC LA11883-8", "LOINC LA9634-2"),
    ),
}


def words_for(meaning: str, own: Iterable[str] = (), other: Iterable[str] = ()) -> frozenset[str]:
    """Every result that means `positive` or `negative`, codes among them, in small letters.

    `own` are words that a measure gives this meaning; `other` those that it gives the other one,
    and they then have this one no longer.
    """
    usual = _POSITIVE if meaning == POSITIVE else _NEGATIVE
    return _small((*usual, *_CODED[meaning], *own)) - _small(other)


def number_word(number: float) -> str:
    """A number as a word: `2` for 2.0, `2.5` for 2.5."""
    return f"{Decimal(repr(number)).normalize():f}"


def _small(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
