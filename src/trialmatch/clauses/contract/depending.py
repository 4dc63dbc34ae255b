"""Limits that depend on a condition: checked, lowered, printed (meaning 22)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from trialmatch.clauses.contract.conditions import check_inner, lowered, print_condition
from trialmatch.clauses.contract.scope import Scope
from trialmatch.language.depending import SpecialLimit
from trialmatch.language.printer import print_comparison
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Comparison
from trialmatch.plan.algebra import AllOf, AnyOf, Negate, Truth


def check_special(
    special: Sequence[SpecialLimit],
    scope: Scope,
    check: Callable[[Comparison], Iterator[Problem]],
) -> Iterator[Problem]:
    """What is wrong with special limits; `check` is what their clause holds limits to."""
    for each in special:
        yield from _second_number_missing(each)
        yield from check(each.limit)
        yield from check_inner(each.condition, scope)


def _second_number_missing(special: SpecialLimit) -> Iterator[Problem]:
    limit = special.limit
    if limit.sign == "between" and len(limit.numbers) == 1:
        yield Problem(
            rule="one-limit-of-two",
            message=f"{limit.numbers[0].value} is one limit, where the usual ones are two",
            span=limit.span,
            why="values lie between two limits, and the other one could be either",
            instead=f"`between … and {limit.numbers[0].value}`",
        )


def with_special(
    usual: Comparison,
    special: Sequence[SpecialLimit],
    scope: Scope,
    compare: Callable[[Comparison], Truth],
) -> Truth:
    """The comparison with the first special limit whose condition is met, else with the usual.

    Where a condition is not known, it is decided if both limits decide alike.
    """
    found = compare(usual)
    for each in reversed(special):
        condition, held = lowered(each.condition, scope), compare(each.limit)
        otherwise = AllOf((Negate(condition), found))
        found = AnyOf((AllOf((condition, held)), otherwise, AllOf((held, found))))
    return found


def print_limits(usual: Comparison, special: Sequence[SpecialLimit]) -> str:
    """The usual limit, and each special one in brackets."""
    listed = (f" ({_number(each)} if {print_condition(each.condition)})" for each in special)
    return f"{print_comparison(usual)}{''.join(listed)}"


def _number(special: SpecialLimit) -> str:
    """The limit without its sign, which is that of the usual one."""
    printed = print_comparison(special.limit)
    return printed if special.limit.sign == "between" else printed.split(" ", 1)[1]
