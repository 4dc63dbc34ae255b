"""The contact of an event subject, which may be several stays merged (meaning 16 and 26)."""

from __future__ import annotations

from trialmatch.language.tree import AnyOfKind, CodedEvent, ContactEvent, Core, KnownAllergy
from trialmatch.plan.algebra import (
    By,
    Edge,
    Events,
    Joined,
    Match,
    Near,
    OwnEvent,
    Reduce,
    Rows,
    RowTime,
    Within,
)
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

# The end of the subject's own event: of merged stays, the last discharge.
OWN_END = Reduce(OwnEvent(), RowTime(Edge.END))
UNTIL_OWN_END = Window(None, Bound(anchor=OWN_END))
_NO_TIME = Duration(0, Unit.MINUTE)
# The very minute, where minutes are known; a day apart, contacts that touch are two.
_AT_THE_MINUTE = Window(Bound(_NO_TIME, 1), Bound(_NO_TIME, 1))
_WHILE_IT_LASTS = Window(Bound(_NO_TIME, 1), Bound(_NO_TIME, 1, anchor=RowTime(Edge.END)))

_LIFETIME = Duration(200, Unit.YEAR)
# Ahead too, so that an own event dated to the month alone is surely in it.
_WHENEVER = Window(Bound(_LIFETIME, -1), Bound(_LIFETIME, 1))


def kinds_of(core: Core) -> tuple[str, ...]:
    """The kinds of row that an event may be; none of a defined event, which has a name alone."""
    match core:
        case CodedEvent(kind="finding"):
            return ("diagnosis", "observation")
        case CodedEvent(kind=kind):
            return (kind,)
        case ContactEvent():
            return ("visit",)
        case KnownAllergy():
            return ("allergy",)
        case AnyOfKind(kind=kind):
            return (kind,)
    return ()


def in_own_contact(rows: Rows, *, merged: bool) -> Rows:
    """The rows of the subject's own contact; of merged stays, those of every part."""
    if not merged:
        return Joined(rows, OwnEvent())
    visits = Within(Events(("visit",)), Window(INDEX, Bound(anchor=OWN_END)))
    begun_while = Near(_AT_THE_MINUTE, Edge.START, By.OVERLAP)
    foreign = _without(_without(visits, OwnEvent()), OwnEvent(), begun_while)
    return Joined(rows, _without(visits, foreign))


def own_alone(rows: Rows) -> Rows:
    """Of some rows the one that made the subject: there is no own event other than itself."""
    return Joined(rows, OwnEvent(), Near(_WHENEVER), Match.ANTI, itself=False)


def having_a_part(merged: Rows, parts: Rows) -> Rows:
    """The merged contacts of which one of some contacts is a part.

    It is the first part, or it began while the merged contact lasted. Those that have neither
    are taken away, since a contact whose dates have no hours is surely a part of itself.
    """
    begun_while = Near(_WHILE_IT_LASTS, Edge.START, By.START)
    others = _without(_without(merged, parts), parts, begun_while)
    return _without(merged, others)


def window_in_own_contact(*, merged: bool) -> Window:
    """What is seen of the subject's own contact where no window is stated."""
    return UNTIL_OWN_END if merged else ANY_TIME


def _without(rows: Rows, others: Rows, link: Near | None = None) -> Rows:
    if link is None:
        return Joined(rows, others, match=Match.ANTI)
    return Joined(rows, others, link, Match.ANTI)
