"""The header's lines: subjects, protocol, target, legal basis, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.basis import Basis
from trialmatch.compiler.screening import check_screen
from trialmatch.language.header_tree import (
    AbsentLine,
    BasisLine,
    Header,
    NeedsLine,
    PeriodLine,
    ProtocolLine,
    ScreenLine,
    SourceLine,
    TargetLine,
)
from trialmatch.language.phrases import read_date
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.source import joined
from trialmatch.language.tree import ValidLine, Word
from trialmatch.language.words import BASIS_KINDS
from trialmatch.plan.criteria import SourceReference
from trialmatch.vocabulary.calendar import day_number
from trialmatch.vocabulary.near_names import nearest

_MAY_REPEAT = ("source", "absent")


def check_header(header: Header, scope: Scope) -> Iterator[Problem]:
    """What is wrong with the lines of a header; a missing `screen` is told elsewhere."""
    seen: dict[str, Word] = {}
    for head, line in header.lines:
        before = seen.setdefault(head.text, head)
        if before is not head and head.text not in _MAY_REPEAT:
            yield _second_line(head, before)
        for word in _dates(line):
            day = read_date(word)
            if isinstance(day, Problem):
                yield day
        if isinstance(line, BasisLine) and line.kind.text not in BASIS_KINDS:
            yield _unknown_basis(line.kind)
        if isinstance(line, ScreenLine | ValidLine | PeriodLine):
            yield from check_dates(line.since, line.until)
        if isinstance(line, ScreenLine):
            yield from check_screen(line, scope)
        if isinstance(line, AbsentLine):
            for name in line.names:
                yield from scope.check_code_set(name, "a code set")


def screen_of(header: Header) -> ScreenLine | None:
    """The line that says who the subjects are."""
    return next((line for _, line in header.lines if isinstance(line, ScreenLine)), None)


def with_header(scope: Scope, header: Header) -> Scope:
    """The scope with what the header says of every criterion."""
    absent: dict[str, bool] = {}
    for _, line in header.lines:
        match line:
            case PeriodLine(since=since, until=until):
                first, last = _number_if_any(since), _number_if_any(until)
                if first is not None and last is not None:
                    scope = replace(scope, period=(first, last))
            case AbsentLine(not_met=not_met, names=names):
                absent |= {name.text: not_met for name in names} or {"": not_met}
            case NeedsLine(length=length):
                scope = replace(scope, needs_record=length)
    return replace(scope, absent=absent)


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
        case ScreenLine() | ValidLine() | PeriodLine():
            yield from (word for word in (line.since, line.until) if word is not None)


def check_dates(since: Word | None, until: Word | None) -> Iterator[Problem]:
    """Whether the first of two dates is the earlier one."""
    if since is None or until is None:
        return
    first, last = read_date(since), read_date(until)
    if isinstance(first, date) and isinstance(last, date) and first > last:
        yield Problem(
            rule="empty-range",
            message=f"no day lies from {first} to {last}",
            span=joined(since.span, until.span),
            why="the earlier date stands first",
            instead=f"`from {last} to {first}`",
        )


def _number_if_any(word: Word) -> int | None:
    day = read_date(word)
    return None if isinstance(day, Problem) else day_number(day)


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
