"""The header's lines: subjects, protocol, target, legal basis, sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trialmatch.clauses.contract.rows import check_event, rows_of
from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.basis import Basis
from trialmatch.language.phrases import read_date
from trialmatch.language.printer import print_event
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.source import joined
from trialmatch.language.tree import (
    BasisLine,
    Header,
    ProtocolLine,
    ScreenLine,
    SourceLine,
    TargetLine,
    Word,
)
from trialmatch.language.words import BASIS_KINDS
from trialmatch.plan.criteria import EventDomain, PatientDomain, SourceReference
from trialmatch.vocabulary.calendar import day_number
from trialmatch.vocabulary.near_names import nearest

_MAY_REPEAT = "source"


def check_header(header: Header, scope: Scope) -> Iterator[Problem]:
    """What is wrong with the lines of a header; a missing `screen` is told elsewhere."""
    seen: dict[str, Word] = {}
    for head, line in header.lines:
        before = seen.setdefault(head.text, head)
        if before is not head and head.text != _MAY_REPEAT:
            yield _second_line(head, before)
        for word in _dates(line):
            day = read_date(word)
            if isinstance(day, Problem):
                yield day
        if isinstance(line, BasisLine) and line.kind.text not in BASIS_KINDS:
            yield _unknown_basis(line.kind)
        if isinstance(line, ScreenLine):
            yield from _check_screen(line, scope)


def screen_of(header: Header) -> ScreenLine | None:
    """The line that says who the subjects are."""
    return next((line for _, line in header.lines if isinstance(line, ScreenLine)), None)


def domain_of(line: ScreenLine, scope: Scope) -> PatientDomain | EventDomain:
    """The subjects that a `screen` line speaks of."""
    if line.event is None:
        return PatientDomain(line.including_dead)
    return EventDomain(
        rows=rows_of(line.event, scope),
        name=print_event(line.event),
        first_only=line.first,
        since=_number(line.since),
        until=_number(line.until),
    )


def protocol_of(header: Header) -> tuple[str, str]:
    """The protocol's version and date, empty where not stated."""
    for _, line in header.lines:
        if isinstance(line, ProtocolLine):
            return line.version.text, line.dated.text if line.dated else ""
    return "", ""


def target_of(header: Header) -> tuple[int | None, str]:
    """How many of what are wanted."""
    for _, line in header.lines:
        if isinstance(line, TargetLine):
            return int(line.number.value), line.unit.text
    return None, ""


def basis_of(header: Header) -> Basis | None:
    """The legal basis, where the file carries one."""
    for _, line in header.lines:
        if isinstance(line, BasisLine):
            return Basis(line.kind.text, line.reference.text, _number(line.valid_to))
    return None


def sources_of(header: Header) -> tuple[SourceReference, ...]:
    """Where the criteria were read."""
    return tuple(
        SourceReference(line.address.text, line.read.text if line.read else "")
        for _, line in header.lines
        if isinstance(line, SourceLine)
    )


def _dates(line: object) -> Iterator[Word]:
    match line:
        case ProtocolLine(dated=Word() as word):
            yield word
        case BasisLine(valid_to=Word() as word):
            yield word
        case SourceLine(read=Word() as word):
            yield word
        case ScreenLine(since=since, until=until):
            yield from (word for word in (since, until) if word is not None)


def _check_screen(line: ScreenLine, scope: Scope) -> Iterator[Problem]:
    if line.event is not None:
        yield from check_event(line.event, scope)
    if line.since is None or line.until is None:
        return
    since, until = read_date(line.since), read_date(line.until)
    if isinstance(since, date) and isinstance(until, date) and since > until:
        yield Problem(
            rule="empty-range",
            message=f"no day lies from {since} to {until}",
            span=joined(line.since.span, line.until.span),
            why="the earlier date stands first",
            instead=f"`from {until} to {since}`",
        )


def _number(word: Word | None) -> int | None:
    return None if word is None else day_number(date.fromisoformat(word.text))


def _second_line(head: Word, before: Word) -> Problem:
    return Problem(
        rule="second-line",
        message=f"the header has a line `{head.text}` already, line {before.span.line}",
        span=head.span,
        why="of two such lines it would not be known which counts",
        instead="one of the two",
    )


def _unknown_basis(word: Word) -> Problem:
    return Problem(
        rule="unknown-basis",
        message=f"`{word.text}` is not a kind of legal basis",
        span=word.span,
        why="what may be written out about persons depends on it",
        instead=quoted_list(nearest(word.text, BASIS_KINDS)) or quoted_list(BASIS_KINDS),
    )
