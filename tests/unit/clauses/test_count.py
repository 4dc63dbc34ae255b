from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from trialmatch.compiler import compile_text
from trialmatch.plan.algebra import (
    AllOf,
    Compare,
    Events,
    Exists,
    How,
    Observed,
    Op,
    Reduce,
    Truth,
    Within,
)
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

Ask = Callable[[str], Truth]
STROKE = CodeSet("stroke", (CodePattern("ICD10", "I63"),))
YEAR = Window(Bound(Duration(12, Unit.MONTH), -1), INDEX)


def test_a_count_is_the_number_of_rows_in_the_window_against_the_number_said(ask: Ask) -> None:
    rows = Within(Events(("diagnosis",), STROKE), YEAR)
    done = Observed(("diagnosis",), STROKE, YEAR, asks_whether_done=True)
    assert ask("at least 2 diagnosis stroke within 12 months before index") == Compare(
        Reduce(rows, how=How.COUNT, observed=done), Op.GE, Decimal(2)
    )


@pytest.mark.parametrize(
    ("words", "op"), [("at least", Op.GE), ("at most", Op.LE), ("exactly", Op.EQ)]
)
def test_each_bound_is_a_comparison_of_its_own(ask: Ask, words: str, op: Op) -> None:
    question = ask(f"{words} 3 procedure stroke")
    assert isinstance(question, Compare)
    assert (question.op, question.right) == (op, Decimal(3))


def test_the_rows_counted_are_those_that_presence_asks_for(ask: Ask) -> None:
    event = "stay with main diagnosis stroke"
    counted, present = ask(f"at least 1 {event}"), ask(event)
    assert isinstance(counted, Compare)
    assert isinstance(counted.left, Reduce)
    assert isinstance(present, Exists)
    assert counted.left.rows == present.rows


def test_every_kind_that_must_have_been_recorded_is_asked_whether_it_was_done(ask: Ask) -> None:
    question = ask("at least 2 stay with main diagnosis stroke")
    assert isinstance(question, Compare)
    assert isinstance(question.left, Reduce)
    assert question.left.observed == AllOf(
        (
            Observed(("visit",), None, ANY_TIME, asks_whether_done=True),
            Observed(("diagnosis",), STROKE, ANY_TIME, asks_whether_done=True),
        )
    )


@pytest.mark.parametrize("words", ["at least 0", "at most 0", "exactly 0"])
def test_a_count_of_0_is_a_mistake(words: str) -> None:
    text = 'trial T "T"\n  screen each patient\ncodes stroke = ICD10 I63\ninclude\n  I1: {} {}\n'
    compiled = compile_text(text.format(words, "diagnosis stroke"))
    assert [each.rule for each in compiled.diagnostics] == ["counts-nothing"]
