"""The grammars of `trial` and `registry` and of the lines below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, begun_by
from trialmatch.language.events import event
from trialmatch.language.phrases import (
    Refused,
    day,
    keyword,
    phrase,
    plain_word,
    quoted,
    sign,
    skip,
    whole_number,
)
from trialmatch.language.problems import Problem
from trialmatch.language.tree import (
    Amount,
    BasisLine,
    EventPhrase,
    Header,
    ProtocolLine,
    ScreenLine,
    SourceLine,
    TargetLine,
    Word,
)
from trialmatch.language.words import EVENT_WORDS, HEADER_HEADS
from trialmatch.plan.criteria import Purpose


def header_statement() -> pp.ParserElement:
    """`trial NAME "Title"`; gives a `Header` without lines."""
    grammar = keyword(*HEADER_HEADS) - _identifier() - quoted("the title in quotes")
    return phrase(grammar, _header)


def header_lines() -> dict[str, pp.ParserElement]:
    """The grammar of each line that may stand below the header, by its first word."""
    return {
        "protocol": _protocol(),
        "target": _target(),
        "basis": _basis(),
        "source": _source(),
        "screen": _screen(),
    }


def _identifier() -> pp.ParserElement:
    return plain_word(r"[A-Za-z0-9][\w-]*", "a name without spaces")


def _header(parts: list[object], span: Span) -> Header:
    head, identifier, title = (cast(Word, each) for each in parts)
    return Header(Purpose(head.text), identifier, title, (), span)


def _protocol() -> pp.ParserElement:
    dated = pp.Opt(skip("dated") - day())
    grammar = skip("protocol") - quoted("the version in quotes") + dated
    return phrase(grammar, lambda parts, _: ProtocolLine(cast(Word, parts[0]), _second(parts)))


def _target() -> pp.ParserElement:
    what = plain_word(r"[^\W\d]\w*", "what is counted, such as `participants`")
    return phrase(
        skip("target") - whole_number("how many are wanted") - what,
        lambda parts, _: TargetLine(cast(Amount, parts[0]), cast(Word, parts[1])),
    )


def _basis() -> pp.ParserElement:
    kind = plain_word(r"[^\W\d]\w*", "the kind of basis")
    until = pp.Opt(skip("valid") - skip("to") - day())
    grammar = skip("basis") - kind - quoted("the reference in quotes") + until

    def build(parts: list[object], _span: Span) -> BasisLine:
        kind_word, reference = cast(Word, parts[0]), cast(Word, parts[1])
        return BasisLine(kind_word, reference, _second(parts[1:]))

    return phrase(grammar, build)


def _source() -> pp.ParserElement:
    read = pp.Opt(sign(",") - skip("read") - day())
    grammar = skip("source") - quoted("the address in quotes") + read
    return phrase(grammar, lambda parts, _: SourceLine(cast(Word, parts[0]), _second(parts)))


def _screen() -> pp.ParserElement:
    dead = pp.Opt(phrase(skip("including") - skip("the") - skip("dead"), _constant("dead")))
    patients = phrase(skip("patient") + dead, _patients)
    dates = pp.Opt(_bound("from")) + pp.Opt(_bound("to"))
    events = phrase(event() + dates, _events)
    choice = {"patient": patients} | begun_by(EVENT_WORDS, events)
    subjects = Choice(choice).set_name("`patient` or an event")
    return phrase(skip("screen") - keyword("each", "first") - subjects, _screened)


def _bound(word: str) -> pp.ParserElement:
    def build(parts: list[object], _span: Span) -> tuple[str, Word]:
        return word, cast(Word, parts[0])

    return phrase(skip(word) - day(), build)


def _patients(parts: list[object], span: Span) -> ScreenLine:
    return ScreenLine(None, False, bool(parts), None, None, span)


def _events(parts: list[object], span: Span) -> ScreenLine:
    bounds = dict(cast("tuple[str, Word]", each) for each in parts[1:])
    asked = cast(EventPhrase, parts[0])
    return ScreenLine(asked, False, False, bounds.get("from"), bounds.get("to"), span)


def _screened(parts: list[object], span: Span) -> ScreenLine:
    how, line = cast(Word, parts[0]), cast(ScreenLine, parts[1])
    first = how.text == "first"
    if first and line.event is None:
        raise Refused(_first_patient(how))
    return ScreenLine(line.event, first, line.including_dead, line.since, line.until, span)


def _first_patient(word: Word) -> Problem:
    return Problem(
        rule="first-patient",
        message="`first` goes with an event",
        span=word.span,
        why="a patient is one subject, so there is no first",
        instead="`each`",
    )


def _second(parts: list[object]) -> Word | None:
    return cast(Word, parts[1]) if len(parts) > 1 else None


def _constant(value: str) -> Callable[[list[object], Span], str]:
    return lambda _parts, _span: value
