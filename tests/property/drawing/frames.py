"""A drawn cohort as frames, such as a source gives them; dates as a source can say them."""

from __future__ import annotations

from datetime import date

import pandas as pd
from tests.property.drawing.cohorts import Cohort

from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.cohort.source import CohortSource
from trialmatch.sources.frames import frames_source
from trialmatch.vocabulary.calendar import Moment, parse_moment, to_date

Line = dict[str, object]
_PRECISIONS = (7, 4)


def source_of(cohort: Cohort) -> CohortSource:
    """The cohort as a source; answers of persons come from no source."""
    held = {kind: each for kind, each in cohort.holdings.kinds.items() if kind != "answer"}
    cut_off = cohort.holdings.cut_off
    records = cohort.records
    return frames_source(
        pd.DataFrame([_person(record) for record in records]),
        pd.DataFrame(
            [line for record in records for line in _events(record)], columns=list(_COLUMNS)
        ),
        name="drawn",
        holds=held,
        cut_off=None if cut_off is None else _day(cut_off // 1440).isoformat(),
        periods=_periods(records),
    )


def _day(number: int) -> date:
    return to_date(number)


def said(moment: Moment | None) -> str | None:
    """The moment as text: a minute, a day, a month or a year; else the first day that it can be."""
    if moment is None:
        return None
    if moment.exact:
        return str(moment)
    first = _day(moment.first_day).isoformat()
    whole = (first[:length] for length in _PRECISIONS)
    return next((text for text in whole if parse_moment(text) == moment), first)


def _person(record: PatientRecord) -> Line:
    return {
        "patient": record.patient,
        "birth": said(record.birth),
        "sex": record.sex,
        "death": said(record.death),
        "deceased": record.deceased,
    }


_COLUMNS = (
    *("patient", "kind", "id", "system", "code", "start", "end", "status", "act", "position"),
    *("contact", "contact_type", "department", "institution", "value", "unit", "value_text"),
    *("value_system", "value_code", "range_low", "range_high", "absent", "days_supply"),
    *ATTRIBUTES,
)


def _events(record: PatientRecord) -> list[Line]:
    rows = [row for found in record.rows.values() for row in found if row.kind != "answer"]
    return [_line(record, row, coding) for row in rows for coding in row.codings or (("", ""),)]


def _line(record: PatientRecord, row: Row, coding: tuple[str, str]) -> Line:
    result = row.result or Result()
    number = "" if result.number is None else f"{result.comparator}{result.number!r}"
    values = (
        *(record.patient, row.kind, row.id, *coding, said(row.start), said(row.end), row.status),
        *(row.act, row.position, row.contact, row.contact_type, row.department, row.institution),
        *(number, result.unit, result.text, result.system, result.code),
        *(result.range_low, result.range_high, result.absent, row.days_supply),
        *(row.attribute(name).upper() for name in ATTRIBUTES),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _periods(records: tuple[PatientRecord, ...]) -> pd.DataFrame | None:
    if all(record.periods is None for record in records):
        return None
    lines = [
        (record.patient, _day(first).isoformat(), _day(last).isoformat())
        for record in records
        for first, last in record.periods or ()
    ]
    return pd.DataFrame(lines, columns=["patient", "start", "end"])
