"""What an event phrase means as rows, and what must be known for its absence to count."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Severity
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.tree import (
    CodedEvent,
    ContactEvent,
    EventPhrase,
    Place,
    WindowPhrase,
)
from trialmatch.language.words import CONTACTS
from trialmatch.plan.algebra import (
    AllOf,
    Compare,
    Events,
    Field,
    Joined,
    Observed,
    Op,
    OwnEvent,
    Rows,
    Truth,
    Where,
    Within,
)
from trialmatch.plan.window import ANY_TIME, Window

_KINDS = {"finding": ("diagnosis", "observation")}
_SAME = "the same "
_ANY_POSITION = "any position"
_CONTACT_PARTS = ("admitted", "discharged")


def rows_of(event: EventPhrase, scope: Scope, window: Window = ANY_TIME) -> Rows:
    """The rows an event phrase speaks of, at any time; `window` is the one they stand in.

    The rows that they are joined to are seen no further than the window looks (meaning 1).
    """
    rows = _core_rows(event.core, scope, window)
    for place in event.places:
        if place.text.startswith(_SAME):
            rows = Joined(rows, OwnEvent())
        elif place.text != _ANY_POSITION:
            rows = Joined(rows, _seen(_contacts(place.text), window))
    return rows


def _seen(rows: Rows, window: Window) -> Within:
    if not window.looks_ahead:
        return Within(rows, ANY_TIME)
    return Within(rows, Window(None, window.upper, to_own_end=True))


def rows_within(rows: Rows, window: WindowPhrase | None) -> Within:
    """Rows in a stated window, or at any time where none is stated."""
    return Within(rows, window.window, window.by) if window else Within(rows, ANY_TIME)


def window_of(window: WindowPhrase | None) -> Window:
    """The window stated, or any time."""
    return window.window if window else ANY_TIME


def observed(event: EventPhrase, scope: Scope, window: Window) -> Truth:
    """What must have been recorded for finding nothing to mean that there was nothing."""
    core = event.core
    parts = [_core_observed(core, scope, window)]
    if isinstance(core, ContactEvent) and core.having is not None:
        parts.append(_core_observed(core.having, scope, window))
    if isinstance(core, CodedEvent) and core.kind != "visit" and _in_contact(event):
        parts.append(Observed(("visit",), None, window))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def check_event(event: EventPhrase, scope: Scope) -> Iterator[Problem]:
    """The names of an event, and whether its places fit it."""
    coded = _coded(event.core)
    if coded is not None:
        name = coded.codes.text
        yield from scope.check_code_set(coded.codes, f"`measured {name}`, or `latest {name}`")
    seen: set[str] = set()
    for place in event.places:
        problem = _place_problem(place, event, scope, seen)
        if problem is not None:
            yield problem
        seen.add(_place_sort(place))


def check_window(window: WindowPhrase | None, of_contact: bool) -> Iterator[Problem]:
    """Whether a window fits what it belongs to; a note where it looks ahead (meaning 1)."""
    if window is None:
        return
    part = window.text.split(" ", 1)[0]
    if part in _CONTACT_PARTS and not of_contact:
        yield _not_of_a_contact(window, part)
    if window.window.looks_ahead:
        yield Problem(
            rule="looks-ahead",
            message=f"`{window.text}` looks past the subject's index",
            span=window.span,
            why="rows after the index count here, and the answer is not known before the "
            "window has ended",
            severity=Severity.NOTE,
        )


def is_contact(event: EventPhrase) -> bool:
    """Whether the event is a contact, which is admitted and discharged."""
    return isinstance(event.core, ContactEvent) or event.core.kind == "visit"


def _core_rows(core: CodedEvent | ContactEvent, scope: Scope, window: Window) -> Rows:
    if isinstance(core, ContactEvent):
        rows = _contacts(core.contact)
        if core.having is None:
            return rows
        return Joined(rows, _seen(_core_rows(core.having, scope, window), window))
    acts = frozenset({core.act}) if core.act else frozenset[str]()
    events = Events(_kinds(core), scope.codes_of(core.codes), acts)
    if not core.position:
        return events
    return Where(events, Compare(Field("position"), Op.EQ, core.position))


def _contacts(contact: str) -> Rows:
    visits = Events(("visit",))
    if contact == "contact":
        return visits
    kind = "inpatient" if contact == "stay" else contact.removesuffix(" contact")
    return Where(visits, Compare(Field("contact_type"), Op.EQ, kind))


def _core_observed(core: CodedEvent | ContactEvent, scope: Scope, window: Window) -> Truth:
    if isinstance(core, ContactEvent):
        return Observed(("visit",), None, window)
    return Observed(_kinds(core), scope.codes_of(core.codes), window)


def _kinds(core: CodedEvent) -> tuple[str, ...]:
    return _KINDS.get(core.kind, (core.kind,))


def _coded(core: CodedEvent | ContactEvent) -> CodedEvent | None:
    return core.having if isinstance(core, ContactEvent) else core


def _in_contact(event: EventPhrase) -> bool:
    return any(_place_sort(place) == "contact" for place in event.places)


def _place_sort(place: Place) -> str:
    if place.text == _ANY_POSITION:
        return "position"
    return "same" if place.text.startswith(_SAME) else "contact"


def _place_problem(
    place: Place, event: EventPhrase, scope: Scope, seen: set[str]
) -> Problem | None:
    sort = _place_sort(place)
    if sort in seen:
        return _twice(place)
    if sort == "position":
        return _position_problem(place, _coded(event.core))
    if sort == "same" and not scope.event_subjects:
        return _no_own_contact(place)
    if sort == "contact" and isinstance(event.core, ContactEvent):
        return _contact_in_contact(place)
    return None


def _twice(place: Place) -> Problem:
    return Problem(
        rule="said-twice",
        message=f"`in {place.text}` stands beside another of its sort",
        span=place.span,
        why="an event is asked for in one place",
        instead="one of the two",
    )


def _position_problem(place: Place, coded: CodedEvent | None) -> Problem | None:
    if coded is not None and coded.kind == "diagnosis" and not coded.position:
        return None
    instead = "`diagnosis …` without `main` or `secondary`" if coded and coded.position else ""
    return Problem(
        rule="position",
        message="`in any position` goes with a diagnosis of no stated position",
        span=place.span,
        why="only diagnoses are main or secondary",
        instead=instead or "nothing",
    )


def _no_own_contact(place: Place) -> Problem:
    return Problem(
        rule="no-own-contact",
        message=f"`in {place.text}` needs subjects that are events",
        span=place.span,
        why="only the subjects of `screen each stay`, or of another event, have a contact of "
        "their own",
        instead="`screen each stay` in the header, or a window",
    )


def _contact_in_contact(place: Place) -> Problem:
    return Problem(
        rule="contact-in-contact",
        message=f"a contact cannot be asked for `in {place.text}`",
        span=place.span,
        why="a contact is of one type, named at its beginning",
        instead=quoted_list(CONTACTS),
    )


def _not_of_a_contact(window: WindowPhrase, part: str) -> Problem:
    word = "started" if part == "admitted" else "ended"
    length = len(part)
    span = window.span
    return Problem(
        rule="admitted-or-discharged",
        message=f"`{part}` goes with a stay or another contact",
        span=type(span)(span.start, span.start + length, span.line, span.column),
        why="the window would be about this row's own dates, not those of a stay",
        instead=f"`{word}`, or `stay with …` {part} …",
    )
