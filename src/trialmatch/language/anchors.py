"""The moments that windows hang on: the index, birth, a date, another event."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, Terminal, begun_by
from trialmatch.language.event_printer import print_event
from trialmatch.language.lengths import LENGTH, length_of
from trialmatch.language.phrases import (
    Refused,
    day,
    keyword,
    name,
    phrase,
    plain_word,
    read_date,
    sign,
    skip,
)
from trialmatch.language.picked import (
    ADMISSION,
    DISCHARGE,
    FIRST,
    LATEST,
    AnchorPhrase,
    PickedEvent,
    ordinal,
)
from trialmatch.language.problems import Problem
from trialmatch.language.tree import EventPhrase, Name, WindowPhrase, Word
from trialmatch.language.words import EVENT_PREFIXES, EVENT_WORDS, NAMED_EVENTS
from trialmatch.plan.algebra import Attribute, Fact
from trialmatch.plan.window import INDEX, Bound
from trialmatch.vocabulary.calendar import Duration, day_number

ORDINALS = tuple(ordinal(nth) for nth in range(2, 10))
_BIRTH = Bound(anchor=Attribute(Fact.BIRTH))
_BIRTHDAY = r"the\s+(\d{1,3})(?:st|nd|rd|th)\s+birthday(?!\w)"
_AWAY = rf"{LENGTH}\s+(before|after)(?!\w)"
_AWAY_FORM = re.compile(_AWAY)
NAMED = "what the window is counted from"


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
        sign_of = -1 if side == "before" else 1
        return replace(self.bound, shift=length, sign=sign_of, exclusive=exclusive)

    @property
    def exactly(self) -> Bound:
        """The moment itself."""
        return self.bound

    @property
    def beside(self) -> Bound:
        """The moment itself, its own day left out."""
        return replace(self.bound, exclusive=True)

    @property
    def open_end(self) -> Bound | None:
        """Where a window ends that begins here and names no end (meaning 1 and 3).

        Only of what is counted from the subject's own event the time after the index is meant.
        """
        anchor = self.bound.anchor
        own = isinstance(anchor, AnchorPhrase) and anchor.what in (ADMISSION, DISCHARGE)
        return None if self.bound.on_index or own else INDEX


@cache
def anchor(*, of_events: bool = True) -> pp.ParserElement:
    """What a window is counted from; gives a `Point`."""
    choice: dict[str, pp.ParserElement] = {
        "index": _word("index", INDEX),
        "birth": _word("birth", _BIRTH),
        ADMISSION: _own(ADMISSION),
        DISCHARGE: _own(DISCHARGE),
        "the": Terminal(_BIRTHDAY, _read_birthday).set_name("a birthday such as `the 2nd birthday`"),
        **begun_by(tuple("0123456789"), phrase(day(), _build_date)),
    }
    if of_events:
        picked = phrase(picked_event(), _build_event)
        choice |= begun_by((FIRST, LATEST, *ORDINALS), picked)
        choice |= begun_by((*EVENT_PREFIXES, *NAMED_EVENTS, *EVENT_WORDS), _which_one())
    ends = keyword("period", named="`period` or an event")
    target = phrase(ends, lambda parts, _: parts[0])
    after_of = target if not of_events else (target | picked_event())
    either = keyword("start", "end") - skip("of") - after_of.set_name("`period` or an event")
    choice |= begun_by(("start", "end"), phrase(either, _build_end))
    return Choice(choice).set_name(NAMED)


@cache
def point() -> pp.ParserElement:
    """A moment by itself, `28 days before admission` or `discharge`; gives a `Point`."""
    away = phrase(Terminal(_AWAY, Word) - anchor(), _build_away)
    return (away | anchor()).set_name("a moment, such as `30 days before index`")


def picked_event() -> pp.ParserElement:
    """`latest procedure pci (before index)`; gives a `PickedEvent`."""
    # The grammar of events has windows in it, and windows hang on events.
    from trialmatch.language.events import unqualified_event
    from trialmatch.language.windows import window

    of_what = (unqualified_event() | name("a measure")).set_name("an event")
    stated = pp.Opt(sign("(") - window(of_events=False) - sign(")"))
    return phrase(order_of_time() + of_what + stated, _build_picked)


def order_of_time() -> pp.ParserElement:
    """`latest`, `first`, `first ever`, `2nd latest`; gives its words."""
    ever = keyword(FIRST) + pp.Opt(keyword("ever"))
    nth = plain_word(rf"(?:{'|'.join(ORDINALS)})(?!\w)", "`2nd`, `3rd` …")
    return Choice(
        {FIRST: ever, LATEST: keyword(LATEST)}
        | begun_by(ORDINALS, nth - keyword(LATEST, FIRST))
    ).set_name("`latest`, `first` or `2nd latest`")


def order_said(words: list[str]) -> tuple[str, int]:
    """The order and the place in it that words say."""
    if words[0] in ORDINALS:
        return words[1], ORDINALS.index(words[0]) + 2
    return " ".join(words), 1


def print_picked(said: PickedEvent) -> str:
    """A picked event in canonical wording."""
    nth = f"{ordinal(said.nth)} " if said.nth > 1 else ""
    what = said.event.text if isinstance(said.event, Name) else print_event(said.event)
    stated = f" ({said.window.text})" if said.window else ""
    return f"{nth}{said.order} {what}{stated}"


def _word(text: str, bound: Bound) -> pp.ParserElement:
    return phrase(skip(text), lambda _, span: Point(text, bound, span))


def _own(text: str) -> pp.ParserElement:
    return phrase(
        skip(text),
        lambda _, span: Point(text, Bound(anchor=AnchorPhrase(text, span=span)), span),
    )


def _build_date(parts: list[object], span: Span) -> Point:
    said = read_date(cast(Word, parts[0]))
    if isinstance(said, Problem):
        raise Refused(said)
    return Point(said.isoformat(), Bound(day=day_number(said)), span)


def _read_birthday(raw: str, span: Span) -> Point:
    years = int(re.sub(r"\D", "", raw))
    length = length_of(years, "years", span)
    return Point(f"the {ordinal(years)} birthday", replace(_BIRTH, shift=length, sign=1), span)


def _build_picked(parts: list[object], span: Span) -> PickedEvent:
    words = [each.text for each in parts if type(each) is Word]
    order, nth = order_said(words)
    event = next(each for each in parts if isinstance(each, EventPhrase | Name))
    stated = next((each for each in parts if isinstance(each, WindowPhrase)), None)
    return PickedEvent(order, nth, event, stated, span)


def _build_event(parts: list[object], span: Span) -> Point:
    said = cast(PickedEvent, parts[0])
    return Point(print_picked(said), Bound(anchor=AnchorPhrase(said, span=span)), span)


def _build_end(parts: list[object], span: Span) -> Point:
    end, of = cast(Word, parts[0]).text, parts[1]
    if isinstance(of, PickedEvent):
        anchored = AnchorPhrase(of, at_end=end == "end", span=span)
        text = f"end of {print_picked(of)}" if end == "end" else print_picked(of)
        return Point(text, Bound(anchor=anchored), span)
    text = f"{end} of period"
    return Point(text, Bound(anchor=AnchorPhrase(text, span=span)), span)


def _build_away(parts: list[object], span: Span) -> Point:
    said = _AWAY_FORM.fullmatch(cast(Word, parts[0]).text)
    origin = cast(Point, parts[1])
    if said is None:
        raise ValueError("a length of time and a side were read")
    length = length_of(int(said[1]), said[2], span)
    return Point(f"{length} {said[3]} {origin.text}", origin.moved(length, said[3]), span)


def _which_one() -> pp.ParserElement:
    def build(parts: list[object], span: Span) -> object:
        raise Refused(
            Problem(
                rule="which-one",
                message=f"which {cast(Word, parts[0]).text} is meant is not said",
                span=span,
                why="there may be several, and a window is counted from one",
                instead=f"`{LATEST} {cast(Word, parts[0]).text} …`, or `{FIRST} …`",
            )
        )

    return phrase(keyword(*EVENT_PREFIXES, *NAMED_EVENTS, *EVENT_WORDS), build)


def _moved_twice(said: Point) -> Problem:
    return Problem(
        rule="moved-twice",
        message=f"`{said.text}` is counted from already",
        span=said.span,
        why="a moment is counted from one other, once",
        instead="`… after birth` with the whole length of time",
    )

