"""How the numbers of a measure are read: in which unit, and which of them are believed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from trialmatch.vocabulary import units
from trialmatch.vocabulary.conversions import SAME, Conversion, conversion, molar_conversion
from trialmatch.vocabulary.unit_spellings import as_ucum


@dataclass(frozen=True, slots=True)
class Relation:
    """A measure's own rule between two units: a number in `unit` is one in `of`, so changed.

    HbA1c in % is 0.0915 x that in mmol/mol + 2.15. `factor` is above 0.
    """

    unit: str
    factor: Decimal
    of: str
    offset: Decimal = Decimal(0)

    def between(self, from_unit: str, to_unit: str) -> Conversion | None:
        """How the rule turns numbers of one unit into the other's, in either direction."""
        rule = Conversion(Fraction(self.factor), Fraction(self.offset))
        into, out = conversion(from_unit, self.of), conversion(self.unit, to_unit)
        if into is not None and out is not None:
            return into.then(rule).then(out)
        into, out = conversion(from_unit, self.unit), conversion(self.of, to_unit)
        if into is not None and out is not None:
            return into.then(rule.backwards()).then(out)
        return None


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit that numbers are compared in, and what else the measure declares.

    `name` is the measure's name in the criteria file. `also` lists units whose annotation is
    not to count (`mL/min` beside `mL/min/{1.73_m2}`). A `score` takes rows without a unit.
    Numbers outside `low` to `high`, in `declared` units, are implausible; None is no limit.
    `unit` is the unit of the criterion's limit and `declared` that of the measure.
    `molar_mass`, in grams a mole, and `relations` say how units convert that do not by
    themselves. Numbers in `declared` units are rounded to so many decimals, where said.
    """

    name: str
    unit: str
    declared: str
    also: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    score: bool = False
    molar_mass: Decimal | None = None
    relations: tuple[Relation, ...] = ()
    rounded: int | None = None

    def from_row(self, unit: str) -> Conversion | None:
        """From a row's own unit, as it is written, to that of the measure.

        None where they do not compare, also where what is written is no unit at all.
        """
        code = as_ucum(unit) if unit else ""
        if code is None:
            return None
        if self.score:
            return SAME if units.is_bare(code) else None
        return self.from_unit(code)

    def from_unit(self, unit: str) -> Conversion | None:
        """From any unit to that of the measure; None where they do not compare."""
        listed = units.factor_among(unit, self.declared, self.also)
        if listed is not None:
            return Conversion(listed)
        return converted(unit, self.declared, self.molar_mass, self.relations)

    def to_limit(self) -> Conversion:
        """From the measure's unit to that of the criterion's limit."""
        back = SAME if self.score else self.from_unit(self.unit)
        if back is None:
            raise ValueError("the compiler lets no limit through whose unit does not compare")
        return back.backwards()

    def rounding(self, number: Fraction) -> Fraction:
        """A number in the limit's unit, rounded as declared; a half goes away from zero."""
        if self.rounded is None:
            return number
        steps = abs(number) * 10**self.rounded
        whole = Fraction(int(steps + Fraction(1, 2)), 10**self.rounded)
        return whole if number >= 0 else -whole


@lru_cache(maxsize=65536)
def converted(
    from_unit: str, to_unit: str, molar_mass: Decimal | None, relations: tuple[Relation, ...]
) -> Conversion | None:
    """From one unit to another of a measure: by themselves, by its rules, by its molar mass."""
    found = conversion(from_unit, to_unit)
    for relation in relations:
        found = found or relation.between(from_unit, to_unit)
    if found is None and molar_mass is not None:
        found = molar_conversion(from_unit, to_unit, Fraction(molar_mass))
    return found
