"""The grammar of what an event is qualified by; each begins with a word of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Build, Choice, Terminal
from trialmatch.language.lengths import LENGTH, length, length_of
from trialmatch.language.links import length_after, link
from trialmatch.language.phrases import keyword, name, phrase, quoted, sign, skip
from trialmatch.language.qualifiers import (
    COVERS,
    DURING,
    FOLLOWED,
    NOT_FOLLOWED,
    OVERLAPS,
    WITH,
    WITHOUT,
    Active,
    Attribute,
    Bridged,
    DuringPeriod,
    InUnit,
    Lasts,
    LinkPhrase,
    NeedsRecord,
    Partnered,
    Throughout,
    Washout,
    WithResult,
)
from trialmatch.language.tree import Amount, EventPhrase, Name, Qualifier, WindowPhrase, Word
from trialmatch.language.windows import window
from trialmatch.language.words import ANOTHER_CLAUSE, GOING_ON
from trialmatch.vocabulary.calendar import Duration

# A word of an attribute's name or value: anything that does not go on to something else.
_NO_WORD = rf"(?!(?:{'|'.join(sorted(GOING_ON))})(?!\w))"
_WORDS = rf"{_NO_WORD}[^\W\d][\w-]*(?:\s+{_NO_WORD}[^\W\d][\w-]*)*"
_BOUNDS = {"at": ("least", "most"), "more": ("than",), "less": ("than",)}
_LEN = re.sub(r"\((?!\?)", "(?:", LENGTH)
_WHICH = r"(?:\s*,\s*whichever\s+is\s+(?:longer|shorter)(?!\w))?"
_HALF_LIVES = (
    rf"within\s+\d{{1,3}}\s+half-li(?:fe|ves)(?:\s+or\s+{_LEN})?\s+before\s+index(?!\w){_WHICH}"
)


def qualifier(partner: pp.ParserElement) -> pp.ParserElement:
    """One qualifier, a comma before it or not; `partner` reads the other event."""
    choice = Choice(
        {
            "with": _with(partner),
            "without": phrase(skip("without") - partner + pp.Opt(link()), _partnered(WITHOUT)),
            "then": _after(skip("then"), FOLLOWED, partner),
            "followed": _after(skip("followed") - skip("by"), FOLLOWED, partner),
            "not": _after(skip("not") - skip("followed") - skip("by"), NOT_FOLLOWED, partner),
            "overlaps": phrase(skip("overlaps") - partner, _partnered(OVERLAPS)),
            "covers": phrase(skip("covers") - partner, _partnered(COVERS)),
            "during": _during(partner),
            "lasting": _lasting(),
            "where": _attribute(),
            "gaps": _bridged(),
            "throughout": _throughout(),
            "active": _active(),
            "needs": _needs(),
            "within": Terminal(_HALF_LIVES, _read_washout),
        }
    ).set_name("what else the event has")
    return pp.Opt(sign(",")) + choice


def in_unit() -> dict[str, pp.ParserElement]:
    """`department "…"` or `institution "…"`, to stand after `in`; each gives an `InUnit`."""
    return {each: _unit(each) for each in ("department", "institution")}


def _unit(field: str) -> pp.ParserElement:
    one = quoted(f"the {field} in quotes")
    names = one + pp.ZeroOrMore(skip("or") + one)

    def build(parts: list[object], span: Span) -> InUnit:
        return InUnit(field, tuple(cast(Word, each) for each in parts), span)

    return phrase(skip(field) - names, build)


def _with(partner: pp.ParserElement) -> pp.ParserElement:
    other = phrase(partner + pp.Opt(link()), _partnered(WITH))
    some = phrase(skip("a") - skip("result"), lambda _, span: WithResult(None, span))
    coded = phrase(
        skip("result") - skip("in") - name("a code set"),
        lambda parts, span: WithResult(cast(Name, parts[0]), span),
    )
    return phrase(skip("with") - (some | coded | other).set_name("a kind of event"), _whole)


def _after(words: pp.ParserElement, word: str, partner: pp.ParserElement) -> pp.ParserElement:
    place = link() | length_after() | window()
    return phrase(words - partner + pp.Opt(place), _partnered(word))


def _during(partner: pp.ParserElement) -> pp.ParserElement:
    period = phrase(skip("the") - skip("period"), lambda _, span: DuringPeriod(span))
    other = phrase(partner, _partnered(DURING))
    return phrase(skip("during") - (period | other).set_name("`the period` or an event"), _whole)


def _whole(parts: list[object], span: Span) -> Qualifier:
    """The qualifier with the word that it begins with."""
    said = parts[0]
    if isinstance(said, Partnered | WithResult | DuringPeriod):
        return replace(said, span=span)
    raise TypeError("a qualifier was read")


def _partnered(word: str) -> Build:
    def build(parts: list[object], span: Span) -> Partnered:
        place = parts[1] if len(parts) > 1 else None
        return Partnered(
            word,
            cast(EventPhrase, parts[0]),
            place if isinstance(place, LinkPhrase) else None,
            place if isinstance(place, WindowPhrase) else None,
            span,
        )

    return build


def _lasting() -> pp.ParserElement:
    bounds = Choice({word: keyword(word) - keyword(*after) for word, after in _BOUNDS.items()})

    def build(parts: list[object], span: Span) -> Lasts:
        bound = " ".join(cast(Word, each).text for each in parts[:2])
        return Lasts(bound, cast(Duration, parts[2]), span)

    named = bounds.set_name("`at least`, `at most`, `more than` or `less than`")
    return phrase(skip("lasting") - named - length(), build)


def _attribute() -> pp.ParserElement:
    value = Terminal(_WORDS, _folded).set_name("what the attribute is") | quoted()
    again = (
        Terminal(rf"(?!{ANOTHER_CLAUSE}){_WORDS}", _folded).set_name("what the attribute is")
        | quoted()
    )
    values = value + pp.ZeroOrMore(skip("or") + again)
    named = Terminal(_WORDS, _folded).set_name("the name of an attribute")

    def build(parts: list[object], span: Span) -> Attribute:
        head, *words = (cast(Word, each) for each in parts)
        return Attribute(head, tuple(words), span)

    return phrase(skip("where") - named - skip("is") - values, build)


def _folded(raw: str, span: Span) -> Word:
    return Word(" ".join(raw.split()), span)


def _bridged() -> pp.ParserElement:
    grammar = skip("gaps") - skip("up") - skip("to") - length() - skip("bridged")
    return phrase(grammar, lambda parts, span: Bridged(cast(Duration, parts[0]), span))


def _throughout() -> pp.ParserElement:
    grammar = skip("throughout") - length() - skip("before") - skip("index")
    return phrase(grammar, lambda parts, span: Throughout(cast(Duration, parts[0]), span))


def _active() -> pp.ParserElement:
    ends = keyword("start", "end") - keyword("of") - keyword("period")
    at = keyword("at") - (keyword("index") | ends).set_name("`index`, or an end of the period")
    within = keyword("in") - keyword("the") - keyword("period")

    def build(parts: list[object], span: Span) -> Active:
        return Active(" ".join(cast(Word, each).text for each in parts), span)

    places = Choice({"at": at, "in": within}).set_name("`at index` or `in the period`")
    return phrase(skip("active") - places, build)


def _needs() -> pp.ParserElement:
    grammar = skip("needs") - length() - skip("of") - skip("record")
    return phrase(grammar, lambda parts, span: NeedsRecord(cast(Duration, parts[0]), span))


def _read_washout(raw: str, span: Span) -> Washout:
    words = raw.replace(",", " ").split()
    other = length_of(int(words[4]), words[5], span) if words[3] == "or" else None
    which = words[-1] if words[-1] in ("longer", "shorter") else ""
    return Washout(Amount(Decimal(words[1]), span), other, which, span)
