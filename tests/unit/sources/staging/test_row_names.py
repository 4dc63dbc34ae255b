"""Identifiers of rows, found by line, and those that a source did not give."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from trialmatch.sources.staging.row_names import RowNames, told_apart


def test_names_are_found_by_line_and_lines_of_other_kinds_have_none() -> None:
    names = RowNames()
    names.add(10, np.array([2, 0, 1]), pa.array(["a", "b", "c"]))
    assert names(np.array([12, 10, 3, 13])) == ["b", "c", "", ""]


def test_two_kinds_have_each_their_names() -> None:
    names = RowNames()
    names.add(0, np.array([0]), pa.array(["a"]))
    names.add(1, np.array([1, 0]), pa.array(["b", "c"]))
    assert names(np.array([0, 1, 2])) == ["a", "c", "b"]


def test_equal_rows_without_an_identifier_are_numbered_for_each_patient() -> None:
    names = pa.array(["x", "x", "x", "given", "given"])
    unnamed = np.array([True, True, True, False, False])
    place = np.array([1, 1, 2, 1, 1], np.int32)
    assert told_apart(names, unnamed, place).to_pylist() == ["x", "x-2", "x", "given", "given"]


def test_names_stay_where_none_is_there_twice() -> None:
    names = pa.array(["x", "y"])
    assert told_apart(names, np.array([True, True]), np.array([0, 0], np.int32)) is names
