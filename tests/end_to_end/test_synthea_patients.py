"""The shipped criteria over public synthetic FHIR data, against what the raw files say.

Every patient, resource and count below was found by reading the raw NDJSON with `json` and
`gzip` alone, before any of it was screened. Times there are UTC; the as-of date ends at
22:59:59 UTC, the end of that day in Oslo.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

import trialmatch as tm
from trialmatch.results.answers import Answer, Explanation, State, Subject
from trialmatch.results.evidence import RowEvidence, SearchEvidence
from trialmatch.verdict import Missing, Verdict
from trialmatch.workflow.cohort import Cohort
from trialmatch.workflow.result import Result

Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | None"
Resource: TypeAlias = "dict[str, Json]"
Screened: TypeAlias = Callable[[str], Result]

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

AS_OF = "2020-01-01"
END_IN_UTC = "2020-01-01T22:59:59"
TRIALS = ("trials/NCT02203916", "trials/NCT02207374")
REGISTRIES = ("registries/nhr", "registries/nhir")
SETS = (*TRIALS, *REGISTRIES)

# Of the 300 lines of Patient: a deceasedDateTime up to the as-of moment, and a later birthDate.
DEAD = 54
UNBORN = 1

# Found by NCT02203916, born 1952-07-31: the latest systolic pressure (8480-6, the second component
# of its Observation) up to then is 160.3 mm[Hg] on 2019-12-19; hydrochlorothiazide 25 MG was
# requested in 1972 and has no end. No condition of lines 6, 7, 9, 12 to 15.
HYPERTENSIVE = "21147afd-3ad3-47b9-ad03-356390bb8103"
HYPERTENSIVE_PRESSURE = "8632e8f4-db9c-4b5f-b6d5-6df6c3ddae55#2"
HYPERTENSIVE_MEDICATION = "d8cfc714-91d2-489a-8168-b90104c3d70f"
# The eGFR (33914-3) of that day is 99.5 mL/min/{1.73_m2}.
HYPERTENSIVE_EGFR = "8dac703f-d36f-469d-8fcf-eda5fa9a1c75"

# Ruled out by NCT02203916, born 1956-08-03: no request for any antihypertensive, and 128.4 mm[Hg]
# at 23:37 UTC on 2019-11-29, which is 00:37 on 2019-11-30 in Oslo. The one before is a year older.
NORMOTENSIVE = "018f428e-34f6-4707-8009-5ad742f901e7"
NORMOTENSIVE_PRESSURE = "a79773f4-b9af-4c14-aa81-f0f0dda979f6#2"

# Ruled out by NCT02203916 as well, born 1937-02-13: Stroke (230690007) on 1995-09-02.
HAD_A_STROKE = "43b6ae50-2cca-4934-ad38-282f8934b770"
STROKE = "da9eb238-66ef-4fa3-bf4a-deeb1375fd51"

# Found by NCT02207374, born 1967-07-27: Diabetes (44054006) in 2007 and its neuropathy in 2019; the
# latest HbA1c (4548-4) is 7.26 % and the eGFR of that day 108.5 mL/min/{1.73_m2}, on 2019-01-11. No
# request for metformin or insulin; no infarction, stroke or heart failure.
DIABETIC = "efe58fa2-c6df-4a71-8e37-06c5e4f1e2b8"
DIABETIC_CONDITION = "eeec214d-af48-4ba3-8a92-00b10ef96102"
DIABETIC_NEUROPATHY = "aa6d7622-b3fb-402a-a2ab-9134edecf364"
DIABETIC_HBA1C = "2de9547b-cee7-452c-977f-260d2e67d79a"
DIABETIC_EGFR = "e1ce7234-5e79-449a-b523-7ca0b3a835a0"

# Ruled out by NCT02207374, born 1964-05-13: Diabetes in 1987, but 6.02 % on 2019-11-06.
WELL_CONTROLLED = "87a339d0-8cae-418e-89c7-8651e6aab3c6"
WELL_CONTROLLED_HBA1C = "461fcdff-4ca2-488a-a878-821e5a4f0ad2"

# No row with any of their codes in any file up to the as-of moment: no ICD-10, ICPC-2, ATC or NPU
# at all, and of SNOMED CT and LOINC none of those named.
NEVER_SEEN = {
    TRIALS[0]: "azilsartan angiotensin_receptor_blocker ace_inhibitor unstable_angina "
    "hypertensive_encephalopathy transient_ischaemic_attack other_rhythm_or_conduction_disorder "
    "aortic_valve_disease hypertrophic_obstructive_cardiomyopathy secondary_hypertension "
    "cause_of_secondary_hypertension renal_artery_stenosis skin_cancer type_1_diabetes "
    "liver_disease jaundice hcg_test lactation day_1",
    TRIALS[1]: "hcg_test calcitonin once_weekly_glp1_agonist glp1_agonist_weekly_or_daily "
    "chronic_pancreatitis idiopathic_acute_pancreatitis other_acute_pancreatitis thyroid_cancer "
    "multiple_endocrine_neoplasia thyroid_cancer_in_the_family sulfonylurea glinide "
    "multiple_endocrine_neoplasia_in_the_family alpha_glucosidase_inhibitor thiazolidinedione "
    "medicine_of_line_6 nyha lactation",
    REGISTRIES[0]: "brain_tumour subarachnoid_haemorrhage transient_ischaemic_attack",
    REGISTRIES[1]: "",
}

# Of those alive and born then: met, and not met, by date of birth, by condition code, and by the
# latest systolic pressure since 2019-10-01 of those without a request for an antihypertensive.
COUNTED = {
    TRIALS[0]: {"I3b": (5, 41), "I4": (193, 52), "E6g": (10, 235), "E7a": (9, 236)},
    TRIALS[1]: {"I1": (190, 55), "I3b": (9, 236), "E8b": (0, 245)},
}

# The criteria that ask only whether a set of those occurs, so that finding nothing is all there is.
RESTS_ON_ABSENCE = {
    TRIALS[0]: ("E2a", "E5a", "E6c", "E6f", "E6h", "E9a", "E12", "E15a", "E16c"),
    TRIALS[1]: ("E2d", "E4a", "E4b"),
}

# When each kind of resource happened, and what ends it.
DATED = {
    "Condition": ("onsetDateTime", "abatementDateTime"),
    "Encounter": ("period", "period"),
    "Observation": ("effectiveDateTime", ""),
    "MedicationRequest": ("authoredOn", ""),
    "Procedure": ("performedPeriod", "performedPeriod"),
    "Immunization": ("occurrenceDateTime", ""),
    "AllergyIntolerance": ("recordedDate", ""),
    "Patient": ("", "deceasedDateTime"),
}


@pytest.fixture(scope="module")
def data(shared_data: Path, require: Callable[[object, str], None]) -> Path:
    folder = shared_data / "synthea-fhir-r4"
    require(folder.is_dir(), "shared data: synthea-fhir-r4")
    return folder


@pytest.fixture(scope="module")
def cohort(data: Path) -> Cohort:
    return Cohort.from_fhir(data, synthetic=True)


@pytest.fixture(scope="module")
def screened(cohort: Cohort, repository: Path) -> Screened:
    """The result of a shipped criteria set over the whole data, each screened once."""
    results = {name: screen(name, cohort, repository) for name in SETS}
    return results.__getitem__


def screen(name: str, cohort: Cohort, repository: Path, as_of: str = AS_OF) -> Result:
    return tm.load(repository / f"criteria/{name}.criteria").screen(cohort, as_of=as_of)


def answer(result: Result, patient: str, criterion: str) -> Explanation:
    return next(e for e in result.explain(patient) if e.criterion.id == criterion)


def deciding_rows(result: Result, patient: str, criterion: str) -> tuple[Verdict, set[str]]:
    """A criterion's verdict and the resources that it rests on."""
    found = answer(result, patient, criterion)
    rows = {each.row for each in found.evidence if isinstance(each, RowEvidence)}
    return found.answer.verdict, rows


def raw(data: Path, kind: str) -> Iterator[Resource]:
    with gzip.open(data / f"{kind}.ndjson.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def text_at(value: Json, *path: str) -> str:
    """The text at a path inside a resource, by the first of several."""
    for step in path:
        first = value[0] if isinstance(value, list) else value
        value = first[step] if isinstance(first, dict) else None
    return str(value)


def test_both_trials_find_someone(screened: Screened) -> None:
    for name in TRIALS:
        result = screened(name)
        assert result.found() > 0
        assert result.counts()[State.INELIGIBLE.value] > 0


@pytest.mark.parametrize(
    ("name", "patient"),
    [(TRIALS[0], HYPERTENSIVE), (TRIALS[1], DIABETIC)],
    ids=["hypertension trial", "diabetes trial"],
)
def test_the_patient_read_as_found_is_on_the_list(
    screened: Screened, name: str, patient: str
) -> None:
    result = screened(name)
    assert patient in set(result.candidates()["patient"])
    # Sets without a row in the data leave questions open, so nobody is a candidate yet.
    assert result.assessment(patient).state is State.UNCLEAR


@pytest.mark.parametrize(
    ("name", "patient"),
    [
        (TRIALS[0], NORMOTENSIVE),
        (TRIALS[0], HAD_A_STROKE),
        (TRIALS[1], WELL_CONTROLLED),
        (TRIALS[1], NORMOTENSIVE),
    ],
    ids=["pressure too low", "had a stroke", "HbA1c too low", "no diabetes"],
)
def test_the_patient_read_as_ruled_out_is_not_on_the_list(
    screened: Screened, name: str, patient: str
) -> None:
    result = screened(name)
    assert patient not in set(result.candidates()["patient"])
    assert result.assessment(patient).state is State.INELIGIBLE


@pytest.mark.parametrize(
    ("name", "patient", "criterion", "verdict", "resources"),
    [
        (TRIALS[0], HYPERTENSIVE, "I3b", MET, {HYPERTENSIVE_PRESSURE}),
        (TRIALS[0], HYPERTENSIVE, "E11", NOT_MET, {HYPERTENSIVE_EGFR}),
        (TRIALS[0], NORMOTENSIVE, "I3b", NOT_MET, {NORMOTENSIVE_PRESSURE}),
        (TRIALS[0], HAD_A_STROKE, "E6g", MET, {STROKE}),
        (TRIALS[1], DIABETIC, "I3b", MET, {DIABETIC_CONDITION, DIABETIC_NEUROPATHY}),
        (TRIALS[1], DIABETIC, "I2", MET, {DIABETIC_HBA1C}),
        (TRIALS[1], DIABETIC, "E7", NOT_MET, {DIABETIC_EGFR}),
        (TRIALS[1], WELL_CONTROLLED, "I2", NOT_MET, {WELL_CONTROLLED_HBA1C}),
    ],
    ids=[
        "pressure in range",
        "kidney function good",
        "pressure too low",
        "had a stroke",
        "type 2 diabetes",
        "HbA1c in range",
        "kidney function good enough",
        "HbA1c too low",
    ],
)
def test_the_resources_that_decide_are_those_read_in_the_raw_files(
    screened: Screened,
    name: str,
    patient: str,
    criterion: str,
    verdict: Verdict,
    resources: set[str],
) -> None:
    assert deciding_rows(screened(name), patient, criterion) == (verdict, resources)


def test_a_request_without_an_end_leaves_it_open_whether_it_still_lasts(
    screened: Screened,
) -> None:
    found = answer(screened(TRIALS[0]), HYPERTENSIVE, "I3a")
    rows = [each for each in found.evidence if isinstance(each, RowEvidence)]
    assert found.answer.verdict is UNKNOWN
    assert Missing.NO_END in {reason.missing for reason in found.answer.reasons}
    assert [row.row for row in rows] == [HYPERTENSIVE_MEDICATION]


def test_who_has_no_diabetes_is_ruled_out_by_the_search_that_found_none(
    screened: Screened,
) -> None:
    found = answer(screened(TRIALS[1]), NORMOTENSIVE, "I3b")
    assert found.answer.verdict is NOT_MET
    assert [type(each) for each in found.evidence] == [SearchEvidence]


def test_a_time_late_in_the_evening_in_utc_is_of_the_next_day_in_oslo(
    cohort: Cohort, repository: Path
) -> None:
    before = screen(TRIALS[0], cohort, repository, as_of="2019-11-29")
    after = screen(TRIALS[0], cohort, repository, as_of="2019-11-30")
    assert deciding_rows(before, NORMOTENSIVE, "I3b") == (UNKNOWN, set())
    assert deciding_rows(after, NORMOTENSIVE, "I3b") == (NOT_MET, {NORMOTENSIVE_PRESSURE})


def test_the_dead_and_the_unborn_are_counted_apart(screened: Screened, data: Path) -> None:
    patients = list(raw(data, "Patient"))
    assert sum(str(p.get("deceasedDateTime", "9")) <= END_IN_UTC for p in patients) == DEAD
    assert sum(str(p["birthDate"]) > AS_OF for p in patients) == UNBORN
    for name in TRIALS:
        screening = screened(name).screening
        assert (screening.not_screened.dead, screening.not_screened.unborn) == (DEAD, UNBORN)
        assert len(screening.assessments) == len(patients) - DEAD - UNBORN


@pytest.mark.parametrize("name", TRIALS)
def test_as_many_meet_a_criterion_as_were_counted_in_the_raw_files(
    screened: Screened, name: str
) -> None:
    steps = screened(name).attrition().set_index("criterion")
    met = {c: (steps.loc[c, "met"], steps.loc[c, "not met"]) for c in COUNTED[name]}
    assert met == COUNTED[name]


@pytest.mark.parametrize("name", SETS)
def test_code_sets_without_a_row_are_named(screened: Screened, name: str) -> None:
    assert {codes.name for _, codes in screened(name).never_seen} == set(NEVER_SEEN[name].split())


@pytest.mark.parametrize("name", TRIALS)
def test_absence_over_a_code_set_without_a_row_is_unknown_for_everyone(
    screened: Screened, name: str
) -> None:
    verdicts = screened(name).verdicts()
    for criterion in RESTS_ON_ABSENCE[name]:
        assert bool(verdicts[criterion].isna().all()), criterion


def test_the_reason_says_that_the_set_or_its_code_systems_do_not_occur(
    screened: Screened,
) -> None:
    reasons = {
        criterion: {
            reason.missing
            for reason in answer(screened(TRIALS[0]), HYPERTENSIVE, criterion).answer.reasons
        }
        for criterion in ("E2a", "E6c")
    }
    # Of azilsartan there are ATC codes only, and there is no ATC in the data at all.
    assert reasons == {"E2a": {Missing.SYSTEM_NOT_HELD}, "E6c": {Missing.NEVER_SEEN}}


def test_the_registries_find_nobody_since_no_stroke_or_infarction_hangs_on_an_admission(
    screened: Screened, data: Path
) -> None:
    classes = {text_at(e, "id"): text_at(e, "class", "code") for e in raw(data, "Encounter")}
    contacts = {
        name: {
            classes[text_at(c, "encounter", "reference")]
            for c in raw(data, "Condition")
            if text_at(c, "code", "coding", "code") == code
        }
        for name, code in (("stroke", "230690007"), ("infarction", "22298006"))
    }
    assert contacts == {"stroke": {"AMB", "EMER"}, "infarction": {"EMER"}}
    for name in REGISTRIES:
        assert len(screened(name).screening.assessments) == 0


@pytest.fixture(scope="module")
def as_it_stood(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data without anything dated after the as-of moment."""
    folder = tmp_path_factory.mktemp("as-it-stood")
    for kind in DATED:
        with gzip.open(folder / f"{kind}.ndjson.gz", "wt", encoding="utf-8") as out:
            for resource in raw(data, kind):
                if when(resource, DATED[kind][0], "start") <= END_IN_UTC:
                    out.write(json.dumps(without_later_end(resource)) + "\n")
    return folder


def when(resource: Resource, field: str, part: str) -> str:
    """The time in a field, or in one end of a period; empty where there is none."""
    value = resource.get(field, "")
    if isinstance(value, dict):
        value = value.get(part, "")
    return str(value)


def without_later_end(resource: Resource) -> Resource:
    """The resource as it was at the as-of moment: what ended later had not ended."""
    kind = str(resource["resourceType"])
    field = DATED[kind][1]
    if when(resource, field, "end") <= END_IN_UTC:
        return resource
    kept = dict(resource)
    if kind in ("Encounter", "Procedure"):
        kept[field] = {"start": when(resource, field, "start")}
        kept["status"] = "in-progress"
    else:
        del kept[field]
    if kind == "Condition":
        kept["clinicalStatus"] = {"coding": [{"code": "active"}]}
    return kept


def test_something_is_dated_after_the_as_of_moment(data: Path, as_it_stood: Path) -> None:
    fewer = {
        kind
        for kind in DATED
        if sum(1 for _ in raw(as_it_stood, kind)) < sum(1 for _ in raw(data, kind))
    }
    assert fewer == DATED.keys() - {"Patient"}


@pytest.fixture(scope="module")
def earlier_cohort(as_it_stood: Path) -> Cohort:
    return Cohort.from_fhir(as_it_stood, synthetic=True)


@pytest.mark.parametrize("name", SETS)
def test_nothing_dated_after_the_as_of_moment_has_any_influence(
    screened: Screened, earlier_cohort: Cohort, repository: Path, name: str
) -> None:
    whole, earlier = screened(name), screen(name, earlier_cohort, repository)
    assert answers(earlier) == answers(whole)
    assert earlier.screening.not_screened == whole.screening.not_screened
    assert earlier.never_seen == whole.never_seen


# A later end says that something lasted at the as-of moment, which an earlier extract cannot know.
LASTING = {"E1a": "pregnant", "E20a": "pregnant"}


def answers(run: Result) -> list[tuple[Subject, list[Answer]]]:
    """Every answer but those on what lasts."""
    screening = run.screening
    lasting = {
        at for at, each in enumerate(screening.criteria.criteria) if each.text in LASTING.values()
    }
    return [
        (one.subject, [answer for at, answer in enumerate(one.answers) if at not in lasting])
        for one in screening.assessments
    ]


@pytest.mark.parametrize(
    ("name", "patient"), [(TRIALS[0], HYPERTENSIVE), (TRIALS[1], DIABETIC)], ids=TRIALS
)
def test_the_evidence_is_the_same_without_what_is_dated_later(
    screened: Screened, earlier_cohort: Cohort, repository: Path, name: str, patient: str
) -> None:
    earlier = screen(name, earlier_cohort, repository).explain(patient)
    whole = screened(name).explain(patient)
    assert [(e.answer, rows_of(e)) for e in earlier] == [(e.answer, rows_of(e)) for e in whole]


def rows_of(explanation: Explanation) -> list[tuple[str, str]]:
    """The deciding resources with their values."""
    rows = (e for e in explanation.evidence if isinstance(e, RowEvidence))
    return [(row.row, row.value) for row in rows]
