"""Evidence in words: rows, searches, facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trialmatch.results.evidence import FactEvidence, RowEvidence, SearchEvidence
from trialmatch.results.telling_dates import DateTeller
from trialmatch.results.telling_evidence import EvidenceTeller, code_shown, codes_shown, name_shown
from trialmatch.vocabulary.calendar import parse_moment
from trialmatch.wording import words

EN, NB = words("en"), words("nb")
INDEX = parse_moment("2026-03-01").first_day


def teller(lang: str = "en", *, brief: bool = False, row_ids: bool = False) -> EvidenceTeller:
    wording = words(lang)
    return EvidenceTeller(wording, DateTeller(wording, INDEX), brief, row_ids)


INFARCTION = RowEvidence(
    "diagnosis",
    "ICD10",
    "I214",
    "myocardial infarction",
    parse_moment("2026-02-20"),
    None,
    "row-7",
    "diagnosis.csv",
    position="main",
)
EGFR = RowEvidence(
    "measurement",
    "LOINC",
    "62238-1",
    "eGFR",
    parse_moment("2026-02-21T08:30"),
    None,
    "row-8",
    "measurement.csv",
    value="<15",
    unit="mL/min/{1.73_m2}",
)
SEARCH = SearchEvidence(
    ("diagnosis",),
    "malignancy",
    "ICD10 C00-C97 except ICD10 C44",
    parse_moment("2021-03-01").first_day,
    INDEX,
    parse_moment("2012-01-01").first_day,
    INDEX,
)


def test_a_diagnosis_is_told_by_code_text_date_and_position() -> None:
    assert teller().row(INFARCTION) == "I21.4 myocardial infarction, 2026-02-20, main"
    assert teller("nb").row(INFARCTION).endswith("hoveddiagnose")


def test_a_result_is_told_as_the_source_gave_it() -> None:
    assert teller().row(EGFR) == "62238-1 eGFR, <15 mL/min/{1.73_m2}, 2026-02-21 08:30"


def test_a_row_that_is_only_possible_says_why() -> None:
    doubted = replace(INFARCTION, possible=True, status="provisional", doubts=("UNCONFIRMED",))
    assert teller().row(doubted).endswith("main, provisional, not certain: unconfirmed")


def test_a_plain_status_goes_without_saying() -> None:
    assert teller().row(replace(INFARCTION, status="confirmed")) == teller().row(INFARCTION)


def test_an_extent_is_told_from_start_to_end() -> None:
    stay = replace(INFARCTION, kind="visit", system="", code="", display="", position="")
    stay = replace(stay, end=parse_moment("2026-02-24"))
    assert teller().row(stay) == "contact, 2026-02-20 to 2026-02-24"


def test_the_source_s_row_id_is_shown_only_where_asked_for() -> None:
    assert "row-7" not in teller().row(INFARCTION)
    assert "row-7" in teller(row_ids=True).row(INFARCTION)


def test_rows_of_one_code_are_told_together_the_newest_first() -> None:
    earlier = replace(INFARCTION, start=parse_moment("2024-01"), position="secondary")
    told = teller().tell((earlier, EGFR, INFARCTION), total=3)
    assert told[0] == "I21.4 myocardial infarction, 2026-02-20, main · 2024-01, secondary"
    assert len(told) == 2


def test_rows_beyond_those_shown_are_counted() -> None:
    assert teller().tell((INFARCTION,), total=13)[-1] == "and 12 earlier rows"
    assert teller().tell((INFARCTION,), total=1) == [teller().row(INFARCTION)]


def test_a_search_is_told_with_codes_time_and_reach() -> None:
    (told,) = teller().tell((SEARCH,))
    assert told == (
        "diagnosis “malignancy”: none found from 2021-03-01 to 2026-03-01; "
        "codes ICD-10 C00-C97 except ICD-10 C44; record starts 2012-01-01; data end 2026-03-01"
    )


def test_a_brief_search_leaves_out_what_the_page_says_once() -> None:
    (told,) = teller(brief=True).tell((SEARCH,))
    assert "C44" not in told
    assert "data end" not in told
    assert "record starts 2012-01-01" in told


def test_the_nearest_row_outside_is_told() -> None:
    near = replace(SEARCH, nearest=replace(INFARCTION, start=parse_moment("2019-05")))
    (told,) = teller(brief=True).tell((near,))
    assert "nearest outside that time: I21.4 myocardial infarction, 2019-05" in told


def test_a_search_as_far_as_the_record_reaches_and_one_on_a_day() -> None:
    ever = replace(SEARCH, first_day=None, record_start=None)
    assert "none found up to 2026-03-01" in teller().tell((ever,))[0]
    one_day = replace(SEARCH, first_day=INDEX)
    assert "none found on 2026-03-01" in teller().tell((one_day,))[0]


def test_a_search_for_any_row_of_a_kind_names_the_kind_alone() -> None:
    any_row = replace(SEARCH, about="", codes="", kinds=("visit",))
    assert teller("nb").tell((any_row,))[0].startswith("kontakt: ingen funnet fra 2021-03-01")


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("17", "year", "17 years at index"),
        ("1", "month", "1 month at index"),
        ("17 to 18", "year", "17\N{EN DASH}18 years at index"),
        ("", "year", "age not known"),
    ],
)
def test_an_age_is_told_in_the_unit_asked_for(value: str, unit: str, told: str) -> None:
    assert teller().tell((FactEvidence("age", value, unit),)) == [told]


def test_sex_is_told_as_recorded_or_not_known() -> None:
    assert teller("nb").tell((FactEvidence("sex", "female"),)) == ["registrert kjønn: kvinne"]
    assert teller().tell((FactEvidence("sex", ""),)) == ["recorded sex: not known"]


def test_only_icd10_has_a_dot() -> None:
    assert code_shown("ICD10", "I214") == "I21.4"
    assert code_shown("ICD10", "I21") == "I21"
    assert code_shown("ATC", "B01AC06") == "B01AC06"


def test_codes_of_several_systems_are_told_by_the_systems_titles() -> None:
    told = codes_shown("ICD10 I214 I600-I609, SNOMED 22298006 except ICD10 I21", NB)
    assert told == "ICD-10 I21.4 I60.0-I60.9, SNOMED CT 22298006 unntatt ICD-10 I21"


def test_a_name_is_read_without_its_underscores_and_a_question_as_it_is() -> None:
    assert name_shown("type_1_diabetes") == "type 1 diabetes"
    assert name_shown("Is snake_case known?") == "Is snake_case known?"


def test_how_a_medication_is_known_and_what_a_contact_was_are_told() -> None:
    medication = replace(INFARCTION, kind="medication", position="", act="dispensed")
    assert teller().row(medication).endswith(", dispensed")
    assert teller("nb").row(medication).endswith(", utlevert")
    stay = replace(INFARCTION, kind="visit", position="", contact_type="inpatient")
    assert teller().row(stay).endswith(", inpatient")
