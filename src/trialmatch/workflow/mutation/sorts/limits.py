"""Limits: one step of their last digit up and down, and whether the limit itself counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from trialmatch.diagnostics import Span
from trialmatch.language.printer import print_number
from trialmatch.language.tree import Amount, Comparison, NumberOf
from trialmatch.plan.algebra import Lasting
from trialmatch.plan.window import Bound, Window
from trialmatch.vocabulary.calendar import Duration
from trialmatch.workflow.mutation.sort import Sort
from trialmatch.workflow.mutation.variants import Change

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# Their numbers are changed by others, or are no limits.
_OTHERS = Span | Duration | Bound | Window | Lasting
_ANY_NUMBER = 1_000_000
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
        elif is_dataclass(node) and not isinstance(node, _OTHERS | type):
            yield from _counts(node)


def _counts(node: DataclassInstance) -> Iterator[Change]:
    """Whole numbers: how many of several, the first or the second."""
    least, most = (1, len(node.parts)) if isinstance(node, NumberOf) else (2, _ANY_NUMBER)
    for each in fields(node):
        number = getattr(node, each.name)
        # Of picks the first one is picked where no number is said.
        if isinstance(number, int) and not isinstance(number, bool) and number >= least:
            for other in (number - 1, number + 1):
                if 1 <= other <= most:
                    yield Change(replace(node, **{each.name: other}), f"{number} -> {other}")


def step(value: Decimal) -> Decimal:
    """One of the last digit that is written."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


SORT = Limits()
