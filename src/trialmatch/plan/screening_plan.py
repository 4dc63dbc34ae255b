"""One plan for many criteria sets: equal questions are one, asked once in each domain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from trialmatch.plan.algebra import Node, Truth
from trialmatch.plan.criteria import (
    Domain,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    PatientYearDomain,
)
from trialmatch.plan.passes.interning import Interner
from trialmatch.plan.passes.simplifying import simplified
from trialmatch.plan.passes.spreading import spread
from trialmatch.vocabulary.calendar import Moment


@dataclass(frozen=True, slots=True)
class PlannedDomain:
    """Subjects that questions are put to: patients as of a moment, or their events.

    All sets that screen patients as of one moment share a domain; whether the dead are
    screened, and whether only the first event that meets the criteria, is the set's own affair.
    """

    subjects: Domain
    as_of: Moment

    @property
    def one_index(self) -> bool:
        """Whether all subjects have one index, the as-of moment."""
        return isinstance(self.subjects, PatientDomain)


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """One criteria set: its domain's number, and its questions as the plan holds them."""

    criteria: EligibilityCriteria
    domain: int
    questions: tuple[Truth, ...]
    applies: tuple[Truth | None, ...]

    def truths(self) -> Iterator[Truth]:
        """Every question, and every condition of an outermost `if`."""
        yield from self.questions
        yield from (truth for truth in self.applies if truth is not None)


@dataclass(frozen=True, slots=True)
class ScreeningPlan:
    """What is to be answered in one run.

    `uses` counts, for each node by its identity, how many parents and criteria ask it in one
    domain or another; a node used twice is worth keeping.
    """

    domains: tuple[PlannedDomain, ...]
    sets: tuple[PlannedSet, ...]
    uses: Counter[int] = field(default_factory=Counter)

    def questions(self, domain: int) -> list[Truth]:
        """The distinct questions put to one domain's subjects."""
        asked = (t for each in self.sets if each.domain == domain for t in each.truths())
        return list({id(truth): truth for truth in asked}.values())

    @property
    def latest(self) -> Moment:
        """The last moment that any set may see."""
        return max(each.as_of for each in self.domains)


def plan_of(criteria: Sequence[EligibilityCriteria], as_of: Sequence[Moment]) -> ScreeningPlan:
    """The plan of criteria sets, each as of its own moment."""
    interner = Interner()
    domains: dict[tuple[object, Moment], int] = {}
    kept: list[PlannedDomain] = []
    sets = []
    for each, moment in zip(criteria, as_of, strict=True):
        subjects = _shared(each.domain, interner)
        number = domains.setdefault((subjects, moment), len(kept))
        if number == len(kept):
            kept.append(PlannedDomain(subjects, moment))
        sets.append(_planned(each, number, interner))
    return ScreeningPlan(tuple(kept), tuple(sets), _uses(kept, sets))


def _shared(domain: Domain, interner: Interner) -> Domain:
    if isinstance(domain, PatientDomain):
        return PatientDomain()
    if isinstance(domain, PatientYearDomain):
        return domain
    return replace(domain, rows=interner.intern(domain.rows), first_meeting=False)


def _planned(criteria: EligibilityCriteria, domain: int, interner: Interner) -> PlannedSet:
    several = not isinstance(criteria.domain, PatientDomain)

    def planned(truth: Truth) -> Truth:
        plain = simplified(truth)
        return interner.intern(spread(plain) if several else plain)

    return PlannedSet(
        criteria,
        domain,
        tuple(planned(each.question) for each in criteria.criteria),
        tuple(None if c.applies is None else planned(c.applies) for c in criteria.criteria),
    )


def _uses(domains: Sequence[PlannedDomain], sets: Sequence[PlannedSet]) -> Counter[int]:
    """How often each node is asked for; the parts of a shared node are counted once."""
    uses: Counter[int] = Counter()
    waiting: list[Node] = [
        each.subjects.rows for each in domains if isinstance(each.subjects, EventDomain)
    ]
    asked = {(each.domain, id(truth)): truth for each in sets for truth in each.truths()}
    waiting += asked.values()
    while waiting:
        node = waiting.pop()
        uses[id(node)] += 1
        if uses[id(node)] == 1:
            waiting += Interner.parts(node)
    return uses
