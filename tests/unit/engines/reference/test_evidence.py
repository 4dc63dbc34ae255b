"""What an answer rests on: the deciding rows, or the search that found nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.evidence import evidence_of
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
