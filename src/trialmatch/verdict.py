"""The one currency of truth: a verdict after Kleene, and the reason when it is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum


class Verdict(IntEnum):
    """The answer to one question put to one subject's record.

    The order is Kleene's: "and" is the least of its operands, "or" the greatest.
    """

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene "and"; MET over nothing."""
    return min(verdicts, default=Verdict.MET)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene "or"; NOT_MET over nothing."""
    return max(verdicts, default=Verdict.NOT_MET)


def negate(verdict: Verdict) -> Verdict:
    """Kleene "not": unknown stays unknown."""
    return Verdict(2 - verdict)


class Missing(Enum):
    """Why a question could not be answered. Each has its words in `wording`."""

    NO_RESULT = "no result"
    NOT_RECORDED = "not recorded"
    UNCONFIRMED = "unconfirmed"
    NOT_COLLECTED = "kind not collected here"
    SYSTEM_NOT_HELD = "code system not held"
    NEVER_SEEN = "code set without a row in the data"
    RECORD_BEGINS = "record begins too late"
    DATA_END = "data end too early"
    UNIT_DIFFERS = "unit cannot be converted"
    NO_UNIT = "result has no unit"
    NOT_A_NUMBER = "result is not a number"
    IMPLAUSIBLE = "result is implausible"
    SAME_TIME_DISAGREE = "results of the same time disagree"
    BEYOND_LIMIT_OF_DETECTION = "result is only a bound"
    PARTIAL_DATE = "date is only partly known"
    NO_END = "no end recorded"
    BIRTH_UNKNOWN = "date of birth not known"
    SEX_UNKNOWN = "sex not known"
    POSITION_MISSING = "position of the diagnosis not recorded"
    ATTRIBUTE_MISSING = "attribute of the row not recorded"
    LINK_UNCERTAIN = "same contact not certain"
    ANSWER_NEEDED = "a person must answer"
    EVENT_UNCONFIRMED = "event unconfirmed"
    NO_ANCHOR = "the event that the window hangs on never was"
    TOO_FEW_RESULTS = "fewer results than asked for"
    NO_REFERENCE_RANGE = "no reference range with the result"
    NOT_IN_TABLE = "not in the declared table"
    NOT_COMPUTABLE = "cannot be worked out"
    HISTORY_UNKNOWN = "length of history not known"
    INPUTS_APART = "inputs too far apart"


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why an answer is UNKNOWN, and about what.

    `about` names the code set, measure, attribute or question in the criteria file's own
    words; `detail` is a date, a unit or a count. Neither ever holds a patient's value.
    """

    code: str
    about: str = ""
    detail: str = ""

    @classmethod
    def of(cls, missing: Missing, about: str = "", detail: str = "") -> Reason:
        """The reason for one kind of gap."""
        return cls(missing.name, about, detail)

    @property
    def missing(self) -> Missing:
        """The kind of gap."""
        return Missing[self.code]
