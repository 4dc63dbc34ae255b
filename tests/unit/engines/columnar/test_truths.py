"""Kleene's logic on bits and on booleans, and what becomes of reasons and of wanting data."""

from __future__ import annotations

import numpy as np
import pytest

from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.truths import (
    Truths,
    all_met,
    any_met,
    at_least,
    negated,
    unpacked,
)
from trialmatch.verdict import Missing

LETTERS = {"y": 2, "n": 0, "?": 1}


def truths(text: str, reason: int = 0, *, asks: bool = False) -> Truths:
    """One letter a subject: y, n or ?; `asks` wants a person's answer and no data."""
    verdicts = np.array([LETTERS[letter] for letter in text])
    unknown = verdicts == 1
    told = np.where(unknown, reason, 0).astype(np.int32)
    data = np.zeros(len(text), np.bool_) if asks else None
    return Truths(len(text), verdicts == 2, verdicts == 0, data, told)


def told(found: Truths) -> str:
    met, not_met = unpacked(found.met, found.size), unpacked(found.not_met, found.size)
    assert not (met & not_met).any()
    return "".join("y" if a else "n" if b else "?" for a, b in zip(met, not_met, strict=True))


A, B = "yyynnn???", "yn?yn?yn?"


@pytest.mark.parametrize("packed", [False, True])
def test_and_or_and_not_after_kleene(packed: bool) -> None:
    reasons = Reasons(True)
    parts = [truths(A), truths(B)]
    if packed:
        parts = [part.packed() for part in parts]
    assert told(all_met(parts, reasons)) == "yn?nnn?n?"
    assert told(any_met(parts, reasons)) == "yyyyn?y??"
    assert told(negated(parts[0])) == "nnnyyy???"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "yyyyyy"), (1, "yyyy?n"), (2, "yyn?nn"), (3, "y?nnnn"), (4, "nnnnnn")],
)
def test_at_least_some_of_three(n: int, expected: str, packed: bool) -> None:
    # By subject: three MET; two and one open; one; one and one open; one open; none.
    parts = [truths("yyyynn"), truths("yyn?nn"), truths("y?nn?n")]
    if packed:
        parts = [part.packed() for part in parts]
    found = at_least(n, parts, Reasons(True))
    assert told(found) == expected
    assert (found.met.dtype == np.bool_) is not packed


def test_reasons_of_all_parts_come_together_where_the_joint_is_open() -> None:
    reasons = Reasons(True)
    first, second = reasons.missing(Missing.NO_RESULT, "a"), reasons.missing(Missing.NO_UNIT, "b")
    both = all_met([truths("??yn", first), truths("?y??", second)], reasons)
    assert told(both) == "???n"
    assert both.reasons is not None
    found = [{reason.about for reason in reasons.set(n)} for n in both.reasons.tolist()]
    assert found == [{"a", "b"}, {"a"}, {"b"}, set()]


def test_an_answer_that_only_a_person_is_wanted_for_wants_no_data() -> None:
    reasons = Reasons(False)
    both = all_met([truths("??yn", asks=True), truths("?y??")], reasons)
    assert both.data is not None
    assert both.data.tolist() == [True, False, True, False]
    assert any_met([truths("?"), truths("?")], reasons).data is None


def test_bits_hold_the_same_as_booleans() -> None:
    found = truths("y?nyy?nny?")
    assert told(found.packed()) == "y?nyy?nny?"
    assert len(found.packed().met) == 2
    assert found.packed().packed().met is not None
