"""The numbers above the list: states, and what each criterion does."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.plan.criteria import Side
from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.results.answers import State
from trialmatch.results.attrition import Step, attrition
from trialmatch.results.suppression import Suppressed, suppressed
from trialmatch.wording import Wording


@dataclass(frozen=True, slots=True)
class Tile:
    """One state's number. `percent` is empty and `number` says so where it is hidden."""

    state: str
    word: str
    meaning: str
    number: str
    percent: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the bar of states, in percent of its length."""

    state: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class StepLine:
    """One criterion's line; `own` is how many it lets through, rules out, does not know."""

    id: str
    title: str
    side: str
    own: tuple[str, str, str] | None
    first_here: str
    left: str
    share: float | None
    percent: str


@dataclass(frozen=True, slots=True)
class Counts:
    """All numbers above the list, as text."""

    screened: str
    found: str
    tiles: tuple[Tile, ...]
    segments: tuple[Segment, ...]
    aside: tuple[tuple[str, str], ...]
    steps: tuple[StepLine, ...]
    hidden: bool


def counts(given: ListInput, words: Wording) -> Counts:
    """The numbers of a screening; suppressed where only counts are released."""
    if given.release.shows_rows:
        return _in_full(given, words)
    return _hidden(given, words)


def _in_full(given: ListInput, words: Wording) -> Counts:
    screening = given.screening
    total, aside = len(screening.assessments), screening.not_screened
    left_out = {"dead": aside.dead, "unborn": aside.unborn}
    if given.of_events:
        left_out["outside_period"] = aside.outside_period
    return Counts(
        screened=words.number(total),
        found="",
        tiles=_tiles(dict(screening.counts()), total, words),
        segments=_segments(screening.counts(), total),
        aside=tuple((words.say(f"counts.{k}"), words.number(n)) for k, n in left_out.items()),
        steps=tuple(_step(step, total, words) for step in attrition(screening)),
        hidden=False,
    )


def _hidden(given: ListInput, words: Wording) -> Counts:
    shown = suppressed(given.screening)
    aside = (words.say("counts.not_screened.together"), number(shown.not_screened, words))
    return Counts(
        screened=number(shown.screened, words),
        found=number(shown.found, words),
        tiles=_tiles(shown.states, shown.screened, words),
        segments=(),
        aside=(aside,),
        steps=_hidden_steps(given, shown, words),
        hidden=True,
    )


def number(n: int | None, words: Wording) -> str:
    """A number, or the word that it is hidden."""
    return words.say("suppressed") if n is None else words.number(n)


def _tiles(states: dict[State, int | None], total: int | None, words: Wording) -> tuple[Tile, ...]:
    return tuple(
        Tile(
            state=state.name,
            word=words.say(f"state.{state.name}"),
            meaning=words.say(f"state.{state.name}.meaning"),
            number=number(n, words),
            percent="" if n is None or not total else words.percent(n, total),
        )
        for state, n in states.items()
    )


def _segments(states: dict[State, int], total: int) -> tuple[Segment, ...]:
    segments, start = [], 0.0
    for state, n in states.items():
        width = round(100 * n / total, 3) if total else 0.0
        if n:
            segments.append(Segment(state.name, round(start, 3), width))
        start += width
    return tuple(segments)


def _step(step: Step, total: int, words: Wording) -> StepLine:
    for_it, against = step.met, step.not_met
    if step.criterion.side is Side.EXCLUDE:
        for_it, against = against, for_it
    return StepLine(
        id=step.criterion.id,
        title=step.criterion.title,
        side=words.say(f"side.{step.criterion.side.name}"),
        own=(words.number(for_it), words.number(against), words.number(step.unknown)),
        first_here=words.number(step.ruled_out),
        left=words.number(step.left),
        share=round(100 * step.left / total, 2) if total else 0.0,
        percent=words.percent(step.left, total),
    )


def _hidden_steps(given: ListInput, shown: Suppressed, words: Wording) -> tuple[StepLine, ...]:
    lines = []
    for criterion, out, left in zip(
        given.criteria.criteria, shown.ruled_out, shown.left, strict=True
    ):
        known = left is not None and bool(shown.screened)
        lines.append(
            StepLine(
                id=criterion.id,
                title=criterion.title,
                side=words.say(f"side.{criterion.side.name}"),
                own=None,
                first_here=number(out, words),
                left=number(left, words),
                share=round(100 * (left or 0) / (shown.screened or 1), 2) if known else None,
                percent=words.percent(left or 0, shown.screened or 0) if known else "",
            )
        )
    return tuple(lines)
