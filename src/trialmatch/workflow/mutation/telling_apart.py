"""Records that tell a mutant from its file, drawn until one does or enough have been tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord
from trialmatch.plan.criteria import Domain, EligibilityCriteria, EventDomain
from trialmatch.results.answers import Screening, State
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.calendar import Moment
from trialmatch.workflow.mutation.mutant import Mutant
from trialmatch.workflow.mutation.records.chance import Chance
from trialmatch.workflow.mutation.records.drawing import Drawing
from trialmatch.workflow.mutation.records.turning_points import TurningPoints
from trialmatch.workflow.mutation.shrinking import shrunk

ENOUGH = 100_000
# Of the drawn records of a criterion so many must be answered either way, to show anything.
EITHER_WAY = 100
_PORTIONS = (500, 2_000, 7_500, 30_000, 60_000)
_SEED = 20_260_301
Done = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Witness:
    """A record of which one criterion's answer differs: in the file, and with the mutant."""

    record: PatientRecord
    as_of: Moment
    event: str
    criterion: str
    before: Verdict
    after: Verdict
    holdings: Holdings


@dataclass(slots=True)
class Told:
    """What drawn records came to.

    `witnesses` are, by their places, the mutants told from the file, with the record.
    `in_favour` and `against` say how often each criterion came out so as it stands.
    """

    witnesses: dict[int, Witness] = field(default_factory=dict)
    in_favour: Counter[str] = field(default_factory=Counter)
    against: Counter[str] = field(default_factory=Counter)

    def shows(self, mutant: Mutant) -> bool:
        """Whether the records turn on the mutant's criteria, so that no difference says much."""
        ids = [each.id for each in mutant.criteria]
        return all(min(self.in_favour[i], self.against[i]) >= EITHER_WAY for i in ids)


def told_apart(
    criteria: EligibilityCriteria, mutants: Sequence[Mutant], as_of: Moment, done: Done
) -> Told:
    """Draw records until each mutant is told from the file, or enough have been drawn."""
    points = TurningPoints()
    points.gather(_asked_by(criteria, mutants))
    chance = Chance(_SEED)
    told, drawn = Told(), 0
    sources = tuple(_sources(points, as_of, criteria, chance))
    for portion in _PORTIONS:
        for drawing, holdings in sources:
            left = {n: each for n, each in enumerate(mutants) if n not in told.witnesses}
            if not left:
                return told
            half = portion // len(sources)
            records = [drawing.record(str(drawn + n)) for n in range(half)]
            drawn += half
            _Screened(criteria, records, holdings, as_of, told).put(left)
        done(drawn)
    return told


def _sources(
    points: TurningPoints, as_of: Moment, criteria: EligibilityCriteria, chance: Chance
) -> Iterator[tuple[Drawing, Holdings]]:
    """A source that does not say how long its records are, and one that does."""
    of_events = isinstance(criteria.domain, EventDomain)
    for observed in (False, True):
        yield Drawing(points, as_of, of_events, chance, observed), everything(as_of)


def _asked_by(criteria: EligibilityCriteria, mutants: Sequence[Mutant]) -> list[object]:
    ids = {one.id for each in mutants for one in each.criteria}
    asked: list[object] = [each for each in criteria.criteria if each.id in ids]
    if isinstance(criteria.domain, EventDomain):
        asked.append(criteria.domain)
    return [*asked, *(one for each in mutants for one in each.criteria)]


@dataclass(frozen=True, slots=True)
class _Screened:
    """Drawn records, to be screened against a file and its mutants."""

    criteria: EligibilityCriteria
    records: list[PatientRecord]
    holdings: Holdings
    as_of: Moment
    told: Told

    def put(self, mutants: dict[int, Mutant]) -> None:
        """Put the records to the file and to some mutants, by their places."""
        from trialmatch.engines import columnar

        ids = {one.id for each in mutants.values() for one in each.criteria}
        pairs = [(nth, one) for nth, each in mutants.items() for one in each.criteria]
        alone = [each for each in self.criteria.criteria if each.id in ids]
        alone += [one for _, one in pairs]
        # One set a criterion: its state says what the criterion's answer comes to, side and all.
        screened = columnar.screen_records(
            [
                replace(self.criteria, criteria=(each,), domain=_every(self.criteria.domain))
                for each in alone
            ],
            self.records,
            self.holdings,
            self.as_of,
            reasons=False,
        )
        before = {each.criteria.criteria[0].id: each for each in screened[: len(ids)]}
        self._count(before)
        found = self.told.witnesses
        for (nth, one), after in zip(pairs, screened[len(ids) :], strict=True):
            witness = None if nth in found else self._of_pair(before[one.id], after)
            if witness is not None:
                found[nth] = witness

    def _count(self, before: dict[str, Screening]) -> None:
        for name, each in before.items():
            counts = each.counts()
            self.told.in_favour[name] += counts[State.ELIGIBLE] + counts[State.CANDIDATE]
            self.told.against[name] += counts[State.INELIGIBLE]

    def _of_pair(self, before: Screening, after: Screening) -> Witness | None:
        """The first record for which the two come to something else."""
        import numpy as np

        differing = np.flatnonzero(before.columns.states != after.columns.states)
        if not len(differing):
            return None
        place = int(differing[0])
        subject = before.assessments[place].subject
        record = self.records[int(subject.patient) - int(self.records[0].patient)]
        (asked,) = before.criteria.criteria
        one, other = (Verdict(int(e.columns.verdicts(0)[place])) for e in (before, after))
        event, index = subject.event, before.as_of
        plain = Witness(record, index, event, asked.id, one, other, self.holdings)
        return _smallest(plain, before, after)


def _every(domain: Domain) -> Domain:
    """The same subjects, all of them: each is asked by itself what it answers."""
    return replace(domain, first_meeting=False) if isinstance(domain, EventDomain) else domain


def _smallest(witness: Witness, before: Screening, after: Screening) -> Witness:
    """The witness with no more in its record than it needs, on the reference engine."""
    from trialmatch.engines import reference

    def states(of: Screening, record: PatientRecord) -> set[State]:
        found = reference.screen(of.criteria, [record], witness.holdings, of.as_of)
        return {a.state for a in found.assessments if a.subject.event == witness.event}

    here, then = states(before, witness.record), states(after, witness.record)

    def still_tells(record: PatientRecord) -> bool:
        return here != then and states(before, record) == here and states(after, record) == then

    return replace(witness, record=shrunk(witness.record, still_tells))


def everything(as_of: Moment) -> Holdings:
    """A source that holds every kind of row up to the as-of moment."""
    kinds = {kind: HeldKind() for kind in SOURCE_KINDS}
    return Holdings("drawn", kinds, cut_off=as_of.hi, synthetic=True)
