"""A block as Arrow tables in the columns of the cohort schema."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa

from trialmatch.democohort import columns
from trialmatch.democohort.block import Block, hospitals
from trialmatch.democohort.draws import Bools
from trialmatch.democohort.people import HOSPITALS, SEXES
from trialmatch.democohort.rows import Decimals, Rows, Wording
from trialmatch.democohort.tables import tables

_OF_ALL = ("patient", "system", "code", "start", "status")
KIND_COLUMNS = {
    "visit": (*_OF_ALL, "id", "end", "contact_type", "department", "institution"),
    "diagnosis": (*_OF_ALL, "id", "position", "contact", "department", "institution"),
    "procedure": (*_OF_ALL, "id", "contact", "department", "institution"),
    "medication": (*_OF_ALL, "id", "end", "act", "contact", "institution", "days_supply"),
    "measurement": (*_OF_ALL, "contact", "institution", "value", "unit", "value_text", "range_low",
                    "range_high", "absent"),
    "observation": (*_OF_ALL, "contact", "institution", "value", "unit", "value_text",
                    "value_system", "value_code"),
    "device": (*_OF_ALL, "id", "end"),
    "immunization": (*_OF_ALL, "id"),
    "allergy": (*_OF_ALL, "id"),
    "participation": (*_OF_ALL, "id", "end"),
    "study_point": _OF_ALL,
}  # fmt: skip
ColumnArray: TypeAlias = "pa.StringArray | pa.DoubleArray | columns.WordArray"
_PLAIN_TEXT = {"patient", "id", "contact", "start", "end", "value"}
_NUMBERS = {"range_low", "range_high", "days_supply"}
PATIENTS = pa.schema(
    [
        ("patient", pa.string()),
        ("birth", pa.string()),
        ("sex", columns.WORDS),
        ("death", pa.string()),
        ("deceased", pa.bool_()),
        ("person_number", pa.string()),
    ]
)


def kind_schema(kind: str) -> pa.Schema:
    """The columns of the file of one kind."""
    return pa.schema([(name, _type(name)) for name in KIND_COLUMNS[kind]])


def _type(name: str) -> pa.DataType:
    if name in _NUMBERS:
        return pa.float64()
    return pa.string() if name in _PLAIN_TEXT else columns.WORDS


class Writing:
    """One block's tables, of its first `count` people; identifiers are made once."""

    def __init__(self, block: Block, count: int) -> None:
        """Make the identifiers of patients and contacts."""
        self._block, self._count = block, count
        people, contacts = block.people, block.contacts
        numbers = people.first_number + np.arange(len(people), dtype=np.int64)
        nobody = np.zeros(len(people), dtype=np.bool_)
        self._patients = columns.patient_ids(numbers, nobody)
        self._strangers = columns.patient_ids(numbers, ~nobody)
        owners = self._patients.take(contacts.person)
        self._contacts = columns.numbered_ids(owners, "v", contacts.number_of_person() + 1)

    def patients(self) -> pa.Table:
        """The table of patients."""
        people = self._block.people
        died = np.where(people.dead, people.death_known, 3)
        exact = people.birth_known == 0
        number = columns.fixed_digits(people.person_number, (people.person_number >= 0) & exact, 11)
        birth_known = np.minimum(people.birth_known, 2)
        arrays = [
            self._patients,
            columns.days(people.birth, birth_known),
            columns.words(people.sex, SEXES),
            columns.days(people.last_day, died),
            pa.array(people.dead),
            number,
        ]
        return pa.table(arrays, schema=PATIENTS).slice(0, self._count)

    def kinds(self) -> dict[str, pa.Table]:
        """The tables of events by kind."""
        pairs = zip(self._block.rows, self._block.stranger, strict=True)
        return {rows.kind: self._table(rows, stranger) for rows, stranger in pairs}

    def _table(self, rows: Rows, stranger: Bools) -> pa.Table:
        if self._count < len(self._block.people):
            within = np.nonzero(rows.person < self._count)[0]
            rows, stranger = rows.taken(within), stranger[within]
        made = {name: self._column(name, rows, stranger) for name in KIND_COLUMNS[rows.kind]}
        return pa.table(list(made.values()), schema=kind_schema(rows.kind))

    def _column(self, name: str, rows: Rows, stranger: Bools) -> ColumnArray:
        if name == "patient":
            return self._patient(rows, stranger)
        if name == "id":
            return self._row_id(rows)
        if name == "contact":
            return self._contact(rows, rows.linked)
        if name == "start":
            return columns.times(rows.start, rows.start_known)
        if name == "end":
            return columns.times(rows.end, rows.end_known)
        if name in ("department", "institution"):
            return self._place(name, rows)
        return _drawn(name, rows)

    def _patient(self, rows: Rows, stranger: Bools) -> pa.StringArray:
        both = pa.concat_arrays([self._patients, self._strangers])
        return both.take(rows.person + len(self._patients) * stranger)

    def _contact(self, rows: Rows, shown: Bools) -> pa.StringArray:
        missing = ~shown | (rows.contact < 0)
        return self._contacts.take(pa.array(rows.contact, type=pa.int64(), mask=missing))

    def _row_id(self, rows: Rows) -> pa.StringArray:
        """A visit's identifier is its contact's; other rows count on within their patient."""
        if rows.kind == "visit":
            return self._contact(rows, np.ones(len(rows), dtype=np.bool_))
        number = np.arange(len(rows)) - np.searchsorted(rows.person, rows.person) + 1
        owners = self._patients.take(rows.person)
        return columns.numbered_ids(owners, rows.kind[0], number)

    def _place(self, name: str, rows: Rows) -> columns.WordArray:
        contacts = self._block.contacts
        if name == "institution":
            return columns.words(hospitals(rows, self._block.people, contacts), HOSPITALS)
        department = tables().department[contacts.sort[rows.contact]]
        return columns.words(np.where(rows.contact >= 0, department, -1), tables().departments.all)


def _drawn(name: str, rows: Rows) -> ColumnArray:
    """A column that was drawn, or an empty one."""
    column = rows.columns.get(name)
    if isinstance(column, Wording):
        return columns.words(column.number, column.words)
    if isinstance(column, Decimals):
        return columns.decimals(column)
    if column is None:
        return columns.words(np.full(len(rows), -1, dtype=np.int64), ())
    return columns.measures(column)
