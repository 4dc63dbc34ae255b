"""Joints: `and` for `or`, `any` for `all`, and what an `if`, `when` or `unless` governs alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from trialmatch.language.tree import And, If, Name, Or, Unless, When, Word
from trialmatch.workflow.mutation.sort import Sort
from trialmatch.workflow.mutation.variants import Change

_OTHER = {"any": "all", "all": "any", "every": "any"}


class Joints(Sort):
    """How several questions or several values come to one."""

    name = "joints"

    def of_tree(self, node: object) -> Iterator[Change]:
        """The other joint, or the governed part alone."""
        match node:
            case And(parts=parts, span=span):
                yield Change(Or(parts, span), "and -> or")
            case Or(parts=parts, span=span):
                yield Change(And(parts, span), "or -> and")
            case If(body=body):
                yield Change(body, "without its `if`")
            case When(body=body):
                yield Change(body, "without its `when`")
            case Unless(body=body):
                yield Change(body, "without its `unless`")
            case Word(text=text) if text in _OTHER and not isinstance(node, Name):
                yield Change(replace(node, text=_OTHER[text]), f"{text} -> {_OTHER[text]}")
        if is_dataclass(node) and not isinstance(node, Word | type):
            for each in fields(node):
                word = getattr(node, each.name)
                if isinstance(word, str) and word in _OTHER:
                    changed = replace(node, **{each.name: _OTHER[word]})
                    yield Change(changed, f"{word} -> {_OTHER[word]}")


SORT = Joints()
