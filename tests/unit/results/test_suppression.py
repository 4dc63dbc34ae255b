"""No number under 5 can be seen in shared counts, nor worked out from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.plan.algebra import Attribute, Compare, Fact, Op
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.results.answers import (
    Answer,
    Assessment,
    NotScreened,
    Screening,
    State,
    Subject,
    conclude,
)
from trialmatch.results.suppression import Suppressed, suppress, suppressed, total_shown
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment

QUESTION = Compare(Attribute(Fact.SEX), Op.EQ, "female")
Cells = tuple[int, ...]
Shown = tuple[tuple[int | None, ...], int | None]


def shown_of(cells: Cells) -> Shown:
    return suppress(cells), total_shown(cells)


def partitions(total: int, parts: int) -> Iterator[Cells]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in partitions(total - first, parts - 1):
            yield (first, *rest)


def test_a_small_cell_is_never_hidden_alone() -> None:
    assert suppress((100, 3, 50)) == (100, None, None)


def test_zero_is_small_too() -> None:
    assert suppress((100, 0, 50)) == (100, None, None)


def test_everybody_in_one_cell_would_say_that_the_others_are_empty() -> None:
    assert suppress((100, 0, 0)) == (None, None, None)
    assert total_shown((100, 0, 0)) == 100


def test_large_cells_are_shown() -> None:
    assert suppress((100, 5, 50)) == (100, 5, 50)


def test_small_cells_that_come_to_five_protect_one_another() -> None:
    assert suppress((100, 3, 2, 50)) == (100, None, None, 50)


def test_small_cells_at_their_largest_do_not() -> None:
    assert suppress((100, 4, 4, 50)) == (100, None, None, None)


def test_a_handful_of_subjects_is_not_counted_at_all() -> None:
    assert shown_of((1, 3, 0)) == ((None, None, None), None)


@pytest.mark.parametrize(("parts", "most"), [(1, 20), (2, 30), (3, 24), (4, 20)])
def test_who_knows_the_rules_still_cannot_tell_a_small_number(parts: int, most: int) -> None:
    """All possible counts are tried: what is shown always fits several of them.

    Each hidden cell, and each sum of hidden cells, has several values that fit, or is 5 or more.
    """
    fitting: dict[Shown, list[Cells]] = defaultdict(list)
    for total in range(most + 1):
        for cells in partitions(total, parts):
            fitting[shown_of(cells)].append(cells)
    for (cells_shown, _), worlds in fitting.items():
        hidden = [at for at, cell in enumerate(cells_shown) if cell is None]
        for size in range(1, len(hidden) + 1):
            for some in combinations(hidden, size):
                sums = {sum(world[at] for at in some) for world in worlds}
                assert len(sums) > 1 or min(sums) >= 5, (cells_shown, worlds)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_what_is_hidden_together_is_no_small_number(cells: list[int]) -> None:
    shown = suppress(cells)
    hidden = [n for n, seen in zip(cells, shown, strict=True) if seen is None]
    assert all(seen is None or seen >= 5 for seen in shown)
    if total_shown(cells) is not None and hidden:
        assert len(hidden) > 1
        assert sum(hidden) >= 5


def screening(ruled_out: list[int], standing: list[int], aside: int) -> Screening:
    """A screening with so many first ruled out by each criterion, and so many in each state."""
    criteria = tuple(
        Criterion(f"I{at}", "", Side.INCLUDE, QUESTION, "", "") for at in range(len(ruled_out) + 1)
    )
    yes, no = Answer(Verdict.MET), Answer(Verdict.NOT_MET)
    gap = Answer(Verdict.UNKNOWN, (Reason.of(Missing.NO_RESULT, "egfr"),))
    ask = Answer(Verdict.UNKNOWN, (Reason.of(Missing.ANSWER_NEEDED, "?"),))
    answers = [
        (*(yes,) * at, no, *(no,) * (len(ruled_out) - at))
        for at, n in enumerate(ruled_out)
        for _ in range(n)
    ]
    for last, n in zip((gap, ask, yes), standing, strict=True):
        answers += [(*(yes,) * len(ruled_out), last)] * n
    moment = Moment(0, 1439)
    assessments = tuple(
        Assessment(Subject(str(at), moment), each, conclude(criteria, each))
        for at, each in enumerate(answers)
    )
    of = EligibilityCriteria("X", "", Purpose.TRIAL, PatientDomain(), criteria, "")
    return Screening(of, moment, assessments, NotScreened(dead=aside))


def published(shown: Suppressed, cells: int) -> list[tuple[frozenset[int], int]]:
    """Every number shown, with the cells that it is the sum of."""
    steps = len(shown.ruled_out)
    everything = frozenset(range(cells))
    numbers: list[tuple[frozenset[int], int | None]] = [
        (everything, shown.found),
        (frozenset({0}), shown.not_screened),
        (everything - {0}, shown.screened),
        (frozenset(range(1, steps + 1)), shown.states[State.INELIGIBLE]),
    ]
    for at in range(steps):
        numbers.append((frozenset({at + 1}), shown.ruled_out[at]))
        numbers.append((frozenset(range(at + 2, cells)), shown.left[at]))
    for at, state in enumerate((State.UNCLEAR, State.CANDIDATE, State.ELIGIBLE)):
        numbers.append((frozenset({steps + 1 + at}), shown.states[state]))
    return [(group, n) for group, n in numbers if n is not None]


small = st.one_of(st.integers(0, 6), st.integers(0, 40))


@given(st.lists(small, min_size=1, max_size=5), st.lists(small, min_size=3, max_size=3), small)
def test_no_difference_of_shown_numbers_gives_a_small_group(
    ruled_out: list[int], standing: list[int], aside: int
) -> None:
    """Sums and differences are taken until nothing new comes: no group of 1 to 4, no empty one."""
    of = screening(ruled_out, standing, aside)
    cells = len(ruled_out) + 5
    known = dict(published(suppressed(of), cells))
    for _ in range(3):
        pairs = list(known.items())
        for group, n in pairs:
            for other, m in pairs:
                if other < group:
                    known.setdefault(group - other, n - m)
                elif not other & group:
                    known.setdefault(group | other, n + m)
    counted = [n for group, n in known.items() if group]
    assert all(n >= 5 for n in counted), known


def test_the_numbers_shown_are_the_true_ones() -> None:
    shown = suppressed(screening([10, 20], [30, 40, 50], 60))
    assert shown.found == 210
    assert shown.not_screened == 60
    assert shown.screened == 150
    # The last criterion rules nobody out: it is hidden, and the one before protects it.
    assert shown.ruled_out == (10, None, None)
    assert shown.left == (140, None, 120)
    assert shown.states[State.INELIGIBLE] == 30
    assert shown.states[State.ELIGIBLE] == 50
