"""Screening a whole cohort: every criteria set of a plan, a partition at a time."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from trialmatch.cohort.kinds import KINDS
from trialmatch.cohort.partition import Extract, Partition
from trialmatch.engines.columnar.answering import Answering
from trialmatch.engines.columnar.domains import Screened, events, patients
from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.table import Table
from trialmatch.engines.columnar.truths import Truths
from trialmatch.plan.algebra import Truth
from trialmatch.plan.criteria import EventDomain, PatientDomain
from trialmatch.plan.screening_plan import PlannedSet, ScreeningPlan
from trialmatch.results.answers import NotScreened, Screening
from trialmatch.results.many import Assessments, Column, Part, SubjectList

Done = Callable[[int], None]


@dataclass(slots=True)
class Timings:
    """Seconds by stage; the stages of several workers are added up."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    questions: dict[int, float] = field(default_factory=lambda: defaultdict(float))


@dataclass(frozen=True, slots=True, eq=False)
class _Answered:
    """One partition's part in every criteria set, and who is not screened."""

    parts: list[Part]
    not_screened: list[Counter[str]]


def screen_all(
    plan: ScreeningPlan,
    extract: Extract,
    *,
    reasons: bool = True,
    workers: int = 2,
    done: Done | None = None,
    timings: Timings | None = None,
) -> list[Screening]:
    """Screen every subject that the source hands over with every criteria set of the plan.

    With `reasons`, every UNKNOWN has its reasons; without, only whether data are wanting or a
    person's answer. `done` is called with the number of patients gone through so far.
    """
    timings = timings if timings is not None else Timings()
    parts: list[list[Part]] = [[] for _ in plan.sets]
    left_out: list[Counter[str]] = [Counter() for _ in plan.sets]
    patients_done = 0
    for answered, size in _through(plan, extract, reasons, workers, timings):
        for at, part in enumerate(answered.parts):
            parts[at].append(part)
            left_out[at] += answered.not_screened[at]
        patients_done += size
        if done is not None:
            done(patients_done)
    return [
        Screening(
            each.criteria,
            plan.domains[each.domain].as_of,
            Assessments(each.criteria, parts[at]),
            NotScreened(
                left_out[at]["dead"], left_out[at]["unborn"], left_out[at]["outside period"]
            ),
        )
        for at, each in enumerate(plan.sets)
    ]


def _through(
    plan: ScreeningPlan, extract: Extract, reasons: bool, workers: int, timings: Timings
) -> Iterator[tuple[_Answered, int]]:
    """Every partition answered, in order; so many at a time as there are workers."""

    def answer(partition: Partition) -> tuple[_Answered, int]:
        return _answered(plan, partition, extract, reasons, timings), partition.patients

    if workers < 2:
        yield from map(answer, _timed(extract.partitions, timings))
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[tuple[_Answered, int]]] = []
        for partition in _timed(extract.partitions, timings):
            waiting.append(pool.submit(answer, partition))
            del partition
            if len(waiting) >= workers:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()


def _timed(partitions: Iterable[Partition], timings: Timings) -> Iterator[Partition]:
    begun = time.perf_counter()
    for partition in partitions:
        timings.seconds["extract"] += time.perf_counter() - begun
        yield partition
        del partition
        begun = time.perf_counter()


def _answered(
    plan: ScreeningPlan, partition: Partition, extract: Extract, reasons: bool, timings: Timings
) -> _Answered:
    begun = time.perf_counter()
    table = Table(partition, extract.groups)
    told = Reasons(reasons)
    of_patients: dict[object, Screened] = {}
    found: list[tuple[Screened, SubjectList, dict[int, Column]]] = []
    for number, domain in enumerate(plan.domains):
        if domain.as_of not in of_patients:
            of_patients[domain.as_of] = patients(
                domain.as_of, table, extract.holdings, told, plan.uses
            )
        screened = of_patients[domain.as_of]
        if isinstance(domain.subjects, EventDomain):
            screened = events(domain, screened.panel)
        columns = {
            id(truth): _column(truth, screened, told, timings) for truth in plan.questions(number)
        }
        found.append((screened, _subject_list(screened, partition), columns))
        screened.panel.forget()
    answered = _Answered([], [])
    for each in plan.sets:
        _add(each, *found[each.domain], answered)
    timings.seconds["screen"] += time.perf_counter() - begun
    return answered


def _column(truth: Truth, screened: Screened, told: Reasons, timings: Timings) -> Column:
    begun = time.perf_counter()
    found: Truths = Answering(screened.panel).truth(truth)
    sets = told.sets if told.told else ()
    timings.questions[id(truth)] += time.perf_counter() - begun
    return Column(found.met, found.not_met, found.data, found.reasons, sets)


def _subject_list(screened: Screened, partition: Partition) -> SubjectList:
    subjects = screened.panel.subjects
    own = subjects.own
    if own is None:
        return SubjectList(partition.names, subjects.patient, subjects.index_lo, subjects.index_hi)
    rows = screened.panel.table.column("row", own.line)
    kinds = screened.panel.table.kind[own.line]
    return SubjectList(
        partition.names,
        subjects.patient,
        subjects.index_lo,
        subjects.index_hi,
        events=[partition.ids[row] for row in rows.tolist()],
        kinds=[KINDS[kind].name for kind in kinds.tolist()],
        unconfirmed=own.unconfirmed,
    )


def _add(
    each: PlannedSet,
    screened: Screened,
    subjects: SubjectList,
    columns: dict[int, Column],
    answered: _Answered,
) -> None:
    """One criteria set's part: its subjects without the dead and the unborn."""
    domain = each.criteria.domain
    dead = screened.dead & ~screened.unborn
    if isinstance(domain, PatientDomain) and domain.including_dead:
        dead = np.zeros_like(dead)
    left = np.flatnonzero(~(dead | screened.unborn))
    counts = Counter({"dead": int(dead.sum()), "unborn": int(screened.unborn.sum())})
    counts["outside period"] = screened.outside_period
    questions = [columns[id(truth)] for truth in each.questions]
    applies = [None if truth is None else columns[id(truth)] for truth in each.applies]
    answered.parts.append(Part(subjects, left, questions, applies))
    answered.not_screened.append(counts)
