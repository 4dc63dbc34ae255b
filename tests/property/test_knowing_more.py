"""Knowing more never turns an answer round: a decided verdict stays when a gap is filled.

Criteria and records are drawn together. Each test fills one kind of gap (a possible row turns
out real or not, a partial date becomes a day, a bound becomes a number, a birth date becomes
exact) in every way that is drawn, and the verdicts that were MET or NOT_MET must stand.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.engines.reference.subject import SubjectRecord, known_at
from trialmatch.engines.reference.truth import decide
from trialmatch.plan import algebra
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.calendar import (
    MINUTES_PER_DAY,
    Duration,
    Moment,
    Unit,
    parse_moment,
    whole_days,
)
from trialmatch.vocabulary.codesets import CodeSet, pattern

BASE = parse_moment("2024-03-01").first_day
AS_OF = Moment(whole_days(BASE, BASE).hi, whole_days(BASE, BASE).hi)
CODES = {
    "diagnosis": CodeSet("mi", (pattern("ICD10", "I21"),)),
    "medication": CodeSet("statin", (pattern("ATC", "C10AA"),)),
    "measurement": CodeSet("crp", (pattern("LOINC", "1988-5"),)),
}
CODING = {
    "diagnosis": ("ICD10", "I214"),
    "medication": ("ATC", "C10AA05"),
    "measurement": ("LOINC", "1988-5"),
}
HELD = Holdings("drawn", {kind: HeldKind() for kind in CODES}, cut_off=AS_OF.hi)
SCALE = Scale("crp", "mg/L", "mg/L", low=Decimal(0), high=Decimal(500))

days = st.integers(BASE - 70, BASE + 12)
durations = st.builds(
    Duration, st.integers(0, 40), st.sampled_from([Unit.DAY, Unit.WEEK])
) | st.builds(Duration, st.integers(0, 3), st.just(Unit.MONTH))
bounds = st.builds(Bound, durations, st.just(-1), st.booleans())
windows = st.one_of(
    st.just(ANY_TIME),
    st.builds(Window, bounds, st.just(INDEX)),
    st.builds(Window, st.none(), bounds),
    st.builds(Window, bounds, st.just(Bound(exclusive=True))),
)


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    day = draw(days)
    match draw(st.sampled_from(["minute", "day", "days", "days"])):
        case "minute":
            minute = day * MINUTES_PER_DAY + draw(st.integers(0, MINUTES_PER_DAY - 1))
            return Moment(minute, minute)
        case "day":
            return whole_days(day, day)
    return whole_days(day, day + draw(st.integers(1, 30)))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    kind = draw(st.sampled_from(sorted(CODES)))
    start = draw(moments())
    result = None
    if kind == "measurement":
        result = Result(
            float(draw(st.integers(0, 12))),
            comparator=draw(st.sampled_from(["", "", "", "<", ">"])),
            unit="mg/L",
        )
    end = None
    if kind != "measurement" and draw(st.booleans()):
        last = start.last_day + draw(st.integers(0, 20))
        end = whole_days(last, last)
    return Row(
        kind,
        str(draw(st.integers(0, 10**6))),
        (CODING[kind],),
        start,
        end=end,
        status=draw(st.sampled_from(["", "", "", "provisional", "preliminary"])),
        result=result,
    )


@st.composite
def leaves(draw: st.DrawFn) -> algebra.Truth:
    window = draw(windows)
    what = draw(st.sampled_from(["diagnosis", "medication", "latest", "latest", "age"]))
    op = draw(st.sampled_from([algebra.Op.LT, algebra.Op.LE, algebra.Op.GT, algebra.Op.GE]))
    if what == "age":
        age = algebra.Elapsed(
            algebra.Attribute(algebra.Fact.BIRTH), algebra.Attribute(algebra.Fact.INDEX), Unit.MONTH
        )
        return algebra.Compare(age, op, Decimal(draw(st.integers(0, 4))))
    if what == "latest":
        picked = algebra.Take(
            algebra.Within(algebra.Events(("measurement",), CODES["measurement"]), window)
        )
        value = algebra.Reduce(picked, algebra.Number(SCALE))
        return algebra.Compare(value, op, Decimal(draw(st.integers(0, 12))))
    events = algebra.Within(
        algebra.Events((what,), CODES[what]), window, draw(st.sampled_from(list(algebra.By)[:2]))
    )
    return algebra.Exists(events, algebra.Observed((what,), CODES[what], window))


questions = st.recursive(
    leaves(),
    lambda inner: st.one_of(
        st.builds(algebra.Negate, inner),
        st.builds(algebra.AllOf, st.tuples(inner, inner)),
        st.builds(algebra.AnyOf, st.tuples(inner, inner)),
    ),
    max_leaves=4,
)
births = st.integers(BASE - 160, BASE - 71).map(lambda day: whole_days(day, day + 20))
records = st.lists(rows(), max_size=6, unique_by=lambda row: row.id)


def record(found: list[Row], birth: Moment) -> PatientRecord:
    return PatientRecord("p", birth, "female", None, False, by_kind(found))


def verdict(question: algebra.Truth, found: list[Row], birth: Moment) -> Verdict:
    subject = SubjectRecord(known_at(record(found, birth), AS_OF), AS_OF, AS_OF, HELD)
    return decide(question, subject).verdict


def stands(before: Verdict, after: Verdict) -> bool:
    return before is Verdict.UNKNOWN or before is after


@given(questions, records, births, st.data())
def test_a_possible_row_that_turns_out_real_or_not_never_turns_a_verdict_round(
    question: algebra.Truth, found: list[Row], birth: Moment, data: st.DataObject
) -> None:
    before = verdict(question, found, birth)
    settled = []
    for row in found:
        if row.status != "provisional":
            settled.append(row)
        elif data.draw(st.booleans()):
            settled.append(replace(row, status=""))
    assert stands(before, verdict(question, settled, birth))


@given(questions, records, births, st.data())
def test_a_partial_date_that_becomes_a_day_never_turns_a_verdict_round(
    question: algebra.Truth, found: list[Row], birth: Moment, data: st.DataObject
) -> None:
    before = verdict(question, found, birth)
    dated = []
    for row in found:
        day = data.draw(st.integers(row.start.first_day, row.start.last_day))
        exact = row.start if row.start.exact else whole_days(day, day)
        dated.append(replace(row, start=exact))
    assert stands(before, verdict(question, dated, birth))


@given(questions, records, births, st.data())
def test_a_bound_that_becomes_a_number_never_turns_a_verdict_round(
    question: algebra.Truth, found: list[Row], birth: Moment, data: st.DataObject
) -> None:
    before = verdict(question, found, birth)
    measured = []
    for row in found:
        result = row.result
        if result is None or result.number is None or not result.comparator:
            measured.append(row)
            continue
        low, high = (0.0, result.number) if result.comparator == "<" else (result.number, 500.0)
        if low == high:
            continue
        middle = low + (high - low) * data.draw(st.sampled_from([0.25, 0.5, 0.75]))
        measured.append(replace(row, result=replace(result, number=middle, comparator="")))
    if len(measured) == len(found):
        assert stands(before, verdict(question, measured, birth))


@given(questions, records, births, st.data())
def test_a_birth_date_that_becomes_exact_never_turns_a_verdict_round(
    question: algebra.Truth, found: list[Row], birth: Moment, data: st.DataObject
) -> None:
    day = data.draw(st.integers(birth.first_day, birth.last_day))
    assert stands(verdict(question, found, birth), verdict(question, found, whole_days(day, day)))


@given(questions, records, births, st.data())
def test_the_order_of_rows_never_matters(
    question: algebra.Truth, found: list[Row], birth: Moment, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(found))
    assert verdict(question, found, birth) is verdict(question, shuffled, birth)


@given(questions, records, births)
def test_nothing_dated_after_the_as_of_date_has_any_influence(
    question: algebra.Truth, found: list[Row], birth: Moment
) -> None:
    known = [row for row in found if row.start.lo <= AS_OF.hi]
    assert verdict(question, found, birth) is verdict(question, known, birth)
