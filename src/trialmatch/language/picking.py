"""The grammar of what is picked: the latest result, the 2nd stay, the mean of the last three."""

from __future__ import annotations

from functools import cache
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.elements import Choice, begun_by
from trialmatch.language.event_printer import print_event
from trialmatch.language.phrases import (
    Refused,
    keyword,
    name,
    phrase,
    plain_word,
    sign,
    skip,
    whole_number,
)
from trialmatch.language.picked import (
    ANY,
    EVERY,
    FIRST,
    HIGHEST,
    LATEST,
    LOWEST,
    MEAN_OF_ALL,
    MEAN_OF_LAST,
    NEAREST,
    NTH_WORDS,
    Pick,
    PickedEvent,
    Results,
    ordinal,
    place_of,
)
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Amount, EventPhrase, Name, WindowPhrase, Word
from trialmatch.language.words import ACTS, CODED_KINDS, CONTACT_TYPES, POSITIONS

# The words that a pick of results can begin with.
PICK_WORDS = (LATEST, FIRST, NEAREST, HIGHEST, LOWEST, "mean", *NTH_WORDS)
_EMPTY_TOO = Word("counting empty results", Span(0, 0, 1, 1))
_NTH = plain_word(rf"(?:{'|'.join(NTH_WORDS)})(?!\w)", "`2nd`, `3rd` …")
# A pick of fewer results than this is no mean.
_FEWEST = 2


@cache
def results(of_what: str = "a measure") -> pp.ParserElement:
    """A measure, its window in brackets; gives `Results`."""
    plain = phrase(name(of_what) + pp.Opt(bracketed()), _results)
    return (_no_event() | plain).set_name(f"the name of {of_what}")


def _no_event() -> pp.ParserElement:
    """A kind of event where a measure is named: nothing can be compared with its value."""
    words = "|".join((*CODED_KINDS, *POSITIONS, *ACTS, "stay", "contact", *CONTACT_TYPES))
    return phrase(plain_word(rf"(?:{words})(?=\s+[^\W\d])", "a measure"), _refuse_event)


def _refuse_event(parts: list[object], span: Span) -> object:
    word = cast(Word, parts[0])
    raise Refused(
        Problem(
            rule="not-a-measure",
            message=f"a {word.text} has no value that could be compared",
            span=word.span,
            why="a value is picked from the results of a measure",
            instead=f"`{word.text} …` or `first ever {word.text} …`, or the name of a measure",
        )
    )


@cache
def bracketed() -> pp.ParserElement:
    """`(within 1 year before index, counting empty results)`; gives what stands in it."""
    from trialmatch.language.windows import window

    empty = skip("counting") - skip("empty") - skip("results")
    too = phrase(empty, lambda _, __: _EMPTY_TOO)
    inside = too | window() + pp.Opt(sign(",") - too)
    return sign("(") - inside.set_name("a window") - sign(")")


@cache
def pick() -> pp.ParserElement:
    """`latest egfr (within 1 year before index)` and the like; gives a `Pick`."""
    of = results()
    by_time = phrase(_in_time() + of, _pick)
    nearest = skip(NEAREST) - name("a measure") - skip("to") - skip("index")
    near = phrase(nearest + pp.Opt(bracketed()), _nearest)
    by_value = phrase(keyword(HIGHEST, LOWEST) - of, _pick)
    number = skip("last") - whole_number("a whole number of results")
    some = number | keyword("all", named="`last` or `all`")
    mean = phrase(skip("mean") - skip("of") - some.set_name("`last` or `all`") - of, _mean)
    return Choice(
        begun_by((LATEST, FIRST, *NTH_WORDS), by_time)
        | begun_by((HIGHEST, LOWEST), by_value)
        | {NEAREST: near, "mean": mean}
    ).set_name("what is picked")


def picked_event(*, of_one: bool = False) -> pp.ParserElement:
    """`latest procedure pci (before index)`; gives a `PickedEvent`.

    Where it is `of_one`, it is not `any` or `every` event, each of which is tried.
    """
    # The grammar of events has windows in it, and windows hang on events.
    from trialmatch.language.events import bare_event
    from trialmatch.language.windows import window

    of_what = (bare_event() | name("a measure")).set_name("an event")
    order = _in_time(*(() if of_one else (ANY, EVERY)))
    stated = pp.Opt(sign("(") - window(of_events=False) - sign(")"))
    return phrase(order + of_what + stated, _picked_event)


def print_pick(said: Pick) -> str:
    """A pick in canonical wording."""
    if said.order == NEAREST:
        return f"nearest {said.of.measure.text} to index{print_brackets(said.of)}"
    what = print_results(said.of)
    if said.order == MEAN_OF_LAST:
        return f"{said.order} {said.nth} {what}"
    return f"{print_order(said.order, said.nth)} {what}"


def print_results(said: Results) -> str:
    """Results in canonical wording."""
    return f"{said.measure.text}{print_brackets(said)}"


def print_order(order: str, nth: int) -> str:
    """`latest`, `2nd latest`; the second from the first is `2nd`."""
    if nth == 1 or order == MEAN_OF_ALL:
        return order
    return ordinal(nth) if order == FIRST else f"{ordinal(nth)} {order}"


def print_picked(said: PickedEvent) -> str:
    """A picked event in canonical wording."""
    what = said.event.text if isinstance(said.event, Name) else print_event(said.event)
    stated = f" ({said.window.text})" if said.window else ""
    return f"{print_order(said.order, said.nth)} {what}{stated}"


def in_order() -> pp.ParserElement:
    """An order alone: `first`, `2nd latest`, `highest`; gives its words."""
    by_value = begun_by((HIGHEST, LOWEST), keyword(HIGHEST, LOWEST))
    return Choice(_by_time() | by_value).set_name("`first`, `latest`, `highest` or `lowest`")


def order_said(words: list[str]) -> tuple[str, int]:
    """The order and the place in it that words say."""
    if words[0] in NTH_WORDS:
        return words[1] if len(words) > 1 else FIRST, place_of(words[0])
    return words[0], 1


def _by_time(*others: str) -> dict[str, pp.ParserElement]:
    nth = _NTH + pp.Opt(keyword(LATEST, HIGHEST, LOWEST))
    words = (FIRST, LATEST, *others)
    return begun_by(words, keyword(*words)) | begun_by(NTH_WORDS, nth)


def _in_time(*others: str) -> pp.ParserElement:
    return Choice(_by_time(*others)).set_name("`first`, `latest` or `2nd latest`")


def print_brackets(said: Results) -> str:
    """What stands in brackets after a measure, with a space before it; nothing where none does."""
    inside = [said.window.text] if said.window else []
    inside += [_EMPTY_TOO.text] if said.empty_too else []
    return f" ({', '.join(inside)})" if inside else ""


def _results(parts: list[object], span: Span) -> Results:
    stated = next((each for each in parts if isinstance(each, WindowPhrase)), None)
    return Results(cast(Name, parts[0]), stated, span, parts[-1] is _EMPTY_TOO)


def _pick(parts: list[object], span: Span) -> Pick:
    order, nth = order_said([each.text for each in parts if type(each) is Word])
    return Pick(order, nth, cast(Results, parts[-1]), span)


def _nearest(parts: list[object], span: Span) -> Pick:
    return Pick(NEAREST, 1, _results(parts, span), span)


def _mean(parts: list[object], span: Span) -> Pick:
    of = cast(Results, parts[1])
    if not isinstance(parts[0], Amount):
        return Pick(MEAN_OF_ALL, 1, of, span)
    number = parts[0]
    if number.value < _FEWEST:
        raise Refused(
            Problem(
                rule="mean-of-one",
                message=f"`mean of last {number.value}` is no mean",
                span=number.span,
                why="a mean is of two results or more",
                instead=f"`latest {of.measure.text}`",
            )
        )
    return Pick(MEAN_OF_LAST, int(number.value), of, span)


def _picked_event(parts: list[object], span: Span) -> PickedEvent:
    order, nth = order_said([each.text for each in parts if type(each) is Word])
    event = next(each for each in parts if isinstance(each, EventPhrase | Name))
    stated = next((each for each in parts if isinstance(each, WindowPhrase)), None)
    return PickedEvent(order, nth, event, stated, span)
