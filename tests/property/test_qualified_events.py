"""Both engines give the same answers and reasons where events are qualified, merged or assumed."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.compiler import compile_text
from trialmatch.engines import columnar, reference
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.results.answers import Answer, Screening
from trialmatch.vocabulary.calendar import Moment, day_number

FILE = """registry R "R"
  screen {screen}
  period 2026-02-01 to 2026-02-20
codes a = ICD10 I21
codes b = NCSP FNG
codes c = ATC A10A, assume active for 20 days, grace 3 days
codes d = ATC C10AA
codes e = ICD10 E11, lifelong
codes f = ICD10 Z33, lasts at most 30 days
drugs g = ATC B01AF01 half-life 12 hours, ATC B01AA03 half-life 40 hours
define ab = diagnosis a with procedure b within 7 days before or after it
include
  A1: diagnosis a without procedure b within 7 days before or after it
  A2: diagnosis a not followed by procedure b within 10 days
  A3: diagnosis a followed by procedure b within 36 hours
  A4: diagnosis a within 30 days before index, without another diagnosis a within 5 days after it
  A5: medication d overlaps stay
  A6: stay covers medication c
  A7: procedure b during stay
  A8: current medication c
  A9: diagnosis e active at index
  A10: diagnosis f within 15 days before index, active at index
  A11: medication c gaps up to 3 days bridged throughout 12 days before index
  A12: no medication g within 5 half-lives or 4 days before index, whichever is longer
  A13: at least 2 event ab
  A14: stay lasting at least 2 days
  A15: procedure b lasting more than 6 h
  A16: procedure b with diagnosis a in the same stay
  A17: stay without diagnosis a
  A18: medication c during the period
  A19: medication d active in the period
  A20: no known allergy
  A21: stay followed by stay admitted within 10 days after its end
"""
OWN = """  B1: previous diagnosis a
  B2: another procedure b
  B3: diagnosis a in the same stay
"""
SCREENS = (
    *("each patient", "each stay", "each diagnosis a", "each medication c"),
    "each stay with diagnosis a merged when less than 8 h apart, across hospitals",
    "each stay merged when less than 2 days apart, across hospitals",
    "each diagnosis a at least 5 days after the last counted one",
    "first of (diagnosis a | procedure b)",
)
CODES: dict[str, tuple[str, ...]] = {
    "diagnosis": ("ICD10 I214", "ICD10 E119", "ICD10 Z33"),
    "procedure": ("NCSP FNG02",),
    "medication": ("ATC A10AB01", "ATC C10AA05", "ATC B01AF01", "ATC B01AA03"),
    "visit": ("",),
    "allergy": ("SNOMED 716186003", "SNOMED 91936005"),
}
FIRST = day_number(date(2026, 2, 1))
AS_OF = Moment((FIRST + 28) * 1440 - 1, (FIRST + 28) * 1440 - 1)
HELD = {kind: HeldKind() for kind in CODES}


def _criteria(screen: str) -> EligibilityCriteria:
    own = "" if screen == "each patient" else OWN
    found = compile_text(FILE.format(screen=screen) + own).criteria
    assert found is not None
    return found


def _moment(draw: Random, day: int) -> Moment:
    how = draw.random()
    if how < 0.5:
        return Moment(day * 1440, day * 1440 + 1439)
    if how < 0.9:
        minute = day * 1440 + draw.randrange(1440)
        return Moment(minute, minute)
    return Moment((day - 5) * 1440, (day + 5) * 1440 + 1439)


def _row(draw: Random, number: int) -> Row:
    kind = draw.choice(list(CODES))
    day = FIRST + draw.randrange(32)
    start, end = _moment(draw, day), None
    if draw.random() < 0.6:
        last = _moment(draw, day + draw.randrange(9))
        end = Moment(max(last.lo, start.lo), max(last.hi, start.hi))
    system, _, code = draw.choice(CODES[kind]).partition(" ")
    visit = kind == "visit"
    return Row(
        kind=kind,
        id=f"{kind}{number}",
        codings=((system, code),) if code else (),
        start=start,
        end=end,
        status=draw.choice(["", "", "", "", "unconfirmed", "in-progress"]),
        contact="" if visit else draw.choice(["", "visit1", "visit2", "visit3"]),
        contact_type=draw.choice(["inpatient", "inpatient", "outpatient", ""]) if visit else "",
        department=draw.choice(["", "X", "Y"]),
        days_supply=draw.choice([None, None, 3, 8]) if kind == "medication" else None,
    )


def _record(draw: Random, name: str, periods: bool) -> PatientRecord:
    rows: dict[str, list[Row]] = {}
    for number in range(draw.randrange(1, 8)):
        row = _row(draw, number)
        rows.setdefault(row.kind, []).append(row)
    known = ((FIRST + draw.randrange(-20, 10), FIRST + 27),) if periods else None
    in_order = {
        kind: tuple(sorted(found, key=lambda row: (row.start, row.codings, row.id)))
        for kind, found in rows.items()
    }
    return PatientRecord(name, Moment(0, 1439), "female", None, False, in_order, known)


def _answers(screening: Screening) -> dict[tuple[str, str, str], tuple[Answer, ...]]:
    return {
        (each.subject.patient, each.subject.event, each.subject.kind): each.answers
        for each in screening.assessments
    }


@pytest.mark.parametrize("screen", SCREENS)
@given(draw=st.randoms(use_true_random=False), periods=st.booleans())
@settings(max_examples=25, deadline=None)
def test_both_engines_say_the_same_of_qualified_events(
    screen: str, draw: Random, periods: bool
) -> None:
    criteria = _criteria(screen)
    records = [_record(draw, f"p{number}", periods) for number in range(3)]
    holdings = Holdings("made up", HELD, AS_OF.hi, periods_declared=periods)
    by_reference = _answers(reference.screen(criteria, records, holdings, AS_OF))
    assert _answers(columnar.screen(criteria, records, holdings, AS_OF)) == by_reference
