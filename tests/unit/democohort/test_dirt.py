"""What is wrong in a demo cohort, and how much of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime

import pytest

from trialmatch.cohort.status import STATUSES
from trialmatch.democohort.written import KIND_COLUMNS
from trialmatch.vocabulary.calendar import Moment, parse_moment

Row = dict[str, str | None]
Reader = Callable[[str], list[Row]]


def share(part: int, whole: list[Row]) -> float:
    return part / len(whole)


def dates(text: str | None) -> Moment:
    return parse_moment(str(text))


@pytest.mark.parametrize("kind", KIND_COLUMNS)
def test_statuses_are_of_the_closed_list_and_some_rows_do_not_count(
    rows: Reader, kind: str
) -> None:
    found = Counter(row["status"] or "" for row in rows(kind))
    assert set(found) <= set(STATUSES)
    assert 0 < found["entered-in-error"] < 0.03 * len(rows(kind))


def test_doubtful_refuted_and_family_diagnoses_are_few_but_there(rows: Reader) -> None:
    found = Counter(row["status"] for row in rows("diagnosis"))
    for status in ("provisional", "unconfirmed", "differential", "refuted", "family-history"):
        assert 0.001 < share(found[status], rows("diagnosis")) < 0.03, status
    planned = [row for row in rows("procedure") if row["status"] == "planned"]
    assert 0.005 < share(len(planned), rows("procedure")) < 0.1


def test_links_and_positions_are_missing_in_few_diagnoses(rows: Reader) -> None:
    diagnoses = rows("diagnosis")
    assert 0.03 < share(sum(r["contact"] is None for r in diagnoses), diagnoses) < 0.15
    assert 0.03 < share(sum(r["position"] is None for r in diagnoses), diagnoses) < 0.15


def test_codes_come_with_and_without_dot_and_some_in_lower_case(rows: Reader) -> None:
    written = [str(row["code"]) for row in rows("diagnosis")]
    longer = [code for code in written if len(code.replace(".", "")) > 3]
    assert 0.2 < sum("." not in code for code in longer) / len(longer) < 0.45
    assert 0.001 < sum(code != code.upper() for code in written) / len(written) < 0.01


def test_every_date_can_be_read_and_few_are_partial(rows: Reader) -> None:
    for kind in KIND_COLUMNS:
        written = [str(row["start"]) for row in rows(kind)]
        for text in written:
            parse_moment(text)
        partial = sum(len(text) < 10 for text in written)
        assert partial <= 0.15 * len(written), kind
    diagnoses = rows("diagnosis")
    assert 0.005 < share(sum(len(str(r["start"])) < 10 for r in diagnoses), diagnoses) < 0.03


def test_few_rows_are_after_death_before_birth_or_of_nobody(rows: Reader) -> None:
    people = {row["patient"]: row for row in rows("patients")}
    late = early = nobody = total = 0
    for kind in KIND_COLUMNS:
        for row in rows(kind):
            total += 1
            person = people.get(row["patient"])
            if person is None:
                nobody += 1
                continue
            start = dates(row["start"])
            late += person["death"] is not None and start.lo > dates(person["death"]).hi
            early += start.hi < dates(person["birth"]).lo
    for count in (late, early, nobody):
        assert 0.0001 < count / total < 0.003


def test_few_ends_lie_before_their_start(rows: Reader) -> None:
    visits = [row for row in rows("visit") if row["end"]]
    turned = sum(
        datetime.fromisoformat(str(r["end"])) < datetime.fromisoformat(str(r["start"]))
        for r in visits
    )
    assert 0 < turned < 0.006 * len(visits)


def test_results_come_in_differing_units_and_as_mere_bounds(rows: Reader) -> None:
    units: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    for row in rows("measurement"):
        units[row["code"]][row["unit"]] += 1
    assert {"g/dL", "g/L"} <= set(units["718-7"])
    assert {"mL/min/{1.73_m2}", "mL/min"} <= set(units["62238-1"])
    assert {"%"} <= set(units["4548-4"]) and {"mmol/mol"} <= set(units["59261-8"])
    results = [row for row in rows("measurement") if row["value"]]
    assert all(re.fullmatch(r"(<|<=|>|>=)?\d+(\.\d+)?", str(row["value"])) for row in results)
    bounds = Counter(str(row["value"])[0] for row in results)
    assert bounds["<"] > 500 and bounds[">"] > 500
    assert 0.005 < share(sum(r["unit"] is None for r in results), results) < 0.03


def test_cancelled_results_have_no_value_and_say_why(rows: Reader) -> None:
    absent = [row for row in rows("measurement") if row["absent"]]
    assert 0.004 < share(len(absent), rows("measurement")) < 0.012
    assert {row["value"] for row in absent} == {None}
    assert any(row["absent"] == "cancelled" for row in absent)


def test_some_results_of_a_minute_are_there_twice_and_some_disagree(rows: Reader) -> None:
    values: dict[tuple[str | None, ...], list[str | None]] = defaultdict(list)
    for row in rows("measurement"):
        values[(row["patient"], row["code"], row["start"], row["unit"])].append(row["value"])
    several = [found for found in values.values() if len(found) > 1]
    assert sum(len(set(found)) == 1 for found in several) > 100
    assert sum(len(set(found)) > 1 for found in several) > 100
