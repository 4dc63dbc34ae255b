"""Which of a patient's events is the first that meets the criteria."""

from __future__ import annotations

import pytest

from trialmatch.results.answers import State
from trialmatch.results.first_meeting import Chosen, first_meeting
from trialmatch.vocabulary.calendar import Moment

MET, AGAINST = State.ELIGIBLE, State.INELIGIBLE
OPEN, ASK = State.UNCLEAR, State.CANDIDATE


def at(minute: int, until: int | None = None) -> Moment:
    return Moment(minute, minute if until is None else until)


@pytest.mark.parametrize(
    ("states", "chosen"),
    [
        ([], []),
        ([MET, MET], [(0, True)]),
        ([AGAINST, MET, MET], [(1, True)]),
        ([AGAINST, AGAINST], [(0, True)]),
        ([OPEN, MET, MET], [(0, True), (1, False)]),
        ([AGAINST, ASK, OPEN, AGAINST, MET, MET], [(1, True), (2, False), (4, False)]),
        ([OPEN, AGAINST, ASK], [(0, True), (2, False)]),
    ],
)
def test_events_at_distinct_times_are_tested_in_turn(
    states: list[State], chosen: list[tuple[int, bool]]
) -> None:
    starts = [at(10 * number) for number in range(len(states))]

    assert first_meeting(starts, states) == [Chosen(place, sure) for place, sure in chosen]


def test_of_two_that_begin_in_one_minute_neither_is_surely_the_first() -> None:
    assert first_meeting([at(5), at(5)], [MET, MET]) == [Chosen(0, False), Chosen(1, False)]


def test_an_event_that_may_be_the_earlier_one_makes_the_other_doubtful() -> None:
    starts = [at(0, 20), at(10), at(30)]

    assert first_meeting(starts, [MET, MET, MET]) == [Chosen(0, False), Chosen(1, False)]


def test_a_possibly_earlier_event_that_is_ruled_out_makes_no_doubt() -> None:
    assert first_meeting([at(0, 20), at(10)], [AGAINST, MET]) == [Chosen(1, True)]
