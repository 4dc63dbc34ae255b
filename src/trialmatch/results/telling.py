"""Answers in words: verdicts by side, states, and what is missing (meaning 29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from trialmatch.cohort.kinds import BY_NAME as KINDS
from trialmatch.plan import algebra
from trialmatch.plan.criteria import Criterion
from trialmatch.results.answers import Answer, Assessment, Explanation, State, effect
from trialmatch.results.telling_dates import DateTeller
from trialmatch.results.telling_evidence import (
    EvidenceTeller,
    codes_shown,
    kinds_shown,
    name_shown,
)
from trialmatch.results.telling_units import unit_told
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment, day_number
from trialmatch.wording import Wording, words

# What its `about` holds is an attribute's name, not one of the criteria file's.
_ABOUT_ATTRIBUTES = (Missing.ATTRIBUTE_MISSING, Missing.PARTIAL_DATE)

# What no subject's record can answer in this source.
_OF_SOURCE = (Missing.NOT_COLLECTED, Missing.SYSTEM_NOT_HELD, Missing.NEVER_SEEN)


class Mark(Enum):
    """What an answer does for the subject on a list."""

    FOR = "speaks for"
    AGAINST = "rules out"
    NOT_APPLICABLE = "not applicable"
    GAP = "lacks data"
    ASK = "needs a person"


@dataclass(frozen=True, slots=True)
class Told:
    """One criterion's answer in words; `settle` says what would settle what is missing.

    `of_source` is set where the source as a whole cannot answer, for this subject or any.
    """

    criterion: Criterion
    mark: Mark
    verdict: str
    reasons: tuple[str, ...]
    settle: tuple[str, ...]
    evidence: tuple[str, ...]
    of_source: bool = False


@dataclass(frozen=True, slots=True)
class Teller:
    """Turns answers and evidence into sentences of one language.

    With `relative`, dates are told as days before the index. `brief` and `row_ids` are those
    of `EvidenceTeller`.
    """

    words: Wording
    relative: bool = False
    brief: bool = False
    row_ids: bool = False

    @classmethod
    def of(
        cls, lang: str, *, relative: bool = False, brief: bool = False, row_ids: bool = False
    ) -> Teller:
        """A teller of a language by its short name, `en` or `nb`."""
        return cls(words(lang), relative, brief, row_ids)

    def tell(self, explanation: Explanation, index: Moment) -> Told:
        """Everything there is to say of one criterion's answer."""
        criterion, answer = explanation.criterion, explanation.answer
        does = mark(criterion, answer)
        consequence = self.consequence(criterion) if does is Mark.ASK else ""
        return Told(
            criterion=criterion,
            mark=does,
            verdict=self.verdict(criterion, answer),
            reasons=self._why(does, answer, index),
            settle=self.settle(answer) if not consequence else (consequence,),
            evidence=tuple(self.evidence(explanation, index)),
            of_source=_of_source(answer),
        )

    def _why(self, does: Mark, answer: Answer, index: Moment) -> tuple[str, ...]:
        if does is Mark.NOT_APPLICABLE:
            return (self.words.say("verdict.not_applicable.why"),)
        return self.reasons(answer, index)

    def verdict(self, criterion: Criterion, answer: Answer) -> str:
        """The verdict in the words of the criterion's side."""
        if mark(criterion, answer) is Mark.NOT_APPLICABLE:
            return self.words.say("verdict.not_applicable")
        return self.words.say(f"verdict.{criterion.side.name}.{answer.verdict.name}")

    def state(self, state: State) -> str:
        """A state in a word."""
        return self.words.say(f"state.{state.name}")

    def conclusion(self, assessment: Assessment, criteria: Sequence[Criterion]) -> str:
        """What the answers come to for one subject, naming the criteria that matter."""
        wanted = (Mark.AGAINST,) if assessment.state is State.INELIGIBLE else (Mark.GAP, Mark.ASK)
        pairs = zip(criteria, assessment.answers, strict=True)
        named = [c.id for c, answer in pairs if mark(c, answer) in wanted]
        if assessment.subject.unconfirmed and assessment.state is State.UNCLEAR:
            named.insert(0, self.words.say("missing.EVENT_UNCONFIRMED.short"))
        return self.words.say(
            f"state.{assessment.state.name}.sentence", criteria=self.words.listing(named)
        )

    def reasons(self, answer: Answer, index: Moment) -> tuple[str, ...]:
        """Why the answer is not known, each reason once."""
        return tuple(dict.fromkeys(self.reason(reason, index) for reason in answer.reasons))

    def reason(self, reason: Reason, index: Moment) -> str:
        """One reason in full."""
        if reason.missing is Missing.UNIT_DIFFERS:
            return unit_told(self._about(reason), reason.detail, self.words)
        return self.words.say(
            f"missing.{reason.code}",
            about=self._about(reason),
            detail=self._detail(reason, index),
        )

    def short(self, reason: Reason) -> str:
        """One reason in a word or two."""
        return self.words.say(f"missing.{reason.code}.short")

    def settle(self, answer: Answer) -> tuple[str, ...]:
        """What would settle the answer, each thing once."""
        return tuple(dict.fromkeys(self.settling(reason) for reason in answer.reasons))

    def settling(self, reason: Reason) -> str:
        """What would settle one reason."""
        return self.words.say(f"missing.{reason.code}.settle", about=self._about(reason))

    def consequence(self, criterion: Criterion) -> str:
        """What a person's answer leads to; empty where the answer alone does not decide."""
        return self.words.say(f"answer.{criterion.side.name}") if _asks(criterion) else ""

    def evidence(self, explanation: Explanation, index: Moment) -> list[str]:
        """The evidence; of what is not applicable, the condition that does not hold."""
        dates = DateTeller(self.words, index.first_day, self.relative)
        teller = EvidenceTeller(self.words, dates, self.brief, self.row_ids)
        return teller.tell(explanation.evidence, explanation.total)

    def _about(self, reason: Reason) -> str:
        about = reason.about
        if not about:
            return self.words.say("missing.nothing_named")
        if reason.missing in _ABOUT_ATTRIBUTES and self.words.has(f"attribute.{about}"):
            return self.words.say(f"attribute.{about}")
        parts = about.split(" or ")
        if all(part in KINDS for part in parts):
            return kinds_shown(parts, self.words)
        return name_shown(about)

    def _detail(self, reason: Reason, index: Moment) -> str:
        detail = reason.detail
        if reason.missing is Missing.NOT_COLLECTED:
            return self._in_form(detail)
        if reason.missing is Missing.SYSTEM_NOT_HELD:
            return codes_shown(detail, self.words)
        if reason.missing in (Missing.RECORD_BEGINS, Missing.DATA_END):
            return self._day(detail, index)
        return detail

    def _in_form(self, detail: str) -> str:
        """Kinds, and in which form they are not collected, such as `given medication`."""
        groups = ("act", "status", "kind")
        told = (
            next((self.words.say(f"{g}.{w}") for g in groups if self.words.has(f"{g}.{w}")), w)
            for w in detail.split()
        )
        return " ".join(each.strip() for each in told)

    def _day(self, detail: str, index: Moment) -> str:
        if not detail:
            return self.words.say("missing.gaps")
        day = day_number(date.fromisoformat(detail))
        return DateTeller(self.words, index.first_day, self.relative).day(day)


def mark(criterion: Criterion, answer: Answer) -> Mark:
    """What an answer does for its subject."""
    if answer.applies is Verdict.NOT_MET:
        return Mark.NOT_APPLICABLE
    match effect(criterion, answer.verdict):
        case Verdict.MET:
            return Mark.FOR
        case Verdict.NOT_MET:
            return Mark.AGAINST
        case _:
            return Mark.ASK if asks_a_person_alone(answer) else Mark.GAP


def asks_a_person_alone(answer: Answer) -> bool:
    """Whether nothing but a person's answer is missing."""
    asked = [reason.missing is Missing.ANSWER_NEEDED for reason in answer.reasons]
    return bool(asked) and all(asked)


def _of_source(answer: Answer) -> bool:
    gaps = [r.missing for r in answer.reasons if r.missing is not Missing.ANSWER_NEEDED]
    return bool(gaps) and all(missing in _OF_SOURCE for missing in gaps)


def _asks(criterion: Criterion) -> bool:
    """Whether the question, its `if` aside, is a person's answer and nothing else."""
    question, condition = criterion.question, criterion.applies
    match question:
        case algebra.AllOf(parts=(first, body)) if first == condition:
            question = body
        case algebra.AnyOf(parts=(algebra.Negate(part=first), body)) if first == condition:
            question = body
    return (
        isinstance(question, algebra.Compare)
        and isinstance(question.left, algebra.Reduce)
        and isinstance(question.left.value, algebra.Word)
    )
