"""What is picked from results, as a value of the subject (meaning 8 to 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from trialmatch.clauses.contract.limits import MEANINGS, check_order, compared
from trialmatch.clauses.contract.rows import check_window, rows_within, window_of
from trialmatch.clauses.contract.scope import Measure, Scope
from trialmatch.clauses.contract.steps import check_steps, numbered
from trialmatch.clauses.contract.units import check_limit_unit, check_plausible, check_range
from trialmatch.language.picked import (
    FIRST,
    HIGHEST,
    LATEST,
    LOWEST,
    MEAN_OF_ALL,
    MEAN_OF_LAST,
    NEAREST,
    Pick,
    Results,
)
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Comparison
from trialmatch.plan.algebra import (
    RESULT,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Codings,
    Compare,
    Constant,
    Exists,
    Field,
    How,
    Lacking,
    Lookup,
    Negate,
    Number,
    Observed,
    Op,
    Operation,
    Order,
    RangeEnd,
    RangeLimit,
    Reduce,
    Rows,
    Take,
    Truth,
    Value,
    Within,
)
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.result_words import NEGATIVE, POSITIVE, words_for

ENDS = {"ULN": RangeEnd.UPPER, "LLN": RangeEnd.LOWER}
_THERE = Constant(Decimal(1))
_ORDERS = {
    LATEST: Order.LATEST,
    FIRST: Order.FIRST,
    NEAREST: Order.NEAREST,
    HIGHEST: Order.HIGHEST,
    LOWEST: Order.LOWEST,
    MEAN_OF_LAST: Order.LATEST,
}
# More than a record has: all results are taken, and what has none is left out.
_ALL = 1_000_000
_AT_MOST = (Op.LT, Op.LE)
_AT_LEAST = (Op.GT, Op.GE)


def check_results(of: Results, scope: Scope) -> Iterator[Problem]:
    """The measure's name, and its window."""
    yield from scope.check_measure(of.measure)
    yield from check_window(of.window, of_contact=False)


def check_limit(limit: Comparison, measure: Measure | None) -> Iterator[Problem]:
    """The order of two limits, their unit, and their place among plausible values."""
    if measure is not None and (measure.steps or limit.steps):
        yield from check_steps(limit, measure)
        return
    if limit.word is not None or limit.steps:
        return
    yield from check_order(limit)
    if measure is not None and limit.of_normal is not None:
        yield from check_range(limit.of_normal, measure)
    elif measure is not None:
        yield from check_limit_unit(limit, measure)
        yield from check_plausible(limit, measure)


def check_mean(pick: Pick, measure: Measure | None) -> Iterator[Problem]:
    """Whether a mean is asked of numbers."""
    if measure is not None and measure.steps and pick.order in (MEAN_OF_LAST, MEAN_OF_ALL):
        yield Problem(
            rule="mean-of-steps",
            message=f"there is no mean of the steps of `{measure.name}`",
            span=pick.span,
            why="the steps of an ordered scale are not equally far apart",
            instead=f"`highest {measure.name}`, `latest {measure.name}` or another pick",
        )


def check_word(limit: Comparison, pick: Pick) -> Iterator[Problem]:
    """Whether what a result says in words is asked of a pick that words have."""
    if limit.word is not None and pick.order not in (LATEST, FIRST, NEAREST):
        yield Problem(
            rule="word-without-number",
            message=f"words such as `{limit.word.text}` have no {pick.order.split()[0]}",
            span=limit.word.span,
            why="only numbers are higher or lower than each other, and have a mean",
            instead=f"`latest {pick.of.measure.text}`",
        )


def compared_with(measure: Measure, limit: Comparison, value: Value) -> Truth:
    """A value of a measure's results against a limit, which may be a step of its scale."""
    return compared(value, numbered(limit, measure))


def number_of(measure: Measure, limit: Comparison) -> Value:
    """The number of each result: in the limit's unit, in multiples of its own range, of a word."""
    if measure.steps:
        return table_of(measure)
    if limit.word is not None:
        return meaning_of(measure)
    if limit.of_normal is None:
        return counted(Number(measure.scale(limit.unit.text if limit.unit else "")), measure)
    scale = measure.scale()
    end = ENDS[limit.of_normal.end]
    return Arithmetic(Operation.DIVIDE, Number(scale), RangeLimit(end, scale))


def counted(number: Value, measure: Measure) -> Value:
    """The number of a dose, by how much its medicine counts; any other as it is."""
    if not measure.factors:
        return number
    factor = Lookup(Codings(), measure.factors, measure.name)
    return Arithmetic(Operation.MULTIPLY, number, factor)


def table_of(measure: Measure) -> Lookup:
    """The number of the step of a scale that each result says."""
    table = tuple((step.said_as, step.number) for step in measure.steps)
    return Lookup(Field(RESULT), table, measure.name)


def meaning_of(measure: Measure) -> Lookup:
    """What each result in words means, as a number."""
    return Lookup(Field(RESULT), _meanings(measure), measure.name)


def _meanings(measure: Measure) -> tuple[tuple[frozenset[str], Decimal], ...]:
    """What results of a measure in words mean, its own words before the usual ones."""
    positive, negative = measure.positive, measure.negative
    return (
        (words_for(POSITIVE, positive, negative), MEANINGS[POSITIVE]),
        (words_for(NEGATIVE, negative, positive), MEANINGS[NEGATIVE]),
    )


def rows_of_results(of: Results, scope: Scope) -> Within:
    """All rows of a measure in a window, those without a result among them."""
    return rows_within(scope.measures[of.measure.text].rows, of.window)


def with_results(of: Results, scope: Scope) -> Rows:
    """The rows that say something, or all where the empty ones are to count too."""
    rows = rows_of_results(of, scope)
    return rows if of.empty_too else Take(rows, n=_ALL)


def picked_value(pick: Pick, value: Value, scope: Scope) -> Reduce:
    """A value of the rows picked, as one of the subject."""
    return value_among(rows_of_results(pick.of, scope), pick, value)


def value_among(rows: Rows, pick: Pick, value: Value) -> Reduce:
    """The same, of some rows of the measure in the window."""
    empty = pick.of.empty_too
    some = rows if empty else Take(rows, n=_ALL)
    if pick.order == MEAN_OF_ALL:
        # Rows that are taken stand for each other; these are all of them.
        return Reduce(Within(some), value, How.MEAN)
    order, nth = _ORDERS[pick.order], pick.nth
    by_value = order in (Order.HIGHEST, Order.LOWEST)
    if by_value and nth == 1:
        return Reduce(some, value, How.MAX if order is Order.HIGHEST else How.MIN)
    mean = pick.order == MEAN_OF_LAST
    by = value if by_value else None
    taken = Take(rows, order, nth, by, the_last=nth > 1 and not mean, empty_too=empty)
    return Reduce(taken, value, How.MEAN, n=nth) if mean else Reduce(taken, value)


def done_at_all(of: Results, scope: Scope) -> Observed:
    """Whether the record is such that a result that there was would be found."""
    measure = scope.measures[of.measure.text]
    window = window_of(of.window)
    return Observed(measure.kinds, measure.codes, window, asks_whether_done=True)


def known_of(of: Results, scope: Scope) -> Truth:
    """What must be known for there to be no such result: that some result was looked for."""
    done = done_at_all(of, scope)
    asked = replace(done, asks_whether_done=False)
    there = Exists(with_results(of, scope), asked)
    # There is surely none where the window hangs on what never was.
    none = Lacking(Reason.of(Missing.NO_RESULT, of.measure.text))
    return AllOf((done, Compare(Choose(there, _THERE, none), Op.EQ, _THERE.number)))


def only_where_known(truth: Truth, done: Truth) -> Truth:
    """A question that is answered only where nothing that was done may be missing."""
    return AllOf((AnyOf((truth, Negate(done))), done))


def rests_on_all(truth: Truth, pick: Pick, scope: Scope) -> Truth:
    """A comparison with the highest or lowest, where that says that no other was found.

    That the highest is below a limit says that none is above it (meaning 19).
    """
    if pick.order not in (HIGHEST, LOWEST):
        return truth
    return _rests(truth, done_at_all(pick.of, scope), highest=pick.order == HIGHEST)


def _rests(truth: Truth, done: Truth, *, highest: bool) -> Truth:
    match truth:
        case AllOf(parts=parts):
            return AllOf(tuple(_rests(part, done, highest=highest) for part in parts))
        case Compare(op=Op.EQ):
            ends = tuple(replace(truth, op=op) for op in (Op.GE, Op.LE))
            return AllOf(tuple(_rests(end, done, highest=highest) for end in ends))
        case Compare(op=op):
            found = op in (_AT_LEAST if highest else _AT_MOST)
            return AnyOf((truth, Negate(done))) if found else AllOf((truth, done))
    return truth
