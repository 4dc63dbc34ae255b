"""Why a unit does not compare, in words: no known unit, two meanings, or another kind."""

from __future__ import annotations

from trialmatch.vocabulary.unit_spellings import as_ucum, means_two
from trialmatch.vocabulary.units import near_units
from trialmatch.wording import Wording

_KEY = "missing.UNIT_DIFFERS"


def unit_told(about: str, unit: str, words: Wording) -> str:
    """Why results in a unit, as it is written there, cannot be compared."""
    if as_ucum(unit) is not None:
        return words.say(_KEY, about=about, detail=unit)
    if means_two(unit):
        return words.say(f"{_KEY}.two_meanings", about=about, detail=unit)
    near = near_units(unit)
    if not near:
        return words.say(f"{_KEY}.unknown", about=about, detail=unit)
    return words.say(f"{_KEY}.near", about=about, detail=unit, near=words.listing(near))
