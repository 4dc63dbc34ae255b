"""Windows: a unit longer and shorter, before and after, and whether the named day counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from trialmatch.language.tree import ValidLine, Word
from trialmatch.plan.window import Bound, Window
from trialmatch.vocabulary.calendar import Duration, to_date
from trialmatch.workflow.mutation.sort import Sort
from trialmatch.workflow.mutation.variants import Change

_STEPS = (-1, 1)


class Windows(Sort):
    """Lengths of time, the sides of windows, and days."""

    name = "windows"

    def of_tree(self, node: object) -> Iterator[Change]:
        """The changes of a length, a window, one of its ends, or the days of a validity."""
        match node:
            case Duration(count=count, unit=unit):
                for step in _STEPS:
                    if count + step >= 0:
                        other = Duration(count + step, unit)
                        yield Change(other, f"{node} -> {other}")
            case Bound(day=day) if day is not None:
                for step in _STEPS:
                    words = f"{to_date(day)} -> {to_date(day + step)}"
                    yield Change(replace(node, day=day + step), words)
            case ValidLine():
                yield from _days_of(node)
            case Window():
                yield from _window(node)


def _window(window: Window) -> Iterator[Change]:
    yield from _mirrored(window)
    lower, upper = window.lower, window.upper
    if lower is not None and _may_be_open(lower, window):
        yield Change(replace(window, lower=_other_end(lower)), _in_words(lower))
    if upper is not None and _may_be_open(upper, window):
        yield Change(replace(window, upper=_other_end(upper)), _in_words(upper))


def _may_be_open(bound: Bound, window: Window) -> bool:
    one_sided = window.lower is None or window.upper is None
    return bound.exclusive or (one_sided and not window.to_own_end)


def _other_end(bound: Bound) -> Bound:
    return replace(bound, exclusive=not bound.exclusive)


def _in_words(bound: Bound) -> str:
    return "with the day it names" if bound.exclusive else "without the day it names"


def _mirrored(window: Window) -> Iterator[Change]:
    """`before` for `after`, of windows around the index alone."""
    bounds = [each for each in (window.lower, window.upper) if each is not None]
    if not window.to_own_end and bounds and all(each.on_index for each in bounds):
        other = replace(window, lower=_turned(window.upper), upper=_turned(window.lower))
        yield Change(other, "before <-> after")


def _turned(bound: Bound | None) -> Bound | None:
    if bound is None or (bound.shift is None and bound.days is None):
        return bound
    return replace(bound, sign=-bound.sign)


def _days_of(valid: ValidLine) -> Iterator[Change]:
    if valid.since is not None:
        for word in _days_beside(valid.since):
            yield Change(replace(valid, since=word), f"{valid.since.text} -> {word.text}")
    if valid.until is not None:
        for word in _days_beside(valid.until):
            yield Change(replace(valid, until=word), f"{valid.until.text} -> {word.text}")


def _days_beside(word: Word) -> Iterator[Word]:
    day = date.fromisoformat(word.text)
    for step in _STEPS:
        yield replace(word, text=(day + timedelta(days=step)).isoformat())


SORT = Windows()
