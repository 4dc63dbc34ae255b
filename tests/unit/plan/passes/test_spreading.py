"""What does not depend on the event is asked of the patient."""

from __future__ import annotations

import pytest

from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    AtLeast,
    Attribute,
    Compare,
    Elapsed,
    Events,
    Exists,
    Fact,
    Negate,
    Observed,
    Op,
    OwnEvent,
    Spread,
    Truth,
)
from trialmatch.plan.passes.spreading import spread
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import Unit

FEMALE = Compare(Attribute(Fact.SEX), Op.EQ, "female")
EITHER = Compare(Attribute(Fact.SEX), Op.IN, frozenset({"female", "male"}))
HAD = Exists(Events(("diagnosis",)), Observed(("diagnosis",), None, ANY_TIME))
# The index is the event's start, so an age is one of the event.
AGE = Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR)


def test_sex_is_asked_of_the_patient() -> None:
    assert spread(FEMALE) == Spread(FEMALE)
    assert spread(EITHER) == Spread(EITHER)


@pytest.mark.parametrize(
    "question",
    [
        AllOf((FEMALE, EITHER)),
        AnyOf((FEMALE, Negate(EITHER))),
        AtLeast(1, (FEMALE, EITHER)),
        Negate(FEMALE),
    ],
)
def test_a_joint_of_such_questions_is_asked_as_one(question: Truth) -> None:
    assert spread(question) == Spread(question)


@pytest.mark.parametrize(
    "question",
    [
        HAD,
        Compare(AGE, Op.GE, AGE),
        Exists(OwnEvent(), Observed(("visit",), None, ANY_TIME)),
        Compare(Attribute(Fact.INDEX), Op.EQ, Attribute(Fact.INDEX)),
    ],
)
def test_what_looks_at_rows_or_at_the_index_stays_with_the_event(question: Truth) -> None:
    assert spread(question) == question


def test_only_the_parts_of_the_patient_are_taken_out_of_a_joint() -> None:
    assert spread(AllOf((FEMALE, HAD))) == AllOf((Spread(FEMALE), HAD))
    assert spread(AnyOf((HAD, Negate(FEMALE)))) == AnyOf((HAD, Spread(Negate(FEMALE))))
    assert spread(Negate(AllOf((FEMALE, HAD)))) == Negate(AllOf((Spread(FEMALE), HAD)))
    assert spread(AtLeast(2, (FEMALE, HAD))) == AtLeast(2, (Spread(FEMALE), HAD))


def test_a_joint_of_nothing_stays() -> None:
    assert spread(AllOf(())) == AllOf(())
