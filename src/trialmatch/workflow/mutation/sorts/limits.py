"""Limits: one step of their last digit up and down, and whether the limit itself counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from trialmatch.language.printer import print_number
from trialmatch.language.tree import Amount, Comparison
from trialmatch.workflow.mutation.sort import Sort
from trialmatch.workflow.mutation.variants import Change

_OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


class Limits(Sort):
    """Numbers and signs of comparisons."""

    name = "limits"

    def of_tree(self, node: object) -> Iterator[Change]:
        """A number one step up or down; a sign with or without the limit itself."""
        if isinstance(node, Amount):
            before = print_number(node.value)
            for value in (node.value - step(node.value), node.value + step(node.value)):
                yield Change(replace(node, value=value), f"{before} -> {print_number(value)}")
        elif isinstance(node, Comparison) and node.sign in _OTHER:
            sign = _OTHER[node.sign]
            yield Change(replace(node, sign=sign), f"{node.sign} -> {sign}")


def step(value: Decimal) -> Decimal:
    """One of the last digit that is written."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


SORT = Limits()
