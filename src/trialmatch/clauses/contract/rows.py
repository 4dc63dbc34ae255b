"""What an event phrase means as rows, and what must be known for its absence to count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses.contract.anchors import settled
from trialmatch.clauses.contract.by_name import asked_by_name, check_by_name
from trialmatch.clauses.contract.first_ever import first_ever, known_before
from trialmatch.clauses.contract.own_contact import (
    in_own_contact,
    kinds_of,
    own_alone,
    window_in_own_contact,
)
from trialmatch.clauses.contract.partners import ANYWHERE, SAME, Around, seen_through
from trialmatch.clauses.contract.qualified import (
    active_window,
    answered_otherwise,
    joint,
    qualified_rows,
    qualifiers_observed,
)
from trialmatch.clauses.contract.qualifier_checks import check_qualifiers
from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.kinds import BY_NAME, Extent
from trialmatch.diagnostics import Severity
from trialmatch.language.picked import FIRST_EVER
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.qualifiers import Active, Bridged, Lasts, Throughout
from trialmatch.language.tree import (
    AnyOfKind,
    CodedEvent,
    ContactEvent,
    Core,
    DefinedEvent,
    EventPhrase,
    KnownAllergy,
    Place,
    WindowPhrase,
)
from trialmatch.language.words import CONTACTS
from trialmatch.plan.algebra import (
    LIFELONG,
    AnyOf,
    Compare,
    Events,
    Field,
    Joined,
    Lasting,
    Near,
    Observed,
    Op,
    OwnEvent,
    Rows,
    Truth,
    Where,
    Within,
)
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

_ANY_POSITION = "any position"
_CONTACT_PARTS = ("admitted", "discharged")


def rows_of(
    event: EventPhrase, scope: Scope, window: Window = ANY_TIME, *, under_way: bool = False
) -> Rows:
    """The rows an event phrase speaks of, at any time; `window` is the one they stand in.

    The rows that they are joined to are seen no further than the window looks (meaning 1).
    `under_way` asks for those that last at the index.
    """
    rows = _core_rows(event, scope, window)
    for place in event.places:
        if place.text.startswith(SAME):
            rows = in_own_contact(rows, merged=scope.merged)
        elif place.text != _ANY_POSITION:
            rows = Joined(rows, seen_through(_contacts(place.text), window))
    if event.prefix in ("another", "previous"):
        before = Window(INDEX, None) if event.prefix == "previous" else ANYWHERE
        rows = Joined(rows, OwnEvent(), Near(before), itself=False)
    if event.prefix == "this":
        rows = own_alone(rows)
    if event.prefix == FIRST_EVER:
        rows = first_ever(rows, _around(event, scope, window, rows))
    rows = qualified_rows(rows, _around(event, scope, window, rows), under_way=under_way)
    return Within(rows, active_window("at index", None)) if event.prefix == "current" else rows


def _around(event: EventPhrase, scope: Scope, window: Window, rows: Rows) -> Around:
    return Around(event, scope, window, Within(rows, window), rows_of, observed)


def rows_within(rows: Rows, window: WindowPhrase | None) -> Within:
    """Rows in a stated window, or at any time where none is stated."""
    return Within(rows, window.window, window.by) if window else Within(rows, ANY_TIME)


def asked_window(event: EventPhrase, window: WindowPhrase | None, scope: Scope) -> Window:
    """The window stated; without one any time, and of merged stays all to the discharge."""
    own = any(place.text.startswith(SAME) for place in event.places)
    if window is None and own:
        return window_in_own_contact(merged=scope.merged)
    return window_of(window)


def window_of(window: WindowPhrase | None) -> Window:
    """The window stated, or any time."""
    return window.window if window else ANY_TIME


def observed(event: EventPhrase, scope: Scope, window: Window) -> Truth:
    """What must have been recorded for finding nothing to mean that there was nothing."""
    core = event.core
    # The subject's own row is there: only its codes may be of a system that is not held.
    own = Window(INDEX, INDEX) if event.prefix == "this" else window
    parts = [_core_observed(core, scope, own)]
    if event.prefix == FIRST_EVER:
        plain = replace(event, prefix="", qualifiers=())
        parts = [known_before(rows_of(plain, scope), parts[0], window)]
    if isinstance(core, ContactEvent) and core.having is not None:
        parts.append(_core_observed(core.having, scope, window))
    if isinstance(core, CodedEvent) and core.kind != "visit" and _in_contact(event):
        parts.append(Observed(("visit",), None, window))
    if scope.needs_record is not None:
        enough = Window(Bound(scope.needs_record, -1), INDEX)
        parts.append(_core_observed(core, scope, enough))
    if is_active(event) and isinstance(core, CodedEvent):
        parts += _since_it_may_last(core, scope)
    if not event.qualifiers:
        return joint(tuple(dict.fromkeys(parts)))
    around = _around(event, scope, window, _core_rows(event, scope, window))
    parts += qualifiers_observed(around)
    silence = joint(tuple(dict.fromkeys(parts)))
    answered = answered_otherwise(around)
    return silence if answered is None else AnyOf((silence, answered))


def check_event(event: EventPhrase, scope: Scope) -> Iterator[Problem]:
    """The names of an event, and whether its places fit it."""
    yield from check_by_name(event)
    yield from check_qualifiers(event, scope, check_event)
    if isinstance(event.core, DefinedEvent):
        yield from scope.check_defined_event(event.core.name)
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


def check_window(
    window: WindowPhrase | None, of_contact: bool, *, planned: bool = False
) -> Iterator[Problem]:
    """Whether a window fits what it belongs to; a note where it looks ahead (meaning 1).

    What is planned is known when the plan is made, however far it lies ahead.
    """
    if window is None:
        return
    part = window.text.split(" ", 1)[0]
    if part in _CONTACT_PARTS and not of_contact:
        yield _not_of_a_contact(window, part)
    upper = window.window.upper
    # What hangs on another moment than the index is looked at where that is known.
    if not planned and window.window.looks_ahead and (upper is None or upper.on_index):
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
    core = event.core
    return isinstance(core, ContactEvent) or (isinstance(core, CodedEvent) and core.kind == "visit")


def _core_rows(event: EventPhrase, scope: Scope, window: Window) -> Rows:
    core = event.core
    match core:
        case DefinedEvent(name=name):
            event, stated = _defined(name.text, scope)
            inner = stated.window if stated else window
            return rows_within(rows_of(event, scope, inner), stated)
        case KnownAllergy():
            return Events(("allergy",))
        case AnyOfKind(kind=kind):
            return Events((kind,))
        case ContactEvent(contact=contact, having=having):
            rows = _contacts(contact, core.status)
            if having is None:
                return rows
            return Joined(rows, seen_through(_coded_rows(having, scope), window))
    return _coded_rows(core, scope, active=is_active(event))


def _defined(name: str, scope: Scope) -> tuple[EventPhrase, WindowPhrase | None]:
    """The event that a name stands for, and its window."""
    defined = scope.definitions[name]
    if defined.event is None:
        raise TypeError("only events are lowered as events")
    return settled(defined.event, scope), settled(defined.window, scope)


def is_active(event: EventPhrase) -> bool:
    """Whether it is asked what lasts at a time, not what began then."""
    return event.prefix == "current" or any(
        isinstance(each, Active | Throughout | Lasts | Bridged) for each in event.qualifiers
    )


def _coded_rows(core: CodedEvent, scope: Scope, *, active: bool = False) -> Rows:
    acts = frozenset({core.act}) if core.act else frozenset[str]()
    kinds = kinds_of(core)
    lasting = _lasting(core, scope, active=active)
    events = Events(kinds, scope.codes_of(core.codes), acts, lasting, core.status)
    if not core.position:
        return events
    return Where(events, Compare(Field("position"), Op.EQ, core.position))


def _lasting(core: CodedEvent, scope: Scope, *, active: bool) -> Lasting | None:
    """How long rows without an end last: diagnoses and the like only where that is asked."""
    said = scope.lasting.get(core.codes.text)
    dated_alone = all(BY_NAME[kind].without_end is Extent.POINT for kind in kinds_of(core))
    if not dated_alone:
        return said
    return (said or Lasting()) if active else None


def _contacts(contact: str, status: str = "") -> Rows:
    visits = Events(("visit",), status=status)
    if contact == "contact":
        return visits
    kind = "inpatient" if contact == "stay" else contact.removesuffix(" contact")
    return Where(visits, Compare(Field("contact_type"), Op.EQ, kind))


def _since_it_may_last(core: CodedEvent, scope: Scope) -> Iterator[Truth]:
    """What began so long ago that it may still last must have been recorded too."""
    said = scope.lasting.get(core.codes.text)
    if said is not None and said.days is not None and said != LIFELONG:
        since = Bound(Duration(said.days, Unit.DAY), -1)
        yield _core_observed(core, scope, Window(since, INDEX))


def _core_observed(core: Core, scope: Scope, window: Window) -> Truth:
    match core:
        case DefinedEvent(name=name):
            event, stated = _defined(name.text, scope)
            return observed(event, scope, window_of(stated) if stated else window)
        case KnownAllergy():
            return Observed(("allergy",), None, window)
        case AnyOfKind(kind=kind):
            return Observed((kind,), None, window)
        case ContactEvent():
            return _told("", asked_by_name(Observed(("visit",), None, window), core), scope)
    silence = Observed(kinds_of(core), scope.codes_of(core.codes), window)
    return _told(core.codes.text, asked_by_name(silence, core), scope)


def _told(name: str, silence: Observed, scope: Scope) -> Observed:
    """What the file says that it means when there is no row (meaning 18)."""
    means_not_met = scope.absent.get(name, scope.absent.get(""))
    if means_not_met is None:
        return silence
    return replace(silence, asks_whether_done=means_not_met, silence_says_nothing=not means_not_met)


def _coded(core: Core) -> CodedEvent | None:
    if isinstance(core, ContactEvent):
        return core.having
    return core if isinstance(core, CodedEvent) else None


def _in_contact(event: EventPhrase) -> bool:
    return any(_place_sort(place) == "contact" for place in event.places)


def _place_sort(place: Place) -> str:
    if place.text == _ANY_POSITION:
        return "position"
    return "same" if place.text.startswith(SAME) else "contact"


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
