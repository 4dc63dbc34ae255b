"""Questions, values and rows put to the columnar engine, for a patient or for several.

Everything goes the way of a screening: a plan, its needs, and the partitions of the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.needs import Needs
from trialmatch.cohort.partition_building import extract_of
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.engines.columnar import screen_records
from trialmatch.engines.columnar.answering import Answering
from trialmatch.engines.columnar.domains import events, patients
from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.table import Table
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan.algebra import Compare, How, Op, Reduce, Rows, Truth, Value
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.plan.passes.needing import needs_of
from trialmatch.plan.screening_plan import ScreeningPlan, plan_of
from trialmatch.results.answers import Answer, Assessment, Screening
from trialmatch.vocabulary.calendar import Moment, parse_moment

Domain = PatientDomain | EventDomain
_ZERO = Decimal(0)
_PATIENTS = PatientDomain()


@dataclass(frozen=True)
class Setting:
    """What is known apart from rows, and as of when it is asked."""

    as_of: str = "2024-03-01"
    birth: str | None = "1960-05-01"
    sex: str = "female"
    death: str | None = None
    deceased: bool = False
    cut_off: str | None = None
    holdings: Holdings | None = None
    periods: tuple[tuple[int, int], ...] | None = None

    @property
    def moment(self) -> Moment:
        """The end of the as-of day."""
        last = parse_moment(self.as_of).hi
        return Moment(last, last)

    @property
    def held(self) -> Holdings:
        """A source that holds every kind and code system, unless another is given."""
        last = parse_moment(self.cut_off or self.as_of).hi
        every = {kind: HeldKind() for kind in SOURCE_KINDS}
        return self.holdings or Holdings("made", every, cut_off=last)

    def record(self, rows: Sequence[Row], name: str = "p") -> PatientRecord:
        """One patient with these rows."""
        birth = None if self.birth is None else parse_moment(self.birth)
        death = None if self.death is None else parse_moment(self.death)
        return PatientRecord(
            name, birth, self.sex, death, self.deceased, by_kind(rows), self.periods
        )


def criteria_of(
    *questions: Truth, domain: Domain = _PATIENTS, name: str = "X"
) -> EligibilityCriteria:
    """Criteria with these inclusions."""
    found = tuple(
        Criterion(f"I{n}", "", Side.INCLUDE, question, "", "")
        for n, question in enumerate(questions, 1)
    )
    return EligibilityCriteria(name, "", Purpose.TRIAL, domain, found, "")


def asked(question: Truth, rows: Sequence[Row], setting: Setting, domain: Domain) -> Answering:
    """What answers for one patient's subjects, as the run of a plan would."""
    plan: ScreeningPlan = plan_of([criteria_of(question, domain=domain)], [setting.moment])
    needs = _with_identifiers(needs_of(plan))
    extract = extract_of([setting.record(rows)], needs, setting.held, setting.moment)
    table = Table(next(extract.partitions), extract.groups)
    found = patients(setting.moment, table, setting.held, Reasons(True), Counter())
    if not plan.domains[0].one_index:
        found = events(plan.domains[0], found.panel)
    return Answering(found.panel)


def _with_identifiers(needs: Needs) -> Needs:
    """The same needs, and the identifier of every row, by which tests name rows."""
    return Needs(tuple(replace(each, columns=each.columns | {"id"}) for each in needs.rows))


def codes(reasons: Sequence[Any]) -> str:
    """Reasons by their codes, in order."""
    return " ".join(sorted({reason.code for reason in reasons}))


@pytest.fixture
def screening() -> Callable[..., Screening]:
    """Screens patients, each a list of rows, with one question."""

    def screen(
        question: Truth,
        *of_each: Sequence[Row],
        domain: Domain = _PATIENTS,
        size: int = 125_000,
        reasons: bool = True,
        **known: Any,
    ) -> Screening:
        setting = Setting(**known)
        records = [setting.record(rows, f"p{n:02}") for n, rows in enumerate(of_each)]
        (found,) = screen_records(
            [criteria_of(question, domain=domain)],
            records,
            setting.held,
            setting.moment,
            partition_size=size,
            reasons=reasons,
        )
        return found

    return screen


@pytest.fixture
def answers(screening: Callable[..., Screening]) -> Callable[..., list[Answer]]:
    """The answers to one question, of every subject of one patient."""

    def answer(question: Truth, *rows: Row, **known: Any) -> list[Answer]:
        found: Sequence[Assessment] = screening(question, rows, **known).assessments
        return [assessment.answers[0] for assessment in found]

    return answer


@pytest.fixture
def tell(answers: Callable[..., list[Answer]]) -> Callable[..., str]:
    """The answer of one patient as text: the verdict, or the codes of its reasons."""

    def say(question: Truth, *rows: Row, **known: Any) -> str:
        (found,) = answers(question, *rows, **known)
        return found.verdict.name if not found.reasons else codes(found.reasons)

    return say


@pytest.fixture
def value() -> Callable[..., tuple[object, ...]]:
    """A number of one patient: (lowest, highest, codes of doubts), or the codes why not known."""

    def of(node: Value, *rows: Row, exact: bool = True, **known: Any) -> tuple[object, ...]:
        ask = asked(Compare(node, Op.GE, _ZERO), rows, Setting(**known), _PATIENTS)
        found = ask.intervals(node, None, exact)
        assert isinstance(found, Intervals)
        sets = ask.panel.reasons
        if found.missing[0]:
            return (codes(tuple(sets.set(int(found.missing[0])))),)
        ends = (_plain(found.lo[0]), _plain(found.hi[0]))
        return (*ends, codes(tuple(sets.set(int(found.doubts[0])))))

    return of


@pytest.fixture
def members() -> Callable[..., dict[str, str]]:
    """The rows of a node by identifier, each with the codes of its doubts, of one patient."""

    def of(node: Rows, *rows: Row, **known: Any) -> dict[str, str]:
        counted = Compare(Reduce(node, how=How.COUNT), Op.GE, _ZERO)
        ask = asked(counted, rows, Setting(**known), _PATIENTS)
        found = ask.members(node)
        names = ask.panel.table.partition.ids(found.line)
        return {
            name: codes(tuple(ask.panel.reasons.set(int(doubt))))
            for name, doubt in zip(names, found.doubted, strict=True)
        }

    return of


def _plain(number: object) -> object:
    """A number as the tests write it: whole where it is, None where there is no bound."""
    exact = Fraction(str(number)) if not _unbounded(number) else None
    return int(exact) if exact is not None and exact.denominator == 1 else exact


def _unbounded(number: object) -> bool:
    return str(number) in ("inf", "-inf")
