"""Days that extents cover, counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.values import Interval, NotKnown, Value
from trialmatch.plan.algebra import Attribute, Events, Fact, How, Observed, Reduce
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment

Make = Callable[..., Row]
Ask = Callable[..., Answering]

DRUGS = Events(("medication",))
# 2 January to 1 March 2024 is 60 days, as a window of 59 days before 1 March.
SIXTY_DAYS = Window(Bound(Duration(59, Unit.DAY)), INDEX)
NO_END = Reason.of(Missing.NO_END, "medication")
PARTIAL = Reason.of(Missing.PARTIAL_DATE, "medication")
UNCONFIRMED = Reason.of(Missing.UNCONFIRMED, "medication")


def drug(row: Make, start: str, end: str | None, status: str = "") -> Row:
    return row("medication", start, "ATC C10AA05", end=end, status=status)


def run(asked: Answering) -> Value:
    return asked.value(Reduce(DRUGS, how=How.LONGEST_RUN))


def share(asked: Answering, window: Window = SIXTY_DAYS) -> Value:
    return asked.value(Reduce(DRUGS, how=How.COVERED_SHARE, window=window))


def interval(lo: int | Fraction, hi: int | Fraction | None, *doubts: Reason) -> Interval:
    return Interval(Fraction(lo), None if hi is None else Fraction(hi), doubts=doubts)


def test_extents_that_touch_are_one_run(row: Make, ask: Ask) -> None:
    touching = [drug(row, "2024-01-01", "2024-01-10"), drug(row, "2024-01-11", "2024-01-20")]
    assert run(ask(*touching)) == interval(20, 20)


def test_a_day_between_extents_breaks_the_run(row: Make, ask: Ask) -> None:
    apart = [drug(row, "2024-01-01", "2024-01-10"), drug(row, "2024-01-12", "2024-01-20")]
    assert run(ask(*apart)) == interval(10, 10)


def test_an_extent_runs_no_further_than_the_index(row: Make, ask: Ask) -> None:
    assert run(ask(drug(row, "2024-02-21", "2024-12-31"))) == interval(10, 10)


def test_an_open_end_may_run_to_the_index(row: Make, ask: Ask) -> None:
    assert run(ask(drug(row, "2024-02-21", None))) == interval(1, 10, NO_END)


def test_a_partial_start_makes_the_run_an_interval(row: Make, ask: Ask) -> None:
    # Surely 31 January to 10 February, at most from 1 January on.
    assert run(ask(drug(row, "2024-01", "2024-02-10"))) == interval(11, 41, PARTIAL)


def test_a_possible_row_may_join_two_runs(row: Make, ask: Ask) -> None:
    rows = [
        drug(row, "2024-01-01", "2024-01-10"),
        drug(row, "2024-01-11", "2024-01-15", "unconfirmed"),
        drug(row, "2024-01-16", "2024-01-20"),
    ]
    assert run(ask(*rows)) == interval(10, 20, UNCONFIRMED)


def test_no_row_is_no_run_and_no_upper_bound_where_rows_may_be_missing(ask: Ask) -> None:
    assert run(ask()) == interval(0, 0)
    observed = Observed(("medication",), None, ANY_TIME)
    node = Reduce(DRUGS, how=How.LONGEST_RUN, observed=observed)
    begins = Reason.of(Missing.RECORD_BEGINS, "medication")
    assert ask(periods=()).value(node) == interval(0, None, begins)


def test_a_run_up_to_an_index_known_to_the_month_is_surely_only_to_its_first_day(
    row: Make, ask: Ask
) -> None:
    own = row("visit", "2024-02", "", id="v")
    asked = ask(drug(row, "2024-01-31", "2024-03-31"), own, own=own)
    assert run(asked) == interval(2, 30, PARTIAL)


def test_the_share_of_a_window_counts_only_its_days(row: Make, ask: Ask) -> None:
    # 2 to 16 January of the 60 days.
    assert share(ask(drug(row, "2023-12-01", "2024-01-16"))) == interval(
        Fraction(1, 4), Fraction(1, 4)
    )


def test_the_share_is_an_interval_where_a_row_is_possible(row: Make, ask: Ask) -> None:
    rows = [
        drug(row, "2024-01-02", "2024-01-16"),
        drug(row, "2024-01-17", "2024-01-31", "unconfirmed"),
    ]
    assert share(ask(*rows)) == interval(Fraction(1, 4), Fraction(1, 2), UNCONFIRMED)


def test_a_share_needs_a_window_whose_days_are_known(row: Make, ask: Ask) -> None:
    found = drug(row, "2024-01-02", "2024-01-16")
    not_known = NotKnown((PARTIAL,))
    assert share(ask(found), Window()) == not_known
    assert share(ask(found), Window(Bound(Duration(1, Unit.MONTH)), None)) == not_known
    since_birth = Window(Bound(anchor=Attribute(Fact.BIRTH)), INDEX)
    assert share(ask(found, birth="1960-05"), since_birth) == not_known
    assert share(ask(found, birth=None), since_birth) == NotKnown(
        (Reason.of(Missing.BIRTH_UNKNOWN, "medication"),)
    )


def test_a_window_without_a_day_before_the_index_has_no_share(row: Make, ask: Ask) -> None:
    later = parse_moment("2024-06-01").first_day
    window = Window(Bound(day=later), Bound(day=later + 9))
    assert share(ask(drug(row, "2024-01-02", "2024-01-16")), window) == NotKnown(
        (Reason.of(Missing.NOT_COMPUTABLE, "medication"),)
    )
