"""Turning the numbers of one unit into another's: by a factor, and where need be an offset."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from trialmatch.vocabulary import units
from trialmatch.vocabulary.ucum_reading import LONGEST, ParsedUnit
from trialmatch.vocabulary.ucum_table import TEMPERATURES

_KELVIN = (("K", 1),)


@dataclass(frozen=True, slots=True)
class Conversion:
    """The exact rule `factor * number + offset`; the factor is above 0."""

    factor: Fraction
    offset: Fraction = Fraction(0)

    def of(self, number: Fraction) -> Fraction:
        """The number in the other unit."""
        return number * self.factor + self.offset

    def then(self, onward: Conversion) -> Conversion:
        """This conversion and another after it, as one."""
        return Conversion(self.factor * onward.factor, onward.of(self.offset))

    def backwards(self) -> Conversion:
        """The conversion that undoes this one."""
        return Conversion(1 / self.factor, -self.offset / self.factor)


SAME = Conversion(Fraction(1))


def conversion(from_unit: str, to_unit: str) -> Conversion | None:
    """How numbers turn from one unit into another, also between scales of temperature.

    None where the two do not compare, also where either is no unit at all.
    """
    factor = units.factor(from_unit, to_unit)
    if factor is not None:
        return Conversion(factor)
    one, other = _parsed(from_unit), _parsed(to_unit)
    if one is None or other is None or one.annotations != other.annotations:
        return None
    to_kelvin, kelvin_to = _to_kelvin(one), _to_kelvin(other)
    return to_kelvin.then(kelvin_to.backwards()) if to_kelvin and kelvin_to else None


def molar_conversion(from_unit: str, to_unit: str, molar_mass: Fraction) -> Conversion | None:
    """Between mass and amount of a substance of so many grams a mole.

    Only where one of the two units has exactly one mole in the place of a mass: which of two
    substances in mmol/mol the molar mass is of, nobody could tell.
    """
    one, other = _parsed(from_unit), _parsed(to_unit)
    if one is None or other is None or abs(_moles(one) - _moles(other)) != 1:
        return None
    one, other = _in_grams(one, molar_mass), _in_grams(other, molar_mass)
    return Conversion(one.magnitude / other.magnitude) if one.compares_with(other) else None


def _parsed(unit: str) -> ParsedUnit | None:
    if len(unit) > LONGEST:
        return None
    try:
        return units.parse(unit)
    except ValueError:
        return None


def _to_kelvin(unit: ParsedUnit) -> Conversion | None:
    if unit.dimension == _KELVIN and not unit.arbitrary:
        return Conversion(unit.magnitude)
    codes = [code for code, power in unit.arbitrary if power == 1]
    alone = not unit.dimension and len(codes) == len(unit.arbitrary) == 1
    return _scales().get(codes[0]) if alone else None


@lru_cache(maxsize=1)
def _scales() -> dict[str, Conversion]:
    return {
        code: Conversion(Fraction(degree), Fraction(degree) * Fraction(zero))
        for code, (degree, zero) in TEMPERATURES.items()
    }


def _moles(unit: ParsedUnit) -> int:
    return dict(unit.dimension).get("mol", 0)


def _in_grams(unit: ParsedUnit, molar_mass: Fraction) -> ParsedUnit:
    """The unit with each mole replaced by its mass."""
    powers = dict(unit.dimension)
    moles = powers.pop("mol", 0)
    powers["g"] = powers.get("g", 0) + moles
    return ParsedUnit(
        unit.magnitude * molar_mass**moles,
        tuple(sorted(powers.items())),
        unit.annotations,
        unit.arbitrary,
    )
