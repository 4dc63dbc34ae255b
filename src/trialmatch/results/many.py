"""The answers of many subjects as arrays, which become objects only where one is looked at.

Verdicts are bits, eight subjects to a byte: one array of those MET and one of those NOT_MET
for each criterion. Criteria sets that ask the same share the very arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

from trialmatch.plan.criteria import EligibilityCriteria, Side
from trialmatch.results.answers import Answer, Assessment, State, Subject
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bits = npt.NDArray[np.uint8]
    Bytes = npt.NDArray[np.uint8]

STATES = tuple(State)
_ANSWER_NEEDED = (Reason.of(Missing.ANSWER_NEEDED),)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Column:
    """One question's verdicts. `data` are those UNKNOWN for want of data; None where all are.

    `reasons` give each subject the number of a set in `sets`; both only where asked for.
    """

    met: Bits
    not_met: Bits
    data: Bits | None = None
    reasons: npt.NDArray[np.int32] | None = None
    sets: Sequence[frozenset[Reason]] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SubjectList:
    """The subjects of one domain in one partition, in order.

    `patients` are names, of which `patient` gives each subject's place. Events have the
    identifier and kind of their row; `unconfirmed` marks those that only a possible row made.
    """

    patients: Sequence[str]
    patient: npt.NDArray[np.int32]
    index_lo: npt.NDArray[np.int64]
    index_hi: npt.NDArray[np.int64]
    events: Sequence[str] | None = None
    kinds: Sequence[str] | None = None
    unconfirmed: npt.NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        """How many subjects."""
        return len(self.patient)

    def subject(self, place: int) -> Subject:
        """One subject."""
        at = place if len(self.index_lo) > 1 or len(self) == 1 else 0
        return Subject(
            patient=str(self.patients[int(self.patient[place])]),
            index=Moment(int(self.index_lo[at]), int(self.index_hi[at])),
            event="" if self.events is None else str(self.events[place]),
            unconfirmed=self.unconfirmed is not None and bool(self.unconfirmed[place]),
            kind="" if self.kinds is None else self.kinds[place],
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Left:
    """Who is left of a list of subjects: their places, and the same as bits.

    Criteria sets of the same subjects share it.
    """

    places: npt.NDArray[np.int32]
    bits: Bits

    @classmethod
    def of(cls, marks: npt.NDArray[np.bool_]) -> Left:
        """Those marked."""
        import numpy as np

        return cls(np.flatnonzero(marks).astype(np.int32), np.packbits(marks))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Part:
    """One criteria set's answers in one partition, on those who are left of its subjects.

    `applies` has None for criteria that always apply.
    """

    subjects: SubjectList
    left: Left
    questions: Sequence[Column]
    applies: Sequence[Column | None]

    @property
    def screened(self) -> npt.NDArray[np.int32]:
        """The places of those screened."""
        return self.left.places

    def verdicts(self, criterion: int) -> Bytes:
        """The verdicts on one criterion, as their numbers, of those screened."""
        return self._verdicts(self.questions[criterion])

    def _verdicts(self, column: Column) -> Bytes:
        import numpy as np

        size = len(self.subjects)
        met = np.unpackbits(column.met, count=size)
        not_met = np.unpackbits(column.not_met, count=size)
        verdicts: Bytes = (np.uint8(1) + met - not_met)[self.screened]
        return verdicts

    def assessment(self, criteria: EligibilityCriteria, place: int, state: State) -> Assessment:
        """The answers of one of those screened, with their reasons where they were asked for."""
        at = int(self.screened[place])
        answers = tuple(
            self._answer(question, applies, at)
            for question, applies in zip(self.questions, self.applies, strict=True)
        )
        return Assessment(self.subjects.subject(at), answers, state)

    def _answer(self, question: Column, applies: Column | None, at: int) -> Answer:
        verdict = _verdict(question, at)
        reasons: tuple[Reason, ...] = ()
        if verdict is Verdict.UNKNOWN:
            reasons = _reasons(question, at)
        applying = Verdict.MET if applies is None else _verdict(applies, at)
        return Answer(verdict, reasons, applying)


def _bit(bits: Bits, at: int) -> bool:
    return bool(bits[at >> 3] >> (7 - (at & 7)) & 1)


def _verdict(column: Column, at: int) -> Verdict:
    if _bit(column.met, at):
        return Verdict.MET
    return Verdict.NOT_MET if _bit(column.not_met, at) else Verdict.UNKNOWN


def _reasons(column: Column, at: int) -> tuple[Reason, ...]:
    if column.reasons is not None:
        return tuple(sorted(column.sets[int(column.reasons[at])]))
    if column.data is not None and not _bit(column.data, at):
        return _ANSWER_NEEDED
    return ()


class Assessments(Sequence[Assessment]):
    """All subjects of one criteria set, in order; each is made when it is asked for."""

    def __init__(self, criteria: EligibilityCriteria, parts: Sequence[Part]) -> None:
        """Put the parts of all partitions together."""
        self._criteria = criteria
        self._parts = parts

    def __len__(self) -> int:
        """How many subjects."""
        return sum(len(part.screened) for part in self._parts)

    @overload
    def __getitem__(self, place: int) -> Assessment: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Assessment]: ...
    def __getitem__(self, place: int | slice) -> Assessment | Sequence[Assessment]:
        """The subject at a place."""
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if at < 0:
            raise IndexError(place)
        state = STATES[int(self.states[at])]
        for part in self._parts:
            if at < len(part.screened):
                return part.assessment(self._criteria, at, state)
            at -= len(part.screened)
        raise IndexError(place)

    def __iter__(self) -> Iterator[Assessment]:
        """The subjects one after the other."""
        return (self[at] for at in range(len(self)))

    def __repr__(self) -> str:
        """Counts, never patients."""
        return f"Assessments({len(self)} subjects)"

    def verdicts(self, criterion: int) -> Bytes:
        """The verdicts of all subjects on one criterion, as their numbers."""
        import numpy as np

        none = [np.zeros(0, np.uint8)]
        return np.concatenate([part.verdicts(criterion) for part in self._parts] or none)

    def subjects(self) -> Iterator[Subject]:
        """Who was screened, in order."""
        return (part.subjects.subject(at) for part in self._parts for at in part.screened.tolist())

    def counts(self) -> dict[State, int]:
        """Subjects by state, every state named."""
        found = dict.fromkeys(State, 0)
        for part in self._parts:
            for state, bits in concluded(self._criteria, part).items():
                found[state] += _count(bits)
        return found

    @cached_property
    def states(self) -> Bytes:
        """The state of each subject, as its place among `State`."""
        import numpy as np

        none = [np.zeros(0, np.uint8)]
        states: Bytes = np.concatenate(
            [_states(self._criteria, part) for part in self._parts] or none
        )
        return states


def concluded(criteria: EligibilityCriteria, part: Part) -> dict[State, Bits]:
    """The states that the answers come to (meaning 28): who of those screened is in each."""
    import numpy as np

    screened = part.left.bits
    against = np.zeros_like(screened)
    unknown, for_data = against.copy(), against.copy()
    for criterion, column in zip(criteria.criteria, part.questions, strict=True):
        against |= column.not_met if criterion.side is Side.INCLUDE else column.met
        open_ones = ~(column.met | column.not_met)
        unknown |= open_ones
        for_data |= open_ones if column.data is None else column.data
    for_data &= unknown
    if part.subjects.unconfirmed is not None:
        for_data |= np.packbits(part.subjects.unconfirmed)
    left = screened & ~against
    return {
        State.INELIGIBLE: screened & against,
        State.UNCLEAR: left & for_data,
        State.CANDIDATE: left & unknown & ~for_data,
        State.ELIGIBLE: left & ~unknown & ~for_data,
    }


def _states(criteria: EligibilityCriteria, part: Part) -> Bytes:
    import numpy as np

    size = len(part.subjects)
    states = np.zeros(size, np.uint8)
    for state, bits in concluded(criteria, part).items():
        states += np.unpackbits(bits, count=size) * np.uint8(STATES.index(state))
    found: Bytes = states[part.screened]
    return found


def _count(bits: Bits) -> int:
    import numpy as np

    return int(np.bitwise_count(bits).sum())
