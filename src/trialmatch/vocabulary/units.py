"""Units of measurement: which compare, and by which exact number one turns into another.

Units are UCUM's case-sensitive codes. Two units compare only when they measure the same and
their texts in braces agree; everything doubtful does not compare (meaning 11). An amount of
substance is not turned into a mass here, as that needs the substance.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from trialmatch.vocabulary.ucum_reading import ANNOTATION, LONGEST, ParsedUnit, read
from trialmatch.vocabulary.ucum_table import COMMON, SPELLINGS
from trialmatch.vocabulary.unit_spellings import as_ucum

__all__ = [
    "ParsedUnit",
    "factor",
    "factor_among",
    "ignoring_annotations",
    "near_units",
    "parse",
    "taken_plainly",
]

_ALONE = re.compile(rf"(?:^|(?<=[/.(])){ANNOTATION.pattern}")
_TIMES_ONE = re.compile(r"(?<!^)[/.]1(?=$|[/.)])")
_UNITS_OF_ACTIVITY = re.compile(r"\[(?:[Ii]U|arb'U)\]")
_LIKENESS = 60


def parse(unit: str) -> ParsedUnit:
    """Read a unit; raises ValueError with the reason for anything that is not one."""
    return read(unit)


def factor(from_unit: str, to_unit: str) -> Fraction | None:
    """The exact number that a value in `from_unit` is multiplied by to be one in `to_unit`.

    None where the two do not compare, also where either is no unit at all.
    """
    if len(from_unit) > LONGEST or len(to_unit) > LONGEST:
        return None
    return _factor(from_unit, to_unit)


def factor_among(from_unit: str, to_unit: str, also: tuple[str, ...]) -> Fraction | None:
    """As `factor`, for a measure that lists other units to be read as its own.

    A value that compares with a unit of `also` is read as if both units were taken plainly:
    with mL/min listed beside mL/min/{1.73_m2}, or [IU]/L beside U/L, its numbers are taken over.
    """
    direct = factor(from_unit, to_unit)
    if direct is not None:
        return direct
    for listed in also:
        to_listed = factor(from_unit, listed)
        onward = factor(taken_plainly(listed), taken_plainly(to_unit))
        if to_listed is not None and onward is not None:
            return to_listed * onward
    return None


def is_bare(unit: str) -> bool:
    """Whether a number in this unit is a mere number: none, 1, or a text in braces: {score}."""
    return unit in ("", "1") or ANNOTATION.fullmatch(unit) is not None


def ignoring_annotations(unit: str) -> str:
    """The unit without its texts in braces: mL/min/{1.73_m2} becomes mL/min, {score} 1."""
    if "{" not in unit or len(unit) > LONGEST:
        return unit
    bare = _TIMES_ONE.sub("", ANNOTATION.sub("", _ALONE.sub("1", unit)))
    return bare[1:] if bare.startswith("1/") else bare


def taken_plainly(unit: str) -> str:
    """The unit without texts in braces, international and arbitrary units as enzyme units."""
    return _UNITS_OF_ACTIVITY.sub("U", ignoring_annotations(unit))


def near_units(text: str) -> list[str]:
    """Up to three common units that a misspelt one may stand for, the likeliest first."""
    from rapidfuzz import fuzz, process

    folded = _folded(text[:LONGEST])
    if not folded:
        return []
    spelt = (
        _usual(as_ucum(text)) or SPELLINGS.get(folded) or SPELLINGS.get(folded.removesuffix("s"))
    )
    alike = process.extract(
        folded, _folded_common(), scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=4
    )
    found = [unit for _, score, unit in sorted(alike, key=lambda hit: -hit[1])]
    ordered = [spelt, *found] if spelt else found
    return [unit for unit in dict.fromkeys(ordered) if unit != text][:3]


@lru_cache(maxsize=65536)
def _factor(from_unit: str, to_unit: str) -> Fraction | None:
    try:
        one, other = parse(from_unit), parse(to_unit)
    except ValueError:
        return None
    return one.magnitude / other.magnitude if one.compares_with(other) else None


def _usual(unit: str | None) -> str | None:
    """The unit with the letters that are commonly capitals: mL rather than ml."""
    folded = unit.casefold() if unit else None
    return next((each for each in COMMON if each.casefold() == folded), unit)


@lru_cache(maxsize=1)
def _folded_common() -> dict[str, str]:
    return {unit: _folded(unit) for unit in COMMON}


def _folded(text: str) -> str:
    plain = text.casefold().replace("\N{GREEK SMALL LETTER MU}", "u").replace("mcg", "ug")
    plain = re.sub(r"x?\s*10\s*(?:\*\*|\^|e|\*)\s*(?=[\d+-])", "10*", plain)
    return re.sub(r"[\s\[\]{}_\N{DEGREE SIGN}]", "", plain)
