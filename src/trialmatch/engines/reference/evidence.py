"""What an answer rests on: deciding rows, or the search that found nothing (meaning 30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.absence import searched
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.rows import members, partners_of
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.truth import decide
from trialmatch.engines.reference.values import Interval, Known, NotKnown, value_of
from trialmatch.engines.reference.windows import end_of, position
from trialmatch.plan import algebra
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.results.evidence import (
    ROWS_SHOWN,
    Evidence,
    FactEvidence,
    RowEvidence,
    SearchEvidence,
)
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY
from trialmatch.vocabulary.codesets import CodeSet


@dataclass(frozen=True, slots=True)
class Findings:
    """The evidence shown, and how many rows decided in all."""

    shown: tuple[Evidence, ...]
    total: int


def evidence_of(question: algebra.Truth, subject: SubjectRecord) -> Findings:
    """The evidence for a question: facts and searches, and the latest rows by date."""
    found = list(dict.fromkeys(_evidence(question, subject)))
    rows = sorted(
        (e for e in found if isinstance(e, RowEvidence)),
        key=lambda e: (e.start, e.code, e.row),
    )
    others = [e for e in found if not isinstance(e, RowEvidence)]
    return Findings((*others, *rows[-ROWS_SHOWN:]), len(rows))


def _evidence(question: algebra.Truth, subject: SubjectRecord) -> Iterator[Evidence]:
    match question:
        case algebra.AllOf(parts=parts):
            yield from _of_parts(parts, subject, decides_alone=Verdict.NOT_MET)
        case algebra.AnyOf(parts=parts):
            yield from _of_parts(parts, subject, decides_alone=Verdict.MET)
        case algebra.Negate(part=part):
            yield from _evidence(part, subject)
        case algebra.Exists():
            yield from _existence(question, subject)
        case algebra.Compare(left=left):
            yield from _comparison(left, subject)


def _of_parts(
    parts: tuple[algebra.Truth, ...], subject: SubjectRecord, decides_alone: Verdict
) -> Iterator[Evidence]:
    """Parts that decide alone; else those not known; else all of them."""
    verdicts = [decide(part, subject).verdict for part in parts]
    for deciding in (decides_alone, Verdict.UNKNOWN):
        if deciding in verdicts:
            parts = tuple(p for p, v in zip(parts, verdicts, strict=True) if v is deciding)
            break
    for part in parts:
        yield from _evidence(part, subject)


def _existence(question: algebra.Exists, subject: SubjectRecord) -> Iterator[Evidence]:
    found = members(question.rows, subject)
    certain = [member for member in found if member.certain]
    if found:
        yield from _rows(question.rows, certain or found, subject)
        return
    for node in _searches(question.observed):
        yield _search(node, question.rows, subject)


def _rows(rows: algebra.Rows, found: list[Member], subject: SubjectRecord) -> Iterator[RowEvidence]:
    """Members, and with those that are shown the rows that they were joined to."""
    codes = codes_of(rows)
    yield from (row_evidence(member, subject, codes) for member in found)
    for member in sorted(found, key=lambda m: m.row.start)[-ROWS_SHOWN:]:
        for partner in partners_of(rows, member.row, subject):
            yield row_evidence(partner, subject)


def codes_of(rows: algebra.Rows) -> CodeSet | None:
    """The code set that the rows themselves were found by, joins aside."""
    match rows:
        case algebra.Events(codes=codes):
            return codes
        case (
            algebra.Within(rows=inner)
            | algebra.Where(rows=inner)
            | algebra.Take(rows=inner)
            | algebra.Joined(rows=inner)
        ):
            return codes_of(inner)
    return None


def _searches(observed: algebra.Truth) -> Iterator[algebra.Observed]:
    match observed:
        case algebra.Observed():
            yield observed
        case algebra.AllOf(parts=parts) | algebra.AnyOf(parts=parts):
            for part in parts:
                yield from _searches(part)


def _search(node: algebra.Observed, rows: algebra.Rows, subject: SubjectRecord) -> SearchEvidence:
    days = searched(node, subject)
    return SearchEvidence(
        kinds=node.kinds,
        about=node.codes.name if node.codes is not None else "",
        codes=str(node.codes) if node.codes is not None else "",
        first_day=days.first,
        last_day=days.last,
        record_start=_record_start(node.kinds, subject),
        cut_off=_day(subject.holdings.cut_off),
        nearest=_nearest(rows, node, subject),
    )


def _day(minute: int | None) -> int | None:
    return None if minute is None else minute // MINUTES_PER_DAY


def _record_start(kinds: Iterable[str], subject: SubjectRecord) -> int | None:
    held = [subject.holdings.kinds[kind].since for kind in kinds if kind in subject.holdings.kinds]
    starts = [day for day in held if day is not None]
    if subject.record.periods:
        starts.append(subject.record.periods[0][0])
    return max(starts, default=None)


def _nearest(
    rows: algebra.Rows, node: algebra.Observed, subject: SubjectRecord
) -> RowEvidence | None:
    """The row nearest to the window among those that lie outside it, never after the index."""
    if not isinstance(rows, algebra.Within) or rows.window == ANY_TIME:
        return None
    seen = members(algebra.Within(rows.rows, Window()), subject)
    outside = [m for m in seen if not position(m.row, rows.window, rows.by, subject).perhaps]
    days = searched(node, subject)
    first = days.last if days.first is None else days.first

    def distance(member: Member) -> tuple[int, str]:
        start, end = member.row.start, end_of(member.row, subject)
        last = min(end.last_day, subject.index.last_day)
        return max(first - last, start.first_day - days.last, 0), member.row.id

    return row_evidence(min(outside, key=distance), subject, node.codes) if outside else None


def _comparison(value: algebra.SubjectValue, subject: SubjectRecord) -> Iterator[Evidence]:
    match value:
        case algebra.Reduce(rows=rows):
            picked = members(rows, subject)
            yield from (row_evidence(member, subject, codes_of(rows)) for member in picked)
            if not picked:
                yield from _empty_pick(rows, subject)
        case algebra.Elapsed(unit=unit):
            yield FactEvidence("age", _shown(value, subject), unit.value)
        case algebra.Attribute(fact=fact):
            yield FactEvidence(fact.value, _shown(value, subject))


def _shown(value: algebra.SubjectValue, subject: SubjectRecord) -> str:
    match value_of(value, subject):
        case Interval(lo=lo, hi=hi):
            return f"{lo}" if lo == hi else f"{lo} to {hi}"
        case Known(word=word):
            return word
        case NotKnown():
            return ""


def _empty_pick(rows: algebra.Rows, subject: SubjectRecord) -> Iterator[Evidence]:
    """The search of a pick that found no result; a person's answer is no search."""
    inner = rows.rows if isinstance(rows, algebra.Take) else rows
    if not isinstance(inner, algebra.Within) or not isinstance(inner.rows, algebra.Events):
        return
    events = inner.rows
    if events.kinds != ("answer",):
        node = algebra.Observed(events.kinds, events.codes, inner.window)
        yield _search(node, inner, subject)


def row_evidence(
    member: Member, subject: SubjectRecord, codes: CodeSet | None = None
) -> RowEvidence:
    """One row as evidence; an end that lies after what may be seen is not shown.

    Of several codings the one that `codes` includes is shown.
    """
    row = member.row
    system, code = _coding(row, codes)
    return RowEvidence(
        kind=row.kind,
        system=system,
        code=code,
        display=row.display,
        start=row.start,
        end=row.end if row.end is not None and row.end.hi <= subject.as_of.hi else None,
        row=row.id,
        source=row.source,
        value=_value(row),
        unit=row.result.unit if row.result is not None else "",
        status=row.status,
        position=row.position,
        act=row.act,
        contact_type=row.contact_type,
        possible=not member.certain,
        doubts=tuple(reason.code for reason in member.doubts),
    )


def _coding(row: Row, codes: CodeSet | None) -> tuple[str, str]:
    included = (c for c in row.codings if codes is not None and codes.includes(*c))
    return next(included, row.codings[0] if row.codings else ("", ""))


def _value(row: Row) -> str:
    result = row.result
    if result is None:
        return ""
    if result.number is not None:
        number = int(result.number) if result.number.is_integer() else result.number
        return f"{result.comparator}{number}"
    return result.text or result.code
