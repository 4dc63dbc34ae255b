"""Where another event lies around an event: `within 7 days before or after it` (meaning 16a)."""

from __future__ import annotations

import re

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Terminal
from trialmatch.language.lengths import LENGTH, length_of
from trialmatch.language.qualifiers import LinkPhrase
from trialmatch.plan.algebra import By, Edge
from trialmatch.plan.window import INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration

_PART = {
    "": By.OVERLAP,
    "started": By.START,
    "admitted": By.START,
    "ended": By.END,
    "discharged": By.END,
}
_PARTS = r"(?:(started|admitted|ended|discharged)\s+)?"
_IT = r"(it|its\s+start|its\s+end)(?!\w)"
_SIDE = r"(before|after)"
_FORMS = {
    "within": rf"within\s+{LENGTH}\s+(before(?:\s+or\s+after)?|after|of)\s+{_IT}",
    "beyond": rf"(at\s+least|more\s+than)\s+{LENGTH}\s+{_SIDE}\s+{_IT}",
    "nearer": rf"less\s+than\s+{LENGTH}\s+{_SIDE}\s+{_IT}",
    "between": rf"between\s+{LENGTH}\s+and\s+{LENGTH}\s+{_SIDE}\s+{_IT}",
    "open": rf"(on\s+or\s+before|on\s+or\s+after|before|after)\s+{_IT}",
    "day": r"on\s+the\s+same\s+day(?!\w)",
}
_ANY = "|".join(re.sub(r"\((?!\?)", "(?:", form) for form in _FORMS.values())
_ALONE = rf"within\s+{re.sub(r'[(](?![?])', '(?:', LENGTH)}(?!\s+(?:before|after|of|or)(?!\w))"
_PATTERNS = {name: re.compile(_PARTS + form) for name, form in _FORMS.items()}


def link() -> pp.ParserElement:
    """A place around the event, which is called `it`; gives a `LinkPhrase`."""
    without_groups = re.sub(r"\((?!\?)", "(?:", _PARTS)
    return Terminal(rf"{without_groups}(?:{_ANY})", _read).set_name("a place around `it`")


def length_after() -> pp.ParserElement:
    """`within 30 days` by itself, which is counted on from the event; gives a `LinkPhrase`."""
    return Terminal(_ALONE, _read_alone).set_name("`within` and a length of time")


def _read(raw: str, span: Span) -> LinkPhrase:
    for name, form in _PATTERNS.items():
        found = form.fullmatch(raw)
        if found is not None:
            part, *words = (
                "" if each is None else " ".join(each.split()) for each in found.groups()
            )
            text, window, it = _meant(name, words, span)
            said = f"{part} {text}".strip()
            edge = Edge.END if it == "its end" else Edge.START
            return LinkPhrase(said, window, edge, _PART[part], span)
    raise ValueError("a link has one of the forms")


def _read_alone(raw: str, span: Span) -> LinkPhrase:
    _, count, unit = raw.split()
    length = length_of(int(count), unit, span)
    return LinkPhrase(
        f"within {length}", Window(INDEX, Bound(length, 1)), Edge.START, By.START, span
    )


def _meant(form: str, words: list[str], span: Span) -> tuple[str, Window, str]:
    """The canonical text, the window around the event, and what the event is called."""
    if form == "day":
        return "on the same day", Window(INDEX, INDEX), "it"
    if form == "open":
        side, it = words
        return f"{side} {_it(it)}", _open(side), it
    if form == "within":
        count, unit, side, it = words
        length = length_of(int(count), unit, span)
        side = "before or after" if side == "of" else side
        return f"within {length} {side} {_it(it)}", _within(length, side), it
    if form == "nearer":
        count, unit, side, it = words
        length = length_of(int(count), unit, span)
        return f"less than {length} {side} {_it(it)}", _nearer(length, side), it
    if form == "beyond":
        bound, count, unit, side, it = words
        length = length_of(int(count), unit, span)
        return f"{bound} {length} {side} {_it(it)}", _beyond(bound, length, side), it
    return _between(words, span)


def _it(it: str) -> str:
    return "it" if it == "its start" else it


def _open(side: str) -> Window:
    bound = Bound(exclusive=not side.startswith("on"))
    return Window(None, bound) if side.endswith("before") else Window(bound, None)


def _within(length: Duration, side: str) -> Window:
    lower = INDEX if side == "after" else Bound(length, -1)
    return Window(lower, INDEX if side == "before" else Bound(length, 1))


def _nearer(length: Duration, side: str) -> Window:
    if side == "before":
        return Window(Bound(length, -1, exclusive=True), INDEX)
    return Window(INDEX, Bound(length, 1, exclusive=True))


def _beyond(bound: str, length: Duration, side: str) -> Window:
    exclusive = bound == "more than"
    if side == "before":
        return Window(None, Bound(length, -1, exclusive))
    return Window(Bound(length, 1, exclusive), None)


def _between(words: list[str], span: Span) -> tuple[str, Window, str]:
    near = length_of(int(words[0]), words[1], span)
    far = length_of(int(words[2]), words[3], span)
    side, it = words[4:]
    text = f"between {near} and {far} {side} {_it(it)}"
    if side == "before":
        return text, Window(Bound(far, -1), Bound(near, -1)), it
    return text, Window(Bound(near, 1), Bound(far, 1)), it
