"""What a plan asks of a source, worked out by hand for each kind of question."""

from __future__ import annotations

from decimal import Decimal

from trialmatch.cohort.needs import Needs
from trialmatch.plan.algebra import (
    By,
    Codings,
    Compare,
    During,
    Edge,
    Elapsed,
    Events,
    Exists,
    Field,
    How,
    Joined,
    Link,
    Lookup,
    Match,
    Merged,
    Near,
    Number,
    Observed,
    OfPartner,
    Op,
    Order,
    OwnEvent,
    RangeEnd,
    RangeLimit,
    Reduce,
    Rows,
    RowTime,
    SameContact,
    Spaced,
    Take,
    Truth,
    Value,
    Where,
    Within,
    Word,
)
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.plan.passes.needing import needs_of
from trialmatch.plan.scale import Scale
from trialmatch.plan.screening_plan import plan_of
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Moment, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

AS_OF = Moment(parse_moment("2024-03-01").hi, parse_moment("2024-03-01").hi)
CANCER = CodeSet("cancer", (pattern("ICD10", "C00", "C97"),))
LDL = CodeSet("ldl", (pattern("LOINC", "13457-7"),))
IN_MMOL = Number(Scale("ldl", "mmol/L", "mmol/L"))
EXTENT = {"end_lo", "end_hi", "days_supply", "contact_type"}
NUMBER = {"value", "comparator", "unit", "text", "value_code", "absent"}
ALWAYS = {"status"}
STAYS = EventDomain(Events(("visit",)), "stay")


def day(text: str) -> int:
    return parse_moment(text).first_day


def back(count: int, unit: Unit) -> Window:
    return Window(Bound(Duration(count, unit)))


def exists(rows: Rows) -> Truth:
    return Exists(rows, Observed(("diagnosis",), None, ANY_TIME))


def diagnoses(window: Window = ANY_TIME, by: By = By.OVERLAP) -> Within:
    return Within(Events(("diagnosis",), CANCER), window, by)


def results(window: Window = ANY_TIME) -> Within:
    return Within(Events(("measurement",), LDL), window)


def criteria(
    domain: PatientDomain | EventDomain, *questions: Truth, applies: Truth | None = None
) -> EligibilityCriteria:
    found = tuple(
        Criterion(f"I{n}", "", Side.INCLUDE, q, "", "", applies) for n, q in enumerate(questions)
    )
    return EligibilityCriteria("X", "", Purpose.TRIAL, domain, found, "")


def needs(*questions: Truth, applies: Truth | None = None) -> Needs:
    return needs_of(plan_of([criteria(PatientDomain(), *questions, applies=applies)], [AS_OF]))


def of_events(*questions: Truth, domain: EventDomain = STAYS) -> Needs:
    return needs_of(plan_of([criteria(domain, *questions)], [AS_OF]))


def of_value(value: Value) -> Needs:
    return needs(Compare(value, Op.GE, Decimal(1)))


def columns(found: Needs, kind: str) -> set[str]:
    return set(found.columns(kind))


def test_only_the_kinds_and_codes_that_are_asked_about_are_needed() -> None:
    found = needs(exists(diagnoses()))
    assert found.kinds == {"diagnosis"}
    assert [each.codes for each in found.of_kind("diagnosis")] == [CANCER]


def test_the_condition_of_an_if_is_asked_too() -> None:
    allergies = exists(Within(Events(("allergy",))))
    assert needs(exists(diagnoses()), applies=allergies).kinds == {"diagnosis", "allergy"}


def test_every_kind_of_a_finding_is_needed() -> None:
    found = needs(exists(Within(Events(("diagnosis", "observation"), CANCER))))
    assert found.kinds == {"diagnosis", "observation"}


def test_a_start_alone_needs_no_end() -> None:
    assert columns(needs(exists(diagnoses(by=By.START))), "diagnosis") == ALWAYS
    assert columns(needs(exists(diagnoses(by=By.END))), "diagnosis") == ALWAYS | EXTENT
    assert columns(needs(exists(diagnoses())), "diagnosis") == ALWAYS | EXTENT


def test_rows_before_the_window_are_not_needed_but_for_one_day() -> None:
    assert needs(exists(diagnoses(back(12, Unit.MONTH)))).since("diagnosis") == day("2023-02-28")
    assert needs(exists(diagnoses(back(30, Unit.DAY)))).since("diagnosis") == day("2024-01-30")
    fixed = Window(Bound(day=day("2020-05-01")), INDEX)
    assert needs(exists(diagnoses(fixed))).since("diagnosis") == day("2020-04-30")


def test_a_window_in_hours_needs_the_days_that_the_hours_may_begin_in() -> None:
    # 48 hours before some minute of 1 March begin on 28 February; a day's margin each side.
    found = needs(exists(diagnoses(back(48, Unit.HOUR))))
    assert found.since("diagnosis") == day("2024-02-26")


def test_a_window_that_opens_after_the_index_needs_nothing_before() -> None:
    ahead = Window(Bound(Duration(10, Unit.DAY), sign=1), None)
    assert needs(exists(diagnoses(ahead))).since("diagnosis") == day("2024-03-10")


def test_of_two_windows_the_longer_one_counts_and_an_open_one_needs_everything() -> None:
    short, long = exists(diagnoses(back(1, Unit.MONTH))), exists(diagnoses(back(1, Unit.YEAR)))
    assert needs(short, long).since("diagnosis") == day("2023-02-28")
    assert needs(short, exists(diagnoses())).since("diagnosis") is None


def test_two_code_sets_of_one_kind_need_the_days_of_both() -> None:
    old = Within(Events(("diagnosis",), LDL), back(10, Unit.YEAR))
    found = needs(exists(diagnoses(back(1, Unit.MONTH))), exists(old))
    assert found.since("diagnosis") == day("2014-02-28")
    days = {each.codes: each.since for each in found.of_kind("diagnosis")}
    assert days == {CANCER: day("2024-01-31"), LDL: day("2014-02-28")}


def test_the_earliest_of_several_moments_counts() -> None:
    before = Moment(parse_moment("2022-03-01").hi, parse_moment("2022-03-01").hi)
    one = criteria(PatientDomain(), exists(diagnoses(back(1, Unit.YEAR))))
    found = needs_of(plan_of([one, one], [AS_OF, before]))
    assert found.since("diagnosis") == day("2021-02-28")


def test_where_the_lower_bound_is_an_event_or_worked_out_all_rows_are_needed() -> None:
    last = Reduce(Take(Within(Events(("visit",)))), RowTime())
    since_stay = needs(exists(diagnoses(Window(Bound(anchor=last), INDEX))))
    assert since_stay.since("diagnosis") is None
    assert since_stay.kinds == {"diagnosis", "visit"}
    some_days = Reduce(results(), IN_MMOL)
    counted = needs(exists(diagnoses(Window(Bound(days=some_days), INDEX))))
    assert counted.since("diagnosis") is None
    assert columns(counted, "measurement") >= NUMBER


def test_a_fixed_day_moved_by_worked_out_days_needs_all_rows() -> None:
    some_days = Reduce(results(), IN_MMOL)
    window = Window(Bound(day=day("2020-05-01"), days=some_days), INDEX)
    assert needs(exists(diagnoses(window))).since("diagnosis") is None


def test_rows_that_are_joined_merged_or_spaced_first_are_needed_whole() -> None:
    month = back(1, Unit.MONTH)
    gap = Duration(0, Unit.DAY)
    for rows in (
        Merged(diagnoses(), gap),
        Spaced(diagnoses(), gap),
        Joined(diagnoses(), diagnoses()),
        Take(diagnoses()),
    ):
        assert needs(exists(Within(rows, month))).since("diagnosis") is None


def test_rows_in_a_window_leave_their_partners_all_of_time() -> None:
    joined = Joined(Events(("diagnosis",), CANCER), Events(("visit",)))
    found = needs(exists(Within(joined, back(1, Unit.MONTH))))
    assert found.since("diagnosis") == day("2024-01-31")
    assert found.since("visit") is None


def test_a_test_of_rows_leaves_the_window_around_it_its_days() -> None:
    main = Where(Events(("diagnosis",), CANCER), Compare(Field("position"), Op.EQ, "main"))
    found = needs(exists(Within(main, back(30, Unit.DAY))))
    assert found.since("diagnosis") == day("2024-01-30")
    assert columns(found, "diagnosis") == ALWAYS | EXTENT | {"position"}


def test_a_number_needs_all_that_may_make_it_none() -> None:
    found = of_value(Reduce(Take(results()), IN_MMOL))
    assert columns(found, "measurement") == ALWAYS | EXTENT | NUMBER


def test_results_are_needed_of_no_kind_that_has_none() -> None:
    both = Take(Within(Events(("diagnosis", "observation"), CANCER)))
    found = of_value(Reduce(both, how=How.COUNT))
    assert columns(found, "diagnosis") == ALWAYS | EXTENT | {"row", "code"}
    assert columns(found, "observation") == ALWAYS | EXTENT | {"row", "code"} | NUMBER


def test_the_words_of_a_person_s_answer_are_needed() -> None:
    found = needs(Compare(Reduce(Events(("answer",)), Word()), Op.EQ, "applies"))
    assert "text" in columns(found, "answer")


def test_a_reference_limit_needs_the_range_and_its_unit() -> None:
    limit = RangeLimit(RangeEnd.UPPER, Scale("ldl", "mmol/L", "mmol/L"))
    found = columns(of_value(Reduce(results(), limit)), "measurement")
    assert found == ALWAYS | EXTENT | {"range_low", "range_high", "unit"} | {"absent"}


def test_counting_needs_what_tells_rows_apart() -> None:
    found = columns(of_value(Reduce(results(), how=How.COUNT)), "measurement")
    assert found == ALWAYS | EXTENT | NUMBER | {"row", "code"}
    some = columns(of_value(Reduce(Take(results(), n=3), IN_MMOL, How.MAX)), "measurement")
    assert some >= {"row", "code"}


def test_the_highest_by_another_value_needs_that_value() -> None:
    highest = Take(results(), Order.HIGHEST, value=IN_MMOL)
    found = of_value(Reduce(highest, RowTime(Edge.END)))
    assert columns(found, "measurement") >= NUMBER | EXTENT


def test_codings_to_be_looked_up_are_needed() -> None:
    points = Lookup(Codings(), ((CANCER, Decimal(1)),), "points")
    found = of_value(Reduce(diagnoses(by=By.START), points, How.MAX))
    assert columns(found, "diagnosis") == ALWAYS | {"code", "row"}


def test_how_medication_is_known_is_needed_where_it_is_asked() -> None:
    given = Within(Events(("medication",), None, frozenset({"given"})), by=By.START)
    assert columns(needs(exists(given)), "medication") == ALWAYS | {"act"}


def test_exceptions_need_the_row_that_other_codings_stand_on() -> None:
    but = CodeSet("but", (pattern("ICD10", "C00", "C97"),), (pattern("ICD10", "C44"),))
    found = needs(exists(Within(Events(("diagnosis",), but), by=By.START)))
    assert columns(found, "diagnosis") == ALWAYS | {"row"}


def joined(link: Link, itself: bool = True) -> Needs:
    procedures = Within(Events(("procedure",)), by=By.START)
    return needs(exists(Joined(diagnoses(by=By.START), procedures, link, itself=itself)))


def test_the_same_contact_needs_contact_unit_and_days_of_both() -> None:
    wanted = ALWAYS | EXTENT | {"contact", "department"}
    found = joined(SameContact())
    assert (columns(found, "diagnosis"), columns(found, "procedure")) == (wanted, wanted)


def test_nearness_of_starts_needs_starts_alone() -> None:
    window = back(30, Unit.DAY)
    assert columns(joined(Near(window)), "procedure") == ALWAYS
    assert columns(joined(Near(window, Edge.END)), "procedure") == ALWAYS | EXTENT
    assert columns(joined(Near(window, by=By.END)), "procedure") == ALWAYS | EXTENT
    assert columns(joined(During()), "diagnosis") == ALWAYS | EXTENT


def test_a_row_that_is_no_partner_of_its_own_must_be_told_apart() -> None:
    window = back(30, Unit.DAY)
    assert columns(joined(Near(window), itself=False), "diagnosis") == ALWAYS | {"row"}


def test_a_value_of_the_partner_is_needed_of_the_partner() -> None:
    pairs = Joined(
        diagnoses(by=By.START),
        Within(Events(("measurement",), LDL), by=By.START),
        Near(back(30, Unit.DAY)),
        Match.PAIRS,
    )
    above = Where(pairs, Compare(OfPartner(IN_MMOL), Op.GE, Decimal(3)))
    assert columns(needs(exists(above)), "measurement") == ALWAYS | NUMBER


def test_whether_partners_were_searched_for_is_asked_too() -> None:
    asked = Exists(Within(Events(("immunization",))), Observed(("visit",), None, ANY_TIME))
    none = Joined(diagnoses(), diagnoses(), match=Match.ANTI, observed=asked)
    assert needs(exists(none)).kinds == {"diagnosis", "immunization"}


def test_silence_about_an_allergy_needs_the_row_that_settles_it() -> None:
    found = needs(exists(diagnoses()), Observed(("allergy",), None, ANY_TIME))
    (rows,) = found.of_kind("allergy")
    assert rows.codes is not None
    assert rows.codes.holds((("SNOMED", "716186003"),))
    assert needs(Observed(("diagnosis",), None, ANY_TIME)).kinds == set()


def test_eras_need_extents_and_the_order_of_rows() -> None:
    merged = Merged(diagnoses(by=By.START), Duration(0, Unit.DAY))
    assert columns(needs(exists(merged)), "diagnosis") == ALWAYS | EXTENT | {"row", "id"}
    apart = Spaced(diagnoses(by=By.START), Duration(1, Unit.WEEK))
    assert columns(needs(exists(apart)), "diagnosis") == ALWAYS | {"row", "id"}


def test_coverage_needs_extents() -> None:
    covered = Reduce(diagnoses(by=By.START), how=How.LONGEST_RUN)
    assert columns(of_value(covered), "diagnosis") == ALWAYS | EXTENT


def test_events_that_are_screened_need_their_identifier_and_their_contact() -> None:
    found = of_events(exists(diagnoses(back(1, Unit.YEAR))))
    assert columns(found, "visit") >= {"row", "id", "contact", "department"} | EXTENT
    # Each event has an index of its own, so no day is before all windows.
    assert found.since("diagnosis") is None


def test_rows_of_the_event_s_own_contact_are_told_by_their_contact() -> None:
    assert columns(of_events(exists(diagnoses())), "diagnosis") >= {"contact", "department"}
    stated = columns(of_events(exists(diagnoses(back(1, Unit.YEAR)))), "diagnosis")
    assert not stated & {"contact", "department"}


def test_what_is_asked_of_the_event_itself_is_needed_of_the_rows_screened() -> None:
    of_each = EventDomain(Events(("diagnosis",), CANCER), "diagnosis")
    main = exists(Where(OwnEvent(), Compare(Field("position"), Op.EQ, "main")))
    assert "position" in columns(of_events(main, domain=of_each), "diagnosis")
    each_result = EventDomain(Events(("measurement",), LDL), "measurement")
    high = Compare(Reduce(OwnEvent(), IN_MMOL), Op.GE, Decimal(3))
    assert columns(of_events(high, domain=each_result), "measurement") >= NUMBER


def test_a_time_inside_another_value_is_found() -> None:
    ends = Reduce(Take(diagnoses(by=By.START)), RowTime(Edge.END))
    length = Elapsed(ends, ends, Unit.DAY)
    assert columns(of_value(length), "diagnosis") >= EXTENT
