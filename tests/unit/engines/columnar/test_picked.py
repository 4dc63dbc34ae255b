"""The value of the rows picked: of one, of ties, of possible rows, and of none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import (
    Compare,
    Edge,
    Events,
    Field,
    Number,
    Observed,
    Op,
    Reduce,
    RowTime,
    Take,
    Within,
    Word,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME
from trialmatch.results.answers import Answer
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import parse_moment

Make = Callable[..., Row]
Tell = Callable[..., str]
ValueOf = Callable[..., tuple[object, ...]]

LATEST = Take(Within(Events(("measurement",))))
LDL = Reduce(LATEST, Number(Scale("ldl", "mmol/L", "mmol/L")))


def result(
    row: Make, value: float, at: str = "2024-01-01", comparator: str = "", **other: str
) -> Row:
    said = Result(value, comparator, "mmol/L")
    name = f"{at} {comparator}{value}"
    return row("measurement", at, "LOINC 13457-7", id=name, result=said, **other)


def above(limit: str) -> Compare:
    return Compare(LDL, Op.GT, Decimal(limit))


def test_one_result_is_its_number(value: ValueOf, row: Make) -> None:
    assert value(LDL, result(row, 2.5)) == (Decimal("2.5"), Decimal("2.5"), "")


def test_ties_are_the_interval_that_holds_them_all(value: ValueOf, tell: Tell, row: Make) -> None:
    both = result(row, 2.0), result(row, 3.0)
    assert value(LDL, *both) == (2, 3, "SAME_TIME_DISAGREE")
    assert tell(above("1.9"), *both) == "MET"
    assert tell(above("2.0"), *both) == "SAME_TIME_DISAGREE"
    assert tell(above("3.0"), *both) == "NOT_MET"


def test_equal_results_of_one_time_do_not_disagree(value: ValueOf, row: Make) -> None:
    same = Row("measurement", "again", (("LOINC", "13457-7"),), parse_moment("2024-01-01"))
    again = Row(same.kind, same.id, same.codings, same.start, result=Result(2000.0, "", "umol/L"))
    assert value(LDL, result(row, 2.0), again) == (2, 2, "")


def test_a_possible_row_beside_a_sure_one_widens_the_value_with_its_own_doubt(
    value: ValueOf, row: Make
) -> None:
    sure, maybe = result(row, 2.0), result(row, 3.0, "2024-01-05", status="unconfirmed")
    assert value(LDL, sure, maybe) == (2, 3, "UNCONFIRMED")
    assert value(LDL, maybe) == ("UNCONFIRMED",)


def test_a_bound_is_open_at_its_limit(tell: Tell, value: ValueOf, row: Make) -> None:
    bound = result(row, 5.0, comparator=">")
    assert value(LDL, bound) == (5, None, "BEYOND_LIMIT_OF_DETECTION")
    assert tell(above("5"), bound) == "MET"
    assert tell(above("5.1"), bound) == "BEYOND_LIMIT_OF_DETECTION"
    # Beside 5 itself the lowest is closed, and exactly 5 is not above 5.
    assert (
        tell(above("5"), bound, result(row, 5.0)) == "BEYOND_LIMIT_OF_DETECTION SAME_TIME_DISAGREE"
    )


def test_one_unusable_result_among_ties_leaves_nothing_known(value: ValueOf, row: Make) -> None:
    other = row("measurement", "2024-01-01", "LOINC 13457-7", id="x", result=Result(3.0))
    assert value(LDL, result(row, 2.0), other) == ("NO_UNIT",)


def test_no_result_is_not_known(tell: Tell, value: ValueOf) -> None:
    assert value(LDL) == ("NO_RESULT",)
    assert tell(above("1")) == "NO_RESULT"


def last_stay(observed: Observed | None = None) -> Reduce:
    return Reduce(Take(Within(Events(("visit",)))), RowTime(), observed=observed)


def test_a_time_of_what_never_was_has_no_anchor_and_of_what_is_not_told_its_reason(
    value: ValueOf,
) -> None:
    searched = Observed(("visit",), None, ANY_TIME)
    assert value(last_stay()) == ("NO_ANCHOR",)
    assert value(last_stay(searched)) == ("NO_ANCHOR",)
    assert value(last_stay(searched), periods=()) == ("RECORD_BEGINS",)


def test_a_time_is_all_its_minutes_and_an_open_end_is_none(value: ValueOf, row: Make) -> None:
    stay = row("visit", "2024-01-01", "", id="v", contact_type="inpatient")
    day = parse_moment("2024-01-01")
    assert value(last_stay(), stay) == (day.lo, day.hi, "PARTIAL_DATE")
    end = Reduce(Take(Within(Events(("visit",)))), RowTime(Edge.END))
    assert value(end, stay) == ("NO_END",)


POSITION = Reduce(Take(Within(Events(("diagnosis",)))), Field("position"))


def is_main(tell: Tell, *rows: Row) -> str:
    return tell(Compare(POSITION, Op.EQ, "main"), *rows)


def test_a_word_of_the_rows_picked_is_known_where_they_agree(tell: Tell, row: Make) -> None:
    main = row("diagnosis", "2024-01-01", id="a", position="main")
    also = row("diagnosis", "2024-01-01", id="b", position="main")
    second = row("diagnosis", "2024-01-01", id="c", position="secondary")
    unknown = row("diagnosis", "2024-01-01", id="d")
    assert is_main(tell, main, also) == "MET"
    assert is_main(tell, second) == "NOT_MET"
    assert is_main(tell, main, second) == "SAME_TIME_DISAGREE"
    assert is_main(tell, main, unknown) == "POSITION_MISSING"
    assert is_main(tell) == "NO_RESULT"
    assert is_main(tell, row("diagnosis", "2024-01-01", status="differential")) == "UNCONFIRMED"


def test_a_person_s_answer_is_needed_until_there_is_one(
    answers: Callable[..., list[Answer]],
) -> None:
    applies = Compare(Reduce(Events(("answer",)), Word()), Op.EQ, "applies")
    (found,) = answers(applies)
    assert not found.for_data
    assert [reason.missing for reason in found.reasons] == [Missing.ANSWER_NEEDED]


def test_one_answer_that_a_person_gave_is_known_and_several_are_not(tell: Tell, row: Make) -> None:
    applies = Compare(Reduce(Events(("answer",)), Word()), Op.EQ, "applies")

    def answer(word: str, name: str) -> Row:
        return row("answer", "2024-01-01", "", id=name, result=Result(text=word))

    assert tell(applies, answer("applies", "a")) == "MET"
    assert tell(applies, answer("does not apply", "a")) == "NOT_MET"
    assert tell(applies, answer("applies", "a"), answer("applies", "b")) == "MET"
    assert tell(applies, answer("applies", "a"), answer("does not apply", "b")) == "ANSWER_NEEDED"


def test_tied_bounds_reach_from_the_lowest_to_the_highest_of_all(value: ValueOf, row: Make) -> None:
    doubts = "BEYOND_LIMIT_OF_DETECTION SAME_TIME_DISAGREE"
    above = [result(row, 1.0, comparator=">"), result(row, 2.0, comparator=">")]
    assert value(LDL, *above) == (1, None, doubts)
    below = [result(row, 1.0, comparator="<"), result(row, 2.0, comparator="<")]
    assert value(LDL, *below) == (None, 2, doubts)
