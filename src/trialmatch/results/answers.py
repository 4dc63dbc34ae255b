"""Answers, states, and the result of one screening run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from trialmatch.plan.criteria import Criterion, EligibilityCriteria, Side
from trialmatch.results.evidence import Evidence
from trialmatch.verdict import Missing, Reason, Verdict, negate
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]


class State(Enum):
    """What the criteria together say of a subject (meaning 28). The order is that of lists."""

    ELIGIBLE = "eligible"
    CANDIDATE = "candidate"
    UNCLEAR = "unclear"
    INELIGIBLE = "ineligible"


@dataclass(frozen=True, slots=True, repr=False)
class Subject:
    """Who or what was screened: a patient, or one event of a patient.

    `event` is the source's id of the event's row and `kind` that row's kind, both empty for a
    patient. `unconfirmed` is set where only a possible row made the event, and then its state
    is never better than UNCLEAR.
    """

    patient: str
    index: Moment
    event: str = ""
    unconfirmed: bool = False
    kind: str = ""

    @property
    def key(self) -> str:
        """The subject's key within its criteria set."""
        return f"{self.patient}/{self.event}" if self.event else self.patient

    def __repr__(self) -> str:
        """Never the patient."""
        return "Subject(event)" if self.event else "Subject(patient)"


@dataclass(frozen=True, slots=True)
class Answer:
    """One criterion's answer for one subject; `reasons` only where it is UNKNOWN.

    `applies` is the answer of the criterion's `if`: NOT_MET is shown "not applicable".
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    applies: Verdict = Verdict.MET

    @property
    def for_data(self) -> bool:
        """UNKNOWN for want of data, and not only of a person's answer."""
        if self.verdict is not Verdict.UNKNOWN:
            return False
        return not self.reasons or any(
            reason.missing is not Missing.ANSWER_NEEDED for reason in self.reasons
        )


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """One criterion's answer with what it rests on; `total` counts all deciding rows."""

    criterion: Criterion
    answer: Answer
    evidence: tuple[Evidence, ...]
    total: int

    def __repr__(self) -> str:
        """The criterion and verdict."""
        return f"Explanation({self.criterion.id!r}, {self.answer.verdict.name})"


@dataclass(frozen=True, slots=True, repr=False)
class Assessment:
    """One subject's answers to every criterion, in file order, and the state they come to."""

    subject: Subject
    answers: tuple[Answer, ...]
    state: State

    def __repr__(self) -> str:
        """The state alone."""
        return f"Assessment({self.state.name})"


@dataclass(frozen=True, slots=True)
class NotScreened:
    """Who was no subject, counted apart."""

    dead: int = 0
    unborn: int = 0
    outside_period: int = 0


@runtime_checkable
class HasSubjects(Protocol):
    """Assessments that tell their subjects without being made one by one."""

    def subjects(self) -> Iterator[Subject]:
        """Who was screened, in order."""
        ...


@runtime_checkable
class Columns(Protocol):
    """The answers of all subjects of one criteria set, a criterion at a time."""

    def verdicts(self, criterion: int) -> Bytes:
        """The verdicts of all subjects on one criterion, as their numbers."""
        ...

    @property
    def states(self) -> Bytes:
        """The state of each subject, as its place among `State`."""
        ...

    def counts(self) -> dict[State, int]:
        """Subjects by state, every state named."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Screening:
    """One criteria set screened over one cohort: every subject, with the counts beside it."""

    criteria: EligibilityCriteria
    as_of: Moment
    assessments: Sequence[Assessment]
    not_screened: NotScreened = field(default_factory=NotScreened)

    @property
    def columns(self) -> Columns:
        """The verdicts and states of all subjects, as arrays."""
        found = self.assessments
        return found if isinstance(found, Columns) else OneByOne(self.criteria, found)

    def __repr__(self) -> str:
        """Counts, never patients."""
        counts = ", ".join(f"{n} {state.value}" for state, n in self.counts().items())
        return f"Screening({self.criteria.id!r}, {counts})"

    def subjects(self) -> Iterator[Subject]:
        """Who was screened, in order."""
        if isinstance(self.assessments, HasSubjects):
            return self.assessments.subjects()
        return (assessment.subject for assessment in self.assessments)

    def counts(self) -> dict[State, int]:
        """Subjects by state, every state named."""
        return self.columns.counts()

    def listed(self) -> list[Assessment]:
        """Those on the list, best first: eligible, candidate, then unclear by what is missing."""
        ruled_out = list(State).index(State.INELIGIBLE)
        shown = (self.columns.states != ruled_out).nonzero()[0].tolist()
        return sorted((self.assessments[place] for place in shown), key=rank)


class OneByOne:
    """Assessments made one after the other, read as arrays."""

    def __init__(self, criteria: EligibilityCriteria, assessments: Sequence[Assessment]) -> None:
        """Read these."""
        self._criteria = criteria
        self._assessments = assessments

    def verdicts(self, criterion: int) -> Bytes:
        """The verdicts of all subjects on one criterion, as their numbers."""
        import numpy as np

        return np.array([a.answers[criterion].verdict for a in self._assessments], np.uint8)

    @property
    def states(self) -> Bytes:
        """The state of each subject, as its place among `State`."""
        import numpy as np

        places = {state: place for place, state in enumerate(State)}
        return np.array([places[a.state] for a in self._assessments], np.uint8)

    def counts(self) -> dict[State, int]:
        """Subjects by state, every state named."""
        states = self.states
        return {state: int((states == place).sum()) for place, state in enumerate(State)}


def effect(criterion: Criterion, verdict: Verdict) -> Verdict:
    """The verdict turned to the subject's side: MET speaks for the subject. The one such place."""
    return verdict if criterion.side is Side.INCLUDE else negate(verdict)


def conclude(
    criteria: Sequence[Criterion], answers: Sequence[Answer], unconfirmed: bool = False
) -> State:
    """The state that the answers come to (meaning 28)."""
    effects = [effect(c, a.verdict) for c, a in zip(criteria, answers, strict=True)]
    if Verdict.NOT_MET in effects:
        return State.INELIGIBLE
    if unconfirmed:
        return State.UNCLEAR
    if Verdict.UNKNOWN not in effects:
        return State.ELIGIBLE
    return State.UNCLEAR if any(answer.for_data for answer in answers) else State.CANDIDATE


def rank(assessment: Assessment) -> tuple[int, int, int, str]:
    """Sort key of a list: state, then how many criteria miss data, then how many need a person."""
    unknown = [a for a in assessment.answers if a.verdict is Verdict.UNKNOWN]
    data = [a for a in unknown if a.for_data]
    order = list(State).index(assessment.state)
    return order, len(data), len(unknown) - len(data), assessment.subject.key
