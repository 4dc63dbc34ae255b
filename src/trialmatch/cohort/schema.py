"""The cohort schema: the columns of patients and events, as files and as Arrow tables.

Files and frames speak of `start` and `code`; the tables inside speak of intervals of local
minutes (`start_lo`, `start_hi`) and canonical codes. One line of the events table is one
coding: lines with the same patient, kind and row are one row with several codings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file in the cohort schema."""

    name: str
    meaning: str
    required: bool = False


PATIENT_FILE = (
    Column("patient", "identifier of the patient, read as text", required=True),
    Column("birth", "date of birth: 1961-05-03, 1961-05 or 1961", required=True),
    Column("sex", "recorded administrative sex: female, male, other, unknown or empty"),
    Column("death", "date of death, empty while alive"),
    Column("deceased", "true when the person is known to be dead, also without a date"),
    Column("person_number", "national person number; shown only in identified output"),
    Column("name", "name; shown only in identified output"),
)

# What a source may say of a row in words of its own, compared without regard to case.
ATTRIBUTES: Mapping[str, str] = {
    "body_site": "part of the body",
    "laterality": "side of the body: left, right, both",
    "route": "how a medicine is given",
    "discharge": "for visits: where to, or how, the patient was discharged",
    "specimen": "what a measurement was made of",
    "specialty": "medical specialty of the contact or row",
    "origin": "who or what a result is from: laboratory, device, patient, clinic",
}

EVENT_FILE = (
    Column("patient", "identifier of the patient", required=True),
    Column("kind", "kind of event; not needed in a file named after its kind"),
    Column("id", "the source's own identifier of the row"),
    Column("system", "code system by usual name, OID or URI", required=True),
    Column("code", "code, with or without dot", required=True),
    Column("display", "the code's text in the source"),
    Column("start", "when it began or was: 2024, 2024-05, 2024-05-03, 2024-05-03T10:15", True),
    Column("end", "when it ended, both days included"),
    Column("status", "one of the statuses of the cohort schema; empty counts as confirmed"),
    Column("act", "for medication: ordered, dispensed, given or reported"),
    Column("position", "for diagnoses: main or secondary"),
    Column("contact", "identifier of the contact (visit row) it belongs to"),
    Column("contact_type", "for visits: inpatient, outpatient, emergency, day, virtual, home"),
    Column("department", "unit of the contact or row"),
    Column("institution", "hospital of the contact or row"),
    Column("value", "number of a result, or daily dose; < <= > >= before a mere bound"),
    Column("unit", "UCUM unit of the number"),
    Column("value_text", "result in words"),
    Column("value_system", "code system of a coded result"),
    Column("value_code", "code of a coded result"),
    Column("range_low", "lower limit of the reference range of this result"),
    Column("range_high", "upper limit of the reference range of this result"),
    Column("absent", "why there is no result (cancelled, not done, ...)"),
    Column("days_supply", "for medication: days that the supply lasts"),
    *(Column(name, meaning) for name, meaning in ATTRIBUTES.items()),
)

OBSERVATION_PERIOD_FILE = (
    Column("patient", "identifier of the patient", required=True),
    Column("start", "first day on which the source would have seen the patient's events", True),
    Column("end", "last such day", True),
)


def patient_schema() -> pa.Schema:
    """The patients table inside: one line a patient, sorted by patient. Times in minutes."""
    import pyarrow as pa

    fields: list[tuple[str, pa.DataType]] = [
        ("patient", pa.string()),
        ("birth_lo", pa.int64()),
        ("birth_hi", pa.int64()),
        ("sex", pa.string()),
        ("death_lo", pa.int64()),
        ("death_hi", pa.int64()),
        ("deceased", pa.bool_()),
        ("person_number", pa.string()),
        ("name", pa.string()),
    ]
    return pa.schema(fields)


def event_schema() -> pa.Schema:
    """The events table inside: one line a coding, sorted by patient. Times in minutes.

    `system`, `code` and the coded value are canonical; `status` is of the closed list;
    `row` is never empty and tells rows of one patient and kind apart; `source` names the
    file or resource type that the row came from.
    """
    import pyarrow as pa

    text = pa.string()
    fields: list[tuple[str, pa.DataType]] = [
        ("patient", text),
        ("kind", text),
        ("row", text),
        ("system", text),
        ("code", text),
        ("display", text),
        ("start_lo", pa.int64()),
        ("start_hi", pa.int64()),
        ("end_lo", pa.int64()),
        ("end_hi", pa.int64()),
        ("status", text),
        ("act", text),
        ("position", text),
        ("contact", text),
        ("contact_type", text),
        ("department", text),
        ("institution", text),
        ("value", pa.float64()),
        ("comparator", text),
        ("unit", text),
        ("value_text", text),
        ("value_system", text),
        ("value_code", text),
        ("range_low", pa.float64()),
        ("range_high", pa.float64()),
        ("absent", text),
        ("days_supply", pa.float64()),
        *((name, text) for name in ATTRIBUTES),
        ("source", text),
    ]
    return pa.schema(fields)


def period_schema() -> pa.Schema:
    """Declared observation periods inside: day numbers since 1970-01-01, both included."""
    import pyarrow as pa

    fields: list[tuple[str, pa.DataType]] = [
        ("patient", pa.string()),
        ("start_day", pa.int64()),
        ("end_day", pa.int64()),
    ]
    return pa.schema(fields)
