"""The two engines agree where a criteria file says how long things last, and what follows."""

from __future__ import annotations

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.compiler import compile_text
from trialmatch.engines import columnar, reference
from trialmatch.results.answers import Answer
from trialmatch.vocabulary.calendar import Moment, parse_moment

AS_OF = parse_moment("2026-02-28")
HELD = Holdings("made up", {"visit": HeldKind(), "medication": HeldKind()}, AS_OF.hi)


def _answers(criterion: str, *rows: Row, screen: str = "each patient") -> list[list[Answer]]:
    text = f'trial T "T"\n  screen {screen}\ncodes a = ATC A10A, grace 3 days\ninclude\n'
    criteria = compile_text(f"{text}  I1: {criterion}\n").criteria
    assert criteria is not None
    by_kind: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        by_kind[row.kind] = (*by_kind.get(row.kind, ()), row)
    record = PatientRecord("p", None, "", None, False, by_kind)
    as_of = Moment(AS_OF.hi, AS_OF.hi)
    return [
        [each.answers[0] for each in engine.screen(criteria, [record], HELD, as_of).assessments]
        for engine in (reference, columnar)
    ]


def _visit(name: str, start: str, end: str = "", kind: str = "inpatient") -> Row:
    ends = parse_moment(end) if end else None
    return Row("visit", name, (), parse_moment(start), ends, contact_type=kind)


def test_a_stay_without_an_end_may_be_followed_by_one_that_began_later() -> None:
    rows = _visit("v1", "2026-02-03"), _visit("v2", "2026-02-05T10:00", "2026-02-08")
    by_reference, by_columns = _answers(
        "stay followed by stay admitted within 10 days after its end", *rows
    )
    assert by_reference == by_columns
    assert {reason.code for reason in by_columns[0].reasons} == {"NO_END"}


def test_a_window_that_hangs_on_an_open_end_is_open_for_each_row_of_a_single_subject() -> None:
    rows = _visit("v1", "2026-02-03"), _visit("v2", "2026-02-05", "2026-02-06", "outpatient")
    by_reference, by_columns = _answers(
        "no contact in the same stay",
        *rows,
        screen="each stay merged when less than 8 h apart, across hospitals",
    )
    assert by_reference == by_columns


def test_the_events_own_row_is_found_though_its_end_is_said_by_the_file() -> None:
    month = parse_moment("2026-01")
    own = Row("medication", "m1", (("ATC", "A10AB01"),), month, days_supply=5)
    by_reference, by_columns = _answers("medication a", own, screen="each medication a")
    assert by_reference == by_columns
