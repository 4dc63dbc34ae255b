"""Records that tell a mutant from its file, drawn until one does or enough have been tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord
from trialmatch.plan.criteria import EligibilityCriteria, EventDomain
from trialmatch.results.answers import Screening, State
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.calendar import Moment
from trialmatch.workflow.mutation.mutant import Mutant
from trialmatch.workflow.mutation.records.drawing import Drawing
from trialmatch.workflow.mutation.records.turning_points import TurningPoints
from trialmatch.workflow.mutation.shrinking import shrunk

ENOUGH = 100_000
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


def told_apart(
    criteria: EligibilityCriteria, mutants: Sequence[Mutant], as_of: Moment, done: Done
) -> dict[int, Witness]:
    """By their places, the mutants that a drawn record tells from the file, with the record."""
    points = TurningPoints()
    points.gather(_asked_by(criteria, mutants))
    drawing = Drawing(points, as_of, isinstance(criteria.domain, EventDomain), Random(_SEED))
    found: dict[int, Witness] = {}
    drawn = 0
    for portion in _PORTIONS:
        left = [nth for nth in range(len(mutants)) if nth not in found]
        if not left:
            break
        records = [drawing.record(str(drawn + n)) for n in range(portion)]
        drawn += portion
        found |= _witnesses(criteria, {nth: mutants[nth] for nth in left}, records, as_of)
        done(drawn)
    return found


def _asked_by(criteria: EligibilityCriteria, mutants: Sequence[Mutant]) -> list[object]:
    ids = {one.id for each in mutants for one in each.criteria}
    asked: list[object] = [each for each in criteria.criteria if each.id in ids]
    if isinstance(criteria.domain, EventDomain):
        asked.append(criteria.domain)
    return [*asked, *(one for each in mutants for one in each.criteria)]


def _witnesses(
    criteria: EligibilityCriteria,
    mutants: dict[int, Mutant],
    records: list[PatientRecord],
    as_of: Moment,
) -> dict[int, Witness]:
    from trialmatch.engines import columnar

    ids = {one.id for each in mutants.values() for one in each.criteria}
    pairs = [(nth, one) for nth, each in mutants.items() for one in each.criteria]
    alone = [each for each in criteria.criteria if each.id in ids]
    alone += [one for _, one in pairs]
    # One set a criterion: its state says what the criterion's answer comes to, side and all.
    screened = columnar.screen_records(
        [replace(criteria, criteria=(each,)) for each in alone],
        records,
        everything(as_of),
        as_of,
        reasons=False,
    )
    before = {each.criteria.criteria[0].id: each for each in screened[: len(ids)]}
    found: dict[int, Witness] = {}
    for (nth, one), after in zip(pairs, screened[len(ids) :], strict=True):
        if nth not in found:
            for witness in _of_pair(before[one.id], after, records):
                found[nth] = witness
    return found


def _of_pair(
    before: Screening, after: Screening, records: list[PatientRecord]
) -> Iterator[Witness]:
    """The first record for which the two come to something else."""
    import numpy as np

    differing = np.flatnonzero(before.columns.states != after.columns.states)
    if not len(differing):
        return
    place = int(differing[0])
    subject = before.assessments[place].subject
    record = records[int(subject.patient) - int(records[0].patient)]
    (asked,) = before.criteria.criteria
    verdicts = (Verdict(int(each.columns.verdicts(0)[place])) for each in (before, after))
    plain = Witness(record, before.as_of, subject.event, asked.id, *verdicts)
    yield _smallest(plain, before, after)


def _smallest(witness: Witness, before: Screening, after: Screening) -> Witness:
    """The witness with no more in its record than it needs, on the reference engine."""
    from trialmatch.engines import reference

    def states(of: Screening, record: PatientRecord) -> set[State]:
        found = reference.screen(of.criteria, [record], everything(of.as_of), of.as_of)
        return {a.state for a in found.assessments if a.subject.event == witness.event}

    here, then = states(before, witness.record), states(after, witness.record)

    def still_tells(record: PatientRecord) -> bool:
        return here != then and states(before, record) == here and states(after, record) == then

    return replace(witness, record=shrunk(witness.record, still_tells))


def everything(as_of: Moment) -> Holdings:
    """A source that holds every kind of row up to the as-of moment."""
    kinds = {kind: HeldKind() for kind in SOURCE_KINDS}
    return Holdings("drawn", kinds, cut_off=as_of.hi, synthetic=True)
