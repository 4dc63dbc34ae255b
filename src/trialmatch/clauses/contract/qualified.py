"""What events are qualified by, as rows and as what must be known (meaning 6, 11 and 16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from trialmatch.clauses.contract.partners import Around, partner_observed, partnered
from trialmatch.cohort.kinds import BY_NAME, Extent
from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.language.qualifiers import (
    Active,
    Attribute,
    Bridged,
    DuringPeriod,
    InUnit,
    Lasts,
    NeedsRecord,
    Partnered,
    Throughout,
    Washout,
    WithResult,
)
from trialmatch.language.tree import CodedEvent, Qualifier
from trialmatch.plan.algebra import (
    AllOf,
    Arithmetic,
    By,
    Codings,
    Compare,
    Constant,
    Edge,
    Elapsed,
    Exists,
    Fact,
    Field,
    Lookup,
    Merged,
    Observed,
    Op,
    Operation,
    Rows,
    RowTime,
    Take,
    Truth,
    Value,
    Where,
    Within,
)
from trialmatch.plan.algebra import Attribute as Told
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodeSet

_OPS = {"at least": Op.GE, "more than": Op.GT, "at most": Op.LE, "less than": Op.LT}
_AT_INDEX = Window(INDEX, INDEX)
_TOUCHING = Duration(0, Unit.DAY)
# More than a record has: all results are taken, and what has none is left out.
_ALL = 1_000_000
# In which order qualifiers are asked, however they are written.
_ORDER: tuple[tuple[type[Qualifier], ...], ...] = (
    (InUnit, Attribute, WithResult),
    (Bridged,),
    (Lasts,),
    (Partnered,),
    (Active, Throughout, DuringPeriod, Washout, NeedsRecord),
)
_CLOCK = {Unit.HOUR: 60, Unit.MINUTE: 1}


def qualified_rows(rows: Rows, around: Around, *, under_way: bool = False) -> Rows:
    """The rows that are as all qualifiers say.

    `under_way` asks for rows that last at the index, whose length is at least what has passed.
    """
    for each in _in_order(around.event.qualifiers):
        if isinstance(each, Partnered):
            rows = partnered(each, rows, around)
        elif isinstance(each, Lasts):
            rows = _so_long_already(each, rows) if under_way else _so_long(each, rows)
        else:
            rows = _narrowed(each, rows, around)
    return rows


def qualifiers_observed(around: Around) -> tuple[Truth, ...]:
    """What beside the event itself must be known for its absence to count."""
    found: list[Truth] = []
    plain = replace(around.event, qualifiers=(), prefix="")
    for each in around.event.qualifiers:
        if isinstance(each, Partnered):
            found += partner_observed(each, around)
        window = _searched(each, around)
        if window is not None:
            found.append(around.observed(plain, around.scope, window))
    return tuple(found)


def answered_otherwise(around: Around) -> Truth | None:
    """Whether a result was given at all, where one of certain codes is asked for.

    It was then asked, and answered by another code (meaning 16b).
    """
    if not any(isinstance(q, WithResult) and q.codes is not None for q in around.event.qualifiers):
        return None
    silence = around.observed(replace(around.event, qualifiers=()), around.scope, around.window)
    done = asked_whether_done(silence)
    coded = Where(around.seen, Compare(Field("value_code"), Op.NE, ""))
    return AllOf((done, Exists(coded, silence)))


def asked_whether_done(truth: Truth) -> Truth:
    """The same question where not having been asked is an answer too (meaning 18)."""
    match truth:
        case Observed():
            return replace(truth, asks_whether_done=True, silence_says_nothing=False)
        case AllOf(parts=parts):
            return AllOf(tuple(asked_whether_done(part) for part in parts))
    return truth


def _in_order(qualifiers: tuple[Qualifier, ...]) -> Iterator[Qualifier]:
    for kinds in _ORDER:
        yield from (each for each in qualifiers if isinstance(each, kinds))


def _narrowed(each: Qualifier, rows: Rows, around: Around) -> Rows:
    match each:
        case InUnit(unit=unit, names=names):
            return Where(rows, _word_is(unit, [name.text for name in names]))
        case Attribute(name=name, words=words):
            field = name.text.replace(" ", "_")
            fold = str.lower if field in ATTRIBUTES else str
            return Where(rows, _word_is(field, [fold(word.text) for word in words]))
        case WithResult(codes=None):
            return Take(rows, n=_ALL)
        case WithResult(codes=codes) if codes is not None:
            wanted = around.scope.codes_of(codes).include
            return Where(rows, _word_is("value_code", [f"{p.system} {p.first}" for p in wanted]))
        case Bridged(gap=gap):
            return Merged(Within(rows, ANY_TIME), gap)
        case Throughout(length=length):
            eras = rows if _bridges(around) else Merged(Within(rows, ANY_TIME), _TOUCHING)
            long_ago = Window(None, Bound(length, -1))
            return Within(Within(eras, _AT_INDEX), long_ago, By.START)
        case Active(when=when):
            return Within(rows, active_window(when, around.scope.period))
        case DuringPeriod():
            return _inside_the_period(rows, around)
        case Washout():
            return Within(rows, Window(Bound(days=_half_lives(each, around)), INDEX))
    return rows


def active_window(when: str, period: tuple[int, int] | None) -> Window:
    """The days on one of which something must be active."""
    if when == "at index" or period is None:
        return _AT_INDEX
    first, last = (Bound(day=day) for day in period)
    bounds = {"at start of period": (first, first), "at end of period": (last, last)}
    return Window(*bounds.get(when, (first, last)))


def _searched(each: Qualifier, around: Around) -> Window | None:
    """The days that must be covered beside those of the event's own window."""
    match each:
        case Throughout(length=length) | NeedsRecord(length=length):
            return Window(Bound(length, -1), INDEX)
        case Active(when=when) if when != "at index":
            return active_window(when, around.scope.period)
        case DuringPeriod():
            return active_window("in the period", around.scope.period)
        case Washout():
            longest = max((hours for _, hours in _drugs(around)), default=Decimal(0))
            days = int(longest * each.count.value / 24) + 1
            return Window(Bound(Duration(days, Unit.DAY), -1), INDEX)
    return None


def _bridges(around: Around) -> bool:
    return any(isinstance(each, Bridged) for each in around.event.qualifiers)


def _word_is(field: str, words: list[str]) -> Truth:
    if len(words) == 1:
        return Compare(Field(field), Op.EQ, words[0])
    return Compare(Field(field), Op.IN, frozenset(words))


def _so_long(each: Lasts, rows: Rows) -> Rows:
    return Where(rows, _length(each, RowTime(Edge.END)))


def _so_long_already(each: Lasts, rows: Rows) -> Rows:
    return Where(Within(rows, _AT_INDEX), _length(each, Told(Fact.INDEX)))


def _length(each: Lasts, end: Value) -> Truth:
    """Hours are counted by the minute, so that more than 6 h is so from 6 h 1 min on."""
    unit, count = each.length.unit, each.length.count
    if unit in _CLOCK:
        unit, count = Unit.MINUTE, count * _CLOCK[unit]
    return Compare(Elapsed(RowTime(Edge.START), end, unit), _OPS[each.bound], Decimal(count))


def _inside_the_period(rows: Rows, around: Around) -> Rows:
    window = active_window("in the period", around.scope.period)
    started = Within(rows, window, By.START)
    core = around.event.core
    if isinstance(core, CodedEvent) and _without_extent(core.kind):
        return started
    return Within(started, window, By.END)


def _without_extent(kind: str) -> bool:
    known = BY_NAME.get(kind)
    return known is None or known.without_end is Extent.POINT


def _half_lives(each: Washout, around: Around) -> Value:
    """How many days the row's drug is washed out in."""
    hours = Lookup(Codings(), _drugs(around), _name_of_drugs(around))
    total: Value = Arithmetic(Operation.MULTIPLY, Constant(each.count.value), hours)
    days: Value = Arithmetic(Operation.DIVIDE, total, Constant(Decimal(24)))
    if each.other is None:
        return days
    other = Constant(Decimal(each.other.count * (7 if each.other.unit is Unit.WEEK else 1)))
    operation = Operation.LOWER if each.which == "shorter" else Operation.HIGHER
    return Arithmetic(operation, days, other)


def _drugs(around: Around) -> tuple[tuple[frozenset[str] | CodeSet, Decimal], ...]:
    drugs = around.scope.drugs.get(_name_of_drugs(around))
    return () if drugs is None else drugs.table


def _name_of_drugs(around: Around) -> str:
    core = around.event.core
    return core.codes.text if isinstance(core, CodedEvent) else ""


def joint(parts: tuple[Truth, ...]) -> Truth:
    """Several questions as one."""
    return parts[0] if len(parts) == 1 else AllOf(parts)
