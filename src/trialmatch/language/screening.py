"""The grammar of `screen`: who the subjects are (meaning 25 and 26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, begun_by
from trialmatch.language.events import event
from trialmatch.language.header_tree import ScreenLine
from trialmatch.language.lengths import length
from trialmatch.language.phrases import Refused, day, keyword, phrase, sign, skip
from trialmatch.language.problems import Problem
from trialmatch.language.tree import EventPhrase, Word
from trialmatch.language.words import EVENT_WORDS, NAMED_EVENTS
from trialmatch.vocabulary.calendar import Duration

THE_FIRST = "the first"


@dataclass(frozen=True, slots=True)
class _Merging:
    """How stays are merged."""

    gap: Duration
    across_hospitals: bool


@dataclass(frozen=True, slots=True)
class _Spacing:
    """How far events that count lie apart."""

    apart: Duration


def screen_line() -> pp.ParserElement:
    """`screen each patient` or event, `screen first` event or `of (…)`, `screen the first …`."""
    dead = pp.Opt(phrase(skip("including") - skip("the") - skip("dead"), _constant("dead")))
    years = phrase(
        sign("-")
        - skip("year")
        + pp.ZeroOrMore(Choice({"from": _bound("from"), "to": _bound("to")})),
        _patient_years,
    )
    patients = skip("patient") + (years | phrase(dead, _patients))
    choice = {"patient": patients} | begun_by((*NAMED_EVENTS, *EVENT_WORDS), _events(event()))
    choice["of"] = _events(_several())
    subjects = Choice(choice).set_name("`patient` or an event")
    how = Choice(
        {
            "each": keyword("each"),
            "first": keyword("first"),
            "the": phrase(skip("the") - skip("first"), lambda _, span: Word(THE_FIRST, span)),
        }
    ).set_name("`each`, `first` or `the first`")
    return phrase(skip("screen") - how - subjects, _screened)


def _several() -> pp.ParserElement:
    bar = sign("|", "`|` between events")
    return skip("of") - sign("(") - event() + pp.OneOrMore(bar - event()) - sign(")")


def _events(grammar: pp.ParserElement) -> pp.ParserElement:
    options = Choice(
        {
            "merged": _merged(),
            "at": _spaced(),
            "from": _bound("from"),
            "to": _bound("to"),
            "that": _that_meets(),
            ",": sign(",") - _after_comma(),
        }
    )
    return phrase(grammar + pp.ZeroOrMore(options), _event_line)


def _after_comma() -> pp.ParserElement:
    choice = {
        "merged": _merged(),
        "at": _spaced(),
        "from": _bound("from"),
        "to": _bound("to"),
        "across": _across(),
    }
    return Choice(choice).set_name("`merged`, `at least`, `from` or `to`")


def _merged() -> pp.ParserElement:
    words = skip("merged") - skip("when") - skip("less") - skip("than") - length()
    return phrase(words - skip("apart"), lambda p, _: _Merging(cast(Duration, p[0]), False))


def _across() -> pp.ParserElement:
    return phrase(skip("across") - skip("hospitals"), _constant("across"))


def _spaced() -> pp.ParserElement:
    words = skip("at") - skip("least") - length() - skip("after") - skip("the") - skip("last")
    return phrase(
        words - skip("counted") - skip("one"), lambda p, _: _Spacing(cast(Duration, p[0]))
    )


def _that_meets() -> pp.ParserElement:
    words = skip("that") - skip("meets") - skip("the") - skip("criteria")
    return phrase(words, _constant("that meets"))


def _bound(word: str) -> pp.ParserElement:
    def build(parts: list[object], _span: Span) -> tuple[str, Word]:
        return word, cast(Word, parts[0])

    return phrase(skip(word) - day(), build)


def _patients(parts: list[object], span: Span) -> ScreenLine:
    return ScreenLine(None, False, bool(parts), None, None, span)


def _patient_years(parts: list[object], span: Span) -> ScreenLine:
    bounds = dict(cast("list[tuple[str, Word]]", parts))
    return ScreenLine(
        None, False, False, bounds.get("from"), bounds.get("to"), span, patient_years=True
    )


def _event_line(parts: list[object], span: Span) -> ScreenLine:
    events = tuple(each for each in parts if isinstance(each, EventPhrase))
    bounds = dict(cast("tuple[str, Word]", each) for each in parts if isinstance(each, tuple))
    line = ScreenLine(events[0], False, False, bounds.get("from"), bounds.get("to"), span)
    for each in parts:
        if isinstance(each, _Merging):
            line = replace(line, merged=each.gap)
        elif isinstance(each, _Spacing):
            line = replace(line, apart=each.apart)
        elif each == "across":
            line = replace(line, across_hospitals=True)
        elif each == "that meets":
            line = replace(line, that_meets=True)
    return replace(line, several=events) if len(events) > 1 else line


def _screened(parts: list[object], span: Span) -> ScreenLine:
    how, line = cast(Word, parts[0]), cast(ScreenLine, parts[1])
    if how.text != "each" and line.event is None:
        raise Refused(_first_patient(how))
    if line.several and how.text == "each":
        raise Refused(_each_of_several(how))
    if line.that_meets != (how.text == THE_FIRST):
        raise Refused(_which_first(how))
    return replace(line, first=how.text == "first", span=span)


def _first_patient(word: Word) -> Problem:
    return Problem(
        rule="first-patient",
        message="`first` goes with an event",
        span=word.span,
        why="a patient is one subject, so there is no first",
        instead="`each`",
    )


def _which_first(word: Word) -> Problem:
    return Problem(
        rule="which-first",
        message="`the first` goes with `that meets the criteria`, and this with it",
        span=word.span,
        why="`first` takes the first event and tests it alone; the other tests each in turn",
        instead="`screen the first stay that meets the criteria`",
    )


def _each_of_several(word: Word) -> Problem:
    return Problem(
        rule="each-of-several",
        message="`each` goes with one kind of event",
        span=word.span,
        why="of several kinds of entry events the earliest makes the subject",
        instead="`first of (… | …)`",
    )


def _constant(value: str) -> Callable[[list[object], Span], str]:
    return lambda _parts, _span: value
