"""A comparison as truth, and what can be wrong with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from trialmatch.diagnostics import Severity
from trialmatch.language.problems import Problem
from trialmatch.language.source import joined
from trialmatch.language.tree import Amount, Comparison
from trialmatch.plan.algebra import AllOf, Compare, Op, Truth, Value
from trialmatch.vocabulary.result_words import NEGATIVE, POSITIVE

# The numbers that stand for what a result in words means.
MEANINGS = {POSITIVE: Decimal(1), NEGATIVE: Decimal(0)}


def compared(value: Value, limit: Comparison) -> Truth:
    """The value against its limit; `between` includes both ends."""
    if limit.word is not None:
        return Compare(value, Op.EQ, MEANINGS[limit.word.text])
    if limit.sign == "between":
        low, high = limit.numbers
        above = Compare(value, Op.GE, low.value)
        return AllOf((above, Compare(value, Op.LE, high.value)))
    return Compare(value, Op(limit.sign), limit.numbers[0].value)


def check_order(limit: Comparison) -> Iterator[Problem]:
    """Whether `between A and B` has its smaller number first."""
    if limit.sign != "between" or len(limit.numbers) == 1:
        return
    low, high = limit.numbers
    if low.value > high.value:
        yield Problem(
            rule="empty-range",
            message=f"no value lies between {low.value} and {high.value}",
            span=joined(low.span, high.span),
            why="the lower limit stands first",
            instead=f"`between {high.value} and {low.value}`",
        )


def implausible(number: Amount, what: str, range_words: str) -> Problem:
    """The warning that a limit lies outside what is plausible."""
    return Problem(
        rule="implausible-limit",
        message=f"the limit {number.value} is outside what is plausible for {what}",
        span=number.span,
        why=f"values of {what} are believed {range_words}, so this limit decides nothing",
        instead="the limit in the unit that was meant, or a wider plausible range",
        severity=Severity.WARNING,
    )
