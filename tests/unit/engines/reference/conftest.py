"""Small records for the reference engine's tests, said in a line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.subject import SubjectRecord, known_at
from trialmatch.vocabulary.calendar import Moment, parse_moment


def end_of_day(date: str) -> Moment:
    """The as-of moment of a date."""
    return Moment(parse_moment(date).hi, parse_moment(date).hi)


def holding_everything(cut_off: str | None = None) -> Holdings:
    """A source that holds every kind and every code system."""
    last = None if cut_off is None else parse_moment(cut_off).hi
    return Holdings("made", {kind: HeldKind() for kind in SOURCE_KINDS}, cut_off=last)


@pytest.fixture
def subject() -> Callable[..., SubjectRecord]:
    """Makes a patient subject of some rows at an as-of date."""

    def make(
        *rows: Row,
        as_of: str = "2024-03-01",
        birth: str | None = "1960-05-01",
        sex: str = "female",
        death: str | None = None,
        holdings: Holdings | None = None,
        own: Row | None = None,
        periods: tuple[tuple[int, int], ...] | None = None,
    ) -> SubjectRecord:
        record = PatientRecord(
            "p",
            None if birth is None else parse_moment(birth),
            sex,
            None if death is None else parse_moment(death),
            False,
            by_kind(rows),
            periods,
        )
        index = end_of_day(as_of) if own is None else own.start
        held = holdings or holding_everything(as_of)
        known = known_at(record, end_of_day(as_of))
        return SubjectRecord(known, index, end_of_day(as_of), held, own)

    return make


@pytest.fixture
def ask(subject: Callable[..., SubjectRecord]) -> Callable[..., Answering]:
    """Asks questions of a patient subject of some rows."""

    def make(*rows: Row, **other: Any) -> Answering:
        return Answering(subject(*rows, **other))

    return make
