"""The examples are worth their name: every verdict, node, word and clause is among them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import get_args, get_type_hints

import pytest
from tests.property.drawing.agreement import by_reference
from tests.property.drawing.clauses import CLAUSES
from tests.property.drawing.examples import SHOWN, Example, drawn

from trialmatch.clauses import all_clauses
from trialmatch.cohort.kinds import KINDS
from trialmatch.cohort.status import Certainty, certainty
from trialmatch.language.parser import parse
from trialmatch.language.source import SourceText
from trialmatch.language.tree import clauses_in
from trialmatch.plan import algebra
from trialmatch.plan.algebra import Node
from trialmatch.verdict import Verdict

LEAST_SHARE = 0.15


@pytest.fixture(scope="module")
def examples() -> tuple[Example, ...]:
    """The examples of a run of usual length."""
    return drawn(SHOWN)


@pytest.fixture(scope="module")
def nodes(examples: tuple[Example, ...]) -> list[Node]:
    """Every node of every criterion and domain."""
    return [
        node for example in examples for criteria in example.criteria for node in criteria.nodes()
    ]


def test_no_verdict_has_less_than_its_share(
    examples: tuple[Example, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    verdicts = Counter(
        answer.verdict
        for example in examples
        for assessments, _ in by_reference(example)
        for assessment in assessments
        for answer in assessment.answers
    )
    shares = {each.name: verdicts[each] / verdicts.total() for each in Verdict}
    with capsys.disabled():
        sys.stdout.write(", ".join(f"{name} {share:.0%}" for name, share in shares.items()) + " ")
    assert min(shares.values()) >= LEAST_SHARE


def concrete_nodes() -> set[type[Node]]:
    """Every class of the algebra that nodes are made of."""
    named = (getattr(algebra, name) for name in algebra.__all__)
    return {
        each
        for each in named
        if isinstance(each, type) and issubclass(each, Node) and is_dataclass(each)
    }


def test_every_node_of_the_algebra_is_drawn(nodes: list[Node]) -> None:
    assert {type(node) for node in nodes} == concrete_nodes()


def words_of(node: object) -> Iterator[Enum]:
    """The words of closed lists that a node states."""
    if is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, Enum):
                yield value


def test_every_word_that_a_node_can_have_is_drawn(nodes: list[Node]) -> None:
    lists = {
        kind
        for each in concrete_nodes()
        for hint in get_type_hints(each).values()
        for kind in (hint, *get_args(hint))
        if isinstance(kind, type) and issubclass(kind, Enum)
    }
    stated = {word for node in nodes for word in words_of(node)}
    assert stated >= {word for each in lists for word in each}


def test_every_sort_of_window_is_drawn(nodes: list[Node]) -> None:
    bounds = [
        bound
        for node in nodes
        if isinstance(node, algebra.Within)
        for bound in (node.window.lower, node.window.upper)
    ]
    given = [bound for bound in bounds if bound is not None]
    assert len(given) < len(bounds)
    assert any(bound.day is not None for bound in given)
    assert any(bound.days is not None for bound in given)
    anchors = [bound.anchor for bound in given if bound.anchor is not None]
    assert any(isinstance(anchor, algebra.Reduce) for anchor in anchors)
    assert any(isinstance(anchor, algebra.RowTime) for anchor in anchors)
    assert any(isinstance(anchor, algebra.Attribute) for anchor in anchors)


def test_every_kind_of_clause_has_a_strategy() -> None:
    assert set(CLAUSES) == {clause.name for clause in all_clauses()}


def test_every_kind_of_clause_is_drawn(examples: tuple[Example, ...]) -> None:
    clauses = all_clauses()
    drawn_nodes = set()
    for example in examples:
        tree, problems = parse(SourceText("", example.text), clauses)
        assert not problems
        drawn_nodes |= {type(each) for c in tree.criteria for each in clauses_in(c.expression)}
    assert drawn_nodes == {clause.node for clause in clauses}


def test_every_kind_and_certainty_of_row_is_drawn(examples: tuple[Example, ...]) -> None:
    records = [record for example in examples for record in example.cohort.records]
    rows = [row for record in records for found in record.rows.values() for row in found]
    assert {row.kind for row in rows} == {kind.name for kind in KINDS}
    assert {certainty(row.status) for row in rows} == set(Certainty)
    visits = {id(r): {row.id for row in r.rows.get("visit", ())} for r in records}
    assert any(row.contact and row.contact not in visits[id(r)] for r in records for row in rows)
    assert {record.periods is None for record in records} == {True, False}


def test_patients_with_several_events_and_cohorts_of_several_partitions_are_drawn(
    examples: tuple[Example, ...],
) -> None:
    several = 0
    for example in examples:
        for assessments, _ in by_reference(example):
            of_patient = Counter(a.subject.patient for a in assessments if a.subject.event)
            several += max(of_patient.values(), default=0) > 1
    assert several > len(examples) / 20
    split = [e for e in examples if len(e.cohort.records) > e.partition_size]
    assert len(split) > len(examples) / 4
