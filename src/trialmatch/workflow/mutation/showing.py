"""A record that tells a mutant apart, as a case that an author can start from."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.cohort.records import Result, Row
from trialmatch.vocabulary.calendar import to_date
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.cases.model import VERDICT_WORDS
from trialmatch.workflow.mutation.records.bracketed import allowed, beginning
from trialmatch.workflow.mutation.sorts.codes import NO_CODE
from trialmatch.workflow.mutation.telling_apart import Witness


def case_of(witness: Witness) -> list[str]:
    """The lines of a case; what is expected has yet to be worked out from the source text."""
    record = witness.record
    lines = [f"as of: {str(witness.as_of)[:10]}"]
    lines += [f"born: {record.birth}"] if record.birth else []
    lines += [f"sex: {record.sex}"] if record.sex else []
    lines += [f"died: {record.death}"] if record.death else []
    spans = [f"{to_date(a)} to {to_date(b)}" for a, b in record.periods or ()]
    lines += [f"observed: [{', '.join(spans)}]"] if spans else []
    lines += ["records:"]
    lines += [f"  - {_row(row)}" for rows in record.rows.values() for row in rows]
    event = f" for event {witness.event}" if witness.event else ""
    here, then = VERDICT_WORDS[witness.before], VERDICT_WORDS[witness.after]
    return [*lines, f"# {witness.criterion}{event}: the file says {here}, changed {then}"]


def code_line(codes: CodeSet, before: CodeSet) -> str:
    """The code that would tell a changed code set, as a line under `codes`."""
    for one, other, key in ((before, codes, "holds"), (codes, before, "lacks")):
        for coding in _codings(one, other):
            if one.holds((coding,)) and not other.holds((coding,)):
                return f"{before.name}: {{{key}: [{' '.join(coding)}]}}"
    return ""


def _codings(*sets: CodeSet) -> Iterator[tuple[str, str]]:
    """Codes that patterns begin and end with."""
    for codes in sets:
        for pattern in (*codes.include, *codes.exclude):
            written = (each for each in (pattern.last, pattern.first) if each != NO_CODE)
            yield from ((pattern.system, code) for each in written for code in _spelled(each))


def _spelled(code: str) -> Iterator[str]:
    """The code, or the first and the last that its brackets allow."""
    choices = allowed(code)
    for nth in (0, -1) if choices else (0,):
        yield beginning(code) + "".join(each[nth] for each in choices)


def _row(row: Row) -> str:
    codes = " | ".join(" ".join(coding) for coding in row.codings)
    words = [f"{row.kind}: {codes or chr(34) * 2}", f"id: {row.id}", f"start: {row.start}"]
    words += [f"end: {row.end}"] if row.end else []
    words += [f"{name.replace('_', ' ')}: {said}" for name, said in _said(row)]
    return "{" + ", ".join(words) + "}"


def _said(row: Row) -> Iterator[tuple[str, object]]:
    names = ("status", "act", "position", "contact", "contact_type", "department", "institution")
    for name in names:
        if getattr(row, name):
            yield name, getattr(row, name)
    yield from ((name.replace("_", " "), said) for name, said in row.attributes)
    if row.result is not None:
        yield from _result(row.result)


def _result(result: Result) -> Iterator[tuple[str, object]]:
    if result.number is not None:
        yield "value", f'"{result.comparator}{result.number:g}"'
    coded = (("value system", result.system), ("value code", result.code))
    for name, said in (("unit", result.unit), ("value text", result.text), *coded):
        if said:
            yield name, f'"{said}"'
    for name, limit in (("range low", result.range_low), ("range high", result.range_high)):
        if limit is not None:
            yield name, f"{limit:g}"
    if result.absent:
        yield "absent", result.absent
