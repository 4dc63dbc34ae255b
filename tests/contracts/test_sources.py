"""What every source must do; a new one is tested here without being named."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from trialmatch.cohort.assembly import assemble
from trialmatch.cohort.schema import event_schema, patient_schema
from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import DataError
from trialmatch.sources import open_source, sources

SECRET = "00000000191"


def in_cohort_schema(folder: Path) -> None:
    """One patient, one diagnosis, one row whose patient is not there, one without a date."""
    folder.joinpath("patients.csv").write_text(f"patient,birth,sex\n{SECRET},1960,female\n")
    folder.joinpath("diagnosis.csv").write_text(
        "patient,id,system,code,start\n"
        f"{SECRET},d1,ICD10,I21.4,2020-01-02\n"
        "stranger,d2,ICD10,I21.4,2020-01-02\n"
        f"{SECRET},d3,ICD10,I21.4,\n"
    )


def as_fhir(folder: Path) -> None:
    """The same in FHIR."""

    def condition(number: int, subject: str, **more: object) -> dict[str, object]:
        coding = [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I21.4"}]
        reference = {"reference": f"Patient/{subject}"}
        base: dict[str, object] = {
            "resourceType": "Condition",
            "id": f"d{number}",
            "code": {"coding": coding},
        }
        return {**base, "subject": reference, **more}

    patient = {"resourceType": "Patient", "id": SECRET, "birthDate": "1960", "gender": "female"}
    conditions = [
        condition(1, SECRET, onsetDateTime="2020-01-02"),
        condition(2, "stranger", onsetDateTime="2020-01-02"),
        condition(3, SECRET),
    ]
    folder.joinpath("Patient.ndjson").write_text(json.dumps(patient))
    folder.joinpath("Condition.ndjson").write_text("\n".join(map(json.dumps, conditions)))


# A small cohort in each format: a source that is not here fails the first test.
SAMPLES: dict[str, Callable[[Path], None]] = {"files": in_cohort_schema, "fhir": as_fhir}


@pytest.fixture(params=sorted(SAMPLES))
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    SAMPLES[request.param](tmp_path)
    return tmp_path


@pytest.fixture
def tables(sample: Path) -> CohortTables:
    return open_source(sample, cut_off="2020-06-30")


def test_every_source_has_a_sample_here() -> None:
    assert sources().keys() == SAMPLES.keys()


def test_a_source_recognises_its_own_format_alone(sample: Path) -> None:
    recognising = [source.name for source in sources().values() if source.recognises(sample)]
    assert len(recognising) == 1


def test_a_source_recognises_nothing_in_an_empty_folder(tmp_path: Path) -> None:
    assert not any(source.recognises(tmp_path) for source in sources().values())


def test_tables_have_the_schema(tables: CohortTables) -> None:
    assert tables.patients.schema == patient_schema()
    assert tables.events.schema == event_schema()


def test_the_same_cohort_comes_out_of_every_format(tables: CohortTables) -> None:
    (record,) = assemble(tables)
    (row,) = record.rows["diagnosis"]
    assert (record.sex, str(record.birth)) == ("female", "1960")
    assert (row.id, row.codings, str(row.start)) == ("d1", (("ICD10", "I214"),), "2020-01-02")


def test_no_row_is_lost_silently(tables: CohortTables) -> None:
    assert all(file.balanced() for file in tables.report.files)
    reasons: Counter[str] = Counter()
    for file in tables.report.files:
        reasons += file.set_aside
    assert reasons == {"patient not in the patient table": 1, "no date": 1}


def test_what_is_held_is_known(tables: CohortTables) -> None:
    held = tables.holdings
    assert held.kinds["diagnosis"].systems == frozenset({"ICD10"})
    assert "measurement" not in held.kinds
    assert held.seen == {("diagnosis", "ICD10", "I214"): 1}
    assert held.cut_off is not None


def test_the_site_says_what_is_held_where_it_does(sample: Path) -> None:
    sample.joinpath("site.toml").write_text('[source]\nname = "A"\nholds.procedure = {}\n')
    tables = open_source(sample)
    assert tables.holdings.name == "A"
    assert set(tables.holdings.kinds) == {"procedure"}
    assert any("diagnosis" in note.message for note in tables.report.notes)


def test_the_report_names_no_patient(tables: CohortTables) -> None:
    said = "\n".join(tables.report.lines()) + repr(tables) + str(tables.report.as_dict())
    assert SECRET not in said
    assert "stranger" not in said


def test_every_source_names_what_it_looks_for() -> None:
    for source in sources().values():
        assert source.title
        assert source.looks_for


def test_a_damaged_file_is_a_data_error_without_its_content(sample: Path) -> None:
    for path in sample.iterdir():
        path.rename(path.with_name(f"{path.name}.gz"))
        path.with_name(f"{path.name}.gz").write_text(SECRET)
    with pytest.raises(DataError) as raised:
        open_source(sample, site=Site())
    assert SECRET not in str(raised.value)
