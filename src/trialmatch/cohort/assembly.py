"""From Arrow tables to one record a patient, for engines that work a patient at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from trialmatch.cohort.kinds import BY_NAME
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.cohort.tables import CohortTables
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    import pyarrow as pa

Line = dict[str, Any]

# What tells rows apart: the identifier and start, and all else that is said of a row.
_OF_A_ROW = itemgetter(
    *("kind", "row", "start_lo", "start_hi", "end_lo", "end_hi", "status", "act", "position"),
    *("contact", "contact_type", "department", "institution", "value", "comparator", "unit"),
    *("value_text", "value_system", "value_code", "range_low", "range_high", "absent"),
    "days_supply",
    *ATTRIBUTES,
)

# How many lines become Python objects at a time; bounds memory, not the result.
_BATCH = 65_536


def assemble(tables: CohortTables) -> Iterator[PatientRecord]:
    """Every patient of the cohort, in the order of the patient table."""
    events = groupby(_lines(tables.events), key=itemgetter("patient"))
    waiting = next(events, None)
    periods = _periods(tables.periods)
    for person in _lines(tables.patients):
        lines: list[Line] = []
        if waiting is not None and waiting[0] == person["patient"]:
            lines = list(waiting[1])
            waiting = next(events, None)
        yield _record(person, lines, periods)
    if waiting is not None:
        raise ValueError("events table is not sorted by patient, or names an unknown patient")


def _lines(table: pa.Table) -> Iterator[Line]:
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _periods(table: pa.Table | None) -> dict[str, list[tuple[int, int]]] | None:
    if table is None:
        return None
    periods: dict[str, list[tuple[int, int]]] = {}
    for line in _lines(table):
        periods.setdefault(line["patient"], []).append((line["start_day"], line["end_day"]))
    return periods


def _record(
    person: Line, lines: list[Line], periods: dict[str, list[tuple[int, int]]] | None
) -> PatientRecord:
    return PatientRecord(
        patient=person["patient"],
        birth=_moment(person, "birth"),
        sex=person["sex"] or "",
        death=_moment(person, "death"),
        deceased=bool(person["deceased"]),
        rows=by_kind(_rows(lines)),
        periods=None if periods is None else tuple(sorted(periods.get(person["patient"], ()))),
        person_number=person["person_number"] or "",
        name=person["name"] or "",
    )


def by_kind(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Rows by kind, each kind sorted by start, code, id and result."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    return {kind: tuple(sorted(found, key=_place)) for kind, found in kinds.items()}


def _place(row: Row) -> tuple[object, ...]:
    result = row.result
    said = () if result is None else (str(result.number), result.comparator, result.unit)
    return row.start, row.codings, row.id, said


def _rows(lines: list[Line]) -> Iterator[Row]:
    """Lines that are equal in all but their coding are one row with several codings."""
    grouped: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        grouped.setdefault(_OF_A_ROW(line), []).append(line)
    for parts in grouped.values():
        yield _row(parts)


def _row(parts: list[Line]) -> Row:
    line = parts[0]
    codings = tuple(sorted({(p["system"] or "", p["code"]) for p in parts if p["code"]}))
    start = _moment(line, "start")
    assert start is not None, "sources set rows without a start aside"
    return Row(
        kind=line["kind"],
        id=line["row"],
        codings=codings,
        start=start,
        end=_moment(line, "end"),
        display=next((p["display"] for p in parts if p["display"]), ""),
        status=line["status"] or "",
        act=line["act"] or "",
        position=line["position"] or "",
        contact=line["contact"] or "",
        contact_type=line["contact_type"] or "",
        department=line["department"] or "",
        institution=line["institution"] or "",
        result=_result(line) if BY_NAME[line["kind"]].merges_equal_rows else _dose(line),
        days_supply=line["days_supply"],
        source=line["source"] or "",
        attributes=tuple((name, line[name]) for name in ATTRIBUTES if line[name]),
    )


def _result(line: Line) -> Result:
    return Result(
        number=line["value"],
        comparator=line["comparator"] or "",
        unit=line["unit"] or "",
        text=line["value_text"] or "",
        system=line["value_system"] or "",
        code=line["value_code"] or "",
        range_low=line["range_low"],
        range_high=line["range_high"],
        absent=line["absent"] or "",
    )


def _dose(line: Line) -> Result | None:
    if not BY_NAME[line["kind"]].has_dose or line["value"] is None:
        return None
    return Result(line["value"], line["comparator"] or "", line["unit"] or "")


def _moment(line: Line, name: str) -> Moment | None:
    lo, hi = line[f"{name}_lo"], line[f"{name}_hi"]
    return None if lo is None else Moment(lo, hi)
