"""Small records for the tests of both engines, said in a line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trialmatch.cohort.records import Row
from trialmatch.vocabulary.calendar import parse_moment


@pytest.fixture
def row() -> Callable[..., Row]:
    """Makes a row: kind, start, and what else it has."""

    def make(
        kind: str,
        start: str,
        code: str = "ICD10 I214",
        end: str | None = None,
        id: str | None = None,
        **other: Any,
    ) -> Row:
        system, _, text = code.partition(" ")
        return Row(
            kind,
            id or f"{kind} {start} {code}",
            ((system, text),) if code else (),
            parse_moment(start),
            end=None if end is None else parse_moment(end),
            **other,
        )

    return make
