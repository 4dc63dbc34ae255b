"""What is in a demo cohort: every code group, and diseases that hang together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from statistics import mean, median

import pytest

from trialmatch.cohort.kinds import NO_KNOWN_ALLERGY
from trialmatch.democohort.written import KIND_COLUMNS
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.vocabulary.codesystems import canonical_code, canonical_system

Row = dict[str, str | None]


def words(text: str) -> list[str]:
    return text.split()


# Codes that the registries' definitions and the trials' criteria ask for.
DIAGNOSES = words(
    "I10 I15 I20.0 I21 I22 I25.2 I50 I50.0 I50.1 I50.9 I11.0 I13.0 I13.2 Z71.9 I60 I61 I62.9 I63 "
    "I64 I69.1 I69.3 G45.9 I48 I44.2 I44.7 I45 I49.5 I42.1 I35 I05 I33 I46 I51.3 D15.1 Z95.2 "
    "I65 I66 I67.0 I67.4 I70.1 I70.2 I71.0 I71.4 E10 E11 E13 E14 E66 E78 E87.5 E03 E05 "
    "C18 C19 C20 C33 C34 C44 C50 C61 C71 C79.3 D43 D32.0 C73 S06 S72.0 S72.1 S72.2 G35 G40 G41 "
    "N17 N18.3 N18.4 N18.5 Z94.0 Z99.2 K70 K71 K72 K73 K74 K75 K76 K77 K85 K86 B16 B18 B20 B24 "
    "F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 D50 D55 D56 D57 D60 D63 D65 D66 D68 D69 "
    "Z33 Z34 O80 O14 T88.7 Z88 M05 M06 L40.5 M07 M45 M46 M32 M48.0 M51.1 J13 J14 J15 J18 J44 J96 "
    "A41 K50 K51 R17 D35.0 E24 E26 G43.1"
)
PROCEDURES = words(
    "NFB02 NFJ FNG FNA FNC FYDB FMD JFB JFH JGB UJD UJF JDC JLC JJB P F NGB ABC L MCA JAGD30 GXAV"
)
MEDICINES = words(
    "A10A A10B A10BJ B01AA B01AC B01AE B01AF B03XA C02 C03 C07 C08 C09A C09C C10AA L01 L04 N03A"
)


Reader = Callable[[str], list[Row]]


def codes(rows: list[Row]) -> list[str]:
    found = {canonical_code(canonical_system(str(r["system"])), str(r["code"])) for r in rows}
    return sorted(found)


def patients_with(rows: list[Row], prefix: str) -> set[str]:
    return {
        str(row["patient"])
        for row in rows
        if canonical_code("ICD10", str(row["code"])).startswith(prefix.replace(".", ""))
    }


def begins(sorted_codes: list[str], prefix: str) -> bool:
    place = bisect_left(sorted_codes, prefix)
    return place < len(sorted_codes) and sorted_codes[place].startswith(prefix)


def share(part: int, whole: list[Row]) -> float:
    return part / len(whole)


def minutes(text: str | None) -> int:
    return parse_moment(str(text)).lo


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("diagnosis", DIAGNOSES), ("procedure", PROCEDURES), ("medication", MEDICINES)],
)
def test_every_code_group_that_criteria_ask_for_occurs(
    rows: Reader, kind: str, wanted: list[str]
) -> None:
    found = codes(rows(kind))
    missing = [group for group in wanted if not begins(found, group.replace(".", ""))]
    assert missing == []


def test_hip_fracture_operations_have_the_endings_of_the_validated_definition(rows: Reader) -> None:
    fractured = patients_with(rows("diagnosis"), "S72")
    operated = {
        str(row["patient"])
        for row in rows("procedure")
        if re.fullmatch(r"NF[BJ][0-9][0-2]", str(row["code"]).upper())
    }
    assert len(fractured & operated) > 40


def test_a_patient_has_some_55_events_and_few_have_many(rows: Reader) -> None:
    counts: Counter[str] = Counter()
    for kind in KIND_COLUMNS:
        counts.update(str(row["patient"]) for row in rows(kind))
    each = sorted(counts[str(row["patient"])] for row in rows("patients"))
    assert 50 < mean(each) < 60
    assert median(each) < 0.75 * mean(each)
    assert each[len(each) // 10] < 12
    assert each[-len(each) // 100] > 200


def test_ages_and_deaths_are_like_a_country(rows: Reader) -> None:
    people = rows("patients")
    assert 0.07 < share(sum(bool(row["deceased"]) for row in people), people) < 0.11
    living = [2026 - int(str(row["birth"])[:4]) for row in people if not row["deceased"]]
    assert 38 < mean(living) < 45
    assert 0.15 < sum(age < 18 for age in living) / len(living) < 0.27
    assert 0.03 < sum(age >= 80 for age in living) / len(living) < 0.09
    undated = [row for row in people if row["deceased"] and row["death"] is None]
    assert undated
    assert {len(str(row["birth"])) for row in people} == {4, 7, 10}
    assert {row["sex"] for row in people} >= {"female", "male", "unknown", None}


def latest(rows: list[Row], code: str, unit: str | None = None) -> dict[str, float]:
    found = {}
    for row in rows:
        if row["code"] == code and row["value"] and row["unit"] == unit:
            found[str(row["patient"])] = float(str(row["value"]).lstrip("<>="))
    return found


def test_the_results_of_diabetes_and_kidney_disease_fit_them(rows: Reader) -> None:
    diabetes = patients_with(rows("diagnosis"), "E10") | patients_with(rows("diagnosis"), "E11")
    sugar = latest(rows("measurement"), "59261-8", "mmol/mol")
    with_it = median(value for patient, value in sugar.items() if patient in diabetes)
    without = median(value for patient, value in sugar.items() if patient not in diabetes)
    assert with_it > 48 > 44 > without
    kidney = patients_with(rows("diagnosis"), "N18.4")
    filtered = latest(rows("measurement"), "98979-8", "mL/min/{1.73_m2}")
    assert median(v for p, v in filtered.items() if p in kidney) < 60 < median(filtered.values())


def test_the_drugs_of_a_disease_go_to_those_who_have_it(rows: Reader) -> None:
    diabetes = patients_with(rows("diagnosis"), "E1")
    on_insulin = {str(r["patient"]) for r in rows("medication") if str(r["code"]).startswith("A10")}
    assert len(on_insulin & diabetes) > 0.7 * len(on_insulin)


def test_troponin_rises_during_a_stay_for_infarction(rows: Reader) -> None:
    stays = {
        row["contact"]
        for row in rows("diagnosis")
        if str(row["code"]).replace(".", "").startswith("I21") and row["position"] == "main"
    }
    drawn: dict[str | None, list[tuple[str, float]]] = defaultdict(list)
    for row in rows("measurement"):
        if row["code"] == "67151-1" and row["value"] and row["contact"] in stays:
            drawn[row["contact"]].append((str(row["start"]), float(row["value"].lstrip("<>"))))
    courses = [sorted(course) for course in drawn.values() if len(course) > 2]
    rising = sum(course[0][1] < max(value for _, value in course[1:]) for course in courses)
    assert len(courses) > 20
    assert rising > 0.8 * len(courses)
    assert median(max(value for _, value in course) for course in courses) > 100


def test_some_stays_go_on_in_another_hospital_within_8_hours(rows: Reader) -> None:
    stays: dict[str, list[Row]] = defaultdict(list)
    for row in rows("visit"):
        if row["contact_type"] == "inpatient" and row["end"] and len(str(row["start"])) > 10:
            stays[str(row["patient"])].append(row)
    gaps = [
        minutes(after["start"]) - minutes(before["end"])
        for each in stays.values()
        for before, after in pairwise(each)
        if before["institution"] != after["institution"]
    ]
    assert sum(0 < gap < 480 for gap in gaps) > 50


def test_contact_types_are_those_of_the_schema_and_all_occur(rows: Reader) -> None:
    types = Counter(row["contact_type"] for row in rows("visit"))
    assert set(types) == {"inpatient", "outpatient", "emergency", "day", "virtual", "home"}
    assert any(row["end"] is None and row["status"] == "in-progress" for row in rows("visit"))


def test_every_contact_that_a_row_names_is_a_visit_of_the_same_patient(rows: Reader) -> None:
    owners = {row["id"]: row["patient"] for row in rows("visit")}
    for kind in ("diagnosis", "procedure", "medication", "measurement", "observation"):
        named = [row for row in rows(kind) if row["contact"] is not None]
        assert {row["contact"] for row in named} <= set(owners)
        wrong = [row for row in named if str(row["contact"])[1:8] != str(row["patient"])[1:]]
        assert wrong == []


@pytest.mark.parametrize("kind", KIND_COLUMNS)
def test_row_identifiers_are_given_once(rows: Reader, kind: str) -> None:
    given = [row["id"] for row in rows(kind) if row.get("id") is not None]
    assert len(given) == len(set(given))


def dates(text: str | None) -> Moment:
    return parse_moment(str(text))


def test_code_systems_are_those_that_the_site_declares(rows: Reader) -> None:
    expected = {
        "diagnosis": {"ICD10"},
        "procedure": {"NCSP", "NCMP", "NCRP"},
        "medication": {"ATC"},
        "measurement": {"LOINC", "NPU"},
        "observation": {"LOINC", "SNOMED"},
        "allergy": {"SNOMED", "ATC"},
    }
    for kind, systems in expected.items():
        assert {canonical_system(str(row["system"])) for row in rows(kind)} == systems


def test_nothing_but_what_is_planned_lies_after_the_cut_off(rows: Reader) -> None:
    cut_off = parse_moment("2026-11-01").hi
    for kind in KIND_COLUMNS:
        late = {row["status"] for row in rows(kind) if dates(row["start"]).lo > cut_off}
        assert late <= {"planned"}, kind


def test_many_medications_have_neither_end_nor_days_supplied(rows: Reader) -> None:
    acts = Counter(row["act"] for row in rows("medication"))
    assert set(acts) == {"ordered", "dispensed", "given", "reported"}
    ordered = [row for row in rows("medication") if row["act"] == "ordered"]
    assert 0.3 < share(sum(not r["end"] and not r["days_supply"] for r in ordered), ordered) < 0.8
    dispensed = [row for row in rows("medication") if row["act"] == "dispensed"]
    assert share(sum(r["days_supply"] is not None for r in dispensed), dispensed) > 0.9


def test_scores_and_smoking_are_observed(rows: Reader) -> None:
    found = Counter(row["code"] for row in rows("observation"))
    for code in ("72166-2", "70182-1", "75859-9", "88020-3", "89247-1", "9269-2"):
        assert found[code] > 50, code
    smoking = [row for row in rows("observation") if row["code"] == "72166-2"]
    assert {row["value_system"] for row in smoking} == {"SNOMED"}
    assert "266919005" in {row["value_code"] for row in smoking}


def test_for_many_patients_it_is_noted_that_no_allergy_is_known(rows: Reader) -> None:
    none_known = [r for r in rows("allergy") if (r["system"], r["code"]) == NO_KNOWN_ALLERGY]
    assert 0.4 < len(none_known) / 5000 < 0.5
    assert len(none_known) < len(rows("allergy"))


def test_no_man_is_pregnant(rows: Reader) -> None:
    sex = {row["patient"]: row["sex"] for row in rows("patients")}
    pregnant = [
        row
        for row in rows("diagnosis")
        if str(row["code"]).upper().startswith(("O", "Z33", "Z34"))
        and row["status"] != "family-history"
    ]
    assert len(pregnant) > 200
    assert not any(sex.get(row["patient"]) == "male" for row in pregnant)
