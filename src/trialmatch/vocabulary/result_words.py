"""Words that results are given in, and what they mean: found, or not found (meaning 14).

A word that is in neither list means nothing here: a result given by it is unknown, and so is one
that doubts itself (weak, borderline, trace). A measure may add words of its own laboratory.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

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
    """Every spelling of a result that means `positive` or `negative`, codes among them.

    `own` are words that a measure gives this meaning; `other` those that it gives the other one,
    and they then have this one no longer.
    """
    return _spelt(meaning, tuple(own)) - _in_all_cases(tuple(other))


@lru_cache(maxsize=256)
def _spelt(meaning: str, own: tuple[str, ...]) -> frozenset[str]:
    usual = _POSITIVE if meaning == POSITIVE else _NEGATIVE
    return _in_all_cases((*usual, *own)) | frozenset(_CODED[meaning])


def _in_all_cases(words: tuple[str, ...]) -> frozenset[str]:
    """Words in small letters and in capitals, wholly or at the beginning."""
    spelt = {form for word in words for form in (word, word.lower(), word.upper())}
    return frozenset(spelt | {each for w in words for each in (w.capitalize(), w.title())})
