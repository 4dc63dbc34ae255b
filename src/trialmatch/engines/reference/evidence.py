"""What an answer rests on: deciding rows, or the search that found nothing (meaning 30)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.history import kept_since_birth
from trialmatch.engines.reference.joining import partners_of
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.picking import among_the_first, by_value
from trialmatch.engines.reference.searches import empty_pick, search, searches
from trialmatch.engines.reference.showing import row_evidence
from trialmatch.engines.reference.values import Interval, Known
from trialmatch.engines.reference.windows import asks_a_row, bound_of_row, of_a_row
from trialmatch.plan import algebra
from trialmatch.plan.naming import codes_of, inner_rows
from trialmatch.results.evidence import ROWS_SHOWN, Evidence, FactEvidence, RowEvidence
from trialmatch.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Findings:
    """The evidence shown, and how many rows decided in all."""

    shown: tuple[Evidence, ...]
    total: int


def evidence_of(question: algebra.Truth, ask: Asking) -> Findings:
    """The evidence for a question: facts and searches, and the latest rows by date."""
    found = list(dict.fromkeys(_evidence(question, ask)))
    rows = sorted(
        (e for e in found if isinstance(e, RowEvidence)),
        key=lambda e: (e.start, e.code, e.row),
    )
    others = [e for e in found if not isinstance(e, RowEvidence)]
    return Findings((*others, *rows[-ROWS_SHOWN:]), len(rows))


def _evidence(question: algebra.Truth, ask: Asking) -> Iterator[Evidence]:
    match question:
        case algebra.AllOf(parts=parts):
            yield from _of_parts(parts, ask, _deciding(parts, ask, Verdict.NOT_MET))
        case algebra.AnyOf(parts=parts):
            yield from _of_parts(parts, ask, _deciding(parts, ask, Verdict.MET))
        case algebra.AtLeast(parts=parts):
            yield from _of_parts(parts, ask, ask.decide(question).verdict)
        case algebra.Negate(part=part):
            yield from _evidence(part, ask)
        case algebra.Spread(part=part):
            yield from _evidence(part, ask.patient)
        case algebra.Exists():
            yield from _existence(question, ask)
        case algebra.ForAny():
            yield from _tried(question, ask)
        case algebra.Compare(left=left, right=right):
            yield from _of_value(left, ask)
            if isinstance(right, algebra.Value):
                yield from _of_value(right, ask)


def _deciding(
    parts: tuple[algebra.Truth, ...], ask: Asking, decides_alone: Verdict
) -> Verdict | None:
    """The verdict of the parts that decide alone, else of those not known; None for all."""
    verdicts = {ask.decide(part).verdict for part in parts}
    return next((v for v in (decides_alone, Verdict.UNKNOWN) if v in verdicts), None)


def _of_parts(
    parts: tuple[algebra.Truth, ...], ask: Asking, deciding: Verdict | None
) -> Iterator[Evidence]:
    for part in parts:
        if deciding is None or ask.decide(part).verdict is deciding:
            yield from _evidence(part, ask)


def _existence(question: algebra.Exists, ask: Asking) -> Iterator[Evidence]:
    found = ask.counted(question.rows)
    certain = [member for member in found if member.certain]
    if found:
        yield from _rows(question.rows, certain or found, ask)
    else:
        yield from _silence(question.rows, question.observed, ask)
    yield from _anchors(question.rows, ask)


def _tried(question: algebra.ForAny, ask: Asking) -> Iterator[Evidence]:
    """The rows tried that have the whole's verdict, each with what it rests on."""
    found = ask.members(question.rows)
    verdict = ask.decide(question).verdict
    tried = [(member, ask.trying(question.name, member)) for member in found]
    deciding = [
        (member, around)
        for member, around in tried
        if around.decide(question.test).verdict is verdict or not member.certain
    ]
    for member, around in deciding or tried:
        yield from _rows(question.rows, [member], ask)
        yield from _evidence(question.test, around)
    if not found:
        yield from _silence(question.rows, question.observed, ask)
    yield from _anchors(question.rows, ask)


def _silence(rows: algebra.Rows, observed: algebra.Truth, ask: Asking) -> Iterator[Evidence]:
    """The searches that found no row."""
    for node in searches(observed):
        yield from search(node, rows, ask)


def _rows(rows: algebra.Rows, found: list[Member], ask: Asking) -> Iterator[RowEvidence]:
    """Members, and with those that are shown the rows that they were joined to."""
    codes = codes_of(rows)
    yield from (row_evidence(member, ask.subject, codes) for member in found)
    for member in sorted(found, key=lambda m: m.row.start)[-ROWS_SHOWN:]:
        for partner in partners_of(rows, member, ask):
            yield row_evidence(partner, ask.subject)


def _anchors(rows: algebra.Rows, ask: Asking) -> Iterator[Evidence]:
    """The rows that windows hang on; bounds at a row's own values are shown by the row."""
    if isinstance(rows, algebra.Within):
        for bound in (rows.window.lower, rows.window.upper):
            if bound is None or bound_of_row(bound):
                continue
            for value in (bound.anchor, bound.days):
                if value is not None:
                    yield from _of_value(value, ask)
    inner = inner_rows(rows)
    if inner is not None:
        yield from _anchors(inner, ask)


def _of_value(value: algebra.Value, ask: Asking) -> Iterator[Evidence]:
    """What a value was made from; values of rows are shown with the rows themselves."""
    match value:
        case algebra.Reduce():
            yield from _reduction(value, ask)
        case algebra.Elapsed(start=algebra.Attribute(fact=algebra.Fact.BIRTH), unit=unit):
            if not of_a_row(value):
                yield FactEvidence("age", _shown(value, ask), unit.value)
            if value.end != algebra.Attribute(algebra.Fact.INDEX):
                yield from _of_value(value.end, ask)
        case algebra.Elapsed(start=algebra.Attribute(fact=algebra.Fact.RECORD), unit=unit):
            since_birth = kept_since_birth(ask.subject)
            yield FactEvidence("record", "birth" if since_birth else _shown(value, ask), unit.value)
        case algebra.Elapsed(start=left, end=right) | algebra.Arithmetic(left=left, right=right):
            yield from _of_value(left, ask)
            yield from _of_value(right, ask)
        case algebra.Attribute(fact=algebra.Fact.SEX as fact):
            yield FactEvidence(fact.value, _shown(value, ask))
        case algebra.Lookup(of=inner):
            yield from _of_value(inner, ask)
        case algebra.Choose():
            yield from _choice(value, ask)


def _choice(value: algebra.Choose, ask: Asking) -> Iterator[Evidence]:
    """The condition, and the branch that it chooses; both where it is not known.

    What is chosen for each row may be either branch.
    """
    if asks_a_row(value.condition):
        verdict = Verdict.UNKNOWN
    else:
        yield from _evidence(value.condition, ask)
        verdict = ask.decide(value.condition).verdict
    if verdict is not Verdict.NOT_MET:
        yield from _of_value(value.then, ask)
    if verdict is not Verdict.MET:
        yield from _of_value(value.otherwise, ask)


def _reduction(value: algebra.Reduce, ask: Asking) -> Iterator[Evidence]:
    found = _deciding_rows(value, ask)
    if found:
        yield from _rows(value.rows, found, ask)
    elif value.observed is not None:
        yield from _silence(value.rows, value.observed, ask)
    else:
        yield from empty_pick(value.rows, ask)
    yield from _anchors(value.rows, ask)


def _deciding_rows(value: algebra.Reduce, ask: Asking) -> list[Member]:
    """The rows that made a value: of the highest or lowest, those that it may be of."""
    if value.how is algebra.How.COUNT:
        return ask.counted(value.rows)
    found = ask.members(value.rows)
    if value.how not in _BY_VALUE:
        return found
    order = _BY_VALUE[value.how]
    return among_the_first(1, found, [by_value(value.value, m, order, ask) for m in found])


_BY_VALUE = {
    algebra.How.MAX: algebra.Order.HIGHEST,
    algebra.How.MIN: algebra.Order.LOWEST,
}


def _shown(value: algebra.Value, ask: Asking) -> str:
    match ask.value(value):
        case Interval(lo=lo, hi=hi):
            return f"{lo}" if lo == hi else f"{lo} to {hi}"
        case Known(word=word):
            return word
    return ""
