"""Versions of one criterion: a day moved in one of them moves in the one beside it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from trialmatch.language.tree import CriterionStatement, ValidLine, Word

_A_DAY = timedelta(days=1)


def with_neighbours(
    versions: Sequence[CriterionStatement], at: int, changed: CriterionStatement
) -> list[CriterionStatement]:
    """The versions with one of them changed, still without a gap or an overlap."""
    before, after = versions[at].valid, changed.valid
    others = [
        each if nth == at or before is None or after is None else _moved(each, before, after)
        for nth, each in enumerate(versions)
    ]
    others[at] = changed
    return others


def _moved(version: CriterionStatement, before: ValidLine, after: ValidLine) -> CriterionStatement:
    valid = version.valid
    if valid is None:
        return version
    until, since = valid.until, valid.since
    if until and before.since and after.since and _day(until) == _day(before.since) - _A_DAY:
        valid = replace(valid, until=_word(until, _day(after.since) - _A_DAY))
    if since and before.until and after.until and _day(since) == _day(before.until) + _A_DAY:
        valid = replace(valid, since=_word(since, _day(after.until) + _A_DAY))
    return replace(version, valid=valid)


def _day(word: Word) -> date:
    return date.fromisoformat(word.text)


def _word(word: Word, day: date) -> Word:
    return replace(word, text=day.isoformat())
