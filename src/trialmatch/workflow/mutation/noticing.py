"""Which mutants the cases of a file notice: all of them are put to all cases at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trialmatch.cohort.holdings import Holdings
from trialmatch.plan.criteria import Criterion, EligibilityCriteria
from trialmatch.results.answers import Answer, Assessment, conclude
from trialmatch.vocabulary.calendar import Moment
from trialmatch.workflow.cases import Case, CaseFile, Expectation
from trialmatch.workflow.cases.answering import with_answers
from trialmatch.workflow.cases.coding import as_expected
from trialmatch.workflow.cases.running import answers_as_expected
from trialmatch.workflow.mutation.mutant import Mutant

# So many questions are asked at once; more would only cost memory.
_AT_ONCE = 2_000


def unnoticed(
    criteria: EligibilityCriteria | None, mutants: Sequence[Mutant], cases: CaseFile
) -> list[Mutant]:
    """The mutants with which every case comes out as expected."""
    left = [each for each in mutants if not _codes_notice(each, cases)]
    if criteria is None:
        return left
    for frame in _frames(cases.cases):
        found = list[Mutant]()
        for some in _portions([each for each in left if each.criteria]):
            found += _not_noticed(criteria, some, frame)
        kept = {id(each) for each in found}
        left = [each for each in left if id(each) in kept or not each.criteria]
    return left


def _codes_notice(mutant: Mutant, cases: CaseFile) -> bool:
    codes = mutant.codes
    return codes is not None and any(
        each.name == codes.name and not as_expected(codes, each) for each in cases.code_sets
    )


@dataclass(slots=True)
class _Frame:
    """Cases that are screened together, since what their source holds is the same."""

    holdings: Holdings
    as_of: Moment
    cases: list[Case]


def _frames(cases: Sequence[Case]) -> list[_Frame]:
    frames = list[_Frame]()
    for case in cases:
        for each in frames:
            if (each.holdings, each.as_of) == (case.holdings, case.as_of):
                each.cases.append(case)
                break
        else:
            frames.append(_Frame(case.holdings, case.as_of, [case]))
    return frames


def _portions(mutants: Sequence[Mutant]) -> Iterator[Sequence[Mutant]]:
    for at in range(0, len(mutants), _AT_ONCE):
        yield mutants[at : at + _AT_ONCE]


def _not_noticed(
    criteria: EligibilityCriteria, mutants: Sequence[Mutant], frame: _Frame
) -> Iterator[Mutant]:
    from trialmatch.engines import columnar

    changed = [one for each in mutants for one in each.criteria]
    asked = (*criteria.criteria, *(replace(c, id=f"{c.id}~{n}") for n, c in enumerate(changed)))
    together = replace(criteria, criteria=asked)
    answered = [with_answers(criteria, case).record for case in frame.cases]
    records = [replace(record, patient=str(n)) for n, record in enumerate(answered)]
    screening = columnar.screen(together, records, frame.holdings, frame.as_of)
    found: dict[str, list[Assessment]] = {}
    for each in screening.assessments:
        found.setdefault(each.subject.patient, []).append(each)
    at = len(criteria.criteria)
    for mutant in mutants:
        places = range(at, at + len(mutant.criteria))
        at += len(mutant.criteria)
        if all(
            _holds(criteria, mutant, places, expectation, found.get(str(n), []))
            for n, case in enumerate(frame.cases)
            for expectation in case.expectations
        ):
            yield mutant


def _holds(
    criteria: EligibilityCriteria,
    mutant: Mutant,
    places: range,
    expectation: Expectation,
    assessments: Sequence[Assessment],
) -> bool:
    """Whether what is expected of one subject still comes out with a mutant."""
    subjects = [each for each in assessments if expectation.event in ("", each.subject.event)]
    if len(subjects) != 1:
        return True
    (found,) = subjects
    size = len(criteria.criteria)
    answers, asked = list(found.answers[:size]), list(criteria.criteria)
    ids = {each.id: at for at, each in enumerate(asked)}
    for place, one in zip(places, mutant.criteria, strict=True):
        answers[ids[one.id]], asked[ids[one.id]] = found.answers[place], one
    return answers_as_expected(expectation, ids, answers) and _state_holds(
        expectation, asked, answers, unconfirmed=found.subject.unconfirmed
    )


def _state_holds(
    expectation: Expectation,
    asked: Sequence[Criterion],
    answers: Sequence[Answer],
    *,
    unconfirmed: bool,
) -> bool:
    if expectation.outcome is None:
        return True
    return conclude(asked, answers, unconfirmed).value == expectation.outcome.value
