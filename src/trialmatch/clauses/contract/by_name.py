"""What is planned, and what there is in the family: asked for by name alone (meaning 13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.cohort.status import FAMILY_HISTORY, PLANNED
from trialmatch.language.event_printer import print_event
from trialmatch.language.problems import Problem
from trialmatch.language.tree import (
    CodedEvent,
    ContactEvent,
    Core,
    EventPhrase,
    WindowPhrase,
)
from trialmatch.plan.algebra import Observed
from trialmatch.plan.window import INDEX, Bound, Window


def status_of(core: Core) -> str:
    """The status that an event is asked for by, empty where it must have happened."""
    return core.status if isinstance(core, CodedEvent | ContactEvent) else ""


def is_planned(event: EventPhrase) -> bool:
    """Whether it is asked for what is planned."""
    return status_of(event.core) == PLANNED


def asked_by_name(silence: Observed, core: Core) -> Observed:
    """What must be known for there to be no row that is asked for by its status or its act.

    Plans are known when they are made, so that what is to come need not be recorded yet; the
    family is asked about, or it is not.
    """
    status = status_of(core)
    if status == PLANNED:
        return replace(silence, window=_made_by_now(silence.window), forms=frozenset({PLANNED}))
    if status == FAMILY_HISTORY:
        forms = frozenset({FAMILY_HISTORY})
        return replace(silence, silence_says_nothing=True, forms=forms)
    if isinstance(core, CodedEvent) and core.act:
        return replace(silence, forms=frozenset({core.act}))
    return silence


def _made_by_now(window: Window) -> Window:
    if not window.looks_ahead:
        return window
    lower = window.lower
    begins_later = lower is not None and lower.on_index and _after_index(lower)
    return Window(INDEX if begins_later else lower, INDEX)


def _after_index(lower: Bound) -> bool:
    return lower.sign > 0 if lower.shift is not None else lower.exclusive


def check_by_name(event: EventPhrase) -> Iterator[Problem]:
    """Whether what stands around an event can be said of one that is asked for by name."""
    core = event.core
    if status_of(core) and event.prefix in ("current", "this"):
        yield Problem(
            rule="by-name",
            message=f"`{event.prefix}` does not go with `{_word(core)}`",
            span=event.span,
            why="it has not happened to the patient, or not yet",
            instead=f"`{print_event(replace(event, prefix=''))}`",
        )


def check_planned_window(event: EventPhrase, window: WindowPhrase | None) -> Iterator[Problem]:
    """Whether it is said when something is planned for."""
    if is_planned(event) and window is None:
        yield Problem(
            rule="planned-when",
            message="it is not said when it is planned for",
            span=event.span,
            why="a plan stands at the day that it is for, and without a window only days up to "
            "the index are looked at",
            instead=f"`{print_event(event)} after index`, or `within 6 months after index`",
        )


def check_happened(event: EventPhrase) -> Iterator[Problem]:
    """Whether an event that makes a subject is one that has happened (meaning 26)."""
    if status_of(event.core):
        yield Problem(
            rule="by-name",
            message=f"`{_word(event.core)}` makes no subject",
            span=event.span,
            why="a subject is an event that has happened to the patient",
            instead="the event itself, or `screen each patient`",
        )


def _word(core: Core) -> str:
    return "planned" if status_of(core) == PLANNED else "family history of"
