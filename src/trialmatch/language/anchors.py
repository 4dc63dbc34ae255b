"""The moments that windows hang on: the index, birth, a date, another event (meaning 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, Terminal, begun_by
from trialmatch.language.lengths import LENGTH, length_of
from trialmatch.language.phrases import Refused, day, keyword, phrase, plain_word, read_date, skip
from trialmatch.language.picked import (
    ADMISSION,
    ANY,
    DISCHARGE,
    EVERY,
    FIRST,
    LATEST,
    NTH_WORDS,
    PERIOD_ENDS,
    PERIOD_STARTS,
    AnchorPhrase,
    NamedRow,
    PickedEvent,
    ordinal,
)
from trialmatch.language.picking import picked_event, print_picked
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Word
from trialmatch.language.words import EVENT_PREFIXES, EVENT_WORDS, NAMED_EVENTS
from trialmatch.plan.algebra import Attribute, Fact
from trialmatch.plan.window import INDEX, Bound
from trialmatch.vocabulary.calendar import Duration, day_number

NAMED = "what the window is counted from"
A_POINT = "a moment, such as `30 days before index`"
OF_EVENTS = (FIRST, LATEST, *NTH_WORDS, ANY, EVERY)
_BIRTH = Bound(anchor=Attribute(Fact.BIRTH))
_BIRTHDAY = r"the\s+\d{1,3}(?:st|nd|rd|th)\s+birthday(?!\w)"
_AWAY = rf"{re.sub(r'[(](?![?])', '(?:', LENGTH)}\s+(?:before|after)(?!\w)"
_AWAY_FORM = re.compile(rf"{LENGTH}\s+(before|after)")
_WHICH = (*EVENT_PREFIXES, *NAMED_EVENTS, *EVENT_WORDS)


@dataclass(frozen=True, slots=True)
class Point:
    """A moment as said and as meant."""

    text: str
    bound: Bound
    span: Span

    def moved(self, length: Duration, side: str, *, exclusive: bool = False) -> Bound:
        """The moment so long before or after this one."""
        if self.bound.shift is not None:
            raise Refused(_moved_twice(self))
        if length.by_clock and self._is_a_day:
            raise Refused(_date_moved_by_hours(self, length))
        sign_of = -1 if side == "before" else 1
        return replace(self.bound, shift=length, sign=sign_of, exclusive=exclusive)

    @property
    def _is_a_day(self) -> bool:
        """Whether it is a day of the calendar, which has no time of day."""
        of = self.bound.anchor
        period = isinstance(of, AnchorPhrase) and of.what in (PERIOD_STARTS, PERIOD_ENDS)
        return self.bound.day is not None or period

    @property
    def beside(self) -> Bound:
        """The moment itself, its own day left out."""
        return replace(self.bound, exclusive=True)

    @property
    def open_end(self) -> Bound | None:
        """Where a window ends that begins here and names no end (meaning 1 and 3).

        Only of what is counted from the subject's own event the time after the index is meant.
        """
        bound = self.bound
        of = bound.anchor.what if isinstance(bound.anchor, AnchorPhrase) else None
        if of == DISCHARGE:
            return None
        at_index = bound.on_index or of == ADMISSION
        ahead = bound.shift is None or bound.sign > 0
        return None if at_index and ahead else INDEX


@cache
def anchor(*, of_events: bool = True) -> pp.ParserElement:
    """What a window is counted from; gives a `Point`."""
    choice: dict[str, pp.ParserElement] = {
        "index": _word("index", INDEX),
        "birth": _word("birth", _BIRTH),
        ADMISSION: _own(ADMISSION),
        DISCHARGE: _own(DISCHARGE),
        "the": Terminal(_BIRTHDAY, _read_birthday).set_name("a birthday: `the 2nd birthday`"),
        **begun_by(tuple("0123456789"), phrase(day(), _build_date)),
    }
    ends = _end_of(skip("period"), named="`period`")
    if of_events:
        picked = picked_event() | _named_row()
        choice |= begun_by(OF_EVENTS, phrase(picked, _build_event))
        choice |= begun_by(_WHICH, phrase(keyword(*_WHICH), _which_one))
        ends = _end_of(skip("period") | picked, named="`period`, or `latest` and an event")
    choice |= begun_by(("start", "end"), ends)
    return (Choice(choice) | phrase(_named_row(), _build_named)).set_name(NAMED)


@cache
def point(*, of_events: bool = True) -> pp.ParserElement:
    """A moment by itself, `28 days before admission` or `discharge`; gives a `Point`."""
    origin = anchor(of_events=of_events)
    away = phrase(Terminal(_AWAY, Word) - origin, _build_away)
    return (away | origin).set_name(A_POINT)


def _word(text: str, bound: Bound) -> pp.ParserElement:
    return phrase(skip(text), lambda _, span: Point(text, bound, span))


def _own(text: str) -> pp.ParserElement:
    def build(_: list[object], span: Span) -> Point:
        return Point(text, Bound(anchor=AnchorPhrase(text, span=span)), span)

    return phrase(skip(text), build)


def _end_of(what: pp.ParserElement, named: str) -> pp.ParserElement:
    return phrase(keyword("start", "end") - skip("of") - what.set_name(named), _build_end)


def _build_date(parts: list[object], span: Span) -> Point:
    said = read_date(cast(Word, parts[0]))
    if isinstance(said, Problem):
        raise Refused(said)
    return Point(said.isoformat(), Bound(day=day_number(said)), span)


def _read_birthday(raw: str, span: Span) -> Point:
    years = int(re.sub(r"\D", "", raw))
    length = length_of(years, "years", span)
    return Point(f"the {ordinal(years)} birthday", replace(_BIRTH, shift=length, sign=1), span)


def _build_event(parts: list[object], span: Span) -> Point:
    said = cast(PickedEvent, parts[0])
    return Point(print_picked(said), Bound(anchor=AnchorPhrase(said, span=span)), span)


def _named_row() -> pp.ParserElement:
    """The name of an event that is tried; none of the words that have a meaning here."""
    no = "|".join(("index", "birth", "the", "period", "start", "end", *OF_EVENTS, *_WHICH))
    word = plain_word(rf"(?!(?:{no})(?!\w))[^\W\d]\w*(?!\w)", "a name")
    return phrase(word, lambda parts, _: NamedRow(cast(Word, parts[0])))


def _build_named(parts: list[object], span: Span) -> Point:
    said = cast(NamedRow, parts[0])
    return Point(said.name.text, Bound(anchor=AnchorPhrase(said, span=span)), span)


def _build_end(parts: list[object], span: Span) -> Point:
    at_end = cast(Word, parts[0]).text == "end"
    if len(parts) > 1:
        said = cast("PickedEvent | NamedRow", parts[1])
        shown = said.name.text if isinstance(said, NamedRow) else print_picked(said)
        text = f"end of {shown}" if at_end else shown
        return Point(text, Bound(anchor=AnchorPhrase(said, at_end, span)), span)
    text = PERIOD_ENDS if at_end else PERIOD_STARTS
    return Point(text, Bound(anchor=AnchorPhrase(text, span=span)), span)


def _build_away(parts: list[object], span: Span) -> Point:
    words = " ".join(cast(Word, parts[0]).text.split())
    said = _AWAY_FORM.fullmatch(words)
    if said is None:
        raise ValueError("a length of time and a side were read")
    origin = cast(Point, parts[1])
    length = length_of(int(said[1]), said[2], span)
    bound = origin.moved(length, said[3])
    return Point(f"{length} {said[3]} {origin.text}", bound, span)


def _which_one(parts: list[object], span: Span) -> object:
    word = cast(Word, parts[0]).text
    raise Refused(
        Problem(
            rule="which-one",
            message=f"it is not said which `{word} …` the window is counted from",
            span=span,
            why="there may be several, and the window of each is another",
            instead=f"`first {word} …`, `latest {word} …`, `any {word} …` or `every {word} …`",
        )
    )


def _moved_twice(said: Point) -> Problem:
    return Problem(
        rule="moved-twice",
        message=f"`{said.text}` is counted from another moment already",
        span=said.span,
        why="a moment is counted from one other, once",
        instead="the whole length of time before or after `birth` or `index`",
    )


def _date_moved_by_hours(said: Point, length: Duration) -> Problem:
    return Problem(
        rule="hours-from-a-date",
        message=f"{length} cannot be counted from {said.text}, which is a whole day",
        span=said.span,
        why="hours are counted from a time, and a day has 24 of them",
        instead="a length of time in days, weeks, months or years",
    )
