"""The first of a patient's events that meets the criteria: each is tested in turn (meaning 26).

An event counts where it is not ruled out and no earlier one surely meets the criteria. Where an
earlier one may yet turn out to meet them, it is not certain that this one is the first. Of a
patient whose events are all ruled out, the first stands for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trialmatch.results.answers import State
from trialmatch.vocabulary.calendar import Moment


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of a patient's events that counts, by its place, and whether it is surely the first."""

    place: int
    certain: bool


def first_meeting(starts: Sequence[Moment], states: Sequence[State]) -> list[Chosen]:
    """The events that may be the first, of one patient's in the order of their starts."""
    met = [start.hi for start, state in zip(starts, states, strict=True) if state is State.ELIGIBLE]
    bar = min(met, default=None)
    places = [
        place
        for place, start in enumerate(starts)
        if states[place] is not State.INELIGIBLE and (bar is None or start.lo <= bar)
    ]
    if not places:
        return [Chosen(0, certain=True)] if starts else []
    return [Chosen(place, _certain(place, places, starts)) for place in places]


def _certain(place: int, places: Sequence[int], starts: Sequence[Moment]) -> bool:
    """Whether none of the others may be the earlier one."""
    return all(starts[other].lo > starts[place].hi for other in places if other != place)
