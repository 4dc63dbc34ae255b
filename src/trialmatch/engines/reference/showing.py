"""A row as evidence."""

from __future__ import annotations

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.results.evidence import RowEvidence
from trialmatch.vocabulary.codesets import CodeSet


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
