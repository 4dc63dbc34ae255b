"""Sets of reasons as numbers: put together, gathered by subject, and not told at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.verdict import Missing, Reason

ids = np.array


def abouts(reasons: Reasons, numbers: np.ndarray) -> list[str]:
    return ["".join(sorted(r.about for r in reasons.set(n))) for n in numbers.tolist()]


def a_b_c(reasons: Reasons) -> list[int]:
    return [reasons.missing(Missing.NO_RESULT, about) for about in "abc"]


def test_nothing_is_the_number_nought_and_equal_sets_have_one_number() -> None:
    reasons = Reasons(True)
    a, b, _ = a_b_c(reasons)
    assert reasons.of() == 0
    assert reasons.missing(Missing.NO_RESULT, "a") == a
    both = [Reason.of(Missing.NO_RESULT, about) for about in "ab"]
    assert reasons.of(*both) == reasons.of(*reversed(both))
    assert len({0, a, b, reasons.of(*both)}) == 4


def test_a_union_holds_the_reasons_of_both_in_each_place() -> None:
    reasons = Reasons(True)
    a, b, _ = a_b_c(reasons)
    found = reasons.union(ids([0, a, a, a], np.int32), ids([b, 0, b, a], np.int32))
    assert abouts(reasons, found) == ["b", "a", "ab", "a"]
    assert abouts(reasons, reasons.union(ids([0, b], np.int32), a)) == ["a", "ab"]
    assert abouts(reasons, reasons.union(ids([0, 0], np.int32), a)) == ["a", "a"]


def test_a_union_with_nothing_leaves_what_was() -> None:
    reasons = Reasons(True)
    a, _, _ = a_b_c(reasons)
    assert abouts(reasons, reasons.union(ids([a, 0], np.int32), 0)) == ["a", ""]


def test_what_members_have_is_gathered_by_subject() -> None:
    reasons = Reasons(True)
    a, b, c = a_b_c(reasons)
    found = reasons.gathered(ids([a, b, 0, c, c], np.int32), ids([0, 0, 1, 3, 3]), 4)
    assert abouts(reasons, found) == ["ab", "", "", "c"]


def test_each_reason_of_a_set_is_changed() -> None:
    reasons = Reasons(True)
    a, b, _ = a_b_c(reasons)
    both = reasons.union(ids([a], np.int32), b)
    louder = reasons.changed(
        ids([0, a, both[0]], np.int32), lambda reason: replace(reason, about=reason.about.upper())
    )
    assert abouts(reasons, louder) == ["", "A", "AB"]


def test_where_nobody_asks_only_a_missing_anchor_is_told_from_the_rest() -> None:
    reasons = Reasons(False)
    anchor, other = reasons.missing(Missing.NO_ANCHOR, "a"), reasons.missing(Missing.NO_UNIT, "b")
    assert reasons.missing(Missing.NO_ANCHOR, "c") == anchor
    assert reasons.missing(Missing.DATA_END) == other
    assert len({0, anchor, other}) == 3
    assert {r.missing for r in reasons.set(anchor)} == {Missing.NO_ANCHOR}
    joined = reasons.union(ids([anchor, anchor, 0], np.int32), ids([anchor, other, 0], np.int32))
    assert joined.tolist() == [anchor, other, 0]
    gathered = reasons.gathered(ids([anchor, other, anchor], np.int32), ids([0, 0, 1]), 3)
    assert gathered.tolist() == [other, anchor, 0]
