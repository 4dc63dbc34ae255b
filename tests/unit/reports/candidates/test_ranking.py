"""Who is on the list, in which order, and how much of a person a row shows."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from trialmatch.reports.candidates.ranking import entries, who
from trialmatch.results.answers import State, rank
from trialmatch.results.release import Level
from trialmatch.vocabulary.calendar import parse_moment
from trialmatch.wording import words

EN = words("en")


def test_those_ruled_out_are_not_listed(made_up: ModuleType) -> None:
    listed = entries(made_up.list_input())
    assert len(listed) == 25
    assert State.INELIGIBLE not in {entry.assessment.state for entry in listed}


def test_ranks_follow_the_states_and_what_is_missing(made_up: ModuleType) -> None:
    keys = [rank(entry.assessment)[:3] for entry in entries(made_up.list_input())]
    assert keys == sorted(keys)


def test_among_equals_the_order_says_nothing_of_the_patients_own(made_up: ModuleType) -> None:
    equal = entries(made_up.list_input())[:5]
    assert [entry.row_id for entry in equal] == sorted(entry.row_id for entry in equal)


def test_where_only_counts_are_released_nobody_is_listed(made_up: ModuleType) -> None:
    assert entries(made_up.list_input(level=Level.COUNTS, synthetic=False)) == []


def test_a_pseudonymous_row_shows_no_identity(made_up: ModuleType) -> None:
    given = made_up.list_input()
    person = who(entries(given)[0], given, EN)
    assert (person.patient, person.person_number, person.name) == ("", "", "")


def test_an_identified_row_names_the_person(made_up: ModuleType) -> None:
    given = made_up.list_input(level=Level.IDENTIFIED)
    entry = entries(given)[0]
    person = who(entry, given, EN)
    assert person.patient == entry.assessment.subject.patient
    assert person.name.startswith("Name ")


def test_age_is_that_at_the_index_and_a_range_for_a_partial_date(made_up: ModuleType) -> None:
    given = made_up.list_input()
    entry = entries(given)[0]
    patient = entry.assessment.subject.patient

    def age(birth: str) -> str:
        facts = {patient: ("female", parse_moment(birth))}
        return who(entry, replace(given, facts=facts), EN).age

    assert age("2008-03-01") == "18"
    assert age("2008-03-02") == "17"
    assert age("2008") == "17\N{EN DASH}18"
    assert who(entry, replace(given, facts={}), EN).age == ""
    assert who(entry, replace(given, facts={}), EN).sex == "not known"


def test_an_event_s_date_is_not_shown_where_dates_are_relative(made_up: ModuleType) -> None:
    given = made_up.list_input(made_up.screening(criteria=made_up.registry()))
    entry = entries(given)[0]
    assert who(entry, given, EN).event_date == str(entry.assessment.subject.index)[:10]
    assert who(entry, replace(given, relative_dates=True), EN).event_date == ""
