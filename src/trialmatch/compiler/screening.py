"""The subjects that a `screen` line speaks of (meaning 24 to 26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from trialmatch.clauses.contract.anchors import check_anchors, settled
from trialmatch.clauses.contract.by_name import check_happened
from trialmatch.clauses.contract.own_contact import having_a_part, kinds_of
from trialmatch.clauses.contract.partners import SAME
from trialmatch.clauses.contract.qualifier_checks import counts_once
from trialmatch.clauses.contract.rows import check_event, rows_of
from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.kinds import BY_NAME as KINDS
from trialmatch.language.event_printer import print_event
from trialmatch.language.header_tree import Header, ScreenLine
from trialmatch.language.phrases import read_date
from trialmatch.language.problems import Problem
from trialmatch.language.tree import CodedEvent, ContactEvent, EventPhrase, ValidLine, Word
from trialmatch.plan.algebra import Events, Merged, Rows, Spaced, Within
from trialmatch.plan.criteria import Domain, EventDomain, PatientDomain, PatientYearDomain
from trialmatch.vocabulary.calendar import Duration, day_number
from trialmatch.vocabulary.codesets import CodeSet


def domain_of(line: ScreenLine, scope: Scope, header: Header) -> Domain:
    """The subjects that a `screen` line speaks of, within the file's validity."""
    line = settled(line, scope)
    since, until = _days(line, header)
    event = line.event
    if line.patient_years:
        first, last = scope.period or (None, None)
        first = since if since is not None else first
        return PatientYearDomain(
            first if first is not None else 0, until if until is not None else last
        )
    if event is None:
        return PatientDomain(line.including_dead)
    rows = _rows(line, event, scope)
    if line.apart is not None:
        rows = Spaced(Within(rows), line.apart)
    return EventDomain(
        rows=rows,
        name=" or ".join(print_event(each) for each in (line.several or (event,))),
        first_only=line.first,
        first_meeting=line.that_meets,
        since=since,
        until=until,
    )


def _days(line: ScreenLine, header: Header) -> tuple[int | None, int | None]:
    """The first and the last day of subjects, after the line and the file's validity."""
    valid = next((each for _, each in header.lines if isinstance(each, ValidLine)), None)
    validity = (valid.since, valid.until) if valid is not None else (None, None)
    since = [each for each in (line.since, validity[0]) if each is not None]
    until = [each for each in (line.until, validity[1]) if each is not None]
    return max(map(_number, since), default=None), min(map(_number, until), default=None)


def own_kinds(line: ScreenLine) -> frozenset[str]:
    """The kinds of row that make a subject; none for patients and for defined events."""
    events = line.several or ((line.event,) if line.event is not None else ())
    return frozenset(kind for each in events for kind in kinds_of(each.core))


def _rows(line: ScreenLine, event: EventPhrase, scope: Scope) -> Rows:
    if line.several:
        return _any_of(line.several, scope)
    if line.merged is None:
        return rows_of(event, scope)
    return _merged(event, line.merged, scope)


def _merged(event: EventPhrase, gap: Duration, scope: Scope) -> Rows:
    """All contacts of the type merged first, then those of which a part is as asked."""
    core = event.core
    if not isinstance(core, ContactEvent):
        raise TypeError("only contacts are merged")
    bare = replace(event, core=replace(core, having=None), places=(), qualifiers=())
    every = Merged(Within(rows_of(bare, scope)), gap)
    if bare == event:
        return every
    return having_a_part(every, Within(rows_of(event, scope)))


def _any_of(events: tuple[EventPhrase, ...], scope: Scope) -> Rows:
    """Rows of several kinds as one; their codes are of systems that differ by kind."""
    cores = [each.core for each in events if isinstance(each.core, CodedEvent)]
    sets = [scope.codes_of(core.codes) for core in cores]
    include = tuple(pattern for one in sets for pattern in one.include)
    exclude = tuple(pattern for one in sets for pattern in one.exclude)
    name = " or ".join(one.name for one in sets)
    kinds = tuple(dict.fromkeys(core.kind for core in cores))
    return Events(kinds, CodeSet(name, include, exclude))


def check_screen(line: ScreenLine, scope: Scope) -> Iterator[Problem]:
    """What is wrong with the line that says who the subjects are."""
    for event in line.several or ((line.event,) if line.event is not None else ()):
        yield from check_event(event, scope)
        yield from check_happened(event)
        yield from check_anchors(event, scope)
        yield from counts_once(event)
    if line.patient_years and line.since is None and scope.period is None:
        yield _without_years(line)
    if line.several:
        yield from _check_several(line.several, scope)
    if line.merged is not None and line.event is not None:
        yield from _check_merged(line, line.event)
    elif line.across_hospitals:
        yield Problem(
            rule="across-hospitals",
            message="`across hospitals` goes with `merged when less than …`",
            span=line.span,
            why="it says that stays of several hospitals are merged",
            instead="`merged when less than 8 h apart, across hospitals`",
        )


def _without_years(line: ScreenLine) -> Problem:
    return Problem(
        rule="patient-years",
        message="it is not said which patient-years are screened",
        span=line.span,
        why="every year since the first would be a subject of every patient",
        instead="`from 2020-01-01` after `patient-year`, or a `period` line",
    )


def _check_merged(line: ScreenLine, event: EventPhrase) -> Iterator[Problem]:
    if not isinstance(event.core, ContactEvent) or any(
        place.text.startswith(SAME) for place in event.places
    ):
        yield Problem(
            rule="merged-contacts",
            message="only stays and other contacts are merged",
            span=event.span,
            why="a transfer from one ward or hospital to another makes two contacts of one stay",
            instead="`screen each stay with …`",
        )
    if not line.across_hospitals:
        yield Problem(
            rule="across-hospitals",
            message="it is not said that the stays are merged across hospitals",
            span=line.span,
            why="stays are merged by their times alone, whichever hospital they are in",
            instead="`, across hospitals` after `apart`",
        )


def _check_several(events: tuple[EventPhrase, ...], scope: Scope) -> Iterator[Problem]:
    systems: dict[str, str] = {}
    for each in events:
        core = each.core
        plain = isinstance(core, CodedEvent) and core.kind in KINDS
        if not (plain and isinstance(core, CodedEvent)) or core.position or core.act:
            yield _not_plain(each)
            continue
        if each.places or each.qualifiers or each.prefix:
            yield _not_plain(each)
        codes = scope.code_sets.get(core.codes.text)
        for system in sorted(codes.systems) if codes else ():
            if systems.setdefault(system, core.kind) != core.kind:
                yield _shared_system(each, system)


def _not_plain(event: EventPhrase) -> Problem:
    return Problem(
        rule="entry-events",
        message="an entry event among several is a kind and a code set, and nothing else",
        span=event.span,
        why="what else is asked of the event is asked by a criterion",
        instead="`diagnosis stroke`, and a criterion for the rest",
    )


def _shared_system(event: EventPhrase, system: str) -> Problem:
    return Problem(
        rule="entry-events",
        message=f"codes of {system} are asked for in two kinds of events",
        span=event.span,
        why="each code would count in either kind",
        instead="`finding …`, or a file for each of the two",
    )


def _number(word: Word) -> int:
    day = read_date(word)
    if not isinstance(day, date):
        raise TypeError("dates are read before they are lowered")
    return day_number(day)
