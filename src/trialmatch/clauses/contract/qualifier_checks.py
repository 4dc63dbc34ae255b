"""What can be wrong with what an event is qualified by."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from trialmatch.clauses.contract.own_contact import kinds_of
from trialmatch.clauses.contract.partners import same_contact
from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.schema import ATTRIBUTES as OF_ROWS
from trialmatch.diagnostics import Span
from trialmatch.language.picked import FIRST_EVER
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.qualifiers import (
    Active,
    Attribute,
    Bridged,
    DuringPeriod,
    Lasts,
    Partnered,
    Throughout,
    Washout,
    WithResult,
)
from trialmatch.language.tree import CodedEvent, ContactEvent, EventPhrase, Name
from trialmatch.vocabulary.calendar import Unit
from trialmatch.vocabulary.codesystems import BY_NAME
from trialmatch.vocabulary.near_names import nearest

CheckEvent = Callable[[EventPhrase, Scope], Iterator[Problem]]
# Attributes of rows that sources may hold, as criteria files say them.
ATTRIBUTES = (
    *("position", "contact type", "department", "institution", "act"),
    *(name.replace("_", " ") for name in OF_ROWS),
)
_DAYS = (Unit.DAY, Unit.WEEK)
# Prefixes that cannot stand before a partner: what they speak of, and what to write.
_OF_THE_INDEX = {
    "current": ("the subject's index", "`overlaps medication …`"),
    "this": ("the subject's own event", "`in the same contact`"),
}


def check_qualifiers(event: EventPhrase, scope: Scope, check: CheckEvent) -> Iterator[Problem]:
    """What is wrong with an event's prefix and its qualifiers; `check` looks at other events."""
    yield from _check_prefix(event, scope)
    for each in event.qualifiers:
        match each:
            case Partnered():
                yield from _check_partner(each, event, scope, check)
            case Attribute(name=name) if name.text not in ATTRIBUTES:
                yield _unknown_attribute(name.text, name.span)
            case WithResult(codes=Name() as codes):
                yield from scope.check_code_set(codes, "a code set")
                yield from _check_coded_result(codes, scope)
            case Washout():
                yield from _check_washout(each, event, scope)
            case Active(when=when, span=span) if "period" in when and scope.period is None:
                yield _no_period(span)
            case DuringPeriod(span=span) if scope.period is None:
                yield _no_period(span)


def _check_prefix(event: EventPhrase, scope: Scope) -> Iterator[Problem]:
    """Whether the subjects are events, where the event is told from the subject's own."""
    if event.prefix == FIRST_EVER:
        bridged = [each for each in event.qualifiers if isinstance(each, Bridged)]
        yield from (_bridged_first(each) for each in bridged)
    elif event.prefix not in ("", "current") and not scope.event_subjects:
        yield _no_own_event(event)
    elif event.prefix == "this" and scope.merged:
        yield _this_of_merged(event)
    elif event.prefix == "this":
        kinds = kinds_of(event.core)
        if kinds and scope.own_kinds and scope.own_kinds.isdisjoint(kinds):
            yield _never_this(event, scope)


def _check_partner(
    each: Partnered, event: EventPhrase, scope: Scope, check: CheckEvent
) -> Iterator[Problem]:
    other = each.other
    for problem in check(other, scope):
        # In a partner, `the same stay` is that of the event and not the subject's own.
        if problem.rule not in ("no-own-contact", "no-own-event"):
            yield problem
    needs_link = each.word in ("with", "without") and other.prefix != "previous"
    if needs_link and each.link is None and not same_contact(each, event):
        yield _no_link(each)
    if other.prefix in _OF_THE_INDEX:
        yield _of_the_index(other)


def _check_coded_result(codes: Name, scope: Scope) -> Iterator[Problem]:
    known = scope.code_sets.get(codes.text)
    if known is None:
        return
    if not known.include:
        yield Problem(
            rule="given-by-site",
            message=f"the codes of `{codes.text}` are to be given by the site",
            span=codes.span,
            why="whole codes that stand in the file are needed to compare a coded result with",
            instead="a code set of SNOMED or LOINC codes, each named",
        )
    ranged = [p for p in known.include if BY_NAME[p.system].hierarchical_by_prefix or p.last]
    if ranged or known.exclude:
        yield Problem(
            rule="coded-result",
            message=f"`{codes.text}` holds more than whole codes",
            span=codes.span,
            why="a coded result is compared with whole codes, such as those of SNOMED or LOINC",
            instead="a code set of SNOMED or LOINC codes, each named",
        )


def _check_washout(each: Washout, event: EventPhrase, scope: Scope) -> Iterator[Problem]:
    core = event.core
    name = core.codes.text if isinstance(core, CodedEvent) else ""
    if name not in scope.drugs and name not in scope.broken and not scope.incomplete:
        yield Problem(
            rule="no-half-lives",
            message="it is not known how long the half-lives are"
            if not name
            else f"`{name}` declares no half-lives",
            span=each.span,
            why="a washout in half-lives needs the half-life of every drug of the code set",
            instead="`drugs name = ATC B01AF01 half-life 12 hours`",
        )
    if each.other is not None and each.other.unit not in _DAYS:
        yield Problem(
            rule="washout-length",
            message=f"{each.other} cannot be held against half-lives",
            span=each.span,
            why="half-lives come to a number of days; a month has no fixed number of them",
            instead="the length in days or weeks",
        )
    if each.other is not None and not each.which:
        yield Problem(
            rule="washout-which",
            message="it is not said which of the two counts",
            span=each.span,
            why="of two lengths one must be meant",
            instead="`, whichever is longer` after `index`",
        )


def counts_once(event: EventPhrase) -> Iterator[Problem]:
    """What cannot be counted, since one row may be found several times."""
    for each in event.qualifiers:
        if isinstance(each, Partnered) and each.word == "covers":
            yield Problem(
                rule="not-countable",
                message="events that cover another cannot be counted",
                span=each.span,
                why="a row that covers several others would be counted for each of them",
                instead="`with … within …`, or the event without a number before it",
            )


def lasts_under_way(event: EventPhrase) -> bool:
    """Whether a contact that is still under way may be long enough already."""
    return (
        isinstance(event.core, ContactEvent)
        and any(
            isinstance(each, Lasts) and each.bound in ("at least", "more than")
            for each in event.qualifiers
        )
        and not any(isinstance(each, Throughout) for each in event.qualifiers)
    )


def is_contact_or_coded(event: EventPhrase) -> bool:
    """Whether the event is one that stands in the record by itself."""
    return isinstance(event.core, CodedEvent | ContactEvent)


def _no_own_event(event: EventPhrase) -> Problem:
    own = "is" if event.prefix == "this" else "is not"
    return Problem(
        rule="no-own-event",
        message=f"`{event.prefix}` needs subjects that are events",
        span=_prefix_span(event),
        why=f"it says that the event {own} the one that made the subject",
        instead="`screen each …` in the header, or a window",
    )


def _this_of_merged(event: EventPhrase) -> Problem:
    return Problem(
        rule="this-of-merged",
        message="`this` does not go with merged stays",
        span=_prefix_span(event),
        why="the subject is then made of several stays, and none of them alone is meant",
        instead="`… in the same stay`",
    )


def _never_this(event: EventPhrase, scope: Scope) -> Problem:
    return Problem(
        rule="never-this",
        message=f"the subject's own event is a {' or '.join(sorted(scope.own_kinds))}",
        span=event.span,
        why="`this` speaks of that event, and an event of another kind is never that one",
        instead="`… in the same contact`",
    )


def _prefix_span(event: EventPhrase) -> Span:
    span = event.span
    return Span(span.start, span.start + len(event.prefix), span.line, span.column)


def _no_link(each: Partnered) -> Problem:
    length = len(each.word)
    span = each.span
    return Problem(
        rule="no-link",
        message=f"`{each.word}` does not say how the two events belong together",
        span=Span(span.start, span.start + length, span.line, span.column),
        why="two events of one person need not have to do with each other",
        instead="`within 7 days before or after it`, or `in the same contact`, after the event",
    )


def _of_the_index(other: EventPhrase) -> Problem:
    what, instead = _OF_THE_INDEX[other.prefix]
    return Problem(
        rule=f"{other.prefix}-partner",
        message=f"`{other.prefix}` speaks of {what}, not of another event",
        span=_prefix_span(other),
        why="what the event must have is said by its days, or by its contact",
        instead=instead,
    )


def _unknown_attribute(name: str, span: Span) -> Problem:
    near = nearest(name, ATTRIBUTES)
    return Problem(
        rule="unknown-attribute",
        message=f"rows have no attribute `{name}`",
        span=span,
        why=f"a source may tell of a row its {', '.join(ATTRIBUTES)}",
        instead=quoted_list(near) or quoted_list(ATTRIBUTES),
    )


def _no_period(span: Span) -> Problem:
    return Problem(
        rule="no-period",
        message="the header states no period",
        span=span,
        why="`the period` is the one that a line of the header gives",
        instead="`period 2026-01-01 to 2026-12-31` in the header",
    )


def _bridged_first(each: Bridged) -> Problem:
    return Problem(
        rule="bridged-first",
        message="gaps are bridged between several rows, and `first ever` is one",
        span=each.span,
        why="it would be open whether the first row is meant, or the first of the eras",
        instead="`define` for the event with its gaps bridged, and `first ever event …` here",
    )
