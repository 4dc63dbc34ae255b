"""Durations and windows, as said and as meant (meaning 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, begun_by
from trialmatch.language.phrases import Refused, keyword, phrase, sign, skip, whole_number
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Amount, WindowPhrase, Word
from trialmatch.language.words import TIME_UNITS
from trialmatch.plan.algebra import By
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

_PART = {
    "": By.OVERLAP,
    "started": By.START,
    "admitted": By.START,
    "ended": By.END,
    "discharged": By.END,
}
# Only to put two durations in order and to refuse absurd ones; never to count time.
_ROUGH_MINUTES = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.DAY: 1_440,
    Unit.WEEK: 10_080,
    Unit.MONTH: 43_830,
    Unit.YEAR: 525_960,
}
_LONGEST = 200 * _ROUGH_MINUTES[Unit.YEAR]


@dataclass(frozen=True, slots=True)
class _Said:
    """A window before it is known which part of a row must lie in it."""

    text: str
    window: Window


def time_unit(
    units: tuple[str, ...] = TIME_UNITS, named: str = "a unit of time"
) -> pp.ParserElement:
    """A unit of time in singular or plural; gives a `Word`."""
    singular = tuple(each.removesuffix("s") for each in units)
    return keyword(*units, *singular, named=named)


def unit_of(word: Word) -> Unit:
    """The calendar unit that a word says."""
    return Unit(word.text.removesuffix("s"))


def window(after_comma: bool = False) -> pp.ParserElement:
    """A window of time, a comma before it or not; gives a `WindowPhrase`."""
    bodies = {
        "within": _within(),
        "more": _more_than(),
        "at": _at(),
        "between": _between(),
        "on": _on(),
        **begun_by(("before", "after"), _before_or_after()),
    }
    parts = ("started", "ended", "admitted", "discharged")
    body = phrase(Choice(bodies).set_name("a window"), _window)
    of_part = phrase(keyword(*parts) - Choice(bodies).set_name("a window"), _window)
    choice = begun_by(parts, of_part) | dict.fromkeys(bodies, body)
    if after_comma:
        choice[","] = sign(",") - Choice(choice).set_name("a window")
    return Choice(choice).set_name("a window")


def _window(parts: list[object], span: Span) -> WindowPhrase:
    said = cast(_Said, parts[-1])
    part = cast(Word, parts[0]).text if len(parts) > 1 else ""
    text = f"{part} {said.text}" if part else said.text
    return WindowPhrase(text, said.window, _PART[part], span)


def _within() -> pp.ParserElement:
    around = skip("or") - keyword("after")
    direction = keyword("before") - pp.Opt(around) | keyword("after") | keyword("of")
    direction = direction.set_name("`before`, `after` or `of`")
    return phrase(skip("within") - _duration() - direction - skip("index"), _build_within)


def _build_within(parts: list[object], _span: Span) -> _Said:
    length = cast(Duration, parts[0])
    words = [cast(Word, each).text for each in parts[1:]]
    if words == ["before"]:
        return _Said(f"within {length} before index", Window(Bound(length, -1), INDEX))
    if words == ["after"]:
        return _Said(f"within {length} after index", Window(INDEX, Bound(length, 1)))
    around = Window(Bound(length, -1), Bound(length, 1))
    return _Said(f"within {length} before or after index", around)


def _more_than() -> pp.ParserElement:
    grammar = skip("more") - skip("than") - _duration() - _side() - skip("index")
    return phrase(grammar, lambda parts, _: _beyond("more than", parts, exclusive=True))


def _at() -> pp.ParserElement:
    least = phrase(
        skip("least") - _duration() - _side() - skip("index"),
        lambda parts, _: _beyond("at least", parts, exclusive=False),
    )
    any_time = phrase(skip("any") - skip("time"), lambda _, __: _Said("at any time", ANY_TIME))
    return skip("at") - Choice({"least": least, "any": any_time}).set_name("`least` or `any time`")


def _beyond(words: str, parts: list[object], exclusive: bool) -> _Said:
    length, side = cast(Duration, parts[0]), cast(Word, parts[1]).text
    if side == "before":
        meant = Window(None, Bound(length, -1, exclusive))
    else:
        meant = Window(Bound(length, 1, exclusive), None)
    return _Said(f"{words} {length} {side} index", meant)


def _between() -> pp.ParserElement:
    ends = whole_number() - pp.Opt(time_unit()) - skip("and") - _duration()
    return phrase(skip("between") - ends - _side() - skip("index"), _build_between)


def _build_between(parts: list[object], _span: Span) -> _Said:
    second, side = cast(Duration, parts[-2]), cast(Word, parts[-1]).text
    unit = unit_of(cast(Word, parts[1])) if len(parts) == 4 else second.unit
    first = _checked(cast(Amount, parts[0]), unit)
    near, far = sorted((first, second), key=_rough)
    first_end = near.count if near.unit is far.unit else near
    text = f"between {first_end} and {far} {side} index"
    if side == "before":
        return _Said(text, Window(Bound(far, -1), Bound(near, -1)))
    return _Said(text, Window(Bound(near, 1), Bound(far, 1)))


def _on() -> pp.ParserElement:
    either = skip("or") - _side()
    grammar = skip("on") - pp.Opt(either) - skip("index")
    return phrase(grammar, _build_on)


def _build_on(parts: list[object], _span: Span) -> _Said:
    side = cast(Word, parts[0]).text if parts else ""
    if side == "before":
        return _Said("on or before index", Window(None, INDEX))
    if side == "after":
        return _Said("on or after index", Window(INDEX, None))
    return _Said("on index", Window(INDEX, INDEX))


def _before_or_after() -> pp.ParserElement:
    return phrase(_side() - skip("index"), _build_open)


def _build_open(parts: list[object], _span: Span) -> _Said:
    own_day = Bound(exclusive=True)
    if cast(Word, parts[0]).text == "before":
        return _Said("before index", Window(None, own_day))
    return _Said("after index", Window(own_day, None))


def _side() -> pp.ParserElement:
    return keyword("before", "after")


def _duration() -> pp.ParserElement:
    def build(parts: list[object], _span: Span) -> Duration:
        return _checked(cast(Amount, parts[0]), unit_of(cast(Word, parts[1])))

    return phrase(whole_number() - time_unit(), build).set_name("a whole number")


def _checked(count: Amount, unit: Unit) -> Duration:
    duration = Duration(int(count.value), unit)
    if _rough(duration) > _LONGEST:
        raise Refused(
            Problem(
                rule="implausible-duration",
                message=f"{duration} is longer than any record",
                span=count.span,
                why="no record reaches back or ahead that far",
                instead="`at any time`",
            )
        )
    return duration


def _rough(duration: Duration) -> int:
    return duration.count * _ROUGH_MINUTES[duration.unit]
