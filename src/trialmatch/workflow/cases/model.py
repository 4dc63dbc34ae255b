"""Cases: small made-up records, and what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import PatientRecord
from trialmatch.diagnostics import Diagnostic, Span
from trialmatch.verdict import Missing, Verdict
from trialmatch.vocabulary.calendar import Moment
from trialmatch.vocabulary.codesets import CodeSet

SUFFIX = ".cases.yaml"


class Outcome(Enum):
    """What can be expected of a subject as a whole: its state, or that it is no subject."""

    ELIGIBLE = "eligible"
    CANDIDATE = "candidate"
    UNCLEAR = "unclear"
    INELIGIBLE = "ineligible"
    DEAD = "dead"
    UNBORN = "unborn"
    NO_SUBJECT = "no subject"


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """What is expected of one criterion.

    `missing` narrows an UNKNOWN to one reason. `verdict` is None where only "not applicable"
    is expected.
    """

    criterion: str
    verdict: Verdict | None
    missing: Missing | None
    span: Span

    def __str__(self) -> str:
        """As the cases say it."""
        if self.verdict is None:
            return "not applicable"
        word = VERDICT_WORDS[self.verdict]
        return f"{word} ({self.missing.value})" if self.missing else word


VERDICT_WORDS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of one subject; `event` is empty for a patient or an only event."""

    event: str
    answers: tuple[ExpectedAnswer, ...]
    outcome: Outcome | None
    span: Span


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a person answered to a criterion; `question` is empty where it has only one."""

    criterion: str
    question: str
    word: str
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up patient, what the source holds, the as-of moment, and what is expected.

    `answers` were given by persons at the as-of moment.
    """

    name: str
    record: PatientRecord
    holdings: Holdings
    as_of: Moment
    expectations: tuple[Expectation, ...]
    answers: tuple[GivenAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedCode:
    """Whether a code is expected in a code set or among the codes of a measure."""

    name: str
    coding: tuple[str, str]
    held: bool
    span: Span

    def __str__(self) -> str:
        """As the cases say it."""
        return f"{' '.join(self.coding)} {'in' if self.held else 'not in'} `{self.name}`"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file or block, in order.

    `codes` are made up for the code sets that the criteria leave to a site; `code_sets` say what
    those of the file itself hold and lack.
    """

    path: str
    text: str
    cases: tuple[Case, ...]
    codes: Mapping[str, CodeSet] = field(default_factory=dict)
    code_sets: tuple[ExpectedCode, ...] = ()

    def diagnostic(self, span: Span, rule: str, message: str, instead: str = "") -> Diagnostic:
        """A problem at a place of the text."""
        line = self.text.splitlines()[span.line - 1]
        return Diagnostic(self.path, rule, message, instead=instead, span=span, line=line)


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """One thing that came out otherwise than expected.

    `criterion` is the id, or "state". `because` holds the reasons and the evidence in words;
    cases are made up, so values may be shown.
    """

    case: str
    event: str
    criterion: str
    expected: str
    got: str
    because: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line, with the reasons below it."""
        event = f", event {self.event}" if self.event else ""
        line = f"{self.case}{event}: {self.criterion} expected {self.expected}, got {self.got}"
        return "\n".join([line, *(f"    {each}" for each in self.because)])
