from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.sources.staging.connection import Connection, Database
from trialmatch.sources.staging.numbers import is_numeric


@pytest.fixture(scope="module")
def connection() -> Connection:
    return Database("Europe/Oslo").connection


def read(connection: Connection, text: str) -> tuple[float | None, str | None]:
    query = "SELECT number_of(?::VARCHAR), bound_of(?::VARCHAR)"
    number, bound = connection.execute(query, [text, text]).fetchall()[0]
    return number, bound


@pytest.mark.parametrize(
    ("text", "number", "bound"),
    [
        ("5", 5.0, None),
        ("-0.5", -0.5, None),
        (".5", 0.5, None),
        ("1e3", 1000.0, None),
        (">90", 90.0, ">"),
        ("< 5", 5.0, "<"),
        (">= 1.5", 1.5, ">="),
        ("≤2", 2.0, "<="),
    ],
)
def test_a_number_may_stand_behind_a_bound(
    connection: Connection, text: str, number: float, bound: str | None
) -> None:
    assert read(connection, text) == (number, bound)


@pytest.mark.parametrize("text", ["5,5", "5 000", "nan", "inf", "positive", "<", "1-3", "5mg", ""])
def test_what_is_no_number_stays_words(connection: Connection, text: str) -> None:
    assert read(connection, text) == (None, None)


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_as_python_reads_it(connection: Connection, number: float) -> None:
    assert read(connection, repr(number)) == (number, None)


@pytest.mark.parametrize("kind", ["DOUBLE", "UBIGINT", "DECIMAL(10,2)", "TINYINT"])
def test_number_columns_are_known(kind: str) -> None:
    assert is_numeric(kind)


@pytest.mark.parametrize("kind", ["VARCHAR", "UUID", "BOOLEAN", "TIMESTAMP", "UNION(a INTEGER)"])
def test_other_columns_are_no_numbers(kind: str) -> None:
    assert not is_numeric(kind)
