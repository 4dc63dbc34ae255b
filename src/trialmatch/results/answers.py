"""Answers, states, and the result of one screening run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from trialmatch.plan.criteria import Criterion, EligibilityCriteria, Side
from trialmatch.results.evidence import Evidence
from trialmatch.verdict import Missing, Reason, Verdict, negate
from trialmatch.vocabulary.calendar import Moment


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


@dataclass(frozen=True, slots=True, repr=False)
class Screening:
    """One criteria set screened over one cohort: every subject, with the counts beside it."""

    criteria: EligibilityCriteria
    as_of: Moment
    assessments: tuple[Assessment, ...]
    not_screened: NotScreened = field(default_factory=NotScreened)

    def __repr__(self) -> str:
        """Counts, never patients."""
        counts = ", ".join(f"{n} {state.value}" for state, n in self.counts().items())
        return f"Screening({self.criteria.id!r}, {counts})"

    def counts(self) -> dict[State, int]:
        """Subjects by state, every state named."""
        counts = dict.fromkeys(State, 0)
        for assessment in self.assessments:
            counts[assessment.state] += 1
        return counts

    def listed(self) -> list[Assessment]:
        """Those on the list, best first: eligible, candidate, then unclear by what is missing."""
        shown = [a for a in self.assessments if a.state is not State.INELIGIBLE]
        return sorted(shown, key=rank)


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
    open_reasons = [reason for answer in answers for reason in answer.reasons]
    if open_reasons and all(r.missing is Missing.ANSWER_NEEDED for r in open_reasons):
        return State.CANDIDATE
    return State.UNCLEAR


def rank(assessment: Assessment) -> tuple[int, int, int, str]:
    """Sort key of a list: state, then how many criteria miss data, then how many need a person."""
    unknown = [a for a in assessment.answers if a.verdict is Verdict.UNKNOWN]
    data = [a for a in unknown if any(r.missing is not Missing.ANSWER_NEEDED for r in a.reasons)]
    order = list(State).index(assessment.state)
    return order, len(data), len(unknown) - len(data), assessment.subject.key
