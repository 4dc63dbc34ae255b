"""Events and what they are qualified by, back as text in their canonical wording."""

from __future__ import annotations

import re

from trialmatch.language.qualifiers import (
    Active,
    Attribute,
    Bridged,
    DuringPeriod,
    InUnit,
    Lasts,
    NeedsRecord,
    Partnered,
    Throughout,
    Washout,
    WithResult,
)
from trialmatch.language.tree import (
    AnyOfKind,
    CodedEvent,
    ContactEvent,
    Core,
    DefinedEvent,
    EventPhrase,
    Qualifier,
    WindowPhrase,
)
from trialmatch.language.words import ANOTHER_CLAUSE, GOING_ON


def print_event(event: EventPhrase, window: WindowPhrase | None = None) -> str:
    """An event with its places, its window and its qualifiers.

    With a window, commas set the qualifiers apart, so that none is read as part of it.
    """
    units = [each for each in event.qualifiers if isinstance(each, InUnit)]
    others = [each for each in event.qualifiers if not isinstance(each, InUnit)]
    words = [event.prefix] if event.prefix else []
    words += [_core(event.core), *(f"in {place.text}" for place in event.places)]
    words += [_qualifier(each) for each in units]
    if window is None:
        return " ".join([*words, *map(_qualifier, others)])
    return ", ".join([" ".join([*words, window.text]), *map(_qualifier, others)])


def _core(core: Core) -> str:
    match core:
        case ContactEvent(contact=contact, having=having):
            planned = f"{core.status} " if core.status else ""
            return f"{planned}{contact} with {_core(having)}" if having else planned + contact
        case CodedEvent(status="family-history"):
            return f"family history of {core.codes.text}"
        case CodedEvent():
            narrowed = core.status or core.position or core.act
            kind = core.kind.replace("_", " ")
            return f"{narrowed + ' ' if narrowed else ''}{kind} {core.codes.text}"
        case AnyOfKind(kind=kind):
            return kind.replace("_", " ")
        case DefinedEvent(name=name):
            return f"event {name.text}"
    return "known allergy"


def _qualifier(each: Qualifier) -> str:
    match each:
        case Partnered():
            return _partnered(each)
        case InUnit(unit=unit, names=names):
            return f"in {unit} {_any_of([name.text for name in names], quoted=True)}"
        case Attribute(name=name, words=words):
            return f"where {name.text} is {_any_of([word.text for word in words])}"
        case WithResult(codes=codes):
            return f"with result in {codes.text}" if codes else "with a result"
        case Lasts(bound=bound, length=length):
            return f"lasting {bound} {length}"
        case Bridged(gap=gap):
            return f"gaps up to {gap} bridged"
        case Throughout(length=length):
            return f"throughout {length} before index"
        case Active(when=when):
            return f"active {when}"
        case DuringPeriod():
            return "during the period"
        case Washout():
            return _washout(each)
        case NeedsRecord(length=length):
            return f"needs {length} of record"
    raise TypeError(f"no such qualifier: {type(each).__name__}")


def _partnered(each: Partnered) -> str:
    place = each.link or each.window
    words = [each.word, print_event(each.other), *([place.text] if place else [])]
    return " ".join(words)


def _any_of(words: list[str], *, quoted: bool = False) -> str:
    first, *others = words
    shown = [_word(first, quoted=quoted)]
    shown += [_word(word, quoted=quoted or _begins_a_clause(word)) for word in others]
    return " or ".join(shown)


def _begins_a_clause(word: str) -> bool:
    return re.match(ANOTHER_CLAUSE, word) is not None


def _word(word: str, *, quoted: bool) -> str:
    plain = all(part.replace("-", "").isalnum() and part[0].isalpha() for part in word.split())
    plain = plain and GOING_ON.isdisjoint(word.split())
    return word if plain and not quoted else f'"{word}"'


def _washout(each: Washout) -> str:
    one = each.count.value == 1
    other = f" or {each.other}" if each.other else ""
    which = f", whichever is {each.which}" if each.which else ""
    return f"within {each.count.value} half-{'life' if one else 'lives'}{other} before index{which}"
