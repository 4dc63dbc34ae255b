"""A record that tells a mutant apart, made as small as it can be and still do so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.records import PatientRecord, Row

_PLAIN = (
    {"status": ""},
    {"position": ""},
    {"act": ""},
    {"end": None},
    {"department": "", "institution": ""},
    {"contact": ""},
    {"attributes": ()},
)


def shrunk(record: PatientRecord, still_tells: Callable[[PatientRecord], bool]) -> PatientRecord:
    """The record without whatever does not matter."""
    while True:
        smaller = next((each for each in _smaller(record) if still_tells(each)), None)
        if smaller is None:
            return record
        record = smaller


def _smaller(record: PatientRecord) -> Iterator[PatientRecord]:
    rows = [row for found in record.rows.values() for row in found]
    for nth in range(len(rows)):
        yield replace(record, rows=by_kind([*rows[:nth], *rows[nth + 1 :]]))
    if record.periods is not None:
        yield replace(record, periods=None)
    if record.deceased:
        yield replace(record, death=None, deceased=False)
    if record.sex:
        yield replace(record, sex="")
    if record.birth is not None:
        yield replace(record, birth=None)
    for nth, row in enumerate(rows):
        for plainer in _plainer(row):
            yield replace(record, rows=by_kind([*rows[:nth], plainer, *rows[nth + 1 :]]))


def _plainer(row: Row) -> Iterator[Row]:
    for each in _PLAIN:
        plainer = replace(row, **each)
        if plainer != row:
            yield plainer
