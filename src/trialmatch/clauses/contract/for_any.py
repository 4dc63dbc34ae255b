"""Events that are tried one by one: `for any diagnosis stroke as s: (…)` (meaning 16a)."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.clauses.contract.anchors import anchors_in, settled, windows_in
from trialmatch.clauses.contract.rows import (
    asked_window,
    check_event,
    check_window,
    is_contact,
    observed,
    rows_of,
    rows_within,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.language.picked import NamedRow
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Expression, ForAny, Word, inner_expressions
from trialmatch.plan.algebra import ForAny as TriedEach
from trialmatch.plan.algebra import Rows, Truth, Within
from trialmatch.vocabulary.near_names import nearest


def for_any(node: ForAny, test: Truth, scope: Scope) -> Truth:
    """Whether the test holds around any of the events."""
    event, stated = settled((node.event, node.window), scope)
    window = asked_window(event, stated, scope)
    found = rows_of(event, scope, window)
    rows: Rows = rows_within(found, stated) if stated else Within(found, window)
    return TriedEach(rows, node.name.text, test, observed(event, scope, window))


def check_tried_events(expression: Expression, scope: Scope) -> Iterator[Problem]:
    """What is wrong with the events that are tried, and with the names for them."""
    yield from _check(expression, scope, ())


def _check(expression: Expression, scope: Scope, names: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(expression, ForAny):
        inner = inner_expressions(expression)
        for each in inner:
            yield from _check(each, scope, names)
        if not inner:
            yield from _unknown(expression, names)
        return
    yield from check_event(expression.event, scope)
    yield from check_window(expression.window, is_contact(expression.event))
    yield from _unknown((expression.event, expression.window), names)
    name = expression.name
    if name.text in names:
        yield _twice(name)
    elif not any(each.text == name.text for each in _named(expression.body)):
        yield _never_named(name)
    yield from _check(expression.body, scope, (*names, name.text))


def _named(node: object) -> Iterator[Word]:
    """The names of tried events that windows hang on."""
    for said in windows_in(node):
        for anchor in anchors_in(said):
            if isinstance(anchor.what, NamedRow):
                yield anchor.what.name


def _unknown(node: object, names: tuple[str, ...]) -> Iterator[Problem]:
    for word in _named(node):
        if word.text not in names:
            near = nearest(word.text, (*names, "index", "birth", "admission", "discharge"))
            yield Problem(
                rule="unknown-moment",
                message=f"nothing here is called `{word.text}`",
                span=word.span,
                why="a window is counted from the index, birth, a day, an event, or one that "
                "`for any … as` gave a name",
                instead=" or ".join(f"`{each}`" for each in near) or "`index`",
            )


def _twice(name: Word) -> Problem:
    return Problem(
        rule="tried-twice",
        message=f"`{name.text}` is an event that is tried already",
        span=name.span,
        why="inside these brackets nobody could tell the two apart",
        instead="another name",
    )


def _never_named(name: Word) -> Problem:
    return Problem(
        rule="never-tried",
        message=f"no window in the brackets is counted from `{name.text}`",
        span=name.span,
        why="then nothing that is asked depends on the event",
        instead=f"a window such as `within 7 days after {name.text}`, or the two with `and`",
    )
