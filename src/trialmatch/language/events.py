"""The EVENT phrase: what kind of event, of which codes, in which contact."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pyparsing as pp

from trialmatch.cohort.status import FAMILY_HISTORY, PLANNED
from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, Terminal, begun_by
from trialmatch.language.phrases import keyword, name, name_unless, phrase, skip
from trialmatch.language.qualifying import in_unit, qualifier
from trialmatch.language.tree import (
    AnyOfKind,
    CodedEvent,
    ContactEvent,
    Core,
    DefinedEvent,
    EventPhrase,
    KnownAllergy,
    Name,
    Place,
    Qualifier,
    Word,
)
from trialmatch.language.words import (
    ACTS,
    CODED_KINDS,
    CONTACT_TYPES,
    EVENT_PREFIXES,
    GOING_ON,
    PLANNED_KINDS,
    POSITIONS,
)

_WITH_AN_EVENT = rf"with(?=\s+(?:{'|'.join((*POSITIONS, *ACTS, *CODED_KINDS))})(?!\w))"


def event() -> pp.ParserElement:
    """An event with its places and qualifiers; gives an `EventPhrase`."""
    return phrase(_simple() + pp.ZeroOrMore(qualified()), _qualified).set_name("an event")


def qualified() -> pp.ParserElement:
    """What may follow an event, also after its window; gives a `Qualifier`."""
    return qualifier(phrase(_simple(), _qualified).set_name("an event"))


def bare_event() -> pp.ParserElement:
    """An event with its places alone, and no prefix; gives an `EventPhrase`."""
    core = Choice(_coded() | _bare() | _by_name() | _contacts(contact_event()) | _named()).set_name(
        "an event"
    )
    return phrase(core + pp.ZeroOrMore(_place()), _qualified)


def _simple() -> pp.ParserElement:
    """An event with its places alone; gives its prefix, its core and the places."""
    core = _coded() | _bare() | _by_name() | _contacts(contact_event()) | _named()
    bare = Choice(core).set_name("an event")
    prefixed = begun_by(EVENT_PREFIXES, keyword(*EVENT_PREFIXES) - bare)
    first = Terminal(r"first\s+ever(?!\w)", _folded).set_name("`first ever`")
    prefixed |= {"first": first - bare}
    return Choice(core | prefixed).set_name("an event") + pp.ZeroOrMore(_place())


def _named() -> dict[str, pp.ParserElement]:
    """Events that are known by a name, or by no code set of the file."""
    defined = phrase(
        skip("event") - name("a defined event"),
        lambda parts, span: DefinedEvent(cast(Name, parts[0]), span),
    )
    allergy = phrase(skip("known") - skip("allergy"), lambda _, span: KnownAllergy(span))
    return {"event": defined, "known": allergy}


def coded_event() -> pp.ParserElement:
    """An event of a kind whose codes are in a set; gives a `CodedEvent`."""
    return Choice(_coded()).set_name("a kind of event")


def _coded() -> dict[str, pp.ParserElement]:
    codes = name("a code set")
    by_position = phrase(keyword(*POSITIONS) - keyword("diagnosis") - codes, _by_position)
    by_act = phrase(keyword(*ACTS) - keyword("medication") - codes, _by_act)
    plain = phrase(keyword(*CODED_KINDS) - codes, _plain)
    coded = begun_by(CODED_KINDS, plain) | begun_by(POSITIONS, by_position)
    return coded | begun_by(ACTS, by_act)


def _bare() -> dict[str, pp.ParserElement]:
    """Events of kinds that have names of two words, or need no code set."""
    some = pp.Opt(name_unless(GOING_ON))
    participation = phrase(keyword("participation") + some, _of_kind)
    line = phrase(skip("therapy") - keyword("line") + some, _of_kind)
    point = phrase(skip("study") - keyword("point") - name("a code set"), _of_kind)
    return {"participation": participation, "therapy": line, "study": point}


_KINDS = {"participation": "participation", "line": "therapy_line", "point": "study_point"}


def _of_kind(parts: list[object], span: Span) -> CodedEvent | AnyOfKind:
    kind = _KINDS[cast(Word, parts[0]).text]
    if len(parts) == 1:
        return AnyOfKind(kind, span)
    return CodedEvent(kind, cast(Name, parts[1]), "", "", span)


def _by_name() -> dict[str, pp.ParserElement]:
    """What never happened to the patient as yet, or only in the family."""
    codes = name("a code set")
    coded = phrase(keyword(*PLANNED_KINDS) - codes, _plain)
    contact = phrase(_contact(), _contact_event)
    what = Choice(begun_by(PLANNED_KINDS, coded) | _contacts(contact))
    planned = phrase(
        skip("planned") - what.set_name("what is planned, such as a procedure"), _planned
    )
    family = phrase(skip("family") - skip("history") - skip("of") - codes, _family_history)
    return {"planned": planned, "family": family}


def _planned(parts: list[object], span: Span) -> CodedEvent | ContactEvent:
    return replace(cast(CodedEvent | ContactEvent, parts[0]), status=PLANNED, span=span)


def _family_history(parts: list[object], span: Span) -> CodedEvent:
    return CodedEvent("finding", cast(Name, parts[0]), "", "", span, FAMILY_HISTORY)


def contact_event() -> pp.ParserElement:
    """A contact of a type, with an event in it where one is said; gives a `ContactEvent`."""
    having = Terminal(_WITH_AN_EVENT) - coded_event()
    return phrase(_contact() + pp.Opt(having), _contact_event)


def _contact() -> pp.ParserElement:
    typed = phrase(keyword(*CONTACT_TYPES) - skip("contact"), _typed_contact)
    plain = keyword("stay", "contact")
    return Choice(begun_by(CONTACT_TYPES, typed) | begun_by(("stay", "contact"), plain))


def _contacts(grammar: pp.ParserElement) -> dict[str, pp.ParserElement]:
    return begun_by(("stay", "contact", *CONTACT_TYPES), grammar)


def _place() -> pp.ParserElement:
    position = phrase(skip("any") - skip("position"), lambda _, s: Place("any position", s))
    same = phrase(skip("the") - skip("same") - keyword("stay", "contact"), _same)
    contact = phrase(_contact(), lambda parts, s: Place(cast(Word, parts[0]).text, s))
    places = Choice({"any": position, "the": same} | _contacts(contact) | in_unit())
    return skip("in") - places.set_name("a place such as `the same stay`")


def _folded(raw: str, span: Span) -> Word:
    return Word(" ".join(raw.split()), span)


def _same(parts: list[object], span: Span) -> Place:
    return Place(f"the same {cast(Word, parts[0]).text}", span)


def _typed_contact(parts: list[object], span: Span) -> Word:
    return Word(f"{cast(Word, parts[0]).text} contact", span)


def _plain(parts: list[object], span: Span) -> CodedEvent:
    return CodedEvent(cast(Word, parts[0]).text, cast(Name, parts[1]), "", "", span)


def _by_position(parts: list[object], span: Span) -> CodedEvent:
    position = cast(Word, parts[0]).text
    return CodedEvent("diagnosis", cast(Name, parts[2]), position, "", span)


def _by_act(parts: list[object], span: Span) -> CodedEvent:
    act = cast(Word, parts[0]).text
    return CodedEvent("medication", cast(Name, parts[2]), "", act, span)


def _contact_event(parts: list[object], span: Span) -> ContactEvent:
    having = cast(CodedEvent, parts[1]) if len(parts) > 1 else None
    return ContactEvent(cast(Word, parts[0]).text, having, span)


def _qualified(parts: list[object], span: Span) -> EventPhrase:
    head = parts[0]
    prefix = head.text if isinstance(head, Word) else ""
    core = cast(Core, parts[1] if prefix else head)
    return EventPhrase(
        core,
        tuple(each for each in parts if isinstance(each, Place)),
        span,
        tuple(each for each in parts if isinstance(each, Qualifier)),
        prefix,
    )
