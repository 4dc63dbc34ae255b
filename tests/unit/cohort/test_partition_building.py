"""Partitions from plain records, and what of them is handed over."""

from __future__ import annotations

import math
from typing import Any

import pytest

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.needs import NeededRows, Needs
from trialmatch.cohort.partition import COLUMNS, NO_TIME, OTHER_STATUS, WORDS, Partition
from trialmatch.cohort.partition_building import extract_of, partition_of
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

HEART = CodeSet("heart", (pattern("ICD10", "I"),))
INFARCTION = CodeSet("infarction", (pattern("ICD10", "I21"),))
AS_OF = Moment(parse_moment("2024-03-01").hi, parse_moment("2024-03-01").hi)
HELD = Holdings("made", {"diagnosis": HeldKind(), "visit": HeldKind()}, cut_off=AS_OF.hi)


def diagnosis(name: str, start: str, *codes: str, **other: Any) -> Row:
    codings = tuple(("ICD10", code) for code in codes)
    return Row("diagnosis", name, codings, parse_moment(start), **other)


def person(name: str, *rows: Row, **other: Any) -> PatientRecord:
    known = {"birth": None, "sex": "", "death": None, "deceased": False, **other}
    kinds: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        kinds[row.kind] = (*kinds.get(row.kind, ()), row)
    return PatientRecord(name, rows=kinds, **known)


def needs(*columns: str, codes: CodeSet | None = HEART, since: int | None = None) -> Needs:
    return Needs((NeededRows("diagnosis", codes, frozenset(columns), since),))


def starts(partition: Partition) -> list[int]:
    return [int(minute) for minute in partition.columns["start_lo"]]


def column(partition: Partition, name: str) -> list[Any]:
    found: list[Any] = partition.columns[name].tolist()
    return found


def test_patients_stand_in_the_order_of_their_identifiers_also_those_without_rows() -> None:
    found = partition_of([person("b"), person("a", diagnosis("d", "2024-01-01", "I21"))], needs())
    assert list(found.names) == ["a", "b"]
    assert (found.patients, found.lines) == (2, 1)
    assert repr(found) == "Partition(2 patients, 1 lines)"


def test_only_the_columns_asked_for_are_there() -> None:
    one = person("a", diagnosis("d", "2024-01-01", "I21", position="main"))
    assert set(partition_of([one], needs()).columns) == {"patient", "start_lo", "start_hi"}
    assert "position" in partition_of([one], needs("position")).columns


def test_every_column_has_the_type_that_is_declared() -> None:
    one = person("a", diagnosis("d", "2024-01-01", "I21"))
    found = partition_of([one], needs(*COLUMNS))
    assert {name: str(values.dtype) for name, values in found.columns.items()} == dict(COLUMNS)


def test_lines_of_a_group_stand_together_by_patient_and_start() -> None:
    records = [
        person("a", diagnosis("1", "2024-02-01", "I21"), diagnosis("2", "2024-01-01", "I50")),
        person("b", diagnosis("3", "2024-01-01", "I21")),
        person("c", diagnosis("4", "2023-01-01", "I21"), diagnosis("5", "2022-01-01", "I21")),
    ]
    both = Needs((NeededRows("diagnosis", HEART), NeededRows("diagnosis", INFARCTION)))
    found = partition_of(records, both)
    spans = {(group.start, group.stop) for group in found.groups.values()}
    assert spans in ({(0, 1), (1, 5)}, {(0, 4), (4, 5)})
    (four,) = [group for group in found.groups.values() if group.stop - group.start == 4]
    patients = column(found, "patient")[four.start : four.stop]
    days = [minute // 1440 for minute in starts(found)[four.start : four.stop]]
    assert patients == [0, 1, 2, 2]
    assert days[2] < days[3]


def test_a_row_has_a_line_for_every_coding_that_is_asked_for() -> None:
    found = partition_of([person("a", diagnosis("d", "2024-01-01", "I21", "I50", "J45"))], needs())
    assert found.lines == 2
    every = partition_of([person("a", diagnosis("d", "2024-01-01"))], needs(codes=None))
    assert every.lines == 1


def test_lines_of_one_row_have_its_number_and_other_rows_have_others() -> None:
    rows = [diagnosis("x", "2024-01-01", "I21", "I50"), diagnosis("y", "2024-01-01", "I21")]
    found = partition_of([person("a", *rows)], needs("row", "code"))
    by_code: dict[str, set[int]] = {}
    words = found.dictionaries["code"]
    for code, row in zip(column(found, "code"), column(found, "row"), strict=True):
        by_code.setdefault(words[code], set()).add(row)
    assert len(by_code["ICD10 I21"]) == 2
    assert by_code["ICD10 I50"] < by_code["ICD10 I21"]
    assert 0 not in by_code["ICD10 I21"]


def test_words_of_closed_lists_are_their_place_and_a_word_outside_is_known_as_that() -> None:
    rows = [
        diagnosis("1", "2024-01-01", "I21", status="provisional", position="secondary"),
        diagnosis("2", "2024-01-02", "I21", status="a word nobody knows", position="third"),
        diagnosis("3", "2024-01-03", "I21"),
    ]
    found = partition_of([person("a", *rows)], needs("status", "position"))
    provisional = WORDS["status"].index("provisional")
    assert column(found, "status") == [provisional, OTHER_STATUS, 0]
    assert column(found, "position") == [WORDS["position"].index("secondary"), 0, 0]


def test_what_is_not_there_is_neutral() -> None:
    found = partition_of(
        [person("a", diagnosis("d", "2024-01-01", "I21"))],
        needs("end_lo", "end_hi", "value", "days_supply", "contact", "department", "absent"),
    )
    assert column(found, "end_lo") == [NO_TIME]
    assert math.isnan(column(found, "value")[0])
    assert math.isnan(column(found, "days_supply")[0])
    assert column(found, "contact") == [0]
    assert found.dictionaries["department"][column(found, "department")[0]] == ""
    assert column(found, "absent") == [False]


def test_a_column_that_only_another_kind_is_asked_for_is_neutral_here() -> None:
    both = Needs(
        (
            NeededRows("diagnosis", HEART, frozenset({"position"})),
            NeededRows("visit", None, frozenset({"contact_type"})),
        )
    )
    rows = [
        diagnosis("d", "2024-01-01", "I21", position="main", contact_type="inpatient"),
        Row(
            "visit", "v", (), parse_moment("2024-01-01"), contact_type="inpatient", position="main"
        ),
    ]
    found = partition_of([person("a", *rows)], both)
    told = {
        group.kind: (
            column(found, "position")[group.start],
            column(found, "contact_type")[group.start],
        )
        for group in found.groups.values()
    }
    assert told == {"diagnosis": (1, 0), "visit": (0, 1)}


def test_results_stand_with_their_comparator_unit_and_words() -> None:
    said = Result(2.5, "<", "mmol/L", "low", "SNOMED", "1", 0.5, 3.0)
    row = Row("measurement", "m", (("LOINC", "1-8"),), parse_moment("2024-01-01"), result=said)
    asked = frozenset(
        {"value", "comparator", "unit", "text", "value_code", "range_low", "range_high", "absent"}
    )
    found = partition_of([person("a", row)], Needs((NeededRows("measurement", None, asked),)))
    words = found.dictionaries
    assert column(found, "value") == [2.5]
    assert column(found, "comparator") == [WORDS["comparator"].index("<")]
    assert (column(found, "range_low"), column(found, "range_high")) == ([0.5], [3.0])
    for name, word in (("unit", "mmol/L"), ("text", "low"), ("value_code", "SNOMED 1")):
        assert words[name][column(found, name)[0]] == word


def test_rows_of_one_contact_and_its_visit_have_one_number() -> None:
    both = Needs(
        (
            NeededRows("diagnosis", HEART, frozenset({"contact"})),
            NeededRows("visit", None, frozenset({"contact"})),
        )
    )
    rows = [
        diagnosis("d", "2024-01-01", "I21", contact="v"),
        diagnosis("e", "2024-01-02", "I21", contact="w"),
        Row("visit", "v", (), parse_moment("2024-01-01")),
    ]
    found = partition_of([person("a", *rows)], both)
    of_kind = {
        group.kind: column(found, "contact")[group.start : group.stop]
        for group in found.groups.values()
    }
    assert of_kind["diagnosis"][0] == of_kind["visit"][0] != 0
    assert of_kind["diagnosis"][1] not in (0, of_kind["visit"][0])


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (diagnosis("d", "2023-12-31", "I21"), False),
        (diagnosis("d", "2024-01-01", "I21"), True),
        (diagnosis("d", "2023-12", "I21"), False),
        (diagnosis("d", "2024-01", "I21"), True),
        (diagnosis("d", "2023", "I21", end=parse_moment("2024-01")), True),
        (diagnosis("d", "2023-06-01", "I21", end=parse_moment("2024-01-01")), True),
        (diagnosis("d", "2023-06-01", "I21", end=parse_moment("2023-12-31")), False),
        (diagnosis("d", "2023-06-01", "I21", days_supply=300.0), True),
    ],
)
def test_what_was_surely_over_before_the_first_day_is_not_handed_over(row: Row, kept: bool) -> None:
    since = parse_moment("2024-01-01").first_day
    assert (partition_of([person("a", row)], needs(since=since)).lines == 1) is kept


def test_an_open_course_may_last_beyond_the_first_day() -> None:
    since = parse_moment("2024-01-01").first_day
    course = Row("medication", "m", (), parse_moment("2020-01-01"))
    asked = Needs((NeededRows("medication", None, frozenset(), since),))
    assert partition_of([person("a", course)], asked).lines == 1


def test_birth_death_and_sex_stand_by_patient() -> None:
    records = [
        person("a", birth=parse_moment("1960"), sex="female", death=parse_moment("2020-01-01")),
        person("b", sex="something else", deceased=True),
    ]
    found = partition_of(records, Needs(()))
    assert found.birth[0].tolist() == [parse_moment("1960").lo, NO_TIME]
    assert found.birth[1].tolist() == [parse_moment("1960").hi, NO_TIME]
    assert found.death[0].tolist() == [parse_moment("2020-01-01").lo, NO_TIME]
    assert found.deceased.tolist() == [False, True]
    assert found.sex.tolist() == [WORDS["sex"].index("female"), 0]


def test_periods_stand_by_patient_in_order() -> None:
    records = [person("a", periods=((5, 9), (1, 3))), person("b", periods=()), person("c")]
    found = partition_of(records, Needs(()))
    assert found.periods is not None
    assert found.periods.offsets.tolist() == [0, 2, 2, 2]
    assert found.periods.first_day.tolist() == [1, 5]
    assert found.periods.last_day.tolist() == [3, 9]
    assert partition_of([person("a")], Needs(())).periods is None


def test_an_extract_is_cut_into_whole_patients_whose_groups_agree() -> None:
    records = [person(name, diagnosis("d", "2024-01-01", "I21")) for name in "cab"]
    found = extract_of(records, needs(), HELD, AS_OF, partition_size=2)
    parts = list(found.partitions)
    assert found.patients == 3
    assert [list(part.names) for part in parts] == [["a", "b"], ["c"]]
    assert [set(part.groups) for part in parts] == [set(found.groups.kinds)] * 2


def test_a_group_without_lines_in_a_partition_is_empty_there() -> None:
    records = [person("a", diagnosis("d", "2024-01-01", "I21")), person("b")]
    first, second = extract_of(records, needs(), HELD, AS_OF, partition_size=1).partitions
    assert [(g.start, g.stop) for g in first.groups.values()] == [(0, 1)]
    assert [(g.start, g.stop) for g in second.groups.values()] == [(0, 0)]


def test_what_began_after_the_moment_is_not_handed_over() -> None:
    rows = [diagnosis("d", "2024-03-01", "I21"), diagnosis("e", "2024-03-02", "I21")]
    (part,) = extract_of([person("a", *rows)], needs(), HELD, AS_OF).partitions
    assert part.lines == 1


def test_what_the_whole_cohort_shows_is_counted_of_what_is_asked_for_alone() -> None:
    seen = Holdings("made", {"diagnosis": HeldKind(declared=False)}, seen={})
    rows = [diagnosis("d", "2024-01-01", "I21"), diagnosis("e", "2024-01-02", "J45")]
    found = extract_of([person("a", *rows)], needs(), seen, AS_OF)
    assert found.holdings.rows_seen("diagnosis", HEART) == 1
    assert found.holdings.seen == {("diagnosis", "ICD10", "I21"): 1}
    assert found.holdings.kinds["diagnosis"].systems == frozenset({"ICD10"})


def test_declared_systems_stay_as_declared() -> None:
    declared = Holdings("made", {"diagnosis": HeldKind(frozenset({"ICPC2"}))}, seen={})
    found = extract_of([person("a", diagnosis("d", "2024-01-01", "I21"))], needs(), declared, AS_OF)
    assert found.holdings.kinds["diagnosis"].systems == frozenset({"ICPC2"})
