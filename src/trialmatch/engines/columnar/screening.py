"""Screening a whole cohort: every criteria set of a plan, a partition at a time."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from trialmatch.cohort.kinds import KINDS
from trialmatch.cohort.partition import Extract, Partition
from trialmatch.engines.columnar.answering import Answering
from trialmatch.engines.columnar.domains import Screened, patients, screened
from trialmatch.engines.columnar.first_meeting import first_meeting
from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.table import Table
from trialmatch.engines.columnar.truths import Truths
from trialmatch.engines.columnar.wanting import asks_persons_within, wants_data
from trialmatch.plan.algebra import Events, Truth
from trialmatch.plan.criteria import EventDomain, PatientDomain, walk
from trialmatch.plan.screening_plan import PlannedSet, ScreeningPlan
from trialmatch.results.answers import NotScreened, Screening
from trialmatch.results.many import Assessments, Column, Left, Part, SubjectList

Done = Callable[[int], None]


@dataclass(slots=True)
class Timings:
    """Seconds by stage; the stages of several workers are added up."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    questions: dict[int, float] = field(default_factory=lambda: defaultdict(float))


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What every partition is answered with: `asked` are each domain's questions in turn.

    `reasons` are told in the answers, and `gathered` where they are needed for that or else.
    """

    plan: ScreeningPlan
    asked: list[list[Truth]]
    extract: Extract
    reasons: bool
    gathered: bool
    timings: Timings


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
    asked = [_in_turn(plan.questions(number)) for number in range(len(plan.domains))]
    gathered = reasons or any(asks_persons_within(each) for of_one in asked for each in of_one)
    run = _Run(plan, asked, extract, reasons, gathered, timings)
    for answered, size in _through(run, workers):
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


def _in_turn(questions: Iterable[Truth]) -> list[Truth]:
    """The questions, those that look at the same rows one after the other."""
    order: dict[int, int] = {}

    def place(question: Truth) -> int:
        rows = next((id(each) for each in walk(question) if isinstance(each, Events)), 0)
        return order.setdefault(rows, len(order))

    return sorted(questions, key=place)


def _through(run: _Run, workers: int) -> Iterator[tuple[_Answered, int]]:
    """Every partition answered, in order; so many at a time as there are workers."""

    def answer(partition: Partition) -> tuple[_Answered, int]:
        return _answered(run, partition), partition.patients

    if workers < 2:
        yield from map(answer, _timed(run.extract.partitions, run.timings))
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[tuple[_Answered, int]]] = []
        for partition in _timed(run.extract.partitions, run.timings):
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


def _answered(run: _Run, partition: Partition) -> _Answered:
    begun = time.perf_counter()
    table = Table(partition, run.extract.groups)
    told = Reasons(run.gathered)
    of_patients: dict[object, Screened] = {}
    found: list[_Found] = []
    for number, domain in enumerate(run.plan.domains):
        if domain.as_of not in of_patients:
            of_patients[domain.as_of] = patients(
                domain.as_of, table, run.extract.holdings, told, run.plan.uses
            )
        subjects = screened(domain, of_patients[domain.as_of])
        found.append(_found(run, number, subjects, told))
        subjects.panel.forget()
    answered = _Answered([], [])
    for each in run.plan.sets:
        _add(each, found[each.domain], answered)
    run.timings.seconds["screen"] += time.perf_counter() - begun
    return answered


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """One domain's answers in one partition; who is left of its subjects, with the dead or not."""

    screened: Screened
    subjects: SubjectList
    columns: dict[int, Column]
    living: Left
    with_dead: Left


def _found(run: _Run, number: int, screened: Screened, told: Reasons) -> _Found:
    columns = {id(truth): _column(truth, screened, told, run) for truth in run.asked[number]}
    return _Found(
        screened,
        _subject_list(screened),
        columns,
        Left.of(~(screened.dead | screened.unborn)),
        Left.of(~screened.unborn),
    )


def _column(truth: Truth, screened: Screened, told: Reasons, run: _Run) -> Column:
    begun = time.perf_counter()
    found: Truths = Answering(screened.panel).truth(truth)
    data = wants_data(found, told)
    run.timings.questions[id(truth)] += time.perf_counter() - begun
    if not run.reasons:
        return Column(found.met, found.not_met, data)
    return Column(found.met, found.not_met, data, found.reasons, told.sets)


def _subject_list(screened: Screened) -> SubjectList:
    subjects, partition = screened.panel.subjects, screened.panel.table.partition
    own = subjects.own
    if own is None:
        return SubjectList(
            partition.names,
            subjects.patient,
            subjects.index_lo,
            subjects.index_hi,
            events=subjects.names,
        )
    kinds = screened.panel.table.kind[own.line]
    return SubjectList(
        partition.names,
        subjects.patient,
        subjects.index_lo,
        subjects.index_hi,
        events=partition.ids(own.line),
        kinds=[KINDS[kind].name for kind in kinds.tolist()],
        unconfirmed=own.unconfirmed,
    )


def _add(each: PlannedSet, found: _Found, answered: _Answered) -> None:
    """One criteria set's part: its subjects without the dead and the unborn."""
    domain, screened = each.criteria.domain, found.screened
    including_dead = isinstance(domain, PatientDomain) and domain.including_dead
    left = found.with_dead if including_dead else found.living
    dead = 0 if including_dead else int((screened.dead & ~screened.unborn).sum())
    counts = Counter({"dead": dead, "unborn": int(screened.unborn.sum())})
    counts["outside period"] = screened.outside_period
    questions = [found.columns[id(truth)] for truth in each.questions]
    applies = [None if truth is None else found.columns[id(truth)] for truth in each.applies]
    part = Part(found.subjects, left, questions, applies)
    if isinstance(domain, EventDomain) and domain.first_meeting:
        part = first_meeting(each.criteria, part)
    answered.parts.append(part)
    answered.not_screened.append(counts)
