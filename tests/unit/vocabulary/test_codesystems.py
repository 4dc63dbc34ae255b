"""Code systems: their many names and the one form in which codes are compared."""

from __future__ import annotations

import pytest

from trialmatch.vocabulary.codesystems import SYSTEMS, canonical_code, canonical_system


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("ICD10", "ICD10"),
        ("icd-10", "ICD10"),
        (" ICD-10 ", "ICD10"),
        ("http://hl7.org/fhir/sid/icd-10", "ICD10"),
        ("urn:oid:2.16.578.1.12.4.1.1.7110", "ICD10"),
        ("2.16.578.1.12.4.1.1.7110", "ICD10"),
        ("2.16.578.1.12.4.1.1.7170", "ICPC2"),
        ("http://snomed.info/sct", "SNOMED"),
        ("SNOMED CT", "SNOMED"),
        ("RxNorm", "RXNORM"),
        ("http://loinc.org", "LOINC"),
        ("A local list", "A local list"),
        ("", ""),
    ],
)
def test_a_system_goes_by_name_oid_or_uri(name: str, short: str) -> None:
    assert canonical_system(name) == short


@pytest.mark.parametrize(
    ("system", "written", "compared"),
    [
        ("ICD10", " i21.4 ", "I214"),
        ("ICD10", "I214", "I214"),
        ("NCSP", "jfb 20", "JFB20"),
        ("ATC", "b01ac06", "B01AC06"),
        ("LOINC", " 718-7 ", "718-7"),
        ("SNOMED", "22298006", "22298006"),
        ("elsewhere", "a.b", "a.b"),
    ],
)
def test_a_code_has_one_form(system: str, written: str, compared: str) -> None:
    assert canonical_code(system, written) == compared


def test_prefixes_count_in_the_six_systems_where_they_mean_something() -> None:
    by_prefix = {system.name for system in SYSTEMS if system.hierarchical_by_prefix}
    assert by_prefix == {"ICD10", "ICPC2", "ATC", "NCSP", "NCMP", "NCRP"}
