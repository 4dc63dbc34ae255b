from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

from trialmatch.cohort.holdings import HeldKind
from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import DataError
from trialmatch.sources import open_source
from trialmatch.sources.frames import from_frames
from trialmatch.vocabulary.calendar import Moment, parse_moment

PATIENTS = pd.DataFrame(
    {
        "patient": ["007", "8", "9"],
        "birth": ["1960-05-03", "1970-05", None],
        "sex": ["Female", "male", None],
        "death": [None, "2020-01-02", None],
        "person_number": ["01020300191", None, None],
    }
)
EVENTS = pd.DataFrame(
    {
        "patient": ["8", "007", "007", "007"],
        "kind": ["visit", "measurement", "diagnosis", "diagnosis"],
        "id": ["v", "m", "d", "d"],
        "system": [None, "LOINC", "ICD-10", "SNOMED"],
        "code": [None, "62238-1", "I21.4", "22298006"],
        "start": ["2020-05", "2020-01-02T10:15", "2019", "2019"],
        "end": ["2020-06-01", None, None, None],
        "value": [None, ">90", None, None],
        "unit": [None, "mL/min/{1.73_m2}", None, None],
        "contact_type": ["inpatient", None, None, None],
    }
)


def load(patients: pd.DataFrame = PATIENTS, **events: pd.DataFrame) -> CohortTables:
    return from_frames(patients, events)


def lines(tables: CohortTables) -> list[dict[str, Any]]:
    return list(tables.events.to_pylist())


def people(tables: CohortTables) -> list[str]:
    return [str(line["patient"]) for line in tables.patients.to_pylist()]


@pytest.mark.parametrize("format", ["csv", "csv.gz", "parquet"])
@pytest.mark.parametrize("by_kind", [True, False])
def test_frames_and_files_give_the_same_tables(tmp_path: Path, format: str, by_kind: bool) -> None:
    named = {str(kind): frame for kind, frame in EVENTS.groupby("kind")} if by_kind else EVENTS
    tables = from_frames(PATIENTS, named)
    files = {"patients": PATIENTS} | (
        dict(named) if isinstance(named, dict) else {"events": EVENTS}
    )
    for name, frame in files.items():
        path = tmp_path / f"{name}.{format}"
        if format == "parquet":
            frame.to_parquet(path, index=False)
        else:
            frame.to_csv(path, index=False)
    read = open_source(tmp_path)
    assert tables.events.num_rows == 4
    assert read.patients.equals(tables.patients)
    assert read.events.drop(["source"]).equals(tables.events.drop(["source"]))
    assert read.holdings.seen == tables.holdings.seen
    assert read.holdings.kinds == tables.holdings.kinds


@pytest.mark.parametrize(
    "identifiers",
    [
        pd.Series(["007", "8"]),
        pd.Series(["007", "8"], dtype=object),
        pd.Series(["007", "8"], dtype="string"),
        pd.Series(["007", "8"], dtype="category"),
        pd.Series(["007", 8], dtype=object),
    ],
)
def test_identifiers_are_text_of_whatever_type(identifiers: pd.Series) -> None:
    assert people(load(pd.DataFrame({"patient": identifiers, "birth": "1960"}))) == ["007", "8"]


@pytest.mark.parametrize("dtype", ["int64", "Int64", "float64", "uint8", "category"])
def test_whole_numbers_as_identifiers_are_the_same_in_both_frames(dtype: Any) -> None:
    patients = pd.DataFrame({"patient": pd.Series([7, 8]).astype(dtype), "birth": 1960})
    visits = pd.DataFrame({"patient": [7.0, np.nan, 8.0], "start": 2020})
    tables = load(patients, visit=visits)
    assert people(tables) == ["7", "8"]
    assert [line["patient"] for line in lines(tables)] == ["7", "8"]
    assert tables.report.files[-1].set_aside == {"no patient": 1}


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT, "", "  "])
def test_what_is_missing_is_missing_however_it_is_written(missing: object) -> None:
    patients = pd.DataFrame(
        {"patient": ["1", missing], "birth": ["1960", missing], "sex": pd.Series([missing] * 2)}
    )
    tables = load(patients)
    assert people(tables) == ["1"]
    assert tables.patients["sex"].to_pylist() == [None]


@pytest.mark.parametrize(
    ("start", "means"),
    [
        (pd.Timestamp("2020-05-03T10:15:59"), "2020-05-03T10:15"),
        (pd.Timestamp("2020-05-03"), "2020-05-03T00:00"),
        (pd.Timestamp("2020-05-03T10:15Z"), "2020-05-03T12:15"),
        (date(2020, 5, 3), "2020-05-03"),
        ("2020-05", "2020-05"),
        (2020, "2020"),
        ("2020-05-03T10:15:00+00:00", "2020-05-03T12:15"),
    ],
)
def test_a_time_is_as_precise_as_its_type(start: object, means: str) -> None:
    (line,) = lines(load(visit=pd.DataFrame({"patient": ["8"], "start": [start]})))
    assert Moment(line["start_lo"], line["start_hi"]) == parse_moment(means)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_datetimes_of_every_resolution_are_read(unit: Literal["s", "ms", "us", "ns"]) -> None:
    start = pd.Series(pd.to_datetime(["1960-05-03T10:15:59", "NaT"]).as_unit(unit))
    (line,) = lines(load(visit=pd.DataFrame({"patient": "8", "start": start})))
    assert line["start_lo"] == parse_moment("1960-05-03T10:15").lo


@pytest.mark.parametrize("known_to", ["day", "month", "year"])
def test_a_datetime_is_known_to_what_its_precision_says(known_to: str) -> None:
    visit = pd.DataFrame(
        {"patient": ["8"], "start": pd.to_datetime(["2020-05-03"]), "start_precision": known_to}
    )
    means = {"day": "2020-05-03", "month": "2020-05", "year": "2020"}[known_to]
    (line,) = lines(load(visit=visit))
    assert Moment(line["start_lo"], line["start_hi"]) == parse_moment(means)


def test_a_birth_as_datetime_is_a_day() -> None:
    patients = pd.DataFrame({"patient": ["1"], "birth": pd.to_datetime(["1960-05-03"])})
    (line,) = load(patients).patients.to_pylist()
    assert Moment(line["birth_lo"], line["birth_hi"]) == parse_moment("1960-05-03")


@pytest.mark.parametrize("values", [[5, ">90"], ["5", ">90"]])
def test_numbers_and_words_may_stand_in_one_column(values: list[object]) -> None:
    frame = pd.DataFrame(
        {"patient": "8", "system": "NPU", "code": ["1", "2"], "start": "2020", "value": values}
    )
    found = {line["code"]: line for line in lines(load(measurement=frame))}
    assert (found["1"]["value"], found["1"]["comparator"]) == (5.0, None)
    assert (found["2"]["value"], found["2"]["comparator"]) == (90.0, ">")


def test_not_a_number_is_no_result() -> None:
    frame = pd.DataFrame(
        {"patient": "8", "system": "NPU", "code": "1", "start": "2020", "value": [np.nan, np.inf]}
    )
    assert [line["value"] for line in lines(load(measurement=frame))] == [None, None]


@pytest.mark.parametrize("dead", [True, np.True_, "true", 1])
def test_dead_is_true_in_any_type(dead: object) -> None:
    patients = pd.DataFrame({"patient": ["1", "2"], "birth": "1960", "deceased": [dead, None]})
    assert load(patients).patients["deceased"].to_pylist() == [True, False]


def test_the_callers_frames_stay_as_they_were() -> None:
    patients, events = PATIENTS.copy(), EVENTS.copy()
    from_frames(patients, events)
    pd.testing.assert_frame_equal(patients, PATIENTS)
    pd.testing.assert_frame_equal(events, EVENTS)


def test_a_missing_column_and_an_unknown_kind_come_at_once() -> None:
    with pytest.raises(DataError) as raised:
        from_frames(PATIENTS[["patient"]], {"diagnoses": EVENTS})
    assert {each.rule for each in raised.value.diagnostics} >= {"missing-column", "unknown-kind"}
    assert "diagnosis" in str(raised.value)


def test_an_event_frame_without_kind_is_refused() -> None:
    with pytest.raises(DataError, match="`kind`"):
        from_frames(PATIENTS, EVENTS.drop(columns="kind"))


def test_what_is_said_of_the_frames_is_what_they_hold() -> None:
    held = {"diagnosis": HeldKind(frozenset({"ICD10"}), forms=frozenset())}
    tables = from_frames(
        PATIENTS, EVENTS, name="mine", synthetic=True, cut_off="2020-12-31", holds=held
    )
    holdings = tables.holdings
    assert (holdings.name, holdings.synthetic, dict(holdings.kinds)) == ("mine", True, held)
    assert holdings.cut_off == parse_moment("2020-12-31").hi


def test_a_site_may_be_given_whole() -> None:
    site = Site(name="site", zone="UTC")
    visit = pd.DataFrame({"patient": ["8"], "start": ["2020-05-03T10:15Z"]})
    tables = from_frames(PATIENTS, {"visit": visit}, site=site)
    assert tables.holdings.name == "site"
    assert lines(tables)[0]["start_lo"] == parse_moment("2020-05-03T10:15").lo


def test_observation_periods_may_be_a_frame() -> None:
    periods = pd.DataFrame({"patient": ["8"], "start": ["2010"], "end": [date(2012, 5, 3)]})
    tables = from_frames(PATIENTS, {}, periods=periods)
    assert tables.periods is not None
    assert tables.periods.num_rows == 1
    assert tables.events.num_rows == 0
