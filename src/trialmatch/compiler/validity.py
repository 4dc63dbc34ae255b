"""Criteria that hold for a time, chosen by the subject's index (meaning 24)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from trialmatch.compiler.headers import check_dates
from trialmatch.language.phrases import read_date
from trialmatch.language.problems import Problem
from trialmatch.language.tree import CriterionStatement, ValidLine, Word
from trialmatch.plan.algebra import AllOf, Attribute, Compare, Fact, Op, Truth
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, day_number


def in_force(valid: ValidLine) -> Truth:
    """Whether the subject's index lies from the first day to the last, both included."""
    index = Attribute(Fact.INDEX)
    parts: list[Truth] = []
    if valid.since is not None:
        parts.append(Compare(index, Op.GE, Decimal(_day(valid.since) * MINUTES_PER_DAY)))
    if valid.until is not None:
        parts.append(Compare(index, Op.LT, Decimal((_day(valid.until) + 1) * MINUTES_PER_DAY)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def check_validity(statement: CriterionStatement) -> Iterator[Problem]:
    """What is wrong with the dates of one criterion."""
    if statement.valid is None:
        return
    for word in (statement.valid.since, statement.valid.until):
        day = None if word is None else read_date(word)
        if isinstance(day, Problem):
            yield day
    yield from check_dates(statement.valid.since, statement.valid.until)


def check_versions(versions: Sequence[CriterionStatement]) -> Iterator[Problem]:
    """Whether versions of one criterion follow each other without overlap or gap."""
    ordered = sorted(versions, key=_first_day)
    for before, after in pairwise(ordered):
        last, first = _last_day(before), _first_day(after)
        if after.side is not before.side:
            yield _problem(after, "a version of a criterion stands on the same side")
        elif last >= first:
            yield _problem(after, f"two versions of `{after.id.text}` are in force at once")
        elif last + 1 < first:
            yield _problem(after, f"before this version of `{after.id.text}` none is in force")


def _first_day(statement: CriterionStatement) -> int:
    since = statement.valid.since if statement.valid else None
    return -(10**6) if since is None else _day(since)


def _last_day(statement: CriterionStatement) -> int:
    until = statement.valid.until if statement.valid else None
    return 10**6 if until is None else _day(until)


def _day(word: Word) -> int:
    day = read_date(word)
    return day_number(day) if isinstance(day, date) else 0


def _problem(statement: CriterionStatement, message: str) -> Problem:
    span = statement.valid.span if statement.valid else statement.id.span
    return Problem(
        rule="versions",
        message=message,
        span=span,
        why="for each day one version and no more decides what is asked",
        instead="`valid from` the day after the last day of the version before",
    )
