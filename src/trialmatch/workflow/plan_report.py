"""The plan of a run in words: what is asked, what sets share, and what each stage cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.needs import Needs
from trialmatch.plan.algebra import Node
from trialmatch.plan.criteria import EventDomain, PatientYearDomain
from trialmatch.plan.describing import Describing
from trialmatch.plan.passes.interning import Interner
from trialmatch.plan.screening_plan import PlannedDomain, ScreeningPlan
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, to_date
from trialmatch.workflow.planning import RunPlan
from trialmatch.workflow.result import Result

_SLOWEST = 10


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A run's plan, and its cost where it was run; counts and criteria, never patients.

    `shared` are the parts that several questions use, with how often; `questions` each
    criterion's question; `stages` seconds by stage, and `slowest` the questions that took
    longest with all who ask them.
    """

    sets: int
    criteria: int
    distinct: int
    domains: tuple[str, ...]
    shared: tuple[tuple[int, str, int], ...]
    questions: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    loading: tuple[str, ...]
    stages: tuple[tuple[str, float], ...]
    slowest: tuple[tuple[float, str], ...]

    def lines(self) -> Iterator[str]:
        """The report as a person reads it."""
        yield (
            f"{self.sets} criteria sets with {self.criteria} criteria ask {self.distinct} "
            f"distinct questions in {len(self.domains)} domains"
        )
        yield from (f"  {domain}" for domain in self.domains)
        yield "parts that are worked out once and used several times"
        yield from (f"  #{n} ({uses} uses) {text}" for n, text, uses in self.shared)
        yield "questions"
        yield from (f"  {name}: {text}" for name, text in self.questions)
        yield "asked of the source"
        yield from (f"  {need}" for need in self.needs)
        yield from self.loading
        if self.stages:
            yield "seconds by stage (several workers added up)"
            yield from (f"  {stage}: {seconds:.3f}" for stage, seconds in self.stages)
            yield "questions that took longest"
            yield from (f"  {seconds:.4f} s {name}" for seconds, name in self.slowest)

    def as_dict(self) -> dict[str, object]:
        """A plain mapping for `--json`."""
        return {
            "criteria sets": self.sets,
            "criteria": self.criteria,
            "distinct questions": self.distinct,
            "domains": list(self.domains),
            "shared": [{"number": n, "part": t, "uses": u} for n, t, u in self.shared],
            "questions": dict(self.questions),
            "needs": list(self.needs),
            "loading": list(self.loading),
            "seconds": dict(self.stages),
            "slowest": [{"seconds": s, "questions": name} for s, name in self.slowest],
        }


def plan_report(results: Sequence[Result]) -> PlanReport:
    """The report of the run that gave these results."""
    run = results[0].run
    return report_of(run, results[0].report)


def report_of(run: RunPlan, loading: LoadReport | None = None) -> PlanReport:
    """The report of a plan, run or not."""
    plan = run.plan
    shared = _shared(plan)
    numbers = {id(node): number for number, node in enumerate(shared, 1)}
    describing = Describing(numbers)
    asked = _asked(plan)
    return PlanReport(
        sets=len(plan.sets),
        criteria=sum(len(each.criteria.criteria) for each in plan.sets),
        distinct=sum(len(plan.questions(number)) for number in range(len(plan.domains))),
        domains=tuple(_domain(plan, n, describing) for n in range(len(plan.domains))),
        shared=tuple(
            (numbers[id(node)], describing.content(node), plan.uses[id(node)]) for node in shared
        ),
        questions=tuple((", ".join(who), describing.node(node)) for node, who in asked),
        needs=tuple(_needs(run.needs)),
        loading=() if loading is None else tuple(loading.lines()),
        stages=tuple(sorted(run.timings.seconds.items())),
        slowest=_slowest(run, asked),
    )


def _asked(plan: ScreeningPlan) -> list[tuple[Node, list[str]]]:
    """Every distinct question, with the criteria that ask it."""
    asked: dict[int, tuple[Node, list[str]]] = {}
    for each in plan.sets:
        for criterion, question in zip(each.criteria.criteria, each.questions, strict=True):
            _, who = asked.setdefault(id(question), (question, []))
            who.append(f"{each.criteria.id}/{criterion.id}")
    return list(asked.values())


def _shared(plan: ScreeningPlan) -> list[Node]:
    """The parts used more than once, smaller parts before those that they are parts of."""
    found: dict[int, Node] = {}
    seen: set[int] = set()

    def visit(node: Node) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        for part in Interner.parts(node):
            visit(part)
        if plan.uses[id(node)] > 1 and any(True for _ in Interner.parts(node)):
            found[id(node)] = node

    for each in plan.sets:
        for truth in each.truths():
            visit(truth)
    return list(found.values())


def _domain(plan: ScreeningPlan, number: int, describing: Describing) -> str:
    domain: PlannedDomain = plan.domains[number]
    day = to_date(domain.as_of.hi // MINUTES_PER_DAY).isoformat()
    who = "patients"
    if isinstance(domain.subjects, PatientYearDomain):
        who = "patient-years"
    if isinstance(domain.subjects, EventDomain):
        who = f"each {describing.node(domain.subjects.rows)}"
    sets = [each.criteria.id for each in plan.sets if each.domain == number]
    return f"{who} as of {day}: {', '.join(sets)}; {len(plan.questions(number))} questions"


def _needs(needs: Needs) -> Iterator[str]:
    """A line a kind; persons' answers are asked of no source."""
    for kind in sorted(needs.kinds & set(SOURCE_KINDS)):
        rows = needs.of_kind(kind)
        since = needs.since(kind)
        sets = sorted({each.codes.name for each in rows if each.codes is not None})
        names = ", ".join(sets) if len(sets) <= 12 else f"{len(sets)} code sets"
        every = "all rows" if any(each.codes is None for each in rows) else names
        dates = "" if since is None else f", from {to_date(since).isoformat()} on"
        yield f"{kind}: {every}{dates}; {', '.join(sorted(needs.columns(kind)))}"


def _slowest(
    run: RunPlan, asked: Sequence[tuple[Node, list[str]]]
) -> tuple[tuple[float, str], ...]:
    spent = run.timings.questions
    costs = [(spent[id(node)], ", ".join(who)) for node, who in asked if id(node) in spent]
    return tuple(sorted(costs, reverse=True)[:_SLOWEST])
