"""What is agreed on about partitions, so that sources and engines mean the same."""

from __future__ import annotations

from dataclasses import fields

from trialmatch.cohort.partition import (
    COLUMNS,
    DICTIONARIES,
    EARLIEST,
    LATEST,
    NO_TIME,
    OTHER_STATUS,
    WORDS,
)
from trialmatch.cohort.records import Result, Row
from trialmatch.cohort.schema import EVENT_FILE
from trialmatch.cohort.status import STATUSES
from trialmatch.vocabulary.calendar import parse_moment


def test_no_word_is_the_first_of_every_list_and_no_word_stands_twice() -> None:
    for words in WORDS.values():
        assert words[0] == ""
        assert len(set(words)) == len(words)


def test_every_status_has_a_place_and_the_place_of_others_is_free() -> None:
    assert set(WORDS["status"]) == set(STATUSES)
    assert len(WORDS["status"]) <= OTHER_STATUS


def test_every_time_that_a_record_can_have_fits_and_is_none_of_the_marks() -> None:
    assert parse_moment("0001").lo > EARLIEST
    assert parse_moment("2200").hi < LATEST
    assert NO_TIME < EARLIEST


def test_words_and_dictionaries_are_columns_of_small_whole_numbers() -> None:
    for name in (*DICTIONARIES, *WORDS):
        assert name == "sex" or COLUMNS[name] in ("uint8", "int32")


def test_every_column_is_something_that_a_row_of_the_cohort_schema_says() -> None:
    of_rows = {field.name for field in fields(Row)} | {field.name for field in fields(Result)}
    of_rows |= {column.name for column in EVENT_FILE}
    made = {"start_lo", "start_hi", "end_lo", "end_hi", "row"}
    assert set(COLUMNS) - made <= of_rows
