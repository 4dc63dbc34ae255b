"""A tree with one node changed, for every node and every change of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace

from trialmatch.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Change:
    """What a node becomes, and the change in words."""

    node: object
    words: str


Changes = Callable[[object], Iterable[Change]]


class Unchanged:
    """No node is one."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A whole with one change in it, and the place of the smallest thing around the change."""

    whole: object
    words: str
    span: Span | None


def variants(
    node: object, changes: Changes, span: Span | None = None, left_out: type = Unchanged
) -> Iterator[Variant]:
    """Every change of a node, and the node with every change of something inside it.

    Nodes that are `left_out` stay as they are, with all that is inside them.
    """
    if isinstance(node, left_out):
        return
    span = getattr(node, "span", None) or span
    for change in changes(node):
        if change.node != node:
            yield Variant(change.node, change.words, span)
    if isinstance(node, tuple):
        yield from _in_tuple(node, changes, span, left_out)
    elif is_dataclass(node) and not isinstance(node, type):
        for each in fields(node):
            if each.init and each.name != "span":
                for one in variants(getattr(node, each.name), changes, span, left_out):
                    yield Variant(replace(node, **{each.name: one.whole}), one.words, one.span)


def everywhere(whole: object, node: object, other: object) -> object:
    """The whole with another node wherever one equal to a node stands."""
    if whole == node and type(whole) is type(node):
        return other
    if isinstance(whole, tuple):
        return tuple(everywhere(each, node, other) for each in whole)
    if not is_dataclass(whole) or isinstance(whole, type):
        return whole
    parts = {each.name: getattr(whole, each.name) for each in fields(whole) if each.init}
    changed = {name: everywhere(part, node, other) for name, part in parts.items()}
    return replace(whole, **{name: changed[name] for name in parts if changed[name] != parts[name]})


def _in_tuple(
    items: tuple[object, ...], changes: Changes, span: Span | None, left_out: type
) -> Iterator[Variant]:
    for nth, item in enumerate(items):
        for one in variants(item, changes, span, left_out):
            yield Variant((*items[:nth], one.whole, *items[nth + 1 :]), one.words, one.span)
