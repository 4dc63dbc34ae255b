"""Windows, as said and as meant: two ends, each counted from a moment (meaning 3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.ages import age_limit, window_of_age
from trialmatch.language.anchors import Point, anchor, point
from trialmatch.language.elements import Choice, Terminal, begun_by
from trialmatch.language.lengths import time_unit, unit_of
from trialmatch.language.phrases import Refused, keyword, phrase, sign, skip, whole_number
from trialmatch.language.printer import print_comparison
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Amount, Comparison, WindowPhrase, Word
from trialmatch.plan.algebra import By
from trialmatch.plan.window import ANY_TIME, Window
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


# A `from` that is not of a `screen` line, which has a `to`.
_FROM = r"from(?=\s(?:[^()]|\([^()]*\))*?\suntil(?!\w))"


@dataclass(frozen=True, slots=True)
class _Said:
    """A window before it is known which part of a row must lie in it."""

    text: str
    window: Window


@cache
def window(after_comma: bool = False, *, of_events: bool = True) -> pp.ParserElement:
    """A window of time, a comma before it or not; gives a `WindowPhrase`.

    `of_events` are windows that may be counted from another event.
    """
    origin, moment = anchor(of_events=of_events), point(of_events=of_events)
    bodies = {
        "within": _within(origin),
        "more": _more_than(origin),
        "less": _less_than(origin),
        "at": _at(origin),
        "between": _between(origin),
        "on": _on(origin),
        "since": phrase(skip("since") - moment, _since),
        "from": phrase(Terminal(_FROM) - moment - skip("until") - moment, _from_until),
        "until": phrase(skip("until") - moment, _until),
        **begun_by(("before", "after"), phrase(_side() - origin, _build_open)),
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


def _within(origin: pp.ParserElement) -> pp.ParserElement:
    around = skip("or") - keyword("after")
    direction = keyword("before") - pp.Opt(around) | keyword("after") | keyword("of")
    direction = direction.set_name("`before`, `after` or `of`")
    return phrase(skip("within") - _duration() - direction - origin, _build_within)


def _build_within(parts: list[object], _span: Span) -> _Said:
    length, of = cast(Duration, parts[0]), cast(Point, parts[-1])
    words = [cast(Word, each).text for each in parts[1:-1]]
    before, after = of.moved(length, "before"), of.moved(length, "after")
    if words == ["before"]:
        return _Said(f"within {length} before {of.text}", Window(before, of.bound))
    if words == ["after"]:
        return _Said(f"within {length} after {of.text}", Window(of.bound, after))
    return _Said(f"within {length} before or after {of.text}", Window(before, after))


def _more_than(origin: pp.ParserElement) -> pp.ParserElement:
    grammar = skip("more") - skip("than") - _duration() - _side() - origin
    return phrase(grammar, lambda parts, _: _beyond("more than", parts, exclusive=True))


def _less_than(origin: pp.ParserElement) -> pp.ParserElement:
    grammar = skip("less") - skip("than") - _duration() - _side() - origin
    return phrase(grammar, _build_less_than)


def _build_less_than(parts: list[object], _span: Span) -> _Said:
    length, side, of = cast(Duration, parts[0]), cast(Word, parts[1]).text, cast(Point, parts[2])
    end = of.moved(length, side, exclusive=True)
    meant = Window(end, of.bound) if side == "before" else Window(of.bound, end)
    return _Said(f"less than {length} {side} {of.text}", meant)


def _at(origin: pp.ParserElement) -> pp.ParserElement:
    least = phrase(
        skip("least") - _duration() - _side() - origin,
        lambda parts, _: _beyond("at least", parts, exclusive=False),
    )
    any_time = phrase(skip("any") - skip("time"), lambda _, __: _Said("at any time", ANY_TIME))
    age = phrase(skip("age") - age_limit(), _at_age)
    choice = Choice({"least": least, "any": any_time, "age": age})
    return skip("at") - choice.set_name("`least`, `any time` or `age`")


def _at_age(parts: list[object], _span: Span) -> _Said:
    limit = cast(Comparison, parts[0])
    return _Said(f"at age {print_comparison(limit)}", window_of_age(limit))


def _beyond(words: str, parts: list[object], exclusive: bool) -> _Said:
    length, side, of = cast(Duration, parts[0]), cast(Word, parts[1]).text, cast(Point, parts[2])
    end = of.moved(length, side, exclusive=exclusive)
    meant = Window(None, end) if side == "before" else Window(end, of.open_end)
    return _Said(f"{words} {length} {side} {of.text}", meant)


def _between(origin: pp.ParserElement) -> pp.ParserElement:
    ends = whole_number() - pp.Opt(time_unit()) - skip("and") - _duration()
    return phrase(skip("between") - ends - _side() - origin, _build_between)


def _build_between(parts: list[object], _span: Span) -> _Said:
    second, word, of = cast(Duration, parts[-3]), cast(Word, parts[-2]), cast(Point, parts[-1])
    unit = unit_of(cast(Word, parts[1])) if len(parts) == 5 else second.unit
    first, side = _checked(cast(Amount, parts[0]), unit), word.text
    near, far = sorted((first, second), key=_rough)
    first_end = near.count if near.unit is far.unit else near
    text = f"between {first_end} and {far} {side} {of.text}"
    ends = (of.moved(far, side), of.moved(near, side))
    return _Said(text, Window(*(ends if side == "before" else reversed(ends))))


def _on(origin: pp.ParserElement) -> pp.ParserElement:
    either = skip("or") - _side()
    return phrase(skip("on") - pp.Opt(either) - origin, _build_on)


def _build_on(parts: list[object], _span: Span) -> _Said:
    of = cast(Point, parts[-1])
    side = cast(Word, parts[0]).text if len(parts) > 1 else ""
    if side == "before":
        return _Said(f"on or before {of.text}", Window(None, of.bound))
    if side == "after":
        return _Said(f"on or after {of.text}", Window(of.bound, of.open_end))
    return _Said(f"on {of.text}", Window(of.bound, of.bound))


def _build_open(parts: list[object], _span: Span) -> _Said:
    side, of = cast(Word, parts[0]).text, cast(Point, parts[1])
    if side == "before":
        return _Said(f"before {of.text}", Window(None, of.beside))
    return _Said(f"after {of.text}", Window(of.beside, of.open_end))


def _since(parts: list[object], _span: Span) -> _Said:
    of = cast(Point, parts[0])
    return _Said(f"since {of.text}", Window(of.bound, of.open_end))


def _until(parts: list[object], _span: Span) -> _Said:
    of = cast(Point, parts[0])
    return _Said(f"until {of.text}", Window(None, of.bound))


def _from_until(parts: list[object], _span: Span) -> _Said:
    first, last = cast(Point, parts[0]), cast(Point, parts[1])
    window = Window(first.bound, last.bound)
    return _Said(f"from {first.text} until {last.text}", window)


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
