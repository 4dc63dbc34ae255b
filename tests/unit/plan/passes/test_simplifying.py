"""The same question in fewer steps."""

from __future__ import annotations

import pytest

from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    AtLeast,
    Attribute,
    Compare,
    Fact,
    Negate,
    Op,
    Truth,
)
from trialmatch.plan.passes.simplifying import simplified

A = Compare(Attribute(Fact.SEX), Op.EQ, "female")
B = Compare(Attribute(Fact.SEX), Op.EQ, "male")


def twice_not(truth: Truth) -> Truth:
    return Negate(Negate(truth))


@pytest.mark.parametrize(
    ("question", "fewer"),
    [
        (twice_not(A), A),
        (Negate(twice_not(A)), Negate(A)),
        (twice_not(twice_not(A)), A),
        (AllOf((A,)), A),
        (AnyOf((AllOf((A,)),)), A),
        (AllOf((twice_not(A), AnyOf((B,)))), AllOf((A, B))),
        (AnyOf((twice_not(A), B)), AnyOf((A, B))),
        (Negate(AllOf((A,))), Negate(A)),
        (AtLeast(2, (twice_not(A), B, AllOf((A,)))), AtLeast(2, (A, B, A))),
    ],
)
def test_steps_that_change_nothing_are_left_out(question: Truth, fewer: Truth) -> None:
    assert simplified(question) == fewer


@pytest.mark.parametrize(
    "question",
    [A, Negate(A), AllOf((A, B)), AnyOf((A, B)), AllOf(()), AnyOf(()), AtLeast(1, (A,))],
)
def test_a_question_that_has_no_such_step_stays(question: Truth) -> None:
    assert simplified(question) == question


def test_the_order_of_parts_stays() -> None:
    assert simplified(AllOf((B, A))) != simplified(AllOf((A, B)))
