"""Words of rows, tables, and values that depend on a condition."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.values import Interval, Known, NotKnown
from trialmatch.plan import algebra
from trialmatch.plan.algebra import Choose, Codings, Constant, Field, Lookup, Op
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Unit
from trialmatch.vocabulary.codesets import CodeSet, pattern

Make = Callable[..., Row]
Ask = Callable[..., Answering]

STATINS = CodeSet("statins", (pattern("ATC", "C10AA"),))
STRONG = CodeSet("strong", (pattern("ATC", "C10AA05"),))
DOSES = ((STRONG, Decimal(4)), (STATINS, Decimal(1)))
FEMALE = algebra.Compare(algebra.Attribute(algebra.Fact.SEX), Op.EQ, "female")


def number(value: int) -> Interval:
    return Interval(Fraction(value), Fraction(value))


def test_a_field_is_the_word_that_the_source_gives(row: Make, ask: Ask) -> None:
    found = Member(row("medication", "2024-01-01", "ATC C10AA05", act="dispensed"))
    assert ask().value(Field("act"), found) == Known("dispensed")


def test_a_field_that_is_empty_is_not_known(row: Make, ask: Ask) -> None:
    found = Member(row("diagnosis", "2024-01-01"))
    assert ask().value(Field("position"), found) == NotKnown((Reason.of(Missing.POSITION_MISSING),))
    department = Reason.of(Missing.ATTRIBUTE_MISSING, "department")
    assert ask().value(Field("department"), found) == NotKnown((department,))


def test_the_first_entry_of_a_table_that_holds_the_codes_counts(row: Make, ask: Ask) -> None:
    table = Lookup(Codings(), DOSES, "doses")
    for code, dose in (("ATC C10AA05", 4), ("ATC C10AA01", 1)):
        assert ask().value(table, Member(row("medication", "2024-01-01", code))) == number(dose)


def test_what_is_in_no_entry_of_a_table_is_not_known(row: Make, ask: Ask) -> None:
    table = Lookup(Codings(), DOSES, "doses")
    other = Member(row("medication", "2024-01-01", "ATC A10BA02"))
    assert ask().value(table, other) == NotKnown((Reason.of(Missing.NOT_IN_TABLE, "doses"),))


def test_a_word_is_looked_up_among_words(row: Make, ask: Ask) -> None:
    entries = ((frozenset({"main"}), Decimal(2)), (frozenset({"main", "secondary"}), Decimal(1)))
    table = Lookup(Field("position"), entries, "weights")
    found = Member(row("diagnosis", "2024-01-01", position="main"))
    assert ask().value(table, found) == number(2)
    bare = Member(row("diagnosis", "2024-01-01"))
    assert ask().value(table, bare) == NotKnown((Reason.of(Missing.POSITION_MISSING),))


@pytest.mark.parametrize(("sex", "expected"), [("female", 5), ("male", 3)])
def test_a_known_condition_chooses_one_branch(ask: Ask, sex: str, expected: int) -> None:
    node = Choose(FEMALE, Constant(Decimal(5)), Constant(Decimal(3)))
    assert ask(sex=sex).value(node) == number(expected)


def test_an_unknown_condition_gives_the_interval_of_both_branches(ask: Ask) -> None:
    node = Choose(FEMALE, Constant(Decimal(5)), Constant(Decimal(3)))
    doubts = (Reason.of(Missing.SEX_UNKNOWN),)
    assert ask(sex="").value(node) == Interval(Fraction(3), Fraction(5), doubts=doubts)


def test_a_branch_that_is_not_known_leaves_an_unknown_choice_not_known(ask: Ask) -> None:
    age = algebra.Elapsed(
        algebra.Attribute(algebra.Fact.BIRTH),
        algebra.Attribute(algebra.Fact.INDEX),
        Unit.YEAR,
    )
    node = Choose(FEMALE, age, Constant(Decimal(3)))
    reasons = (Reason.of(Missing.SEX_UNKNOWN), Reason.of(Missing.BIRTH_UNKNOWN))
    assert ask(sex="", birth=None).value(node) == NotKnown(reasons)
    assert ask(sex="male", birth=None).value(node) == number(3)


def test_a_value_of_rows_is_not_asked_of_the_subject(ask: Ask) -> None:
    with pytest.raises(TypeError, match="a value of rows"):
        ask().value(Field("act"))
