"""The numbers above the list."""

from __future__ import annotations

from types import ModuleType

from trialmatch.reports.candidates.counting import counts
from trialmatch.results.answers import NotScreened
from trialmatch.results.release import Level
from trialmatch.wording import words

EN, NB = words("en"), words("nb")


def test_the_four_states_are_counted_apart(made_up: ModuleType) -> None:
    tiles = {tile.word: tile.number for tile in counts(made_up.list_input(), EN).tiles}
    assert tiles == {"eligible": "5", "candidate": "5", "unclear": "15", "ruled out": "15"}


def test_a_criterion_s_own_answers_are_turned_to_what_they_do(made_up: ModuleType) -> None:
    """Of 40, an inclusion is fulfilled by 35; an exclusion is found in 5 and open for 10."""
    steps = {step.id: step for step in counts(made_up.list_input(), EN).steps}
    assert steps["I1"].own == ("35", "5", "0")
    assert steps["E1"].own == ("25", "5", "10")


def test_the_bar_of_states_is_as_long_as_the_whole(made_up: ModuleType) -> None:
    segments = counts(made_up.list_input(), EN).segments
    assert sum(segment.width for segment in segments) == 100
    assert segments[0].start == 0


def test_the_dead_the_unborn_and_those_outside_the_period_stand_apart(
    made_up: ModuleType,
) -> None:
    aside = NotScreened(dead=3, unborn=2, outside_period=1)
    patients = made_up.list_input(made_up.screening(8, aside=aside))
    assert counts(patients, EN).aside == (("dead", "3"), ("not born yet", "2"))
    events = made_up.list_input(made_up.screening(8, made_up.registry(), aside=aside))
    assert counts(events, NB).aside[-1] == ("utenfor perioden", "1")


def test_only_counts_show_no_small_number_and_no_own_answers(made_up: ModuleType) -> None:
    shown = counts(made_up.list_input(level=Level.COUNTS, synthetic=False), EN)
    assert shown.hidden
    assert all(step.own is None for step in shown.steps)
    numbers = [
        number
        for step in shown.steps
        for number in (step.first_here, step.left)
        if number != "hidden"
    ]
    assert numbers
    assert all(int(number) >= 5 for number in numbers)
