from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trialmatch.cohort.assembly import assemble
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import DataError
from trialmatch.sources import open_source
from trialmatch.vocabulary.calendar import parse_moment


class Folder:
    """A cohort folder; patient 007 is always there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("patients.csv", "patient,birth\n007,1960-05-03\n")

    def write(self, name: str, text: str) -> Folder:
        self.path.joinpath(name).write_text(text, encoding="utf-8")
        return self

    def load(self) -> CohortTables:
        tables = open_source(self.path)
        assert all(file.balanced() for file in tables.report.files)
        return tables

    def events(self) -> list[dict[str, Any]]:
        return list(self.load().events.to_pylist())

    def set_aside(self, name: str) -> dict[str, int]:
        (found,) = (file for file in self.load().report.files if file.name == name)
        return dict(found.set_aside)

    def notes(self) -> list[str]:
        return [note.message for note in self.load().report.notes]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_identifiers_keep_their_zeros_and_codes_lose_their_dots(folder: Folder) -> None:
    folder.write("diagnosis.csv", "patient,system,code,start\n007,ICD-10,I21.4,2020\n")
    (line,) = folder.events()
    assert (line["patient"], line["system"], line["code"]) == ("007", "ICD10", "I214")


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(folder: Folder) -> None:
    folder.path.joinpath("diagnosis.csv").write_bytes(
        b'\xef\xbb\xbf"patient",system,code,start,display\r\n'
        b'007,ICD10,I21,2020,"one, two\r\nthree"\r\n'
    )
    (line,) = folder.events()
    assert line["display"] == "one, two\r\nthree"


def test_compressed_csv_is_read(folder: Folder) -> None:
    packed = gzip.compress(b"patient,system,code,start\n007,ICD10,I21,2020\n")
    folder.path.joinpath("diagnosis.csv.gz").write_bytes(packed)
    assert len(folder.events()) == 1


def test_events_of_several_kinds_may_stand_in_one_file(folder: Folder) -> None:
    folder.write(
        "events.csv",
        "patient,kind,system,code,start\n007,Diagnosis,ICD10,I21,2020\n007,visit,,,2020\n",
    )
    assert [line["kind"] for line in folder.events()] == ["diagnosis", "visit"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",diagnosis,ICD10,I21,2020,,", "no patient"),
        ("008,diagnosis,ICD10,I21,2020,,", "patient not in the patient table"),
        ("7,diagnosis,ICD10,I21,2020,,", "patient not in the patient table"),
        ("007,diagnoses,ICD10,I21,2020,,", "unknown kind"),
        ("007,answer,ICD10,I21,2020,,", "unknown kind"),
        ("007,,ICD10,I21,2020,,", "unknown kind"),
        ("007,diagnosis,ICD10,,2020,,", "no code"),
        ("007,diagnosis,,I21,2020,,", "no code system"),
        ("007,diagnosis,ICD10,I21,,,", "no date"),
        ("007,diagnosis,ICD10,I21,03.05.2020,,", "unreadable date"),
        ("007,diagnosis,ICD10,I21,2020-05-03,soon,", "unreadable end date"),
        ("007,diagnosis,ICD10,I21,2020-05-03,2020-05-02,", "end before start"),
        ("007,diagnosis,ICD10,I21,2020,,refuted", "refuted"),
        ("007,diagnosis,ICD10,I21,2020,,Entered-in-error", "entered in error"),
        ("007,procedure,NCSP,FNG02,2020,,not-done", "not done"),
        ("007,diagnosis,ICD10,I21,2020", "not a line of the table"),
        ("007,diagnosis,ICD10,I21,2020,,,more", "not a line of the table"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_reason(folder: Folder, line: str, reason: str) -> None:
    good = "007,diagnosis,ICD10,I21,2020-05-03,2020-05-03,"
    folder.write("events.csv", f"patient,kind,system,code,start,end,status\n{line}\n{good}\n")
    assert folder.set_aside("events.csv") == {reason: 1}
    assert len(folder.events()) == 1


@pytest.mark.parametrize("status", ["family-history", "Planned"])
def test_what_can_be_asked_for_by_name_is_kept(folder: Folder, status: str) -> None:
    folder.write(
        "procedure.csv", f"patient,system,code,start,status\n007,NCSP,FNG02,2020,{status}\n"
    )
    assert folder.set_aside("procedure.csv") == {}
    assert [line["status"] for line in folder.events()] == [status.lower()]


def test_a_line_that_is_not_utf8_is_set_aside_alone(folder: Folder) -> None:
    folder.path.joinpath("diagnosis.csv").write_bytes(
        b"patient,system,code,start\n007,ICD10,I21,2020\n007,ICD10,\xff,2020\n"
    )
    assert folder.set_aside("diagnosis.csv") == {"not UTF-8 text": 1}


def test_an_end_that_may_be_after_a_partial_start_is_kept(folder: Folder) -> None:
    folder.write("visit.csv", "patient,start,end\n007,2020-05,2020-05-01\n")
    assert folder.set_aside("visit.csv") == {}


def test_an_unknown_status_word_is_kept_and_noted(folder: Folder) -> None:
    folder.write("visit.csv", "patient,start,status\n007,2020,maybe\n007,2021,\n")
    assert [line["status"] for line in folder.events()] == ["maybe", None]
    (said,) = folder.notes()
    assert said.startswith("1 rows have a status")


@pytest.mark.parametrize("column", ["position", "contact_type", "act"])
def test_a_word_outside_a_closed_list_is_not_known_and_noted(folder: Folder, column: str) -> None:
    folder.write("visit.csv", f"patient,start,{column}\n007,2020,sideways\n")
    assert folder.events()[0][column] is None
    assert column in folder.notes()[0]


@pytest.mark.parametrize(
    ("written", "value", "comparator", "words"),
    [
        ("5.5", 5.5, None, None),
        (">90", 90.0, ">", None),
        ("< 5", 5.0, "<", None),
        ('"5,5"', None, None, "5,5"),
        ("positive", None, None, "positive"),
    ],
)
def test_a_value_is_a_number_a_bound_or_words(
    folder: Folder, written: str, value: float | None, comparator: str | None, words: str | None
) -> None:
    folder.write("measurement.csv", f"patient,system,code,start,value\n007,NPU,1,2020,{written}\n")
    (line,) = folder.events()
    assert (line["value"], line["comparator"], line["value_text"]) == (value, comparator, words)
    assert bool(folder.notes()) == (words is not None)


def test_lines_with_one_identifier_are_codings_of_one_row(folder: Folder) -> None:
    folder.write(
        "diagnosis.csv",
        "patient,id,system,code,start\n007,d,ICD10,I21,2020\n007,d,SNOMED,1,2020\n",
    )
    (record,) = assemble(folder.load())
    (row,) = record.rows["diagnosis"]
    assert row.codings == (("ICD10", "I21"), ("SNOMED", "1"))


def test_an_identifier_used_again_for_other_content_is_a_row_of_its_own_in_every_order(
    folder: Folder,
) -> None:
    lines = ["007,d,ICD10,I21,2020,5", "007,d,ICD10,I21,2020,6"]
    found = []
    for order in (lines, lines[::-1]):
        folder.write("measurement.csv", "\n".join(["patient,id,system,code,start,value", *order]))
        (record,) = assemble(folder.load())
        found.append(record.rows["measurement"])
    assert found[0] == found[1]
    assert [row.id for row in found[0]] == ["d", "d"]
    assert [row.result.number for row in found[0] if row.result] == [5, 6]


def test_a_line_that_is_there_twice_counts_once(folder: Folder) -> None:
    folder.write("procedure.csv", "patient,id,system,code,start\n" + "007,p,NCSP,FNG02,2020\n" * 3)
    assert folder.set_aside("procedure.csv") == {"same line again": 2}
    assert len(folder.events()) == 1


def test_rows_without_identifier_get_one_that_does_not_depend_on_their_order(
    folder: Folder,
) -> None:
    lines = ["007,ICD10,I21,2020", "007,ICD10,I22,2020", "007,ICD10,I21,2020"]
    found = []
    for order in (lines, lines[::-1]):
        folder.write("procedure.csv", "\n".join(["patient,system,code,start", *order]))
        found.append([(line["row"], line["code"]) for line in folder.events()])
    assert found[0] == found[1]
    assert len({row for row, _ in found[0]}) == 3


def test_a_patient_twice_is_kept_once(folder: Folder) -> None:
    folder.write("patients.csv", "patient,birth\n007,1960\n007,1961\n,1970\n")
    assert folder.set_aside("patients.csv") == {"same patient again": 1, "no patient": 1}
    assert folder.load().patients.num_rows == 1


def test_columns_not_used_are_named_with_what_they_may_be(folder: Folder) -> None:
    folder.write("visit.csv", "patient,start,unit_of_ward,ward\n007,2020,7,3\n")
    assert folder.notes() == [
        "visit.csv: column `unit_of_ward` is not used; is it `unit`?",
        "visit.csv: column `ward` is not used",
    ]


def test_a_misspelt_column_stops_the_load_since_what_it_says_would_be_lost(
    folder: Folder,
) -> None:
    folder.write("diagnosis.csv", "patient,system,code,start,statuss\n007,ICD10,I21,2020,refuted\n")
    with pytest.raises(DataError) as raised:
        folder.load()
    (problem,) = raised.value.diagnostics
    assert (problem.rule, problem.instead) == (
        "misspelt-column",
        "`status`, or leave the column out",
    )


def test_files_not_read_are_named_with_what_they_may_be(folder: Folder) -> None:
    folder.write("diagnosis_of_old.csv", "patient\n")
    (said,) = folder.notes()
    assert "`diagnosis.csv`" in said


def test_a_misspelt_file_stops_the_load_since_a_whole_kind_would_be_lost(folder: Folder) -> None:
    folder.write("diagnoses.csv", "patient,system,code,start\n")
    with pytest.raises(DataError) as raised:
        folder.load()
    (problem,) = raised.value.diagnostics
    assert problem.rule == "misspelt-file"
    assert problem.instead.startswith("`diagnosis.csv`")


def test_all_missing_columns_come_at_once(folder: Folder) -> None:
    folder.write("patients.csv", "patient,brith\n1,1960\n").write("diagnosis.csv", "patient,code\n")
    with pytest.raises(DataError) as raised:
        folder.load()
    assert {(each.path, each.message) for each in raised.value.diagnostics} == {
        ("patients.csv", "there is no column `birth`"),
        ("diagnosis.csv", "there is no column `system`"),
        ("diagnosis.csv", "there is no column `start`"),
    }
    assert "`birth` instead of `brith`" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("visit.csv", "", "no-header"),
        ("visit.csv", "patient;start\n007;2020\n", "no-commas"),
        ("visit.csv", "patient,start,start\n", "column-twice"),
        ("visit.parquet", "patient,start\n", "cannot-read"),
    ],
)
def test_a_file_that_is_no_table_is_a_data_error(
    folder: Folder, name: str, text: str, rule: str
) -> None:
    folder.write(name, text)
    with pytest.raises(DataError) as raised:
        folder.load()
    assert rule in {each.rule for each in raised.value.diagnostics}


def test_two_files_of_one_table_are_refused(folder: Folder) -> None:
    folder.write("visit.csv", "patient,start\n")
    folder.path.joinpath("visit.csv.gz").write_bytes(gzip.compress(b"patient,start\n"))
    with pytest.raises(DataError, match="several files for visit"):
        folder.load()


def test_parquet_columns_may_have_the_type_of_what_they_mean(folder: Folder) -> None:
    noon = parse_moment("2020-05-03T12:00").lo * 60_000_000
    columns: dict[str, pa.Array[Any]] = {
        "patient": pa.array(["007"]),
        "system": pa.array(["LOINC"]).dictionary_encode(),
        "code": pa.array(["1-1"]),
        "start": pa.array([noon], pa.timestamp("us", "UTC")),
        "end": pa.array([noon // 86_400_000_000], pa.date32()),
        "value": pa.array([5], pa.int32()),
        "unit": pa.array([None], pa.null()),
    }
    pq.write_table(pa.table(columns), folder.path / "measurement.parquet")
    (line,) = folder.events()
    assert line["start_lo"] == line["start_hi"] == parse_moment("2020-05-03T14:00").lo
    assert (line["end_lo"], line["end_hi"]) == (
        parse_moment("2020-05-03").lo,
        parse_moment("2020-05-03").hi,
    )
    assert line["value"] == 5.0


def test_times_that_are_all_midnight_are_noted_and_can_be_declared_dates(folder: Folder) -> None:
    midnights = [parse_moment(day).lo * 60_000_000 for day in ("2020-05-03", "2020-05-04")]
    patients, starts = pa.array(["007", "007"]), pa.array(midnights, pa.timestamp("us"))
    table = pa.table([patients, starts], names=["patient", "start"])
    pq.write_table(table, folder.path / "visit.parquet")
    (said,) = folder.notes()
    assert said.startswith("2 times of start in visit.parquet are all midnight")
    table = table.append_column("start_precision", pa.array(["day", "day"]))
    pq.write_table(table, folder.path / "visit.parquet")
    assert folder.notes() == []
    assert {line["start_hi"] for line in folder.events()} == {
        parse_moment("2020-05-03").hi,
        parse_moment("2020-05-04").hi,
    }


def test_observation_periods_are_days_and_checked(folder: Folder) -> None:
    folder.write(
        "observation_periods.csv",
        "patient,start,end\n007,2010,2012-05\n007,2015-01-01,2014-01-01\n8,2010,2012\n007,2010,\n",
    )
    tables = folder.load()
    assert tables.holdings.periods_declared
    assert tables.periods is not None
    assert tables.periods.to_pylist() == [
        {
            "patient": "007",
            "start_day": parse_moment("2010-01-01").first_day,
            "end_day": parse_moment("2012-05-31").last_day,
        }
    ]
    assert folder.set_aside("observation_periods.csv") == {
        "end before start": 1,
        "patient not in the patient table": 1,
        "no date": 1,
    }


def test_without_observation_periods_none_are_declared(folder: Folder) -> None:
    tables = folder.load()
    assert tables.periods is None
    assert not tables.holdings.periods_declared


def test_a_kind_is_held_where_its_file_is_even_if_empty(folder: Folder) -> None:
    folder.write("procedure.csv", "patient,system,code,start\n")
    held = folder.load().holdings.kinds
    assert held.keys() == {"procedure"}
    assert held["procedure"].systems == frozenset()
    assert not held["procedure"].declared
