"""Rows by their partners among other rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trialmatch.plan.algebra.grains import Node, Rows, Truth
from trialmatch.plan.algebra.rows import By
from trialmatch.plan.algebra.values import Edge
from trialmatch.plan.window import Window


class Link(Node):
    """What makes another row a partner."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SameContact(Link):
    """The same contact; perhaps the same where an id is missing and day and unit agree."""


@dataclass(frozen=True, slots=True)
class Near(Link):
    """The partner lies in a window around the row, whose `edge` stands for the index.

    `by` says which part of the partner must lie in the window.
    """

    window: Window
    edge: Edge = Edge.START
    by: By = By.START


@dataclass(frozen=True, slots=True)
class During(Link):
    """The row lies, by days, wholly inside the partner's extent."""


class Match(Enum):
    """What a partner, or its absence, makes of the row."""

    SEMI = "rows that have a partner"
    ANTI = "rows that have none"
    PAIRS = "each row with each of its partners"


@dataclass(frozen=True, slots=True)
class Joined(Rows):
    """Rows by their partners among `others` (meaning 16 and 16a).

    A row is never its own partner unless `itself`. For ANTI, a row without a partner is only
    a possible member where `observed` is UNKNOWN: nothing says then that there was none.
    """

    rows: Rows
    others: Rows
    link: Link = SameContact()
    match: Match = Match.SEMI
    observed: Truth | None = None
    itself: bool = True
