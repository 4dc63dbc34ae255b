"""Every answer has its ground: an unknown its reasons, a decided one its evidence.

One file that says everything the language can say is put to drawn records of every kind, with
dates, ids, contacts and results as odd as they come. Nothing may fail, and what is shown must
lie in the time that may be seen.
"""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.cohort.status import STATUSES
from trialmatch.compiler import compile_text
from trialmatch.engines import reference
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.results.answers import Explanation, Subject
from trialmatch.results.evidence import RowEvidence, SearchEvidence
from trialmatch.verdict import Missing, Verdict
from trialmatch.vocabulary.calendar import Moment, parse_moment, whole_days

PATIENTS = 'trial ALL_PATIENTS "Patients"\n  screen each patient\n'
STAYS = 'registry ALL_STAYS "Stays"\n  screen each stay with diagnosis d\n'
FIRST = (
    'registry FIRST_EVENT "First events"\n'
    "  screen first procedure p from 2024-01-01 to 2024-04-01\n"
)
CRITERIA = """
codes d = ICD10 I21 except I21.9
codes p = NCSP NFB[0-9][0-2], SNOMED 1234567
codes m = ATC C10
codes a = SNOMED 91934008
measure v = LOINC 1988-5 in mg/L, plausible 0 to 500
measure s = LOINC 72089-6 as score
include
  I1: age between 18 and 75 years
  I2: female or not male
  I3: diagnosis d within 3 months before index
  I4: main diagnosis d before index and no procedure p after index
  I5: stay with secondary diagnosis d, admitted within 10 days before or after index
  I6: medication m more than 1 week before index
  I7: given medication m started between 2 and 20 days before index
  I8: latest v (within 30 days before index) between 2 and 8 mg/L
  I9: latest s >= 2 unless allergy a
  I10: measured v within 48 hours before index
exclude
  E1: finding d at least 5 days after index
  E2: if age < 50 years: (outpatient contact with diagnosis d or device p on index)
  E3: review "Read it" when immunization p
  E4: manual "A person says"
  E5: observation p ended within 2 weeks of index or diagnosis d in emergency contact
"""
OF_EVENTS = "  E6: diagnosis d in the same stay and no procedure p in the same contact\n"

BASE = parse_moment("2024-03-01").first_day
AS_OF = Moment(whole_days(BASE, BASE).hi, whole_days(BASE, BASE).hi)
CODINGS = (("ICD10", "I214"), ("ICD10", "I219"), ("NCSP", "NFB11"), ("ATC", "C10AA05"))
MORE = (("SNOMED", "91934008"), ("SNOMED", "716186003"), ("LOINC", "1988-5"), ("LOINC", "72089-6"))

ids = st.sampled_from(["", "1", "2", "3"])
starts = st.builds(
    lambda day, minutes, length: Moment(day * 1440 + minutes, day * 1440 + minutes + length),
    st.integers(BASE - 60, BASE + 8),
    st.integers(0, 1439),
    st.just(0) | st.integers(0, 50_000),
)
results = st.builds(
    Result,
    st.none() | st.floats(-10, 600, allow_nan=False),
    st.sampled_from(["", "<", ">", "<=", ">="]),
    st.sampled_from(["", "mg/L", "g/L", "mmol/L", "{score}", "nonsense ("]),
    st.sampled_from(["", "positive"]),
    absent=st.sampled_from(["", "", "cancelled"]),
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    kind = draw(st.sampled_from(SOURCE_KINDS))
    start = draw(starts)
    later = st.integers(0, 60_000).map(
        lambda minutes: Moment(start.lo + minutes, start.hi + minutes)
    )
    return Row(
        kind,
        draw(st.sampled_from(["1", "2", "3", "4", "5"])),
        tuple(sorted(draw(st.sets(st.sampled_from(CODINGS + MORE), max_size=2)))),
        start,
        end=draw(st.none() | later),
        status=draw(st.sampled_from(["", *STATUSES, "a word nobody knows"])),
        act=draw(st.sampled_from(["", "given", "ordered"])),
        position=draw(st.sampled_from(["", "main", "secondary"])),
        contact=draw(ids),
        contact_type=draw(st.sampled_from(["", "inpatient", "outpatient", "emergency"])),
        department=draw(st.sampled_from(["", "A", "B"])),
        result=draw(results) if kind in ("measurement", "observation") else None,
        days_supply=draw(st.none() | st.floats(0.5, 90)),
    )


births = st.none() | st.integers(BASE - 20_000, BASE - 30).map(lambda d: whole_days(d, d + 400))
deaths = st.none() | st.integers(BASE - 50, BASE + 10).map(lambda d: whole_days(d, d + 5))
held = st.builds(
    HeldKind,
    st.none() | st.just(frozenset({"ICD10"})),
    st.none() | st.just(BASE - 40),
)
periods = st.none() | st.just(((BASE - 30, BASE),)) | st.just(())


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """Some rows; often a stay with its diagnosis and an operation, so that there are events."""
    found = draw(st.lists(rows(), max_size=8))
    if draw(st.integers(0, 3)):
        admitted = draw(starts)
        visit = Row("visit", "1", (), admitted, contact_type="inpatient")
        found += [visit, Row("diagnosis", "9", (CODINGS[0],), admitted, contact="1")]
        found += [Row("procedure", "8", (CODINGS[2],), draw(starts), contact=draw(ids))]
    return found


records = st.builds(
    PatientRecord,
    st.just("p"),
    births,
    st.sampled_from(["female", "male", "unknown", ""]),
    st.sampled_from([False, False, True]).flatmap(lambda dies: deaths if dies else st.none()),
    st.sampled_from([False, False, False, True]),
    histories().map(by_kind),
    periods,
)
holdings = st.builds(
    Holdings,
    st.just("drawn"),
    st.dictionaries(st.sampled_from(SOURCE_KINDS), held, min_size=6),
    st.none() | st.just(AS_OF.hi) | st.just(AS_OF.hi - 5 * 1440),
    seen=st.none() | st.just({("diagnosis", "ICD10", "I214"): 1}),
)


@cache
def criteria(header: str) -> EligibilityCriteria:
    compiled = compile_text(header + CRITERIA + ("" if header is PATIENTS else OF_EVENTS))
    assert compiled.criteria is not None, [each.message for each in compiled.diagnostics]
    return compiled.criteria


@given(st.sampled_from([PATIENTS, STAYS, FIRST]), records, holdings)
def test_every_answer_has_its_ground_and_shows_nothing_of_the_future(
    header: str, record: PatientRecord, known: Holdings
) -> None:
    asked = criteria(header)
    for assessment in reference.screen(asked, [record], known, AS_OF).assessments:
        explained = reference.explain(asked, record, assessment.subject, known, AS_OF)
        for explanation, answer in zip(explained, assessment.answers, strict=True):
            assert explanation.answer == answer
            has_ground(explanation)
            shows_nothing_of_the_future(explanation, assessment.subject)


def has_ground(explanation: Explanation) -> None:
    answer = explanation.answer
    assert bool(answer.reasons) is (answer.verdict is Verdict.UNKNOWN)
    asks_alone = {reason.missing for reason in answer.reasons} == {Missing.ANSWER_NEEDED}
    assert explanation.evidence or asks_alone


def shows_nothing_of_the_future(explanation: Explanation, subject: Subject) -> None:
    for evidence in explanation.evidence:
        row = evidence.nearest if isinstance(evidence, SearchEvidence) else evidence
        if isinstance(row, RowEvidence):
            assert row.start.lo <= AS_OF.hi
            assert row.end is None or row.end.hi <= AS_OF.hi
        if isinstance(evidence, SearchEvidence) and isinstance(row, RowEvidence):
            assert row.start.first_day <= subject.index.last_day
