"""Faults put into the columnar engine one at a time: the usual examples find each of them."""

from __future__ import annotations

import pytest
from tests.property.drawing.agreement import Found, by_columns, by_reference, in_brief
from tests.property.drawing.examples import SHOWN, Example, drawn
from tests.property.faults import of_logic, of_rows, of_time, of_values
from tests.property.faults.planting import Fault

FAULTS = (*of_time.FAULTS, *of_rows.FAULTS, *of_values.FAULTS, *of_logic.FAULTS)
LEAST = 20

Answered = list[tuple[Example, list[Found]]]


@pytest.fixture(scope="module")
def answered() -> Answered:
    """The examples of a run of usual length, with what the reference engine says."""
    return [(example, by_reference(example)) for example in drawn(SHOWN)]


def agree(example: Example, expected: list[Found]) -> bool:
    """Whether the columnar engine says the same, with reasons and without."""
    return by_columns(example) == expected and by_columns(example, reasons=False) == in_brief(
        expected
    )


def test_without_a_fault_both_engines_agree_on_every_example(answered: Answered) -> None:
    assert all(agree(example, expected) for example, expected in answered)


def test_there_are_enough_faults_and_each_is_another() -> None:
    assert len({fault.words for fault in FAULTS}) == len(FAULTS) >= LEAST


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words)
def test_a_planted_fault_is_found(
    fault: Fault, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault.plant(monkeypatch)
    shown = (by_columns(example) != expected for example, expected in answered)
    assert any(shown), f"no example shows that {fault.words}"
