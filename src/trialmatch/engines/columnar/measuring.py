"""Numbers of results: in the unit of a scale, as floats for all or as exact fractions for some.

The exact number is the decimal that the source wrote, times the factor of its unit.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np

from trialmatch.cohort.partition import WORDS
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.table import Array, Lines
from trialmatch.engines.columnar.values import Intervals, closed, largest
from trialmatch.plan.scale import Scale
from trialmatch.verdict import Missing
from trialmatch.vocabulary.conversions import SAME, Conversion

_BELOW = tuple(WORDS["comparator"].index(word) for word in ("<", "<="))
_ABOVE = tuple(WORDS["comparator"].index(word) for word in (">", ">="))
_STRICT = tuple(WORDS["comparator"].index(word) for word in ("<", ">"))


def numbers(line: Lines | slice, scale: Scale, panel: Panel, *, exact: bool) -> Intervals:
    """The number of each line's result, in the unit of the scale's limit."""
    value = panel.table.column("value", line)
    unit = panel.table.column("unit", line)
    bounds = panel.table.has("comparator")
    comparator = (
        panel.table.column("comparator", line) if bounds else np.zeros(len(value), np.uint8)
    )
    into = [scale.from_row(word) for word in panel.table.words("unit")]
    missing = _unusable(value, unit, into, scale, panel)
    usable = missing == 0
    declared = _times(np.where(usable, value, 0.0), unit, into, exact=exact)
    missing = np.where(
        usable & _implausible(declared, value, unit, into, scale),
        _why(panel, Missing.IMPLAUSIBLE, scale),
        missing,
    ).astype(np.int32)
    lo, hi, lo_open, hi_open = _bounded(declared, comparator, scale, exact=exact)
    hollow = (missing == 0) & (lo == hi) & (lo_open | hi_open)
    missing = np.where(hollow, _why(panel, Missing.IMPLAUSIBLE, scale), missing).astype(np.int32)
    bounded = np.isin(comparator, (*_BELOW, *_ABOVE)) & (missing == 0)
    doubts = np.where(bounded, _why(panel, Missing.BEYOND_LIMIT_OF_DETECTION, scale), 0)
    lo, hi = _scaled(lo, scale, exact=exact), _scaled(hi, scale, exact=exact)
    if scale.rounded is not None:
        stated = np.flatnonzero((missing == 0) & ~bounded)
        rounded = _rounded(value[stated], unit[stated], into, scale)
        lo, hi = _with(lo, stated, rounded), _with(hi, stated, rounded)
    plain = all(each is None or each == SAME for each in into) and lo is declared
    plain = plain and scale.rounded is None
    size = 1.0 if exact else largest(lo, hi, declared)
    return Intervals(lo, hi, lo_open, hi_open, missing, doubts.astype(np.int32), size, plain)


def limits(
    line: Lines | slice, column: str, scale: Scale, panel: Panel, *, exact: bool
) -> Intervals:
    """An end of each line's own reference range, in the unit of the scale's limit."""
    value = panel.table.column(column, line)
    unit = panel.table.column("unit", line)
    into = [scale.from_row(word) for word in panel.table.words("unit")]
    none = _why(panel, Missing.NO_REFERENCE_RANGE, scale)
    absent = np.isnan(value)
    if column == "range_high":
        absent |= value <= 0
    missing = np.where(absent, none, _unit_gaps(unit, into, scale, panel)).astype(np.int32)
    known = np.where(missing == 0, value, 0.0)
    found = _scaled(_times(known, unit, into, exact=exact), scale, exact=exact)
    return closed(found, found, missing, np.zeros(len(value), np.int32), largest(found))


def _why(panel: Panel, missing: Missing, scale: Scale, detail: str = "") -> int:
    return panel.reasons.missing(missing, scale.name, detail)


def _unusable(
    value: Array, unit: Array, into: list[Conversion | None], scale: Scale, panel: Panel
) -> Ids:
    no_number = _why(panel, Missing.NOT_A_NUMBER, scale)
    gaps = _unit_gaps(unit, into, scale, panel)
    return np.where(np.isnan(value), no_number, gaps).astype(np.int32)


def _unit_gaps(unit: Array, into: list[Conversion | None], scale: Scale, panel: Panel) -> Ids:
    """Units that cannot be converted."""
    words = panel.table.words("unit")
    gaps = np.zeros(len(words), np.int32)
    for number, (word, conversion) in enumerate(zip(words, into, strict=True)):
        if conversion is None:
            missing = Missing.UNIT_DIFFERS if word else Missing.NO_UNIT
            gaps[number] = _why(panel, missing, scale, word)
    return gaps[unit]


def _times(value: Array, unit: Array, into: list[Conversion | None], *, exact: bool) -> Array:
    """The numbers in the measure's own unit."""
    known = [each or SAME for each in into]
    if not exact:
        factors = np.array([float(each.factor) for each in known])
        offsets = np.array([float(each.offset) for each in known])
        changed = value if (factors == 1).all() else np.asarray(value * factors[unit])
        return changed if not offsets.any() else np.asarray(changed + offsets[unit])
    found = np.empty(len(value), object)
    for number in np.unique(unit).tolist():
        of_unit = np.flatnonzero(unit == number)
        distinct, places = np.unique(value[of_unit], return_inverse=True)
        exactly = np.empty(len(distinct), object)
        exactly[:] = [known[number].of(Fraction(Decimal(repr(v)))) for v in distinct.tolist()]
        found[of_unit] = exactly[places]
    return found


def _rounded(
    value: Array, unit: Array, into: list[Conversion | None], scale: Scale
) -> list[Fraction]:
    """The numbers in the limit's unit, rounded as declared, which only exact ones can be."""
    to_limit = scale.to_limit()
    declared: list[Fraction] = _times(value, unit, into, exact=True).tolist()
    return [scale.rounding(to_limit.of(each)) for each in declared]


def _with(numbers: Array, places: Array, others: list[Fraction]) -> Array:
    """The numbers with others in some places."""
    found = numbers.copy()
    found[places] = others
    return found


def _implausible(
    declared: Array, value: Array, unit: Array, into: list[Conversion | None], scale: Scale
) -> Array:
    """Outside what is plausible; floats next to an edge are looked at exactly."""
    outside = np.zeros(len(declared), np.bool_)
    converted = np.array([each is not None and each != SAME for each in into])
    for edge, beyond in ((scale.low, np.less), (scale.high, np.greater)):
        if edge is None:
            continue
        if declared.dtype == object:
            outside |= _beyond(beyond, declared, edge)
            continue
        limit = float(edge)
        outside |= beyond(declared, limit)
        close = np.abs(declared - limit) <= 1e-9 * max(1.0, abs(limit))
        near = np.flatnonzero(close & converted[unit])
        if len(near):
            exactly = _times(np.nan_to_num(value[near]), unit[near], into, exact=True)
            outside[near] = _beyond(beyond, exactly, edge)
    return outside


def _beyond(how: np.ufunc, numbers: Array, edge: Decimal) -> Array:
    limit = np.empty(1, object)
    limit[0] = Fraction(edge)
    return np.asarray(how(numbers, limit), np.bool_)


def _bounded(
    declared: Array, comparator: Array, scale: Scale, *, exact: bool
) -> tuple[Array, Array, Array, Array]:
    """Numbers, or the open intervals that `<` and `>` leave within what is plausible."""
    below, above = np.isin(comparator, _BELOW), np.isin(comparator, _ABOVE)
    strict = np.isin(comparator, _STRICT)
    lowest = _plausible(scale.low, -np.inf, exact=exact)
    highest = _plausible(scale.high, np.inf, exact=exact)
    lo, hi = declared, declared
    if below.any():
        lo = lo.copy()
        lo[below] = lowest
    if above.any():
        hi = hi.copy()
        hi[above] = highest
    return lo, hi, above & strict, below & strict


def _plausible(edge: Decimal | None, unbounded: float, *, exact: bool) -> Fraction | float:
    if edge is None:
        return unbounded
    return Fraction(edge) if exact else float(edge)


def _scaled(declared: Array, scale: Scale, *, exact: bool) -> Array:
    """From the measure's unit to that of the criterion's limit."""
    to_limit = scale.to_limit()
    if to_limit == SAME:
        return declared
    factor, offset = to_limit.factor, to_limit.offset
    if exact:
        return np.asarray(declared * factor + offset)
    return np.asarray(declared * float(factor) + float(offset))
