"""Values as intervals: numbers in the unit of a limit, ages, words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from trialmatch.cohort.records import Result
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.rows import about, members
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan import algebra
from trialmatch.plan.scale import Scale
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary import units
from trialmatch.vocabulary.calendar import Moment, completed


@dataclass(frozen=True, slots=True, repr=False)
class Interval:
    """A number known to an interval; None is no bound. `doubts` say why it is not one number."""

    lo: Fraction | None
    hi: Fraction | None
    lo_open: bool = False
    hi_open: bool = False
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A word that is known."""

    word: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    """No value, and why."""

    reasons: tuple[Reason, ...]


Value = Interval | Known | NotKnown


def value_of(node: algebra.SubjectValue, subject: SubjectRecord) -> Value:
    """The value of a node for one subject."""
    match node:
        case algebra.Elapsed():
            return _elapsed(node, subject)
        case algebra.Attribute(fact=algebra.Fact.SEX):
            return _sex(subject)
        case algebra.Reduce(rows=rows, value=algebra.Number(scale=scale)):
            return _number(rows, scale, subject)
        case algebra.Reduce(rows=rows, value=algebra.Word()):
            return _answer(rows, subject)
    raise TypeError(f"no such value: {type(node).__name__}")


def _sex(subject: SubjectRecord) -> Value:
    if subject.record.sex in ("female", "male"):
        return Known(subject.record.sex)
    return NotKnown((Reason.of(Missing.SEX_UNKNOWN),))


def _elapsed(node: algebra.Elapsed, subject: SubjectRecord) -> Value:
    start, end = _time(node.start, subject), _time(node.end, subject)
    if start is None or end is None:
        return NotKnown((Reason.of(Missing.BIRTH_UNKNOWN),))
    least = completed(start.last_day, end.first_day, node.unit)
    most = completed(start.first_day, end.last_day, node.unit)
    doubts = () if least == most else (Reason.of(Missing.PARTIAL_DATE, "birth"),)
    return Interval(Fraction(least), Fraction(most), doubts=doubts)


def _time(node: algebra.SubjectValue, subject: SubjectRecord) -> Moment | None:
    match node:
        case algebra.Attribute(fact=algebra.Fact.BIRTH):
            return subject.record.birth
        case algebra.Attribute(fact=algebra.Fact.INDEX):
            return subject.index
    raise TypeError(f"not a time: {type(node).__name__}")


def _answer(rows: algebra.Rows, subject: SubjectRecord) -> Value:
    picked = members(rows, subject)
    words = {m.row.result.text for m in picked if m.certain and m.row.result}
    if len(words) == 1:
        return Known(words.pop())
    return NotKnown((Reason.of(Missing.ANSWER_NEEDED, about(rows)),))


def _number(rows: algebra.Rows, scale: Scale, subject: SubjectRecord) -> Value:
    picked = members(rows, subject)
    if not picked:
        return NotKnown((Reason.of(Missing.NO_RESULT, scale.name),))
    if not any(member.certain for member in picked):
        return NotKnown(_named(tuple(r for m in picked for r in m.doubts), scale.name))
    numbers = [number_of(m.row.result or Result(), scale) for m in picked]
    unusable = tuple(r for n in numbers if isinstance(n, NotKnown) for r in n.reasons)
    if unusable:
        return NotKnown(tuple(dict.fromkeys(unusable)))
    return _hull([n for n in numbers if isinstance(n, Interval)], picked, scale)


def _hull(numbers: list[Interval], picked: list[Member], scale: Scale) -> Interval:
    """From the lowest to the highest of tied or possible values."""
    if len(numbers) == 1:
        return numbers[0]
    low = min(numbers, key=lambda n: (n.lo is not None, n.lo or 0, n.lo_open))
    high = max(numbers, key=lambda n: (n.hi is None, n.hi or 0, not n.hi_open))
    doubts = tuple(r for m in picked for r in m.doubts) or (Reason.of(Missing.SAME_TIME_DISAGREE),)
    own = tuple(r for n in numbers for r in n.doubts)
    return Interval(low.lo, high.hi, low.lo_open, high.hi_open, _named((*doubts, *own), scale.name))


def number_of(result: Result, scale: Scale) -> Interval | NotKnown:
    """One result's number in the unit of the scale's limit, or why it has none."""
    if result.number is None:
        return NotKnown((Reason.of(Missing.NOT_A_NUMBER, scale.name),))
    declared = _factor_to_declared(result.unit, scale)
    if declared is None:
        missing = Missing.UNIT_DIFFERS if result.unit else Missing.NO_UNIT
        return NotKnown((Reason.of(missing, scale.name, result.unit),))
    number = exact(result.number) * declared
    if _implausible(number, scale):
        return NotKnown((Reason.of(Missing.IMPLAUSIBLE, scale.name),))
    bounded = _bounded(number, result.comparator, scale)
    if bounded.lo == bounded.hi and (bounded.lo_open or bounded.hi_open):
        return NotKnown((Reason.of(Missing.IMPLAUSIBLE, scale.name),))
    return _scaled(bounded, scale)


def exact(number: float) -> Fraction:
    """The decimal that the number was written as, exactly."""
    return Fraction(Decimal(repr(float(number))))


def _factor_to_declared(unit: str, scale: Scale) -> Fraction | None:
    """What a number in the row's unit is multiplied by to be in the measure's own unit."""
    if scale.score:
        return Fraction(1) if _dimensionless(unit) else None
    return units.factor_among(unit, scale.declared, scale.also)


def _dimensionless(unit: str) -> bool:
    return unit in ("", "1") or (unit.startswith("{") and unit.endswith("}"))


def _implausible(number: Fraction, scale: Scale) -> bool:
    too_low = scale.low is not None and number < Fraction(scale.low)
    return too_low or (scale.high is not None and number > Fraction(scale.high))


def _bounded(number: Fraction, comparator: str, scale: Scale) -> Interval:
    """A number, or the open interval that `<` and `>` leave within what is plausible."""
    doubts = (Reason.of(Missing.BEYOND_LIMIT_OF_DETECTION, scale.name),)
    if comparator in ("<", "<="):
        low = None if scale.low is None else Fraction(scale.low)
        return Interval(low, number, hi_open=comparator == "<", doubts=doubts)
    if comparator in (">", ">="):
        high = None if scale.high is None else Fraction(scale.high)
        return Interval(number, high, lo_open=comparator == ">", doubts=doubts)
    return Interval(number, number)


def _scaled(interval: Interval, scale: Scale) -> Interval:
    """From the measure's unit to that of the criterion's limit."""
    factor = Fraction(1) if scale.score else units.factor(scale.declared, scale.unit)
    if factor is None:
        raise ValueError("the compiler lets no limit through whose unit does not compare")
    lo = None if interval.lo is None else interval.lo * factor
    hi = None if interval.hi is None else interval.hi * factor
    return replace(interval, lo=lo, hi=hi)


def _named(reasons: tuple[Reason, ...], about: str) -> tuple[Reason, ...]:
    """The reasons with what they are about, each once."""
    return tuple(dict.fromkeys(r if r.about else replace(r, about=about) for r in reasons))
