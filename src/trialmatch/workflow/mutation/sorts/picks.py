"""Picks: the first for the latest, the lowest for the highest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from trialmatch.cohort import answer_rows
from trialmatch.plan.algebra import Events, Node, Observed, Order, Rows, Take
from trialmatch.plan.criteria import Criterion, walk
from trialmatch.workflow.mutation.sort import Sort
from trialmatch.workflow.mutation.variants import Change, everywhere

_OTHER = {
    Order.LATEST: (Order.FIRST, "latest -> first"),
    Order.FIRST: (Order.LATEST, "first -> latest"),
    Order.NEAREST: (Order.LATEST, "nearest -> latest"),
    Order.HIGHEST: (Order.LOWEST, "highest -> lowest"),
    Order.LOWEST: (Order.HIGHEST, "lowest -> highest"),
}
# Where so many are taken none is left out.
_ALL = 100_000


class Picks(Sort):
    """Which row of several is taken."""

    name = "picks"

    def of_algebra(self, node: object) -> Iterator[Change]:
        """Another order to take from, of all rows but the answers of persons.

        A pick that is compared with two limits stands twice in a question, and is one pick.
        """
        if not isinstance(node, Criterion):
            return
        for take in dict.fromkeys(each for each in _written(node) if isinstance(each, Take)):
            if take.n < _ALL and not _of_answers(take.rows):
                order, words = _OTHER[take.order]
                yield Change(everywhere(node, take, replace(take, order=order)), words)


def _written(value: object) -> Iterator[Node]:
    """Every node but those that only say what must have been observed, which nobody wrote."""
    if isinstance(value, Observed):
        return
    if isinstance(value, Node):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _written(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _written(getattr(value, field.name))


def _of_answers(rows: Rows) -> bool:
    return any(
        isinstance(each, Events) and each.kinds == (answer_rows.KIND,) for each in walk(rows)
    )


SORT = Picks()
