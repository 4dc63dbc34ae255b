"""The rows of the page: each subject with every criterion's answer in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.reports.candidates.ranking import Entry, Who, who
from trialmatch.results.answers import State
from trialmatch.results.telling import Mark, Teller, Told, mark
from trialmatch.verdict import Missing, Reason

# How many gaps a closed row shows.
GAPS_SHOWN = 3
# Class names in the page are short: they stand in it many thousand times.
CLASSES = {
    Mark.FOR: "y",
    Mark.AGAINST: "n",
    Mark.NOT_APPLICABLE: "a",
    Mark.GAP: "g",
    Mark.ASK: "p",
}


@dataclass(frozen=True, slots=True, repr=False)
class Gap:
    """A criterion that lacks data, in short: why, and what would settle it."""

    id: str
    reason: str
    settle: str


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One row of the page.

    `gaps`, `asks` and `settled` are the criteria that lack data, that need a person, and the
    others; `missing` is the ids of the first two.
    """

    rank: int
    who: Who
    state: str
    state_name: str
    conclusion: str
    gaps: tuple[Told, ...]
    asks: tuple[Told, ...]
    settled: tuple[Told, ...]
    shown_gaps: tuple[Gap, ...]
    more_gaps: str

    @property
    def missing(self) -> str:
        """Ids of all criteria that are not settled."""
        return " ".join(told.criterion.id for told in (*self.gaps, *self.asks))

    @property
    def ask_ids(self) -> str:
        """Ids of the criteria that need a person."""
        return ", ".join(told.criterion.id for told in self.asks)


def rows(given: ListInput, listed: Sequence[Entry], teller: Teller) -> Iterator[Row]:
    """The rows of these entries; only they are explained."""
    explained = given.explainer.explain(given.criteria, [each.assessment for each in listed])
    for entry, explanations in zip(listed, explained, strict=True):
        index = entry.assessment.subject.index
        yield _row(entry, [teller.tell(each, index) for each in explanations], given, teller)


def _row(entry: Entry, told: list[Told], given: ListInput, teller: Teller) -> Row:
    assessment = entry.assessment
    gaps = tuple(each for each in told if each.mark is Mark.GAP)
    asks = tuple(each for each in told if each.mark is Mark.ASK)
    # What this subject lacks stands first: what the whole source lacks is the same on every row,
    # so a closed row shows it only where there is nothing else.
    ordered = sorted(gaps, key=lambda each: each.of_source)
    named = [*_unconfirmed(entry, teller), *(_gap(each) for each in ordered)]
    own = len(named) - sum(each.of_source for each in gaps)
    shown = named[: min(own or len(named), GAPS_SHOWN)]
    more = len(named) - len(shown)
    return Row(
        rank=entry.rank,
        who=who(entry, given, teller.words),
        state=teller.state(assessment.state),
        state_name=assessment.state.name,
        conclusion=_conclusion(entry, named, asks, teller),
        gaps=tuple(ordered),
        asks=asks,
        settled=tuple(each for each in told if each.mark not in (Mark.GAP, Mark.ASK)),
        shown_gaps=tuple(shown),
        more_gaps=teller.words.count("list.others", more) if more > 0 else "",
    )


def _conclusion(entry: Entry, gaps: list[Gap], asks: tuple[Told, ...], teller: Teller) -> str:
    """The state's sentence; beside gaps, what a person answers is said on a line of its own."""
    state = entry.assessment.state
    named = gaps if state is State.UNCLEAR else []
    ids = [gap.id for gap in named] or [told.criterion.id for told in asks]
    return teller.words.say(f"state.{state.name}.sentence", criteria=teller.words.listing(ids))


def _gap(told: Told) -> Gap:
    return Gap(told.criterion.id, "; ".join(told.reasons), "; ".join(told.settle))


def _unconfirmed(entry: Entry, teller: Teller) -> list[Gap]:
    """The event itself, where only an unconfirmed row made it a subject."""
    if not entry.assessment.subject.unconfirmed:
        return []
    reason = Reason.of(Missing.EVENT_UNCONFIRMED)
    index = entry.assessment.subject.index
    return [Gap(teller.short(reason), teller.reason(reason, index), teller.settling(reason))]


@dataclass(frozen=True, slots=True)
class MissingChoice:
    """One entry of the filter by what is missing."""

    id: str
    title: str
    count: int


def missing_choices(
    given: ListInput, listed: Sequence[Entry]
) -> tuple[list[MissingChoice], list[MissingChoice]]:
    """The criteria that lack data in some row, and those for a person, with how many rows."""
    gaps, asks = [], []
    for at, criterion in enumerate(given.criteria.criteria):
        marks = [mark(criterion, each.assessment.answers[at]) for each in listed]
        lacking, asking = marks.count(Mark.GAP), marks.count(Mark.ASK)
        if lacking:
            gaps.append(MissingChoice(criterion.id, criterion.title, lacking + asking))
        elif asking:
            asks.append(MissingChoice(criterion.id, criterion.title, asking))
    return gaps, asks
