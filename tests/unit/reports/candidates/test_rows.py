"""Rows in words: what is missing first, and what one subject lacks before what all lack."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.reports.candidates.ranking import entries
from trialmatch.reports.candidates.rows import GAPS_SHOWN, Row, missing_choices, rows
from trialmatch.results.answers import Answer, State
from trialmatch.results.telling import Teller
from trialmatch.verdict import Missing, Reason, Verdict


def made(given: ListInput) -> list[Row]:
    return list(rows(given, entries(given), Teller.of("en", brief=True)))


def test_every_criterion_stands_in_exactly_one_group(made_up: ModuleType) -> None:
    for row in made(made_up.list_input()):
        ids = [told.criterion.id for told in (*row.gaps, *row.asks, *row.settled)]
        assert sorted(ids) == sorted(c.id for c in made_up.CRITERIA)
        assert row.missing.split() == ids[: len(row.gaps) + len(row.asks)]


def test_a_candidate_names_what_a_person_must_answer(made_up: ModuleType) -> None:
    candidate = next(r for r in made(made_up.list_input()) if r.state == "candidate")
    expected = "passes every computed criterion; a person must still answer I5, E4"
    assert candidate.conclusion == expected
    assert candidate.shown_gaps == ()


def test_an_unclear_row_shows_the_first_gaps_and_counts_the_others(made_up: ModuleType) -> None:
    last = made(made_up.list_input())[-1]
    assert last.conclusion == "not ruled out: missing I3, I4, E1, E2"
    assert len(last.shown_gaps) == GAPS_SHOWN
    assert last.more_gaps == "and 1 more"
    assert last.ask_ids == "I5, E4"


def test_what_this_subject_lacks_stands_before_what_the_source_lacks(made_up: ModuleType) -> None:
    of = made_up.screening(8)
    never = Answer(Verdict.UNKNOWN, (Reason.of(Missing.NEVER_SEEN, "infarction"),))
    first = of.assessments[2]
    unclear = replace(first, answers=(never, *first.answers[1:]), state=State.UNCLEAR)
    (row,) = made(made_up.list_input(replace(of, assessments=(unclear,))))
    assert row.conclusion == "not ruled out: missing I3, I1"
    assert [gap.id for gap in row.shown_gaps] == ["I3"]
    assert row.more_gaps == "and 1 more"


def test_what_the_source_lacks_is_shown_where_nothing_else_is_missing(made_up: ModuleType) -> None:
    of = made_up.screening(8)
    never = Answer(Verdict.UNKNOWN, (Reason.of(Missing.NEVER_SEEN, "infarction"),))
    first = of.assessments[0]
    unclear = replace(first, answers=(never, *first.answers[1:]), state=State.UNCLEAR)
    (row,) = made(made_up.list_input(replace(of, assessments=(unclear,))))
    assert [gap.id for gap in row.shown_gaps] == ["I1"]


def test_the_filter_by_what_is_missing_counts_rows(made_up: ModuleType) -> None:
    given = made_up.list_input()
    gaps, asks = missing_choices(given, entries(given))
    assert {choice.id: choice.count for choice in gaps} == {"I3": 15, "I4": 10, "E1": 10, "E2": 5}
    assert {choice.id: choice.count for choice in asks} == {"I5": 20, "E4": 20}
