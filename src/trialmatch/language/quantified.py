"""`for any diagnosis stroke before index as s: (…)`: events that are tried one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.events import event, qualified
from trialmatch.language.phrases import phrase, plain_word, sign, skip
from trialmatch.language.tree import EventPhrase, Qualifier, WindowPhrase, Word, qualified_by
from trialmatch.language.windows import window


@dataclass(frozen=True, slots=True)
class ForAnyHead:
    """What stands before the bracket: the events, their window, and the name of each one."""

    event: EventPhrase
    window: WindowPhrase | None
    name: Word
    span: Span = field(compare=False, repr=False)


@cache
def for_any() -> pp.ParserElement:
    """`for any`, an event with its window, `as` and a name, `:` and an opening bracket."""
    when = pp.Opt(window(after_comma=True))
    of_what = event() + when + pp.ZeroOrMore(qualified())
    named = skip("as") - plain_word(r"[^\W\d]\w*(?!\w)", "a name for the event")
    words = skip("for") - skip("any") - of_what - named - sign(":") - sign("(")
    return phrase(words, _head)


def _head(parts: list[object], span: Span) -> ForAnyHead:
    said = next(each for each in parts if isinstance(each, EventPhrase))
    stated = next((each for each in parts if isinstance(each, WindowPhrase)), None)
    more = tuple(each for each in parts if isinstance(each, Qualifier))
    return ForAnyHead(qualified_by(said, more), stated, cast(Word, parts[-1]), span)
