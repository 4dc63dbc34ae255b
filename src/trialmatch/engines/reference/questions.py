"""Questions: every kind's verdict, on the subject or on one of its rows, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from trialmatch.engines.reference.absence import observed
from trialmatch.engines.reference.asking import Asking, Decision
from trialmatch.engines.reference.comparing import compare, why_open
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.engines.reference.values import each_once, named
from trialmatch.plan import algebra
from trialmatch.plan.naming import about
from trialmatch.verdict import Verdict, all_of, any_of, negate


def decide(question: algebra.Truth, ask: Asking, member: Member | None) -> Decision:
    """The verdict of a question; values of rows in it are those of the member."""
    match question:
        case algebra.AllOf(parts=parts):
            return _joint([ask.decide(part, member) for part in parts], all_of)
        case algebra.AnyOf(parts=parts):
            return _joint([ask.decide(part, member) for part in parts], any_of)
        case algebra.AtLeast(n=n, parts=parts):
            return _joint([ask.decide(part, member) for part in parts], lambda v: at_least(n, v))
        case algebra.Negate(part=part):
            inner = ask.decide(part, member)
            return replace(inner, verdict=negate(inner.verdict))
        case algebra.Exists():
            return _exists(question, ask)
        case algebra.ForAny():
            return _for_any(question, ask)
        case algebra.Compare():
            return _compare(question, question.right, ask, member)
        case algebra.Observed():
            return Decision(*observed(question, ask))
        case algebra.Spread(part=part):
            return ask.patient.decide(part)
    raise TypeError(f"no such question: {type(question).__name__}")


def at_least(n: int, verdicts: Iterable[Verdict]) -> Verdict:
    """At least `n` of the verdicts, after Kleene."""
    found = list(verdicts)
    if found.count(Verdict.MET) >= n:
        return Verdict.MET
    may_be = len(found) - found.count(Verdict.NOT_MET)
    return Verdict.UNKNOWN if may_be >= n else Verdict.NOT_MET


def _joint(parts: list[Decision], kleene: Callable[[Iterable[Verdict]], Verdict]) -> Decision:
    verdict = kleene([part.verdict for part in parts])
    if verdict is not Verdict.UNKNOWN:
        return Decision(verdict)
    unknown = (part for part in parts if part.verdict is Verdict.UNKNOWN)
    return Decision(verdict, each_once(reason for part in unknown for reason in part.reasons))


def _exists(question: algebra.Exists, ask: Asking) -> Decision:
    found = ask.counted(question.rows)
    if any(member.certain for member in found):
        return Decision(Verdict.MET)
    if found:
        return Decision(Verdict.UNKNOWN, named(doubts_of(found), about(question.rows)))
    silence = ask.decide(question.observed)
    if silence.verdict is Verdict.MET:
        return Decision(Verdict.NOT_MET)
    return Decision(Verdict.UNKNOWN, silence.reasons)


def _for_any(question: algebra.ForAny, ask: Asking) -> Decision:
    parts = [
        _of_tried(ask.trying(question.name, member).decide(question.test), member, question)
        for member in ask.members(question.rows)
    ]
    found = _joint(parts, any_of)
    if found.verdict is not Verdict.NOT_MET:
        return found
    silence = ask.decide(question.observed)
    if silence.verdict is Verdict.MET:
        return Decision(Verdict.NOT_MET)
    return Decision(Verdict.UNKNOWN, silence.reasons)


def _of_tried(test: Decision, member: Member, question: algebra.ForAny) -> Decision:
    """The test around one row, which is none where the row is only possible."""
    if member.certain or test.verdict is Verdict.NOT_MET:
        return test
    doubts = named(doubts_of([member]), about(question.rows))
    return Decision(Verdict.UNKNOWN, each_once((*doubts, *test.reasons)))


def _compare(
    question: algebra.Compare,
    right: algebra.Value | Decimal | str | frozenset[str],
    ask: Asking,
    member: Member | None,
) -> Decision:
    """A comparison with `right`, which may be one branch of the question's own limit."""
    if isinstance(right, algebra.Choose):
        return _with_choice(question, right, ask, member)
    left = ask.value(question.left, member)
    limit = ask.value(right, member) if isinstance(right, algebra.Value) else right
    verdict = compare(left, question.op, limit)
    if verdict is not Verdict.UNKNOWN:
        return Decision(verdict)
    return Decision(verdict, why_open(left, limit))


def _with_choice(
    question: algebra.Compare, choice: algebra.Choose, ask: Asking, member: Member | None
) -> Decision:
    """Decided though the condition is not known, where either limit decides alike."""
    condition = ask.decide(choice.condition, member)
    if condition.verdict is Verdict.MET:
        return _compare(question, choice.then, ask, member)
    if condition.verdict is Verdict.NOT_MET:
        return _compare(question, choice.otherwise, ask, member)
    branches = [_compare(question, b, ask, member) for b in (choice.then, choice.otherwise)]
    if branches[0].verdict is branches[1].verdict is not Verdict.UNKNOWN:
        return branches[0]
    open_ones = [condition, *(b for b in branches if b.verdict is Verdict.UNKNOWN)]
    return Decision(Verdict.UNKNOWN, each_once(r for part in open_ones for r in part.reasons))
