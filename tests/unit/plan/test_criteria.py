"""Going through the algebra of checked criteria."""

from __future__ import annotations

from trialmatch.plan.algebra import AllOf, Events, Exists, Negate, Observed, Within
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
    walk,
)
from trialmatch.plan.window import ANY_TIME, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodeSet, pattern

STROKE = CodeSet("stroke", (pattern("ICD10", "I63"),))
CANCER = CodeSet("cancer", (pattern("ICD10", "C50"),))


def exists(kind: str, codes: CodeSet) -> Exists:
    return Exists(Within(Events((kind,), codes)), Observed((kind,), codes, ANY_TIME))


def criteria(domain: PatientDomain | EventDomain) -> EligibilityCriteria:
    question = AllOf((exists("diagnosis", CANCER), Negate(exists("diagnosis", CANCER))))
    criterion = Criterion("I1", "", Side.INCLUDE, question, "", "", applies=exists("visit", STROKE))
    return EligibilityCriteria("T", "", Purpose.TRIAL, domain, (criterion,), "")


def test_every_node_is_met_on_a_walk_parents_first() -> None:
    question = Negate(exists("diagnosis", STROKE))
    assert [type(node) for node in walk(question)] == [Negate, Exists, Within, Events, Observed]


def test_a_code_set_is_named_once_for_each_kind_it_is_asked_for() -> None:
    assert criteria(PatientDomain()).code_sets() == (("diagnosis", CANCER), ("visit", STROKE))


def test_the_code_sets_of_the_events_screened_come_first() -> None:
    domain = EventDomain(Events(("procedure",), STROKE), "procedure stroke")
    assert criteria(domain).code_sets()[0] == ("procedure", STROKE)


def test_nodes_that_ask_the_same_are_equal() -> None:
    assert exists("diagnosis", STROKE) == exists("diagnosis", STROKE)
    assert hash(exists("diagnosis", STROKE)) == hash(exists("diagnosis", STROKE))
    assert exists("diagnosis", STROKE) != exists("procedure", STROKE)


def test_a_window_looks_ahead_only_if_its_stated_end_lies_after_the_index() -> None:
    week = Duration(1, Unit.WEEK)
    assert not ANY_TIME.looks_ahead
    assert not Window(Bound(week)).looks_ahead
    assert Window(None, Bound(week, sign=1)).looks_ahead
    assert Window(Bound(exclusive=True), None).looks_ahead
