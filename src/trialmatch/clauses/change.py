"""`change of egfr from first (…) to latest (…) < -5 mL/min` (meaning 8, 9 and 19).

`relative change` is a share of the first of the two, in percent. One result alone has not changed,
so there must be two.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.limits import check_order, compared
from trialmatch.clauses.contract.partners import ANYWHERE
from trialmatch.clauses.contract.picks import (
    check_results,
    counted,
    done_at_all,
    number_of,
    only_where_known,
    picked_value,
    with_results,
)
from trialmatch.clauses.contract.scope import Measure, Scope
from trialmatch.clauses.contract.units import check_limit_unit, check_range
from trialmatch.language.changes import CHANGE, RELATIVE, Change, change, print_change
from trialmatch.language.picked import HIGHEST, LOWEST, Pick
from trialmatch.language.problems import Problem
from trialmatch.plan.algebra import (
    AllOf,
    Arithmetic,
    Choose,
    Constant,
    Exists,
    Joined,
    Lacking,
    Near,
    Number,
    Operation,
    Truth,
    Value,
)
from trialmatch.verdict import Missing, Reason

_PERCENT = "%"
_HUNDRED = Constant(Decimal(100))


class ChangeClause(Clause[Change]):
    """How much a measure changed between two of its results."""

    name = "change"
    words = (CHANGE, RELATIVE)
    examples = (
        "change of egfr from first (within 1 year before index) to latest < -5 mL/min/{1.73_m2}",
        "change of egfr from 2nd latest to latest between -5 and 5 mL/min/{1.73_m2}",
        "relative change of egfr from lowest (within 7 days before index) to latest >= 50 %",
        "change of ecog from first to latest (counting empty results) >= 1",
    )
    node = Change

    def grammar(self) -> pp.ParserElement:
        """`change of` a measure, `from` one result `to` another, a limit."""
        return change()

    def check(self, node: Change, scope: Scope) -> Iterator[Problem]:
        """The name, the windows, and the unit of the limit."""
        yield from scope.check_measure(node.measure)
        for each in (node.first, node.last):
            yield from (p for p in check_results(each.of, scope) if p.span != node.measure.span)
        yield from check_order(node.limit)
        measure = scope.measures.get(node.measure.text)
        if node.relative:
            yield from _check_percent(node)
        elif measure is not None and _in_percent(node) and measure.unit != _PERCENT:
            yield _relative_unsaid(node)
        elif measure is not None and node.limit.of_normal is not None:
            yield from check_range(node.limit.of_normal, measure)
        elif measure is not None:
            yield from check_limit_unit(node.limit, measure)

    def lower(self, node: Change, scope: Scope) -> Truth:
        """The difference, where there are two results, compared."""
        change_or_none = Choose(_two_results(node, scope), _change(node, scope), _too_few(node))
        truth = compared(change_or_none, node.limit)
        extremes = [e for e in (node.first, node.last) if e.order in (HIGHEST, LOWEST)]
        done = tuple(dict.fromkeys(done_at_all(each.of, scope) for each in extremes))
        return only_where_known(truth, AllOf(done)) if done else truth

    def print(self, node: Change) -> str:
        """The clause in canonical wording."""
        return print_change(node)


def _change(node: Change, scope: Scope) -> Value:
    measure = scope.measures[node.measure.text]
    first = _value(node.first, measure, node, scope)
    last = _value(node.last, measure, node, scope)
    if not node.relative:
        return Arithmetic(Operation.SUBTRACT, last, first)
    share = Arithmetic(Operation.DIVIDE, last, first)
    return Arithmetic(Operation.SUBTRACT, Arithmetic(Operation.MULTIPLY, _HUNDRED, share), _HUNDRED)


def _value(pick: Pick, measure: Measure, node: Change, scope: Scope) -> Value:
    number = number_of(measure, node.limit)
    if node.relative:
        number = counted(Number(measure.scale()), measure)
    return picked_value(pick, number, scope)


def _two_results(node: Change, scope: Scope) -> Truth:
    """Whether there is a result for the one place and another for the other."""
    first, last = (with_results(each.of, scope) for each in (node.first, node.last))
    pair = Joined(last, first, Near(ANYWHERE), itself=False)
    return Exists(pair, done_at_all(node.last.of, scope))


def _too_few(node: Change) -> Lacking:
    return Lacking(Reason.of(Missing.TOO_FEW_RESULTS, node.measure.text))


def _check_percent(node: Change) -> Iterator[Problem]:
    limit = node.limit
    if _in_percent(node):
        return
    last = limit.numbers[-1]
    said = limit.unit or limit.of_normal
    yield Problem(
        rule="relative-change",
        message="a relative change is compared with a number of percent",
        span=last.span if said is None else said.span,
        why="it is the change as a share of the first of the two results",
        instead=f"`{last.value} %`, or `change` without `relative`",
    )


def _in_percent(node: Change) -> bool:
    return node.limit.unit is not None and node.limit.unit.text == _PERCENT


def _relative_unsaid(node: Change) -> Problem:
    return Problem(
        rule="relative-change",
        message=f"a change of `{node.measure.text}` is no number of percent",
        span=node.limit.unit.span if node.limit.unit else node.span,
        why="the change itself has the unit of the measure; its share of the first is relative",
        instead=f"`relative change of {node.measure.text} from …`",
    )


CLAUSE = ChangeClause()
