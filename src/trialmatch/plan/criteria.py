"""Checked criteria: what a criteria file comes to once every name, unit and date is resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from trialmatch.cohort.answer_rows import KIND
from trialmatch.cohort.basis import Basis
from trialmatch.plan.algebra import Events, Node, Observed, Rows, Truth
from trialmatch.plan.window import Bound, Window
from trialmatch.vocabulary.codesets import CodeSet


class Side(Enum):
    """Which way a criterion turns: it stays as written, the state alone turns it (meaning 28)."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


class Purpose(Enum):
    """What a criteria file is for."""

    TRIAL = "trial"
    REGISTRY = "registry"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. `applies` is the condition of an outermost `if`, for "not applicable".

    `text` is the criterion as written after its title; `hash` identifies it, so that a
    person's answer to other words is not taken for an answer to these.
    """

    id: str
    title: str
    side: Side
    question: Truth
    text: str
    hash: str
    applies: Truth | None = None


@dataclass(frozen=True, slots=True)
class SourceReference:
    """Where the criteria were read, and on which day."""

    address: str
    read: str = ""


@dataclass(frozen=True, slots=True)
class PatientDomain:
    """One subject a patient; the index is the as-of moment (meaning 25)."""

    including_dead: bool = False


@dataclass(frozen=True, slots=True)
class PatientYearDomain:
    """One subject a patient and calendar year; the index is the year's last day (meaning 1, 26).

    The years are those that lie wholly between day `since` and day `until`, and are over at the
    as-of moment, in which the patient lived for a day or more.
    """

    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class EventDomain:
    """One subject an event; the index is its start (meaning 26).

    `name` is the event's kind in the file's words. Events that start before day `since` or
    after day `until` make no subject. With `first_meeting`, only the first of a patient's that
    meets the criteria is one.
    """

    rows: Rows
    name: str
    first_only: bool = False
    first_meeting: bool = False
    since: int | None = None
    until: int | None = None


Domain = PatientDomain | PatientYearDomain | EventDomain


@dataclass(frozen=True, slots=True)
class EligibilityCriteria:
    """One checked criteria file. `hash` covers its text and that of every file it uses.

    `by_site` are code sets whose codes a site has yet to give; nobody can be screened before.
    """

    id: str
    title: str
    purpose: Purpose
    domain: Domain
    criteria: tuple[Criterion, ...]
    hash: str
    path: str = ""
    protocol: str = ""
    protocol_date: str = ""
    target: int | None = None
    target_unit: str = ""
    basis: Basis | None = None
    sources: tuple[SourceReference, ...] = ()
    by_site: tuple[str, ...] = ()

    def nodes(self) -> Iterator[Node]:
        """Every node of every criterion and of the domain, parents first."""
        roots: list[object] = [self.domain, *self.criteria]
        for root in roots:
            yield from walk(root)

    def code_sets(self) -> tuple[tuple[str, CodeSet], ...]:
        """The (kind, code set) pairs asked for, in the order first asked, without repeats."""
        pairs: dict[tuple[str, CodeSet], None] = {}
        for node in self.nodes():
            if isinstance(node, Events | Observed) and node.codes is not None:
                pairs.update({(kind, node.codes): None for kind in node.kinds if kind != KIND})
        return tuple(pairs)


def questions_to_persons(criterion: Criterion) -> dict[str, str]:
    """The code of each question that a criterion puts to a person, by its words."""
    return {
        node.codes.name: node.codes.include[0].first
        for node in walk(criterion)
        if isinstance(node, Events) and node.kinds == (KIND,) and node.codes is not None
    }


# What nodes are made of, and made into.
_PARTS = Node | Criterion | PatientDomain | EventDomain | Window | Bound


def walk(value: object) -> Iterator[Node]:
    """Every algebra node inside a value, parents first."""
    if isinstance(value, Node):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif isinstance(value, _PARTS) and is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
