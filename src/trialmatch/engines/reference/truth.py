"""Truth: every question's verdict, with the reasons of what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from trialmatch.engines.reference.absence import observed
from trialmatch.engines.reference.comparing import compare
from trialmatch.engines.reference.rows import about, members
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.values import Interval, NotKnown, value_of
from trialmatch.plan import algebra
from trialmatch.verdict import Reason, Verdict, all_of, any_of, negate


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and where it is UNKNOWN the reasons."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


def decide(question: algebra.Truth, subject: SubjectRecord) -> Decision:
    """The verdict of a question put to one subject."""
    match question:
        case algebra.AllOf(parts=parts):
            return _joint([decide(part, subject) for part in parts], all_of)
        case algebra.AnyOf(parts=parts):
            return _joint([decide(part, subject) for part in parts], any_of)
        case algebra.Negate(part=part):
            inner = decide(part, subject)
            return replace(inner, verdict=negate(inner.verdict))
        case algebra.Exists():
            return _exists(question, subject)
        case algebra.Compare():
            return _compare(question, subject)
        case algebra.Observed():
            return Decision(*observed(question, subject))
    raise TypeError(f"no such question: {type(question).__name__}")


def _joint(parts: list[Decision], kleene: Callable[[Iterable[Verdict]], Verdict]) -> Decision:
    verdict = kleene([part.verdict for part in parts])
    if verdict is not Verdict.UNKNOWN:
        return Decision(verdict)
    return Decision(verdict, _reasons(p for p in parts if p.verdict is Verdict.UNKNOWN))


def _reasons(parts: Iterable[Decision]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for part in parts for reason in part.reasons))


def _exists(question: algebra.Exists, subject: SubjectRecord) -> Decision:
    found = members(question.rows, subject)
    if any(member.certain for member in found):
        return Decision(Verdict.MET)
    if found:
        name = about(question.rows)
        doubts = (r if r.about else replace(r, about=name) for m in found for r in m.doubts)
        return Decision(Verdict.UNKNOWN, tuple(dict.fromkeys(doubts)))
    silence = decide(question.observed, subject)
    if silence.verdict is Verdict.MET:
        return Decision(Verdict.NOT_MET)
    return Decision(Verdict.UNKNOWN, silence.reasons)


def _compare(question: algebra.Compare, subject: SubjectRecord) -> Decision:
    value = value_of(question.left, subject)
    verdict = compare(value, question.op, question.right)
    if verdict is not Verdict.UNKNOWN:
        return Decision(verdict)
    match value:
        case NotKnown(reasons=reasons) | Interval(doubts=reasons):
            return Decision(verdict, reasons)
    return Decision(verdict)
