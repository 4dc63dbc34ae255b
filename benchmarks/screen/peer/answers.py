"""Each question as columns of one aggregation a table, and as a verdict of those columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.screen.peer.scans import beginning_with
from benchmarks.screen.peer.subjects import Subjects
from benchmarks.screen.questions import (
    EVER,
    Age,
    Count,
    Events,
    Measured,
    Presence,
    SameStay,
    Sex,
    Span,
)


@dataclass(frozen=True, slots=True)
class Aggregated:
    """Columns of the aggregation of one relation, and the verdict that they come to."""

    relation: str
    columns: dict[str, str]
    verdict: str


def of_the_subject(question: Age | Sex) -> str:
    """The verdict on what is known of a person."""
    if isinstance(question, Sex):
        return f"CASE WHEN sex IN ('female', 'male') THEN sex = '{question.word}' END"
    old, too_old = _aged(question.low), _aged(question.high + 1)
    return f"(({old}) AND NOT ({too_old}))"


def _aged(years: int) -> str:
    """Years are completed on the birthday; a birth of 29 February on 1 March."""
    return (
        f"CASE WHEN index_lo - INTERVAL {years} YEAR >= birth_hi THEN true"
        f" WHEN index_hi - INTERVAL {years} YEAR < birth_lo THEN false END"
    )


def of_presence(number: int, question: Presence, of: Subjects) -> Aggregated:
    """2 where a row is surely there, 1 where perhaps."""
    surely, perhaps = _members(question.events, question.span, question.by_start, of)
    answer = answered(
        number, RELATIONS[question.events.kind], surely, perhaps, of.seen(question.span)
    )
    if not question.absent:
        return answer
    return Aggregated(answer.relation, answer.columns, f"NOT ({answer.verdict})")


def of_count(number: int, question: Count, of: Subjects) -> Aggregated:
    """How many rows there surely are, and how many there may be."""
    surely, perhaps = _members(question.events, question.span, False, of)
    columns = {
        f"n{number}": f"count(*) FILTER (WHERE {surely})",
        f"m{number}": f"count(*) FILTER (WHERE {perhaps})",
    }
    verdict = (
        f"CASE WHEN coalesce(n{number}, 0) >= {question.least} THEN true"
        f" WHEN coalesce(m{number}, 0) < {question.least} AND {of.seen(question.span)}"
        " THEN false END"
    )
    return Aggregated(RELATIONS[question.events.kind], columns, verdict)


def of_same_stay(number: int, question: SameStay, of: Subjects) -> Aggregated:
    """Rows of the subject's own stay: by its id, or perhaps of its days."""
    surely, perhaps = _members(question.events, EVER, False, of)
    link = "contact = s.stay"
    near = "contact IS NULL AND d_lo <= s.own_last AND d_hi >= s.index_lo"
    return answered(
        number,
        RELATIONS[question.events.kind],
        f"{surely} AND {link}",
        f"{perhaps} AND ({link} OR {near})",
        of.seen(EVER),
    )


def of_measured(number: int, question: Measured, of: Subjects) -> Aggregated:
    """Rows of the measure, whatever the result."""
    edges = of.edges(question.span)
    coded = f"code = '{question.measure.code}'"
    surely = f"{coded} AND sure AND {edges.surely('d', 'd')}"
    perhaps = f"{coded} AND {edges.perhaps('d', 'd')}"
    return answered(number, f"{question.measure.table}s", surely, perhaps, of.seen(question.span))


RELATIONS = {"diagnosis": "diagnoses", "medication": "medications", "procedure": "procedures"}


def answered(
    number: int, relation: str, surely: str, perhaps: str, seen: str = "true"
) -> Aggregated:
    """MET where a row surely counts, UNKNOWN where one perhaps does or the data do not reach."""
    column = f"p{number}"
    found = f"max(CASE WHEN {surely} THEN 2 WHEN {perhaps} THEN 1 END)"
    verdict = f"CASE {column} WHEN 2 THEN true WHEN 1 THEN NULL ELSE {_none(seen)} END"
    return Aggregated(relation, {column: found}, verdict)


def _none(seen: str) -> str:
    return "false" if seen == "true" else f"CASE WHEN {seen} THEN false END"


def _members(events: Events, span: Span, by_start: bool, of: Subjects) -> tuple[str, str]:
    contact = "" if events.kind == "medication" else "contact"
    edges = of.edges(span, contact)
    last = "e" if events.kind == "medication" and not by_start else "d"
    sure, maybe = zip(*_narrowed(events), strict=True)
    surely = " AND ".join([*sure, "sure", edges.surely("d", last)])
    perhaps = " AND ".join([*maybe, edges.perhaps("d", last)])
    return surely, perhaps


def _narrowed(events: Events) -> Iterator[tuple[str, str]]:
    coded = beginning_with(events.codes)
    yield coded, coded
    for column, word in (("position", events.position), ("act", events.act)):
        if word:
            same = f"{column} = '{word}'"
            yield f"coalesce({same}, false)", f"({same} OR {column} IS NULL)"
