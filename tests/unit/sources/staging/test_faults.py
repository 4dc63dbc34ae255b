"""Which of several faults of a line is told."""

from __future__ import annotations

import numpy as np
import pytest

from trialmatch.cohort.partition import WORDS
from trialmatch.sources.staging.faults import NUMBER, faults, reason_of

FINE, REFUTED = WORDS["status"].index("final"), WORDS["status"].index("refuted")


def told(line: str, status: int = FINE, coding: str = "") -> str:
    """The words for the one fault of a line with these."""
    numbers = (NUMBER.get(each, 0) for each in (line, coding))
    of_line, of_coding = (np.array([number], np.uint8) for number in numbers)
    (number,) = faults(of_line, np.array([status], np.uint8), of_coding).tolist()
    return reason_of(number) if number else ""


def test_a_line_without_a_fault_is_kept() -> None:
    assert told("") == ""


@pytest.mark.parametrize("line", ["no date", "unreadable date", "unreadable end date"])
def test_a_status_that_never_counts_hides_what_is_wrong_with_dates(line: str) -> None:
    assert told(line, REFUTED) == "refuted"


@pytest.mark.parametrize("line", ["no patient", "patient not in the patient table"])
def test_a_patient_who_is_not_known_hides_the_status(line: str) -> None:
    assert told(line, REFUTED, "no code") == line


def test_a_date_hides_the_coding_and_the_coding_an_end_before_the_start() -> None:
    assert told("no date", coding="no code") == "no date"
    assert told("end before start", coding="no code") == "no code"
    assert told("", coding="no code system") == "no code system"
    assert told("end before start") == "end before start"
