"""How rows come to one value, with possible rows, bounds and unusable results, by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.values import Interval, Known, NotKnown, Value
from trialmatch.plan.algebra import (
    Codings,
    Edge,
    Events,
    Field,
    How,
    Lookup,
    Number,
    Observed,
    Order,
    Reduce,
    RowTime,
    Spaced,
    Take,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

Make = Callable[..., Row]
Ask = Callable[..., Answering]

CRP = Number(Scale("crp", "mg/L", "mg/L", low=Decimal(0), high=Decimal(500)))
LABS = Events(("measurement",))
STAYS = Events(("visit",))
UNCONFIRMED = Reason.of(Missing.UNCONFIRMED, "crp")
ONLY_A_BOUND = Reason.of(Missing.BEYOND_LIMIT_OF_DETECTION, "crp")
DISAGREE = Reason.of(Missing.SAME_TIME_DISAGREE, "crp")


def lab(
    row: Make, number: float | None, day: int = 1, comparator: str = "", status: str = ""
) -> Row:
    result = Result(number, comparator, "mg/L", text="" if number is not None else "clotted")
    start = f"2024-01-{day:02d}"
    id = f"{number} {comparator} {day} {status}"
    return row("measurement", start, "LOINC 1988-5", id=id, result=result, status=status)


def perhaps(row: Make, number: float | None, day: int = 1) -> Row:
    return lab(row, number, day, status="unconfirmed")


def interval(lo: int | None, hi: int | None, *doubts: Reason) -> Interval:
    low = None if lo is None else Fraction(lo)
    return Interval(low, None if hi is None else Fraction(hi), doubts=doubts)


def of(how: How, asked: Answering, n: int = 1) -> Value:
    return asked.value(Reduce(LABS, CRP, how, n=n))


def test_a_count_is_from_the_certain_rows_to_all(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 1), lab(row, 2), perhaps(row, 3))
    doubt = Reason.of(Missing.UNCONFIRMED, "measurement")
    assert asked.value(Reduce(LABS, how=How.COUNT)) == interval(2, 3, doubt)
    assert ask().value(Reduce(LABS, how=How.COUNT)) == interval(0, 0)


def test_a_count_where_rows_may_be_missing_has_no_upper_bound(row: Make, ask: Ask) -> None:
    observed = Observed(("measurement",), None, ANY_TIME)
    allergies = Observed(("allergy",), None, ANY_TIME)
    asked = ask(lab(row, 1), periods=())
    counted = asked.value(Reduce(LABS, how=How.COUNT, observed=observed))
    begins = Reason.of(Missing.RECORD_BEGINS, "measurement")
    assert counted == interval(1, None, begins)
    settled = ask(lab(row, 1)).value(Reduce(LABS, how=How.COUNT, observed=allergies))
    assert settled == interval(1, None, Reason.of(Missing.NOT_RECORDED, "allergy"))


def test_a_sum_adds_possible_rows_only_to_the_side_that_they_move(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 1), lab(row, 2), perhaps(row, 10))
    assert of(How.SUM, asked) == interval(3, 13, UNCONFIRMED)


def test_a_sum_with_a_bound_is_closed_and_keeps_the_doubt(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 1), lab(row, 90, comparator=">"))
    assert of(How.SUM, asked) == interval(91, 501, ONLY_A_BOUND)


def test_a_sum_without_an_upper_bound_of_one_row_has_none(row: Make, ask: Ask) -> None:
    open_ended = Number(Scale("crp", "mg/L", "mg/L"))
    asked = ask(lab(row, 1), lab(row, 90, comparator=">"))
    assert asked.value(Reduce(LABS, open_ended, How.SUM)) == interval(91, None, ONLY_A_BOUND)


def test_a_sum_with_an_unusable_result_is_not_known_even_if_only_possible(
    row: Make, ask: Ask
) -> None:
    asked = ask(lab(row, 1), perhaps(row, None))
    assert of(How.SUM, asked) == NotKnown((Reason.of(Missing.NOT_A_NUMBER, "crp"),))


def test_the_sum_of_only_possible_rows_is_not_known(row: Make, ask: Ask) -> None:
    # Were none of them real there would be no result, and that is no sum of nought.
    assert of(How.SUM, ask(perhaps(row, 3))) == NotKnown((UNCONFIRMED,))


def test_no_result_has_no_sum_and_no_highest(ask: Ask) -> None:
    nothing = NotKnown((Reason.of(Missing.NO_RESULT, "crp"),))
    assert of(How.SUM, ask()) == nothing
    assert of(How.MAX, ask()) == nothing
    assert of(How.VALUE, ask()) == nothing


def test_the_mean_of_exactly_as_many_as_asked_for_is_exact(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 1), lab(row, 2), lab(row, 6))
    assert of(How.MEAN, asked, n=3) == interval(3, 3)
    assert of(How.MEAN, asked) == interval(3, 3)


def test_the_mean_of_fewer_than_asked_for_is_not_known(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 1), lab(row, 2))
    assert of(How.MEAN, asked, n=3) == NotKnown((Reason.of(Missing.TOO_FEW_RESULTS, "crp"),))


def test_the_mean_is_not_known_where_only_possible_rows_make_enough(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 1), perhaps(row, 2))
    assert of(How.MEAN, asked, n=2) == NotKnown((UNCONFIRMED,))


def test_the_mean_with_a_possible_row_lies_between_lowest_and_highest(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 1), lab(row, 5), perhaps(row, 9))
    assert of(How.MEAN, asked) == interval(1, 9, DISAGREE, UNCONFIRMED)


def test_the_mean_of_tied_rows_of_a_pick_is_open_between_them(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 4), lab(row, 10))
    node = Reduce(Take(LABS), CRP, How.MEAN)
    assert asked.value(node) == interval(4, 10, DISAGREE)


def test_the_highest_is_at_least_the_highest_certain_one(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 3), lab(row, 5), perhaps(row, 9))
    assert of(How.MAX, asked) == interval(5, 9, UNCONFIRMED)
    assert of(How.MIN, asked) == interval(3, 3, UNCONFIRMED)


def test_a_result_that_cannot_be_compared_may_be_the_highest(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 3), lab(row, None))
    not_a_number = Reason.of(Missing.NOT_A_NUMBER, "crp")
    assert of(How.MAX, asked) == interval(3, None, not_a_number)
    assert of(How.MIN, asked) == interval(None, 3, not_a_number)


def test_the_highest_of_only_possible_rows_is_not_known(row: Make, ask: Ask) -> None:
    assert of(How.MAX, ask(perhaps(row, 3))) == NotKnown((UNCONFIRMED,))


def test_the_highest_of_a_bound_and_a_number(row: Make, ask: Ask) -> None:
    asked = ask(lab(row, 100), lab(row, 90, comparator=">"))
    assert of(How.MAX, asked) == interval(100, 500, ONLY_A_BOUND)


def test_a_sum_of_declared_points_goes_by_the_table(row: Make, ask: Ask) -> None:
    strong = CodeSet("strong", (pattern("ATC", "C10AA05"),))
    points = Lookup(Codings(), ((strong, Decimal(4)),), "points")
    drugs = Events(("medication",))
    asked = ask(
        row("medication", "2024-01-01", "ATC C10AA05"),
        row("medication", "2024-01-02", "ATC C10AA05"),
    )
    assert asked.value(Reduce(drugs, points, How.SUM)) == interval(8, 8)
    other = ask(row("medication", "2024-01-01", "ATC A10BA02"))
    not_listed = NotKnown((Reason.of(Missing.NOT_IN_TABLE, "points"),))
    assert other.value(Reduce(drugs, points, How.SUM)) == not_listed


def test_the_time_of_the_last_of_tied_rows_holds_all_of_them(row: Make, ask: Ask) -> None:
    start = Reduce(Take(STAYS), RowTime(Edge.START))
    asked = ask(row("visit", "2024-01-05", "", id="a"), row("visit", "2024-01", "", id="b"))
    value = asked.value(start)
    assert isinstance(value, Interval)
    month = parse_moment("2024-01")
    assert value == Interval(Fraction(month.lo), Fraction(month.hi), doubts=value.doubts)


def test_the_time_of_what_surely_never_was_has_no_anchor(ask: Ask) -> None:
    observed = Observed(("visit",), None, ANY_TIME)
    node = Reduce(Take(STAYS), RowTime(Edge.START), observed=observed)
    assert ask().value(node) == NotKnown((Reason.of(Missing.NO_ANCHOR, "visit"),))
    assert ask(periods=()).value(node) == NotKnown((Reason.of(Missing.RECORD_BEGINS, "visit"),))


def test_words_are_known_where_all_rows_picked_agree(row: Make, ask: Ask) -> None:
    node = Reduce(Take(STAYS), Field("department"))
    both = [row("visit", "2024-01-05", "", id=id, department="surgery") for id in "ab"]
    assert ask(*both).value(node) == Known("surgery")
    other = row("visit", "2024-01-05", "", id="c", department="medicine")
    assert ask(*both, other).value(node) == NotKnown(
        (Reason.of(Missing.SAME_TIME_DISAGREE, "visit"),)
    )
    bare = row("visit", "2024-01-05", "", id="d")
    missing = Reason.of(Missing.ATTRIBUTE_MISSING, "department")
    assert ask(*both, bare).value(node) == NotKnown((missing,))
    assert ask().value(node) == NotKnown((Reason.of(Missing.NO_RESULT, "visit"),))


def test_rows_apart_are_counted_though_no_single_one_is_sure(row: Make, ask: Ask) -> None:
    drugs = Spaced(Events(("medication",)), Duration(10, Unit.DAY))
    rows = [row("medication", f"2024-01-{day:02d}", "ATC C10AA05") for day in (5, 20)]
    early = row("medication", "2024-01-01", "ATC C10AA05", status="unconfirmed")
    counted = ask(early, *rows).value(Reduce(drugs, how=How.COUNT))
    assert counted == interval(2, 3, Reason.of(Missing.UNCONFIRMED, "medication"))
    first = Reduce(Take(drugs, Order.FIRST), RowTime(Edge.START))
    assert isinstance(ask(early, *rows).value(first), NotKnown)
    assert isinstance(ask(*rows).value(first), Interval)
