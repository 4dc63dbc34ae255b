"""The library as a researcher uses it in a notebook."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pandas as pd
import pytest

import trialmatch as tm

TEXT = """trial HEART "A trial after infarction"
  screen each patient

codes infarction = ICD10 I21
measure ldl = LOINC 13457-7 in mmol/L, plausible 0.1 to 30

include
  I1 "Adult": age >= 18 years
  I2 "LDL": latest ldl (within 12 months before index) >= 1.8 mmol/L

exclude
  E1 "Infarction": diagnosis infarction
  E2 "Consent": manual "Lacks capacity to consent"
"""


@pytest.fixture(scope="module")
def cohort() -> tm.Cohort:
    patients = pd.DataFrame(
        {
            "patient": ["007", "008", "009", "010"],
            "birth": ["1960-05-01", "1970-01-01", "2010-01-01", "1980-01-01"],
            "sex": ["female", "male", "female", None],
        }
    )
    diagnosis = pd.DataFrame(
        {"patient": ["008"], "system": ["ICD10"], "code": ["I21.4"], "start": ["2023-12-01"]}
    )
    measurement = pd.DataFrame(
        {
            "patient": ["007", "008", "009"],
            "system": "LOINC",
            "code": "13457-7",
            "start": "2023-12-01",
            "value": [2.5, 2.5, 2.5],
            "unit": "mmol/L",
        }
    )
    return tm.Cohort.from_frames(
        patients,
        {"diagnosis": diagnosis, "measurement": measurement},
        cut_off="2024-03-01",
        synthetic=True,
    )


@pytest.fixture(scope="module")
def criteria() -> tm.Criteria:
    return tm.parse(TEXT)


def test_a_cohort_shows_counts_never_patients(cohort: tm.Cohort) -> None:
    assert repr(cohort) == "Cohort('frames', 4 patients)"
    assert "007" not in repr(cohort.source.tables())


def test_the_index_defaults_to_the_declared_cut_off(
    criteria: tm.Criteria, cohort: tm.Cohort
) -> None:
    default = criteria.screen(cohort)
    stated = criteria.screen(cohort, as_of=date(2024, 3, 1))
    assert default.verdicts().equals(stated.verdicts())


def test_states_are_counted_apart(criteria: tm.Criteria, cohort: tm.Cohort) -> None:
    result = criteria.screen(cohort)
    assert result.counts() == {"eligible": 0, "candidate": 1, "unclear": 1, "ineligible": 2}
    assert repr(result) == "Result('HEART': 0 eligible, 1 candidate, 1 unclear, 2 ineligible)"


def test_verdicts_are_nullable_booleans_with_unknown_as_na(
    criteria: tm.Criteria, cohort: tm.Cohort
) -> None:
    verdicts = criteria.screen(cohort).verdicts()
    assert set(verdicts.dtypes.astype(str)) == {"boolean"}
    assert list(verdicts.index) == ["007", "008", "009", "010"]
    assert list(verdicts["I1"]) == [True, True, False, True]
    assert verdicts.loc["010", "I2"] is pd.NA
    # The diagnosis is found in 008, and absent in a source that holds diagnoses elsewhere.
    assert list(verdicts["E1"]) == [False, True, False, False]
    assert verdicts["E2"].isna().all()


def test_candidates_are_listed_best_first_without_those_ruled_out(
    criteria: tm.Criteria, cohort: tm.Cohort
) -> None:
    listed = criteria.screen(cohort).candidates()
    assert list(listed["subject"]) == ["007", "010"]
    assert list(listed["state"]) == ["candidate", "unclear"]
    assert listed["missing"].iloc[1] == "I2: no result; E2: a person must answer"


def test_attrition_goes_down_in_the_order_of_the_file(
    criteria: tm.Criteria, cohort: tm.Cohort
) -> None:
    steps = criteria.screen(cohort).attrition()
    assert list(steps["criterion"]) == ["I1", "I2", "E1", "E2"]
    assert list(steps["left"]) == [3, 3, 2, 2]
    assert list(steps["ruled out"]) == [1, 0, 1, 0]


def test_an_explanation_has_evidence_for_every_criterion(
    criteria: tm.Criteria, cohort: tm.Cohort
) -> None:
    explained = criteria.screen(cohort).explain("008")
    assert [each.criterion.id for each in explained] == ["I1", "I2", "E1", "E2"]
    assert [each.answer.verdict.name for each in explained] == ["MET", "MET", "MET", "UNKNOWN"]
    assert all(each.evidence for each in explained[:3])
    assert "I214" not in repr(explained)


def test_a_result_cannot_be_changed(criteria: tm.Criteria, cohort: tm.Cohort) -> None:
    result = criteria.screen(cohort)
    field = "screening"
    with pytest.raises(FrozenInstanceError):
        setattr(result, field, None)
    frame = result.verdicts()
    frame["I1"] = False
    assert result.verdicts()["I1"].sum() == 3


def test_a_subject_that_was_not_screened_is_an_error_without_its_name(
    criteria: tm.Criteria, cohort: tm.Cohort
) -> None:
    with pytest.raises(tm.UsageError) as error:
        criteria.screen(cohort).explain("nobody-known")
    assert "nobody-known" not in str(error.value)


def test_mistakes_in_criteria_are_raised_all_together() -> None:
    wrong = TEXT.replace("latest ldl", "latest lld").replace("infarction\n  E2", "infraction\n  E2")
    with pytest.raises(tm.CriteriaError) as error:
        tm.parse(wrong)
    assert [d.rule for d in error.value.diagnostics if d.severity.value == "error"] == [
        "unknown-name",
        "unknown-name",
    ]


def test_a_date_that_is_none_is_a_usage_error(criteria: tm.Criteria, cohort: tm.Cohort) -> None:
    with pytest.raises(tm.UsageError):
        criteria.screen(cohort, as_of="next week")
