"""Criteria that nobody can meet together: a warning before anybody is screened.

Only what is certain from the questions alone is told: limits of one and the same value that
leave nothing between them, a question and its opposite, and two words for one fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from trialmatch.diagnostics import Severity
from trialmatch.language.problems import Problem
from trialmatch.language.tree import CriterionStatement
from trialmatch.plan.algebra import AllOf, AnyOf, Compare, Exists, Negate, Op, Truth, Value
from trialmatch.plan.criteria import Criterion, Side

_OPPOSITE = {
    Op.LT: Op.GE,
    Op.GE: Op.LT,
    Op.LE: Op.GT,
    Op.GT: Op.LE,
    Op.EQ: Op.NE,
    Op.NE: Op.EQ,
}


def contradictions(
    statements: Sequence[CriterionStatement], criteria: Sequence[Criterion]
) -> Iterator[Problem]:
    """A warning at each criterion that cannot be met with one before it, or with itself."""
    at = {each.id.text: each for each in statements}
    demands = _Demands()
    for criterion in criteria:
        if criterion.applies is not None:
            continue
        with_whom = None
        for demand in _demanded(criterion.question, wanted=criterion.side is Side.INCLUDE):
            with_whom = with_whom or demands.against(demand, criterion.id)
        if with_whom is not None:
            yield _nobody(at[criterion.id], with_whom)


@dataclass(frozen=True, slots=True)
class _Demand:
    """One question that must come out so."""

    question: Truth
    wanted: bool


def _demanded(question: Truth, *, wanted: bool) -> Iterator[_Demand]:
    """What must hold, each by itself, for a question to come out as wanted."""
    match question:
        case Negate(part=part):
            yield from _demanded(part, wanted=not wanted)
        case AllOf(parts=parts) if wanted:
            for part in parts:
                yield from _demanded(part, wanted=True)
        case AnyOf(parts=parts) if not wanted:
            for part in parts:
                yield from _demanded(part, wanted=False)
        case AllOf(parts=(only,)) | AnyOf(parts=(only,)):
            yield from _demanded(only, wanted=wanted)
        case _:
            yield _Demand(question, wanted)


@dataclass(slots=True)
class _Range:
    """What is left of a value's numbers or words, and whose limits they are."""

    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False
    word: str | None = None
    never: set[Decimal | str] = field(default_factory=set)

    def narrow(self, op: Op, limit: Decimal | str) -> None:
        """Leave what a comparison allows."""
        if op is Op.NE:
            self.never.add(limit)
        elif isinstance(limit, str):
            if self.word not in (None, limit):
                self.never.add(limit)
            self.word = limit
        else:
            if op in (Op.GT, Op.GE, Op.EQ):
                self._raise(limit, op is Op.GT)
            if op in (Op.LT, Op.LE, Op.EQ):
                self._lower(limit, op is Op.LT)

    def _raise(self, limit: Decimal, is_open: bool) -> None:
        if self.low is None or (limit, is_open) > (self.low, self.low_open):
            self.low, self.low_open = limit, is_open

    def _lower(self, limit: Decimal, is_open: bool) -> None:
        if self.high is None or (limit, not is_open) < (self.high, not self.high_open):
            self.high, self.high_open = limit, is_open

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        if self.word is not None and self.word in self.never:
            return True
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return self.low_open or self.high_open or self.low in self.never
        return self.low > self.high


class _Demands:
    """All that was demanded so far, by what is asked, each with the criterion that did first."""

    def __init__(self) -> None:
        self._ranges: dict[Value, _Range] = {}
        self._limited_by: dict[Value, list[str]] = {}
        self._asked: dict[object, tuple[bool, str]] = {}

    def against(self, demand: _Demand, criterion: str) -> str | None:
        """The criterion before that this one cannot be met with, if there is one."""
        question = demand.question
        if isinstance(question, Compare) and isinstance(question.right, Decimal | str):
            op = question.op if demand.wanted else _OPPOSITE[question.op]
            return self._limited(question.left, op, question.right, criterion)
        # Two searches for the same rows are one, whatever their not finding any would mean.
        asked = question.rows if isinstance(question, Exists) else question
        wanted, by = self._asked.setdefault(asked, (demand.wanted, criterion))
        return by if wanted != demand.wanted else None

    def _limited(self, value: Value, op: Op, limit: Decimal | str, by: str) -> str | None:
        left = self._ranges.setdefault(value, _Range())
        before = self._limited_by.setdefault(value, [])
        was_empty = left.empty
        left.narrow(op, limit)
        before.append(by)
        return before[-2] if left.empty and not was_empty and len(before) > 1 else None


def _nobody(statement: CriterionStatement, other: str) -> Problem:
    here = statement.id.text
    message = f"nobody can meet `{here}` and `{other}`"
    if here == other:
        message = f"nobody can meet `{here}`"
    return Problem(
        rule="contradiction",
        message=message,
        span=statement.id.span,
        why="what one of them asks rules out what the other asks",
        instead="limits that leave something between them, or one of the two",
        severity=Severity.WARNING,
    )
