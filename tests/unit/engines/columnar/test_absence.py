"""When finding nothing means that there was nothing: holdings, periods, cut-off, allergies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.engines.columnar import screen
from trialmatch.plan.algebra import Events, Observed
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.results.answers import Answer
from trialmatch.vocabulary.calendar import Duration, Moment, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

Make = Callable[..., Row]
Answers = Callable[..., list[Answer]]

CANCER = CodeSet("cancer", (pattern("ICD10", "C00", "C97"),))
NUT = CodeSet("nut allergy", (pattern("SNOMED", "91934008"),))
YEAR = Window(Bound(Duration(1, Unit.YEAR)))
DAY = Window(Bound(Duration(24, Unit.HOUR)))


def day(text: str) -> int:
    return parse_moment(text).first_day


def diagnosis(window: Window = YEAR) -> Observed:
    return Observed(("diagnosis",), CANCER, window)


def holding(cut_off: str = "2024-03-01", **kinds: HeldKind) -> Holdings:
    return Holdings("made", kinds, cut_off=parse_moment(cut_off).hi)


@pytest.fixture
def why(answers: Answers) -> Callable[..., str]:
    """The first reason with what it is about and its detail; nothing where it is MET."""

    def first(node: Observed, *rows: Row, **known: object) -> str:
        (found,) = answers(node, *rows, **known)
        return " / ".join(f"{r.code} {r.about} {r.detail}".strip() for r in found.reasons)

    return first


Why = Callable[..., str]


def test_what_the_source_holds_comes_before_all_else(why: Why) -> None:
    nothing = holding(procedure=HeldKind())
    assert why(diagnosis(), holdings=nothing, periods=()) == "NOT_COLLECTED cancer diagnosis"
    other = holding(diagnosis=HeldKind(frozenset({"ICPC2"})))
    assert why(diagnosis(), holdings=other) == "SYSTEM_NOT_HELD cancer ICD10"


def test_of_two_kinds_both_must_be_collected_and_one_must_hold_the_system(why: Why) -> None:
    finding = Observed(("diagnosis", "observation"), CANCER, YEAR)
    icd, icpc = HeldKind(frozenset({"ICD10"})), HeldKind(frozenset({"ICPC2"}))
    assert why(finding, holdings=holding(diagnosis=icd, observation=icpc)) == ""
    assert why(finding, holdings=holding(diagnosis=icpc, observation=icpc)).startswith("SYSTEM")
    assert why(finding, holdings=holding(diagnosis=icd)).endswith("observation")


def test_a_code_set_that_nobody_has_a_row_of_says_nothing(why: Why) -> None:
    held = holding(diagnosis=HeldKind())
    unseen = replace(held, seen={("diagnosis", "ICD10", "I214"): 7})
    assert why(diagnosis(), holdings=unseen) == "NEVER_SEEN cancer"
    seen = replace(held, seen={("diagnosis", "ICD10", "C509"): 1}, _seen_cache={})
    assert why(diagnosis(), holdings=seen) == ""


def test_the_data_must_reach_the_last_day_searched(why: Why) -> None:
    assert why(diagnosis(), cut_off="2024-03-01") == ""
    assert why(diagnosis(), cut_off="2024-02-29") == "DATA_END cancer 2024-02-29"


def test_a_window_in_hours_needs_the_data_to_the_minute(why: Why) -> None:
    noon = holding(diagnosis=HeldKind())
    noon = replace(noon, cut_off=parse_moment("2024-03-01T12:00").lo)
    assert why(diagnosis(), holdings=noon) == ""
    assert why(diagnosis(DAY), holdings=noon) == "DATA_END cancer 2024-03-01"


def test_a_kind_must_have_been_collected_from_the_first_day_searched(why: Why) -> None:
    on_time = holding(diagnosis=HeldKind(since=day("2023-03-01")))
    assert why(diagnosis(), holdings=on_time) == ""
    late = holding(diagnosis=HeldKind(since=day("2023-03-02")))
    assert why(diagnosis(), holdings=late) == "RECORD_BEGINS cancer 2023-03-02"
    assert why(diagnosis(ANY_TIME), holdings=late) == ""
    assert why(diagnosis(), holdings=late, birth="2023-03-02") == ""


def test_of_two_kinds_the_one_collected_last_counts(why: Why) -> None:
    finding = Observed(("diagnosis", "observation"), CANCER, YEAR)
    since = holding(
        diagnosis=HeldKind(since=day("2023-03-01")), observation=HeldKind(since=day("2023-05-01"))
    )
    assert why(finding, holdings=since) == "RECORD_BEGINS cancer 2023-05-01"


@pytest.mark.parametrize(
    ("periods", "reason"),
    [
        ([("2023-03-01", "2024-03-01")], ""),
        ([("2010-01-01", "2023-12-31"), ("2024-01-01", "2024-03-01")], ""),
        ([("2010-01-01", "2024-02-01"), ("2011-01-01", "2012-01-01")], "2010-01-01"),
        ([("2023-03-02", "2024-03-01")], "2023-03-02"),
        ([("2010-01-01", "2024-02-29")], "2010-01-01"),
        ([("2010-01-01", "2023-12-30"), ("2024-01-01", "2024-03-01")], "2010-01-01"),
    ],
)
def test_declared_periods_must_cover_every_day_searched(
    why: Why, periods: list[tuple[str, str]], reason: str
) -> None:
    told = why(diagnosis(), periods=tuple((day(a), day(b)) for a, b in periods))
    assert told == (f"RECORD_BEGINS cancer {reason}" if reason else "")


def test_nobody_was_watched_where_no_period_is_declared_for_the_patient(why: Why) -> None:
    assert why(diagnosis(), periods=()) == "RECORD_BEGINS cancer"


def test_ever_reaches_as_far_as_one_period_does(why: Why) -> None:
    late = ((day("2019-03-02"), day("2024-03-01")),)
    assert why(diagnosis(ANY_TIME), periods=late) == ""
    two = ((day("2010-01-01"), day("2010-12-31")), (day("2019-03-02"), day("2024-03-01")))
    assert why(diagnosis(ANY_TIME), periods=two) == "RECORD_BEGINS cancer 2010-01-01"


def test_of_several_patients_each_has_periods_of_their_own() -> None:
    watched, late = (day("2023-03-01"), day("2024-03-01")), (day("2023-06-01"), day("2024-03-01"))
    ended = (day("2023-03-01"), day("2024-02-29"))
    of_each = [(watched,), (late,), (), (watched, late), (ended,)]
    records = [
        PatientRecord(f"p{n}", None, "", None, False, {}, periods)
        for n, periods in enumerate(of_each)
    ]
    one = Criterion("I1", "", Side.INCLUDE, diagnosis(), "", "")
    asking = EligibilityCriteria("X", "", Purpose.TRIAL, PatientDomain(), (one,), "")
    moment = Moment(parse_moment("2024-03-01").hi, parse_moment("2024-03-01").hi)
    found = screen(asking, records, holding(diagnosis=HeldKind()), moment)
    verdicts = [each.answers[0].verdict.name for each in found.assessments]
    assert verdicts == ["MET", "UNKNOWN", "UNKNOWN", "MET", "UNKNOWN"]


def test_what_must_be_asked_is_not_absent_by_silence(why: Why, row: Make) -> None:
    measured = Observed(("measurement",), NUT, YEAR)
    assert why(measured) == "NOT_RECORDED nut allergy"
    assert why(replace(measured, asks_whether_done=True)) == ""


def test_no_known_allergy_settles_every_allergy_but_only_inside_the_window(
    why: Why, row: Make
) -> None:
    asked = Observed(("allergy",), NUT, YEAR)
    assert why(asked) == "NOT_RECORDED nut allergy"
    assert why(asked, row("allergy", "2023-06-01", "SNOMED 716186003")) == ""
    assert why(asked, row("allergy", "2022-06-01", "SNOMED 716186003")).startswith("NOT_RECORDED")
    refuted = row("allergy", "2023-06-01", "SNOMED 716186003", status="refuted")
    assert why(asked, refuted).startswith("NOT_RECORDED")
    unsure = row("allergy", "2023-06-01", "SNOMED 716186003", status="unconfirmed")
    assert why(asked, unsure).startswith("NOT_RECORDED")


def test_each_event_is_searched_around_its_own_index(answers: Answers, row: Make) -> None:
    stays = EventDomain(Events(("visit",)), "stay")
    after = Observed(("procedure",), None, Window(INDEX, Bound(Duration(10, Unit.DAY), sign=1)))
    visits = [
        row("visit", start, "", id=start, contact_type="outpatient")
        for start in ("2024-02-20", "2024-02-21")
    ]
    # Ten days after 20 February end on 1 March, the last day of the data.
    found = answers(after, *visits, domain=stays)
    assert [answer.verdict.name for answer in found] == ["MET", "UNKNOWN"]
    assert [r.code for r in found[1].reasons] == ["DATA_END"]


def test_the_day_of_birth_must_be_covered_and_the_time_before_need_not(why: Why) -> None:
    assert why(diagnosis(), birth="2024-03-01", periods=()).startswith("RECORD_BEGINS")
    ever_before = Window(None, Bound(Duration(1, Unit.DAY)))
    assert why(diagnosis(ever_before), birth="2024-03-01", periods=()) == ""
