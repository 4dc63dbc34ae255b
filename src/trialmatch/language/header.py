"""The grammars of `trial`, `registry` and `programme` and of the lines below them."""

from __future__ import annotations

from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice
from trialmatch.language.header_tree import (
    AbsentLine,
    BasisLine,
    Header,
    NeedsLine,
    PeriodLine,
    ProtocolLine,
    SourceLine,
    TargetLine,
)
from trialmatch.language.lengths import length
from trialmatch.language.phrases import (
    day,
    keyword,
    name,
    phrase,
    plain_word,
    quoted,
    sign,
    skip,
    whole_number,
)
from trialmatch.language.screening import screen_line
from trialmatch.language.tree import Amount, Name, ValidLine, Word
from trialmatch.language.words import HEADER_HEADS
from trialmatch.plan.criteria import Purpose
from trialmatch.vocabulary.calendar import Duration


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
        "screen": screen_line(),
        "period": _period(),
        "valid": valid(),
        "absent": _absent(),
        "needs": _needs(),
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


def _period() -> pp.ParserElement:
    return phrase(
        skip("period") - day() - skip("to") - day(),
        lambda parts, _: PeriodLine(cast(Word, parts[0]), cast(Word, parts[1])),
    )


def valid() -> pp.ParserElement:
    """`valid from … to …`; gives a `ValidLine`."""

    def build(parts: list[object], span: Span) -> ValidLine:
        bounds = dict(cast("tuple[str, Word]", each) for each in parts)
        return ValidLine(bounds.get("from"), bounds.get("to"), span)

    since = bound("from") + pp.Opt(bound("to"))
    choice = Choice({"from": since, "to": bound("to")}).set_name("`from` or `to` and a date")
    return phrase(skip("valid") - choice, build)


def _absent() -> pp.ParserElement:
    reason = phrase(
        skip("not") - skip("met") - quoted("the reason in quotes"), lambda parts, _: ("met", parts)
    )
    unknown = phrase(skip("unknown"), lambda _, __: ("unknown", []))
    means = Choice({"not": reason, "unknown": unknown}).set_name("`unknown` or `not met`")
    names = skip("for") - name("a code set") + pp.ZeroOrMore(sign(",") - name("a code set"))

    def build(parts: list[object], _span: Span) -> AbsentLine:
        word, why = cast("tuple[str, list[object]]", parts[0])
        return AbsentLine(
            word == "met",
            cast(Word, why[0]) if why else None,
            tuple(cast(Name, each) for each in parts[1:]),
        )

    return phrase(skip("absent") - skip("means") - means + pp.Opt(names), build)


def _needs() -> pp.ParserElement:
    grammar = skip("needs") - length() - skip("of") - skip("record")
    return phrase(grammar, lambda parts, _: NeedsLine(cast(Duration, parts[0])))


def bound(word: str) -> pp.ParserElement:
    """`from` or `to` and a date; gives the word and the date."""

    def build(parts: list[object], _span: Span) -> tuple[str, Word]:
        return word, cast(Word, parts[0])

    return phrase(skip(word) - day(), build)


def _second(parts: list[object]) -> Word | None:
    return cast(Word, parts[1]) if len(parts) > 1 else None
