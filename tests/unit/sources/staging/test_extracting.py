"""Lines that a source hands over are those that come of its records, one patient at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trialmatch.cohort.asof import as_of
from trialmatch.cohort.assembly import assemble
from trialmatch.cohort.needs import NeededRows, Needs
from trialmatch.cohort.partition import COLUMNS, DICTIONARIES, NO_TIME, Partition
from trialmatch.cohort.partition_building import extract_of
from trialmatch.cohort.source import CohortSource
from trialmatch.democohort import generate
from trialmatch.sources import open_cohort_source
from trialmatch.sources.frames import frames_source
from trialmatch.sources.staging import extracting
from trialmatch.vocabulary.calendar import parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

NOW = parse_moment("2021-06-30")
DAY_2020 = 18262

INFARCTION = CodeSet(
    "infarction",
    (pattern("ICD10", "I21"), pattern("SNOMED", "22298006")),
    (pattern("ICD10", "I21.4"),),
)
HEART = CodeSet("heart", (pattern("ICD10", "I"),))
CREATININE = CodeSet("creatinine", (pattern("LOINC", "2160-0"),))
CREATININE_TOO = CodeSet("creatinine too", (pattern("LOINC", "2160-0"), pattern("NPU", "NPU18016")))
STATINS = CodeSet("statins", (pattern("ATC", "C10"),))
EXTENT = frozenset({"end_lo", "end_hi", "status", "days_supply", "contact_type"})
RESULT = frozenset(
    ("value", "comparator", "unit", "text", "value_code", "absent", "range_low", "range_high")
)

ALL = Needs(
    (
        NeededRows("diagnosis", INFARCTION, EXTENT | {"row", "id", "code", "position", "contact"}),
        NeededRows("diagnosis", HEART, frozenset({"status", "department", "body_site"})),
        NeededRows("visit", None, EXTENT | {"contact", "row", "id", "institution", "specialty"}),
        NeededRows("measurement", CREATININE, RESULT | {"row", "code"}),
        NeededRows("measurement", CREATININE_TOO, frozenset({"value", "unit"})),
        NeededRows("medication", STATINS, EXTENT | {"act"}),
    )
)
FEW = Needs((NeededRows("diagnosis", HEART, frozenset({"position"})),), periods=False)
RECENT = Needs(tuple(replace(rows, since=DAY_2020) for rows in ALL.rows))
# Codings of one kind that are looked at from different days on, or from the beginning.
SOME_RECENT = Needs(
    tuple(
        replace(rows, since=None if rows.codes in (HEART, CREATININE_TOO) else DAY_2020)
        for rows in ALL.rows
    )
)
EMPTY = Needs(())


_NEUTRAL: dict[str, float] = {
    **dict.fromkeys(("end_lo", "end_hi"), NO_TIME),
    **dict.fromkeys(("value", "range_low", "range_high", "days_supply"), float("nan")),
}
_TOLD_APART = ("row", "contact")


def lines(partition: Partition) -> set[tuple[object, ...]]:
    """Each line: patient, group, all values with texts in words, and which lines it goes with."""
    plain = [_plain(partition, group, at) for group, at in _places(partition)]
    partners: dict[tuple[object, ...], set[tuple[object, ...]]] = defaultdict(set)
    numbers = [
        [(name, line[0], _of(partition, name, at)) for name in _TOLD_APART]
        for line, (_, at) in zip(plain, _places(partition), strict=True)
    ]
    for line, own in zip(plain, numbers, strict=True):
        for number in own:
            partners[number].add(line)
    return {
        (*line, *(frozenset(partners[each]) if each[2] else None for each in own))
        for line, own in zip(plain, numbers, strict=True)
    }


def _places(partition: Partition) -> Iterable[tuple[int, int]]:
    for number, group in partition.groups.items():
        yield from ((number, at) for at in range(group.start, group.stop))


def _plain(partition: Partition, group: int, at: int) -> tuple[object, ...]:
    patient = partition.names[int(_of(partition, "patient", at))]
    return (
        patient,
        group,
        partition.groups[group].kind,
        *partition.ids(np.array([at])),
        *(_said(partition, name, at) for name in COLUMNS if name not in ("patient", *_TOLD_APART)),
    )


def _said(partition: Partition, name: str, at: int) -> object:
    value = _of(partition, name, at)
    if name in partition.dictionaries:
        return partition.dictionaries[name][int(value)]
    if name in DICTIONARIES:
        return ""
    return None if np.isnan(value) else float(value)


def _of(partition: Partition, name: str, at: int) -> Any:
    column = partition.columns.get(name)
    return _NEUTRAL.get(name, 0) if column is None else column[at]


def people(partition: Partition) -> list[tuple[object, ...]]:
    """Each patient with birth, death, sex and observation periods."""
    periods = partition.periods
    return [
        (
            name,
            *(int(side[at]) for pair in (partition.birth, partition.death) for side in pair),
            bool(partition.deceased[at]),
            int(partition.sex[at]),
            None
            if periods is None
            else [
                (int(periods.first_day[i]), int(periods.last_day[i]))
                for i in range(periods.offsets[at], periods.offsets[at + 1])
            ],
        )
        for at, name in enumerate(partition.names)
    ]


def is_sorted(partition: Partition) -> bool:
    """Whether every group is sorted by patient and start, and every column as long."""
    patient, start = partition.columns["patient"], partition.columns["start_lo"]
    each = (slice(group.start, group.stop) for group in partition.groups.values())
    ordered = all(
        list(zip(patient[at], start[at], strict=True))
        == sorted(zip(patient[at], start[at], strict=True))
        for at in each
    )
    typed = all(partition.columns[name].dtype == COLUMNS[name] for name in partition.columns)
    return (
        ordered and typed and {len(each) for each in partition.columns.values()} <= {len(patient)}
    )


def maybe(*words: str | None) -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, *words))


DATES = ("2020", "2019-11", "2020-01-01", "2021-03-02T10:15", "2022-01-01", "2020-03-29T02:30")
COLUMNS_DRAWN = {
    "patient": st.sampled_from(("1", "2", "3", " 2", "stranger", None)),
    "kind": st.sampled_from(("diagnosis", "diagnosis", "visit", "measurement", "medication")),
    "id": maybe("a", "b", "c"),
    "code": st.sampled_from(
        (
            *("ICD-10 I21.4", "ICD10 I210", "SNOMED 22298006", "ICD10 i21.0", "LOINC 2160-0"),
            *("NPU NPU18016", "ATC C10AA05", "ICD10 Z00", "LOINC 1-8", " I21", "", "NCSP A1"),
        )
    ),
    "start": maybe(*DATES, "soon"),
    "end": maybe("2021-03-05", "2019-12", "2021-03-02T10:00", "later"),
    "status": maybe("final", "Provisional", "refuted", "odd"),
    "act": maybe("dispensed", "thrown away"),
    "position": maybe("main", "Secondary", "third"),
    "contact": maybe("a", "b"),
    "contact_type": maybe("inpatient", "day", "strange"),
    "department": maybe("Ward", " Ward "),
    "institution": maybe("Hospital"),
    "value": maybe("5", "5.0", ">90", "many"),
    "unit": maybe("mg/L", "g/L"),
    "value_text": maybe("positive"),
    "value_system": maybe("SNOMED"),
    "value_code": maybe("10828004"),
    "range_low": maybe("1", "low"),
    "range_high": maybe("9"),
    "absent": maybe("cancelled"),
    "days_supply": maybe("30", "a month"),
    "body_site": maybe("left", "Left ", "right"),
    "specialty": maybe("Cardiology"),
}
EVENT = st.fixed_dictionaries(COLUMNS_DRAWN)
PATIENTS = pd.DataFrame(
    {
        "patient": ["2", "1", "3"],
        "birth": ["1960-05-03", None, "1970"],
        "sex": ["female", None, "unknown"],
        "death": [None, "2020-01-02", None],
        "deceased": [None, None, "true"],
    }
)
PERIODS = pd.DataFrame(
    {
        "patient": ["2", "1", "2"],
        "start": ["2015-01-01", "2010-01-01", "2010-01-01"],
        "end": ["2020-01-01", "2020-01-01", "2012-01-01"],
    }
)


def frame(rows: list[dict[str, str | None]]) -> pd.DataFrame:
    events = pd.DataFrame(rows, columns=list(COLUMNS_DRAWN)).astype("string")
    split = events["code"].fillna("").str.partition(" ", expand=False)
    return events.assign(
        system=[each[0] for each in split], code=[each[2] for each in split]
    ).astype("string")


def assert_as_records(source: CohortSource, needs: Needs, size: int) -> None:
    tables = as_of(source.tables(), NOW)
    records = list(assemble(tables))
    expected = extract_of(records, needs, tables.holdings, NOW, size)
    got = source.extract(needs, NOW, size)
    parts = list(got.partitions)
    others = list(expected.partitions)
    assert [each.patients for each in parts] == [each.patients for each in others]
    assert got.groups == expected.groups
    assert got.patients == len(records)
    for part, other in zip(parts, others, strict=True):
        assert is_sorted(part)
        assert people(part) == people(other)
        assert part.groups.keys() == other.groups.keys()
        assert lines(part) == lines(other)
    assert all(file.balanced() for file in got.report.files)
    assert got.holdings.seen is not None and expected.holdings.seen is not None
    assert got.holdings.seen.keys() == expected.holdings.seen.keys()
    for kind in needs.kinds & tables.holdings.kinds.keys():
        # In which forms there are rows is looked at only where it is asked for.
        held = replace(expected.holdings.kinds[kind], forms=None)
        assert got.holdings.kinds[kind] == held


def test_forms_are_read_off_the_rows_of_the_kinds_that_are_asked_for() -> None:
    rows = [
        ("medication", "ATC", "C10AA01", "ordered", ""),
        ("medication", "ATC", "C10AA05", "given", "cancelled"),
        ("diagnosis", "ICD10", "I21", "", ""),
        ("visit", "", "", "", "planned"),
        ("visit", "", "", "", ""),
    ]
    columns = ["kind", "system", "code", "act", "status"]
    events = pd.DataFrame(rows, columns=columns).assign(patient="p", start="2020-05-03")
    source = frames_source(pd.DataFrame({"patient": ["p"], "birth": ["1960"]}), events)
    needs = replace(ALL, forms=frozenset({"medication"}))
    kinds = source.extract(needs, NOW).holdings.kinds
    assert kinds["medication"].forms == frozenset({"ordered"})
    assert kinds["diagnosis"].forms is None
    assert source.tables().holdings.kinds["diagnosis"].forms == frozenset()
    assert source.tables().holdings.kinds["visit"].forms == frozenset({"planned"})


def test_what_is_planned_after_the_moment_is_there_and_does_not_count_as_seen() -> None:
    events = pd.DataFrame(
        {
            "patient": ["p", "p"],
            "kind": ["medication", "medication"],
            "system": ["ATC", "ATC"],
            "code": ["C10AA01", "C10AA05"],
            "start": ["2099-05-03", "2099-05-03"],
            "status": ["planned", ""],
        }
    )
    source = frames_source(pd.DataFrame({"patient": ["p"], "birth": ["1960"]}), events)
    assert_as_records(source, ALL, 7)
    got = source.extract(ALL, NOW)
    assert sum(part.lines for part in got.partitions) == 1
    assert got.holdings.seen == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(EVENT, max_size=25),
    needs=st.sampled_from((ALL, FEW, RECENT, SOME_RECENT)),
    size=st.sampled_from((1, 2, 7)),
    by_kind=st.booleans(),
)
def test_drawn_frames_give_the_lines_of_their_records(
    rows: list[dict[str, str | None]], needs: Needs, size: int, by_kind: bool
) -> None:
    events: pd.DataFrame | Mapping[str, pd.DataFrame] = frame(rows)
    if by_kind:
        events = {str(kind): part for kind, part in frame(rows).groupby("kind")}
    source = frames_source(PATIENTS, events, periods=PERIODS)
    assert_as_records(source, needs, size)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> CohortSource:
    folder = tmp_path_factory.mktemp("demo") / "cohort"
    generate(folder, 60)
    return open_cohort_source(folder)


@pytest.mark.parametrize("size", [7, 1000])
@pytest.mark.parametrize("needs", [ALL, RECENT, SOME_RECENT, EMPTY])
def test_a_demo_cohort_gives_the_lines_of_its_records(
    demo: CohortSource, size: int, needs: Needs
) -> None:
    assert_as_records(demo, needs, size)


def parquet_source(folder: Path, rows: list[dict[str, str | None]], size: int) -> CohortSource:
    """The rows as files of a kind each, with row groups of so many rows."""
    folder.mkdir()
    PATIENTS.to_parquet(folder / "patients.parquet")
    for kind, part in frame(rows).groupby("kind"):
        table = pa.Table.from_pandas(part.drop(columns="kind"), preserve_index=False)
        pq.write_table(table, folder / f"{kind}.parquet", row_group_size=size)
    return open_cohort_source(folder)


@pytest.fixture(scope="module")
def drawn_rows() -> list[dict[str, str | None]]:
    draw = Random(7)
    values: dict[str, list[str | None]] = {
        "patient": ["1", "2", "3", "3 ", "stranger", None],
        "id": ["a", "b", None],
        "code": ["LOINC 2160-0", "NPU NPU18016", "LOINC 1-8"],
        "start": [*DATES, "soon", None],
        "status": ["final", "refuted", "odd", None],
        "value": ["5", ">90", "many", None],
        "unit": ["mg/L", "g/L", None],
    }
    return [
        {
            **dict.fromkeys(COLUMNS_DRAWN),
            **{name: draw.choice(found) for name, found in values.items()},
            "kind": draw.choice(("measurement", "measurement", "diagnosis")),
        }
        for _ in range(80)
    ]


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize("order", ["of patients", "shuffled"])
@pytest.mark.parametrize("room", [30_000_000, 30])
def test_files_in_any_order_give_the_same_lines_with_room_for_many_or_few(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    drawn_rows: list[dict[str, str | None]],
    size: int,
    order: str,
    room: int,
) -> None:
    monkeypatch.setattr(extracting, "_LINES_IN_WAITING", room)
    rows = sorted(drawn_rows, key=lambda row: row["patient"] or "")
    if order == "shuffled":
        Random(1).shuffle(rows)
    source = parquet_source(tmp_path / "cohort", rows, 10)
    assert_as_records(source, ALL, size)
    extract = source.extract(ALL, NOW, size)
    list(extract.partitions)
    (report,) = [file for file in extract.report.files if file.name == "measurement.parquet"]
    assert report.set_aside == source_in_one(tmp_path / "other", drawn_rows)
    assert report.balanced()


def source_in_one(folder: Path, rows: list[dict[str, str | None]]) -> Counter[str]:
    """What is set aside of the measurements where all patients are read at once."""
    extract = parquet_source(folder, rows, 1000).extract(ALL, NOW)
    list(extract.partitions)
    (report,) = [file for file in extract.report.files if file.name == "measurement.parquet"]
    return report.set_aside


def test_rows_stay_with_their_patients_where_there_are_more_than_are_stored_together(
    tmp_path: Path,
) -> None:
    # Duckdb stores and reads some 120,000 lines at a time, in no order unless it is told one.
    order = np.random.default_rng(7).permutation(400_000)
    names = [f"p{number:06}" for number in order]
    days = [f"2020-01-{number % 28 + 1:02}" for number in order]
    born = pa.table({"patient": names, "birth": ["1961-05-03"] * len(order)})
    pq.write_table(born, tmp_path / "patients.parquet")
    table = {"patient": names, "start": days, "system": ["ICD10"] * len(order)}
    pq.write_table(
        pa.table({**table, "code": ["I50"] * len(order)}), tmp_path / "diagnosis.parquet"
    )
    needs = Needs((NeededRows("diagnosis", HEART, frozenset()),), periods=False)
    (partition,) = open_cohort_source(tmp_path).extract(needs, NOW, len(order)).partitions
    patients = np.array([int(name[1:]) for name in partition.names])
    assert np.array_equal(patients, np.arange(len(order)))
    of_row = patients[partition.columns["patient"]]
    day = parse_moment("2020-01-01").lo + of_row % 28 * 1440
    assert np.array_equal(partition.columns["start_lo"], day)
