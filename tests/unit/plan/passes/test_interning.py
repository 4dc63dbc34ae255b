"""Nodes that ask the same are one object, wherever they stand."""

from __future__ import annotations

from decimal import Decimal

from trialmatch.plan.algebra import (
    AllOf,
    Attribute,
    Compare,
    Constant,
    Elapsed,
    Events,
    Exists,
    Fact,
    Lookup,
    Number,
    Observed,
    Op,
    Reduce,
    RowTime,
    Take,
    Within,
    Word,
)
from trialmatch.plan.passes.interning import Interner
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodeSet, pattern

YEAR = Duration(1, Unit.YEAR)


def stroke() -> CodeSet:
    return CodeSet("stroke", (pattern("ICD10", "I63"),))


def strokes(years: int = 1) -> Within:
    return Within(Events(("diagnosis",), stroke()), Window(Bound(Duration(years, Unit.YEAR))))


def had(years: int = 1) -> Exists:
    window = Window(Bound(Duration(years, Unit.YEAR)))
    return Exists(strokes(years), Observed(("diagnosis",), stroke(), window))


def test_equal_questions_made_apart_become_one_object() -> None:
    interner = Interner()
    first, second = had(), had()
    assert first is not second
    assert interner.intern(first) is interner.intern(second)


def test_what_is_interned_asks_the_same_as_before() -> None:
    question = AllOf((had(1), had(2), Compare(Attribute(Fact.SEX), Op.EQ, "female")))
    assert Interner().intern(question) == question


def test_questions_that_differ_in_a_window_share_the_rows_that_they_look_at() -> None:
    interner = Interner()
    one, two = interner.intern(had(1)), interner.intern(had(2))
    assert one is not two
    assert isinstance(one.rows, Within)
    assert isinstance(two.rows, Within)
    assert one.rows.rows is two.rows.rows
    assert one.rows.window is not two.rows.window


def test_windows_and_the_times_they_hang_on_are_one_too() -> None:
    def since_the_last_stay() -> Window:
        return Window(Bound(anchor=Reduce(Take(Events(("visit",))), RowTime())), INDEX)

    interner = Interner()
    first = interner.intern(Within(Events(("diagnosis",)), since_the_last_stay()))
    second = interner.intern(Within(Events(("procedure",)), since_the_last_stay()))
    assert first.window is second.window


def test_a_question_that_is_shown_twice_stays_what_it_was() -> None:
    interner = Interner()
    found = interner.intern(had())
    assert interner.intern(found) is found


def test_the_same_words_of_another_code_set_or_value_are_not_taken_for_one() -> None:
    interner = Interner()
    other = CodeSet("stroke", (pattern("ICD10", "I64"),))
    events = interner.intern(Events(("diagnosis",), stroke()))
    assert interner.intern(Events(("diagnosis",), other)) is not events
    months, year = Duration(12, Unit.MONTH), Duration(1, Unit.YEAR)
    assert interner.intern(Bound(months)) is not interner.intern(Bound(year))
    assert interner.intern(Bound(year, sign=1)) is not interner.intern(Bound(year))


def test_nodes_that_are_gone_leave_their_place_to_no_other() -> None:
    interner = Interner()
    found = [interner.intern(Constant(Decimal(n))).number for n in range(2_000)]
    assert found == [Decimal(n) for n in range(2_000)]


def test_the_parts_of_a_node_are_those_directly_inside_it() -> None:
    last = Reduce(Take(Events(("visit",))), RowTime())
    window = Window(Bound(anchor=last), Bound(days=Constant(Decimal(3)), sign=1))
    within = Within(Events(("diagnosis",)), window)
    assert list(Interner.parts(within)) == [Events(("diagnosis",)), last, Constant(Decimal(3))]
    age = Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR)
    assert list(Interner.parts(age)) == [Attribute(Fact.BIRTH), Attribute(Fact.INDEX)]
    adult = Compare(age, Op.GE, Decimal(18))
    assert list(Interner.parts(adult)) == [age]
    assert list(Interner.parts(AllOf((adult, had())))) == [adult, had()]


def test_units_words_and_tables_are_no_parts() -> None:
    assert list(Interner.parts(Number(Scale("ldl", "mmol/L", "mmol/L")))) == []
    assert list(Interner.parts(Observed(("visit",), stroke(), ANY_TIME))) == []
    table = ((frozenset({"yes"}), Decimal(1)), (stroke(), Decimal(2)))
    assert list(Interner.parts(Lookup(Word(), table, "points"))) == [Word()]
