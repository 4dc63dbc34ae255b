"""Questions on subjects and on rows: verdicts after Kleene, with the reasons of the open ones."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.questions import at_least
from trialmatch.engines.reference.values import Interval
from trialmatch.plan import algebra
from trialmatch.plan.algebra import (
    AllOf,
    AtLeast,
    Choose,
    Compare,
    Constant,
    Elapsed,
    Events,
    Exists,
    Fact,
    Field,
    How,
    Negate,
    Number,
    Observed,
    Op,
    Operation,
    RangeEnd,
    RangeLimit,
    Reduce,
    RowTime,
    Spread,
    Take,
    Where,
    Within,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, Bound, Window
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Unit

Make = Callable[..., Row]
Ask = Callable[..., Answering]

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
FEMALE = Compare(algebra.Attribute(Fact.SEX), Op.EQ, "female")
BORN_KNOWN = Compare(
    Elapsed(algebra.Attribute(Fact.BIRTH), algebra.Attribute(Fact.INDEX), Unit.YEAR),
    Op.GE,
    Decimal(18),
)
ALT = Scale("alt", "U/L", "U/L")
LATEST = Take(Events(("measurement",)))


def alt(row: Make, number: float, high: float | None = 40.0, comparator: str = "") -> Row:
    result = Result(number, comparator, "U/L", range_high=high)
    return row("measurement", "2024-01-05", "LOINC 1742-6", id="alt", result=result)


@pytest.mark.parametrize(
    ("n", "verdicts", "expected"),
    [
        (2, [YES, YES, NO], YES),
        (2, [YES, OPEN, OPEN], OPEN),
        (2, [YES, OPEN, NO], OPEN),
        (2, [OPEN, NO, NO], NO),
        (2, [YES, YES, OPEN], YES),
        (0, [NO], YES),
        (2, [YES], NO),
    ],
)
def test_at_least_so_many_count_open_ones_only_as_possible(
    n: int, verdicts: list[Verdict], expected: Verdict
) -> None:
    assert at_least(n, verdicts) is expected


def test_at_least_names_the_reasons_of_the_open_parts_alone(ask: Ask) -> None:
    sure = Negate(Negate(FEMALE))
    decision = ask(birth=None).decide(AtLeast(3, (FEMALE, sure, BORN_KNOWN)))
    assert decision.verdict is OPEN
    assert decision.reasons == (Reason.of(Missing.BIRTH_UNKNOWN),)


@pytest.mark.parametrize(("number", "expected"), [(121.0, YES), (120.0, NO), (80.0, NO)])
def test_three_times_the_upper_limit_of_normal_is_a_limit(
    row: Make, ask: Ask, number: float, expected: Verdict
) -> None:
    times_normal = algebra.Arithmetic(
        Operation.MULTIPLY, Constant(Decimal(3)), RangeLimit(RangeEnd.UPPER, ALT)
    )
    question = Compare(Reduce(LATEST, Number(ALT)), Op.GT, Reduce(LATEST, times_normal))
    assert ask(alt(row, number)).decide(question).verdict is expected


def test_without_a_reference_range_its_limit_is_not_known(row: Make, ask: Ask) -> None:
    limit = Reduce(LATEST, RangeLimit(RangeEnd.UPPER, ALT))
    question = Compare(Reduce(LATEST, Number(ALT)), Op.GT, limit)
    decision = ask(alt(row, 50.0, None)).decide(question)
    assert decision.verdict is OPEN
    assert decision.reasons == (Reason.of(Missing.NO_REFERENCE_RANGE, "alt"),)


@pytest.mark.parametrize(
    ("number", "sex", "expected"),
    [
        (60.0, "", YES),
        (45.0, "", OPEN),
        (30.0, "", NO),
        (45.0, "female", NO),
        (45.0, "male", YES),
    ],
)
def test_a_limit_that_depends_is_decided_where_either_limit_decides_alike(
    row: Make, ask: Ask, number: float, sex: str, expected: Verdict
) -> None:
    limit = Choose(FEMALE, Constant(Decimal(50)), Constant(Decimal(40)))
    question = Compare(Reduce(LATEST, Number(ALT)), Op.GT, limit)
    decision = ask(alt(row, number), sex=sex).decide(question)
    assert decision.verdict is expected
    assert (decision.reasons == (Reason.of(Missing.SEX_UNKNOWN),)) is (expected is OPEN)


def test_a_limit_that_depends_names_the_condition_and_the_open_comparison(
    row: Make, ask: Ask
) -> None:
    limit = Choose(FEMALE, Constant(Decimal(50)), Constant(Decimal(10)))
    question = Compare(Reduce(LATEST, Number(ALT)), Op.GT, limit)
    decision = ask(alt(row, 20.0, comparator=">"), sex="").decide(question)
    assert decision.verdict is OPEN
    assert [reason.missing for reason in decision.reasons] == [
        Missing.SEX_UNKNOWN,
        Missing.BEYOND_LIMIT_OF_DETECTION,
    ]


def test_a_row_of_which_the_test_is_open_is_a_possible_member(row: Make, ask: Ask) -> None:
    rows = [
        row("diagnosis", "2024-01-01", id="main", position="main"),
        row("diagnosis", "2024-01-02", id="secondary", position="secondary"),
        row("diagnosis", "2024-01-03", id="bare"),
    ]
    test = Compare(Field("position"), Op.IN, frozenset({"main", "other"}))
    found = ask(*rows).members(Where(Events(("diagnosis",)), test))
    assert [(m.row.id, [r.missing for r in m.doubts]) for m in found] == [
        ("main", []),
        ("bare", [Missing.POSITION_MISSING]),
    ]


def test_a_row_is_tested_with_values_of_the_subject_beside_its_own(row: Make, ask: Ask) -> None:
    rows = [row("diagnosis", "2024-01-01", id="new"), row("diagnosis", "1970-01-01", id="old")]
    age_then = Elapsed(algebra.Attribute(Fact.BIRTH), RowTime(), Unit.YEAR)
    grown_up = AllOf((FEMALE, Compare(age_then, Op.GE, Decimal(18))))
    node = Where(Events(("diagnosis",)), grown_up)
    assert [m.row.id for m in ask(*rows).members(node)] == ["new"]
    assert ask(*rows, sex="male").members(node) == []
    doubted = ask(*rows, sex="").members(node)
    assert [(m.row.id, m.certain) for m in doubted] == [("new", False)]


def test_rows_with_the_highest_value_of_all_are_found_by_comparing(row: Make, ask: Ask) -> None:
    labs = Events(("measurement",))
    highest = Where(labs, Compare(Number(ALT), Op.GE, Reduce(labs, Number(ALT), How.MAX)))
    result = Result(90.0, unit="U/L")
    other = row("measurement", "2024-01-06", "LOINC 1742-6", id="high", result=result)
    found = ask(alt(row, 20.0), other).members(highest)
    assert [(m.row.id, m.certain) for m in found] == [("high", True)]


def test_what_is_asked_of_the_patient_holds_for_each_event(row: Make, ask: Ask) -> None:
    own = row("visit", "2023-01-10", "", id="v", contact_type="outpatient")
    later = row("diagnosis", "2023-06-01")
    found = Exists(Within(Events(("diagnosis",))), Observed(("diagnosis",), None, ANY_TIME))
    asked = ask(own, later, own=own)
    assert asked.decide(found).verdict is NO
    assert asked.decide(Spread(found)).verdict is YES
    assert ask(later).decide(Spread(found)).verdict is YES


def test_an_age_is_asked_of_the_patient_as_of_the_runs_moment(row: Make, ask: Ask) -> None:
    own = row("visit", "2023-01-10", "", id="v", contact_type="outpatient")
    asked = ask(own, own=own, birth="2005-06-01", as_of="2024-03-01")
    assert asked.decide(BORN_KNOWN).verdict is NO
    assert asked.decide(Spread(BORN_KNOWN)).verdict is YES


def test_nothing_lies_in_a_window_that_hangs_on_what_never_was(row: Make, ask: Ask) -> None:
    stay = Reduce(
        Take(Events(("visit",))), RowTime(), observed=Observed(("visit",), None, ANY_TIME)
    )
    window = Window(Bound(anchor=stay), Bound())
    question = Exists(
        Within(Events(("diagnosis",)), window), Observed(("diagnosis",), None, window)
    )
    assert ask(row("diagnosis", "2023-06-01")).decide(question).verdict is NO
    unseen = ask(row("diagnosis", "2023-06-01"), periods=()).decide(question)
    assert unseen.verdict is OPEN
    assert unseen.reasons == (Reason.of(Missing.RECORD_BEGINS, "visit"),)


def test_a_value_is_worked_out_once_for_a_subject(row: Make, ask: Ask) -> None:
    node = Reduce(LATEST, Number(ALT))
    asked = ask(alt(row, 20.0))
    first = asked.value(node)
    assert isinstance(first, Interval)
    assert asked.value(node) is first
