"""Items of a score: numbers that are added up, and what stands for one that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from trialmatch.clauses.contract.picks import check_mean, with_results
from trialmatch.clauses.contract.scope import Measure, Scope
from trialmatch.language.picked import Pick
from trialmatch.language.problems import Problem
from trialmatch.plan.algebra import Choose, Compare, Constant, Exists, Lacking, Op, Value
from trialmatch.verdict import Missing, Reason

# However little is recorded: what is not there is what the range is for.
_SURELY = Compare(Constant(Decimal(1)), Op.EQ, Decimal(1))


def check_numbers(pick: Pick, scope: Scope) -> Iterator[Problem]:
    """Whether the results of a pick are numbers that a value can be worked out from."""
    measure = scope.measures.get(pick.of.measure.text)
    if measure is None:
        return
    yield from check_mean(pick, measure)
    names = [step.label for step in measure.steps if not step.label.isdecimal()]
    if names or measure.in_words:
        what = f"the step `{names[0]}` is" if names else "`positive` and `negative` are"
        yield Problem(
            rule="not-a-number",
            message=f"`{measure.name}` has no number to work with",
            span=pick.of.measure.span,
            why=f"{what} no number; nobody said how much it counts",
            instead="`(2 if … else 1)` with a condition about it",
        )


def or_its_range(value: Value, pick: Pick, scope: Scope) -> Value:
    """A picked value; where there is no result, all that the item can be (meaning 10)."""
    measure = scope.measures[pick.of.measure.text]
    ends = _range_of(measure)
    if ends is None:
        return value
    missing = Lacking(Reason.of(Missing.NO_RESULT, measure.name))
    # Of a condition that is not known, a choice is all from the one to the other.
    unknown = Compare(missing, Op.EQ, Decimal(1))
    either = Choose(unknown, Constant(ends[0]), Constant(ends[1]))
    return Choose(Exists(with_results(pick.of, scope), _SURELY), value, either)


def _range_of(measure: Measure) -> tuple[Decimal, Decimal] | None:
    """From the lowest to the highest that a bare number can be."""
    if measure.steps:
        return measure.steps[0].number, measure.steps[-1].number
    if not measure.score or measure.ratio or measure.low is None or measure.high is None:
        return None
    return measure.low, measure.high
