"""The rows that decide: the members of every `Rows` that any question looks at, by engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.property.drawing.examples import Example

from trialmatch.cohort.kinds import KINDS
from trialmatch.cohort.needs import Needs
from trialmatch.cohort.partition import COLUMNS, Extract
from trialmatch.cohort.partition_building import extract_of
from trialmatch.engines.columnar.answering import Answering
from trialmatch.engines.columnar.domains import patients, screened
from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.table import Lines, Table
from trialmatch.engines.reference import answering
from trialmatch.engines.reference.domains import subjects
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.subject import known_at
from trialmatch.plan.algebra import NamedTime, Rows
from trialmatch.plan.criteria import walk
from trialmatch.plan.passes.needing import needs_of
from trialmatch.plan.screening_plan import PlannedDomain, ScreeningPlan, plan_of
from trialmatch.verdict import Reason
from trialmatch.vocabulary.calendar import Moment


@dataclass(frozen=True, slots=True)
class Deciding:
    """One member of some rows of one subject: which row, why perhaps not, and its partner."""

    rows: int
    patient: str
    event: str
    index: str
    row: tuple[str, str, int]
    doubts: tuple[Reason, ...]
    partner: tuple[str, str, int] | None


def plan_with_everything(example: Example) -> tuple[ScreeningPlan, Extract]:
    """The plan, and an extract of all rows in its code sets, with their identifiers."""
    plan = plan_of(example.criteria, example.as_of)
    needs = needs_of(plan)
    every = frozenset({*COLUMNS, "id"}) - {"patient", "start_lo", "start_hi"}
    known = Needs(tuple(replace(each, columns=every, since=None) for each in needs.rows))
    cohort = example.cohort
    found = extract_of(cohort.records, known, cohort.holdings, plan.latest, example.partition_size)
    return plan, replace(found, holdings=cohort.holdings)


def _nodes(plan: ScreeningPlan, domain: int) -> list[Rows]:
    """All rows that any question of a domain looks at, each once.

    Not those around a row that is tried: they are others for each.
    """
    found = {
        id(node): node
        for truth in plan.questions(domain)
        for node in walk(truth)
        if isinstance(node, Rows) and not any(isinstance(each, NamedTime) for each in walk(node))
    }
    return list(found.values())


def by_reference(example: Example, plan: ScreeningPlan) -> Iterator[Deciding]:
    """What the reference engine decides by."""
    cohort = example.cohort
    for number, domain in enumerate(plan.domains):
        for whole in cohort.records:
            record = known_at(whole, domain.as_of)
            found = subjects(domain.subjects, record, cohort.holdings, domain.as_of, Counter())
            for subject, seen in found:
                ask = answering.Answering(seen)
                for place, rows in enumerate(_nodes(plan, number)):
                    for member in ask.members(rows):
                        yield _of_member(place, subject.patient, subject.event, seen.index, member)


def _of_member(place: int, patient: str, event: str, index: object, member: Member) -> Deciding:
    row, other = member.row, member.partner
    return Deciding(
        place,
        patient,
        event,
        str(index),
        (row.kind, row.id, row.start.lo),
        tuple(sorted(set(member.doubts))),
        None if other is None else (other.kind, other.id, other.start.lo),
    )


def by_columns(plan: ScreeningPlan, extract: Extract) -> Iterator[Deciding]:
    """What the columnar engine decides by."""
    for partition in extract.partitions:
        table = Table(partition, extract.groups)
        told = Reasons(True)
        for number, domain in enumerate(plan.domains):
            panel = _panel(domain, table, extract, told, plan)
            ask = Answering(panel)
            for place, rows in enumerate(_nodes(plan, number)):
                yield from _of_members(place, ask.members(rows), panel)


def _panel(
    domain: PlannedDomain, table: Table, extract: Extract, told: Reasons, plan: ScreeningPlan
) -> Panel:
    of_patients = patients(domain.as_of, table, extract.holdings, told, plan.uses)
    return screened(domain, of_patients).panel


def _of_members(place: int, found: Members, panel: Panel) -> Iterator[Deciding]:
    partition, subjects = panel.table.partition, panel.subjects
    rows = _told(found.line, panel)
    partners = None if found.partner is None else _told(found.partner, panel)
    own: Sequence[str] = subjects.names or [""] * subjects.size
    if subjects.own is not None:
        own = partition.ids(subjects.own.line)
    for at, subject in enumerate(found.subject.tolist()):
        yield Deciding(
            place,
            str(partition.names[int(subjects.patient[subject])]),
            str(own[subject]),
            _index(panel, subject),
            rows[at],
            tuple(sorted(panel.reasons.set(int(found.doubted[at])))),
            None if partners is None else partners[at],
        )


def _index(panel: Panel, subject: int) -> str:
    subjects = panel.subjects
    at = subject if len(subjects.index_lo) > 1 else 0
    return str(Moment(int(subjects.index_lo[at]), int(subjects.index_hi[at])))


def _told(lines: Lines, panel: Panel) -> list[tuple[str, str, int]]:
    table = panel.table
    kinds = [KINDS[kind].name for kind in table.kind[lines].tolist()]
    starts = table.column("start_lo", lines).tolist()
    return list(zip(kinds, table.partition.ids(lines), starts, strict=True))
