"""What an answer rests on: the deciding rows, or the search that found nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.evidence import Findings
from trialmatch.engines.reference.evidence import evidence_of as evidence_for
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan import algebra
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, Bound, Window
from trialmatch.results.evidence import FactEvidence, RowEvidence, SearchEvidence
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

Make = Callable[..., Row]
MakeSubject = Callable[..., SubjectRecord]

INFARCTION = CodeSet("infarction", (pattern("ICD10", "I21"), pattern("SNOMED", "22298006")))
CRP = CodeSet("crp", (pattern("LOINC", "1988-5"),))
ONE_YEAR = Window(Bound(Duration(1, Unit.YEAR)))


def evidence_of(question: algebra.Truth, subject: SubjectRecord) -> Findings:
    return evidence_for(question, Answering(subject))


def exists(window: Window = ANY_TIME) -> algebra.Exists:
    events = algebra.Events(("diagnosis",), INFARCTION)
    observed = algebra.Observed(("diagnosis",), INFARCTION, window)
    return algebra.Exists(algebra.Within(events, window), observed)


def crp_above(limit: str, window: Window = ANY_TIME) -> algebra.Compare:
    events = algebra.Within(algebra.Events(("measurement",), CRP), window)
    number = algebra.Number(Scale("crp", "mg/L", "mg/L"))
    return algebra.Compare(
        algebra.Reduce(algebra.Take(events), number), algebra.Op.GT, Decimal(limit)
    )


def test_a_diagnosis_that_is_found_is_the_evidence(row: Make, subject: MakeSubject) -> None:
    found = evidence_of(exists(), subject(row("diagnosis", "2024-01-02", id="d1")))
    (evidence,) = found.shown
    assert isinstance(evidence, RowEvidence)
    assert (evidence.code, str(evidence.start), evidence.row) == ("I214", "2024-01-02", "d1")
    assert found.total == 1


def test_the_latest_ten_rows_are_shown_and_all_are_counted(row: Make, subject: MakeSubject) -> None:
    rows = [row("diagnosis", f"2023-{month:02d}-01") for month in range(1, 13)]
    found = evidence_of(exists(), subject(*rows))
    assert found.total == 12
    assert [str(e.start)[:7] for e in found.shown if isinstance(e, RowEvidence)] == [
        f"2023-{month:02d}" for month in range(3, 13)
    ]


def test_of_several_codings_the_one_asked_for_is_shown(row: Make, subject: MakeSubject) -> None:
    both = Row(
        "diagnosis", "d", (("ICD10", "Z000"), ("SNOMED", "22298006")), parse_moment("2024-01-02")
    )
    (evidence,) = evidence_of(exists(), subject(both)).shown
    assert isinstance(evidence, RowEvidence)
    assert (evidence.system, evidence.code) == ("SNOMED", "22298006")


def test_evidence_of_absence_is_the_search_with_the_nearest_row_outside(
    row: Make, subject: MakeSubject
) -> None:
    seen = subject(row("diagnosis", "2015-01-01"), row("diagnosis", "2022-06-01"))
    (search,) = evidence_of(exists(ONE_YEAR), seen).shown
    assert isinstance(search, SearchEvidence)
    assert (search.about, search.codes) == ("infarction", "ICD10 I21, SNOMED 22298006")
    assert search.first_day == parse_moment("2023-03-01").first_day
    assert search.last_day == parse_moment("2024-03-01").first_day
    assert search.cut_off == parse_moment("2024-03-01").first_day
    assert search.nearest is not None
    assert str(search.nearest.start) == "2022-06-01"


def test_a_row_after_the_index_is_never_shown_as_the_nearest(
    row: Make, subject: MakeSubject
) -> None:
    own = row("visit", "2023-05-01", "", id="v")
    seen = subject(own, row("diagnosis", "2023-06-01"), own=own, as_of="2024-03-01")
    (search,) = evidence_of(exists(ONE_YEAR), seen).shown
    assert isinstance(search, SearchEvidence)
    assert search.nearest is None


def test_a_value_is_shown_as_the_source_gave_it(row: Make, subject: MakeSubject) -> None:
    lab = row("measurement", "2024-01-02", "LOINC 1988-5", result=Result(90.0, ">", "mg/L"))
    (evidence,) = evidence_of(crp_above("5"), subject(lab)).shown
    assert isinstance(evidence, RowEvidence)
    assert (evidence.value, evidence.unit) == (">90", "mg/L")


def test_no_result_is_shown_as_the_search_for_it(subject: MakeSubject) -> None:
    (search,) = evidence_of(crp_above("5", ONE_YEAR), subject()).shown
    assert isinstance(search, SearchEvidence)
    assert search.about == "crp"


def test_and_not_met_shows_only_what_is_not_met(row: Make, subject: MakeSubject) -> None:
    adult = algebra.Compare(
        algebra.Elapsed(
            algebra.Attribute(algebra.Fact.BIRTH), algebra.Attribute(algebra.Fact.INDEX), Unit.YEAR
        ),
        algebra.Op.GE,
        Decimal(18),
    )
    question = algebra.AllOf((adult, exists(ONE_YEAR)))
    assert [type(e) for e in evidence_of(question, subject()).shown] == [SearchEvidence]
    met = subject(row("diagnosis", "2024-01-02"))
    assert [type(e) for e in evidence_of(question, met).shown] == [FactEvidence, RowEvidence]


def test_a_stay_is_shown_with_the_diagnosis_that_it_was_found_by(
    row: Make, subject: MakeSubject
) -> None:
    stay = row("visit", "2024-01-01", "", id="v", contact_type="inpatient", end="2024-01-05")
    diagnosis = row("diagnosis", "2024-01-02", id="d", contact="v")
    joined = algebra.Joined(algebra.Events(("visit",)), algebra.Events(("diagnosis",), INFARCTION))
    question = algebra.Exists(
        algebra.Within(joined), algebra.Observed(("visit", "diagnosis"), INFARCTION, ANY_TIME)
    )
    shown = evidence_of(question, subject(stay, diagnosis)).shown
    assert [e.row for e in shown if isinstance(e, RowEvidence)] == ["v", "d"]


def test_an_end_after_the_as_of_date_is_not_shown(row: Make, subject: MakeSubject) -> None:
    lasting = row("diagnosis", "2024-01-02", end="2024-05-01")
    (evidence,) = evidence_of(exists(), subject(lasting)).shown
    assert isinstance(evidence, RowEvidence)
    assert evidence.end is None


def test_an_age_is_shown_in_whole_units(subject: MakeSubject) -> None:
    age = algebra.Elapsed(
        algebra.Attribute(algebra.Fact.BIRTH), algebra.Attribute(algebra.Fact.INDEX), Unit.YEAR
    )
    question = algebra.Compare(age, algebra.Op.GE, Decimal(18))
    assert evidence_of(question, subject(birth="1960-05-01")).shown == (
        FactEvidence("age", "63", "year"),
    )


def shown_rows(question: algebra.Truth, subject: SubjectRecord) -> list[str]:
    return [e.row for e in evidence_of(question, subject).shown if isinstance(e, RowEvidence)]


def crp(row: Make, number: float, day: int, id: str) -> Row:
    result = Result(float(number), unit="mg/L")
    return row("measurement", f"2024-01-{day:02d}", "LOINC 1988-5", id=id, result=result)


CRPS = algebra.Events(("measurement",), CRP)
CRP_NUMBER = algebra.Number(Scale("crp", "mg/L", "mg/L"))


def test_every_row_that_was_counted_is_shown(row: Make, subject: MakeSubject) -> None:
    count = algebra.Reduce(CRPS, how=algebra.How.COUNT)
    question = algebra.Compare(count, algebra.Op.GE, Decimal(2))
    seen = subject(crp(row, 1, 1, "a"), crp(row, 2, 2, "b"))
    assert shown_rows(question, seen) == ["a", "b"]


def test_a_count_of_none_is_shown_as_the_search(subject: MakeSubject) -> None:
    observed = algebra.Observed(("measurement",), CRP, ANY_TIME)
    count = algebra.Reduce(CRPS, how=algebra.How.COUNT, observed=observed)
    question = algebra.Compare(count, algebra.Op.GE, Decimal(2))
    (search,) = evidence_of(question, subject()).shown
    assert isinstance(search, SearchEvidence)


def test_of_the_highest_only_the_highest_is_shown(row: Make, subject: MakeSubject) -> None:
    highest = algebra.Reduce(CRPS, CRP_NUMBER, algebra.How.MAX)
    question = algebra.Compare(highest, algebra.Op.GT, Decimal(5))
    seen = subject(crp(row, 1, 1, "low"), crp(row, 9, 2, "high"), crp(row, 3, 3, "new"))
    assert shown_rows(question, seen) == ["high"]


def test_both_operands_and_both_sides_of_a_comparison_are_shown(
    row: Make, subject: MakeSubject
) -> None:
    last = algebra.Reduce(algebra.Take(CRPS), CRP_NUMBER)
    first = algebra.Reduce(algebra.Take(CRPS, algebra.Order.FIRST), CRP_NUMBER)
    seen = subject(crp(row, 1, 1, "a"), crp(row, 2, 2, "b"), crp(row, 9, 3, "c"))
    assert shown_rows(algebra.Compare(last, algebra.Op.GT, first), seen) == ["a", "c"]
    rise = algebra.Arithmetic(algebra.Operation.SUBTRACT, last, first)
    assert shown_rows(algebra.Compare(rise, algebra.Op.GT, Decimal(5)), seen) == ["a", "c"]


def test_a_limit_that_depends_is_shown_with_its_condition(row: Make, subject: MakeSubject) -> None:
    last = algebra.Reduce(algebra.Take(CRPS), CRP_NUMBER)
    first = algebra.Reduce(algebra.Take(CRPS, algebra.Order.FIRST), CRP_NUMBER)
    female = algebra.Compare(algebra.Attribute(algebra.Fact.SEX), algebra.Op.EQ, "female")
    limit = algebra.Choose(female, algebra.Constant(Decimal(5)), first)
    question = algebra.Compare(last, algebra.Op.GT, limit)
    rows = [crp(row, 1, 1, "a"), crp(row, 9, 3, "c")]
    assert shown_rows(question, subject(*rows, sex="female")) == ["c"]
    assert shown_rows(question, subject(*rows, sex="male")) == ["a", "c"]
    facts = evidence_of(question, subject(*rows, sex="male")).shown
    assert FactEvidence("sex", "male") in facts


def test_at_least_shows_the_parts_that_made_its_verdict(row: Make, subject: MakeSubject) -> None:
    crp_known = algebra.Exists(CRPS, algebra.Observed(("measurement",), CRP, ANY_TIME))
    female = algebra.Compare(algebra.Attribute(algebra.Fact.SEX), algebra.Op.EQ, "female")
    seen = subject(crp(row, 1, 1, "a"), sex="male")
    parts = (crp_known, exists(), female)
    assert [type(e) for e in evidence_of(algebra.AtLeast(1, parts), seen).shown] == [RowEvidence]
    assert [type(e) for e in evidence_of(algebra.AtLeast(2, parts), seen).shown] == [
        SearchEvidence,
        FactEvidence,
    ]
    unsure = subject(crp(row, 1, 1, "a"), sex="")
    assert evidence_of(algebra.AtLeast(2, parts), unsure).shown == (FactEvidence("sex", ""),)


def test_what_is_asked_of_the_patient_is_shown_of_the_patient(
    row: Make, subject: MakeSubject
) -> None:
    own = row("visit", "2023-05-01", "", id="v", contact_type="outpatient")
    seen = subject(own, row("diagnosis", "2023-06-01", id="d"), own=own)
    assert shown_rows(exists(), seen) == []
    assert shown_rows(algebra.Spread(exists()), seen) == ["d"]


def test_both_rows_of_a_pair_are_shown(row: Make, subject: MakeSubject) -> None:
    link = algebra.Near(Window(Bound(exclusive=True), Bound(Duration(1, Unit.MONTH), sign=1)))
    pairs = algebra.Joined(
        algebra.Events(("diagnosis",), INFARCTION), CRPS, link, algebra.Match.PAIRS
    )
    question = algebra.Exists(pairs, algebra.Observed(("diagnosis",), INFARCTION, ANY_TIME))
    seen = subject(row("diagnosis", "2024-01-01", id="d"), crp(row, 1, 9, "lab"))
    assert shown_rows(question, seen) == ["d", "lab"]


def test_an_era_is_shown_as_its_first_row_to_its_end(row: Make, subject: MakeSubject) -> None:
    merged = algebra.Merged(algebra.Events(("visit",)), Duration(0, Unit.DAY))
    question = algebra.Exists(merged, algebra.Observed(("visit",), None, ANY_TIME))
    stays = [
        row("visit", "2024-01-01", "", id="v", end="2024-01-03"),
        row("visit", "2024-01-04", "", id="w", end="2024-01-09"),
    ]
    (era,) = evidence_of(question, subject(*stays)).shown
    assert isinstance(era, RowEvidence)
    assert (era.row, str(era.start), str(era.end)) == ("v", "2024-01-01", "2024-01-09")


def test_the_event_that_a_window_hangs_on_is_shown(row: Make, subject: MakeSubject) -> None:
    stay = algebra.Reduce(
        algebra.Take(algebra.Events(("visit",))),
        algebra.RowTime(),
        observed=algebra.Observed(("visit",), None, ANY_TIME),
    )
    question = exists(Window(Bound(anchor=stay)))
    visit, found = row("visit", "2024-01-01", "", id="v"), row("diagnosis", "2024-01-02", id="d")
    assert shown_rows(question, subject(visit, found)) == ["v", "d"]
    (search,) = evidence_of(question, subject(found)).shown
    assert isinstance(search, SearchEvidence)
    assert search.kinds == ("visit",)


def test_a_window_that_hangs_on_a_rows_own_value_is_shown_by_the_row(
    row: Make, subject: MakeSubject
) -> None:
    born = algebra.Attribute(algebra.Fact.BIRTH)
    age = algebra.Elapsed(born, algebra.RowTime(), Unit.DAY)
    rows = algebra.Within(
        algebra.Within(algebra.Events(("diagnosis",))),
        Window(Bound(anchor=born, sign=1, days=age), Bound()),
    )
    question = algebra.Exists(rows, algebra.Observed(("diagnosis",), None, ANY_TIME))
    found = evidence_of(question, subject(row("diagnosis", "2024-01-01", id="d")))
    assert [each.row for each in found.shown if isinstance(each, RowEvidence)] == ["d"]


def test_days_chosen_for_each_row_are_no_hindrance_to_showing_it(
    row: Make, subject: MakeSubject
) -> None:
    begun = algebra.Elapsed(algebra.RowTime(), algebra.Attribute(algebra.Fact.INDEX), Unit.DAY)
    days = algebra.Choose(algebra.Compare(begun, algebra.Op.GE, Decimal(0)), begun, begun)
    question = exists(Window(Bound(days=days)))
    assert shown_rows(question, subject(row("diagnosis", "2024-01-02", id="d"))) == ["d"]


def test_an_age_at_each_row_is_not_shown_as_one_age(row: Make, subject: MakeSubject) -> None:
    age = algebra.Elapsed(algebra.Attribute(algebra.Fact.BIRTH), algebra.RowTime(), Unit.DAY)
    question = exists(Window(Bound(days=age)))
    (shown,) = evidence_of(question, subject(row("diagnosis", "2024-01-02", id="d"))).shown
    assert isinstance(shown, RowEvidence)
