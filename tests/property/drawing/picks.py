"""Picks of results as text: one of them, several at once, and the change between two."""

from __future__ import annotations

from tests.property.drawing.picking import Draw, one_in, pick
from tests.property.drawing.stating import window

_PICKS = (
    *("latest {}",) * 6,
    *("first {}", "2nd {}", "2nd latest {}", "nearest {} to index", "highest {}", "lowest {}"),
    *(
        "2nd highest {}",
        "3rd lowest {}",
        "mean of last 2 {}",
        "mean of last 3 {}",
        "mean of all {}",
    ),
)


def _measure(draw: Draw) -> tuple[str, str]:
    return pick(
        draw, (*(("crp", "mg/L"),) * 4, ("crp", "g/L"), ("serum", "mg/L"), ("at_home", "mg/L"))
    )


def _bracketed(draw: Draw, of_event: bool) -> str:
    """What stands in brackets after a measure."""
    stated = window(draw, of_event)
    inside = [stated] if stated else []
    inside += ["counting empty results"] if one_in(draw, 8) else []
    return f" ({', '.join(inside)})" if inside else ""


def _limit(draw: Draw, unit: str) -> str:
    numbers = ("0.0029", "0.0051") if unit == "g/L" else ("2", "2.9", "3", "5", "5.1", "5.1", "8")
    number, op = pick(draw, numbers), pick(draw, ("<", "<=", ">", ">=", "="))
    match pick(draw, ("number",) * 6 + ("range", "between")):
        case "range":
            return f"{op} {pick(draw, ('1', '1.5', '2'))} x {pick(draw, ('ULN', 'ULN', 'LLN'))}"
        case "between" if unit == "mg/L":
            return "between 2 and 5 mg/L"
    return f"{op} {number} {unit}"


def picked(draw: Draw, measure: str, of_event: bool = False) -> str:
    """One of the results of a measure."""
    return f"{pick(draw, _PICKS).format(measure)}{_bracketed(draw, of_event)}"


def item(draw: Draw) -> str:
    """What a score may be made of."""
    return f"{pick(draw, _OF_STEPS)} grade" if one_in(draw, 3) else picked(draw, "score")


def dose(draw: Draw, of_event: bool) -> str:
    """A dose against a limit, or one that stays."""
    which = pick(draw, ("dose", "dose", "statin_dose"))
    if one_in(draw, 3):
        return f"unchanged {pick(draw, (which, 'crp', 'grade'))} {window(draw, of_event)}".strip()
    limit = f"{pick(draw, ('<', '<=', '>', '>=', '='))} {pick(draw, ('2', '4', '5', '10'))} mg/L"
    if one_in(draw, 3):
        return f"{pick(draw, ('any', 'every', 'at least 2'))} {which} {limit}"
    return f"{picked(draw, which, of_event)} {limit}"


def one_pick(draw: Draw, of_event: bool) -> str:
    """One result against a limit."""
    measure, unit = _measure(draw)
    if one_in(draw, 8):
        order = pick(draw, ("latest", "latest", "first", "2nd", "2nd latest"))
        word = pick(draw, ("positive", "negative"))
        return f"{order} said{_bracketed(draw, of_event)} is {word}"
    if one_in(draw, 8):
        return f"{picked(draw, 'score')} {pick(draw, ('<', '<=', '>', '>=', '='))} 2"
    if one_in(draw, 6):
        return f"{pick(draw, _OF_STEPS)} grade{_bracketed(draw, of_event)} {pick(draw, _STEPS)}"
    return f"{picked(draw, measure, of_event)} {_limits(draw, unit)}"


# Steps of a scale have no mean.
_OF_STEPS = ("latest", "first", "2nd", "2nd latest", "highest", "lowest", "2nd highest")
_STEPS = ("< 2", "<= 1", "> 0", ">= 4", "= positive", "between 1 and 2", "between 1 and positive")


def _limits(draw: Draw, unit: str) -> str:
    """A limit, and now and then another one for some."""
    usual = _limit(draw, unit)
    if not one_in(draw, 5):
        return usual
    number = pick(draw, ("0.003", "0.006") if unit == "g/L" else ("3", "6"))
    special = [f"between 0.001 and {number} {unit}"]
    # Where the usual limits are two, so are all.
    special += [] if usual.startswith("between") else [f"{number} {unit}", "2 x ULN"]
    condition = pick(draw, ("female", "diagnosis heart", "age < 25 years or not diagnosis mi"))
    return f"{usual} ({pick(draw, special)} if {condition})"


def of_several(draw: Draw, of_event: bool) -> str:
    """Several picks against one limit."""
    picks = [picked(draw, pick(draw, ("crp", "serum")), of_event) for _ in range(2)]
    of = f"{pick(draw, ('any', 'all'))} of ({', '.join(picks)})"
    return f"{of} {_limits(draw, 'mg/L')}"


_MANY = (
    *("any", "any", "every", "at least 1", "at least 2", "at least 2", "at most 1", "exactly 2"),
    *("at least 2 consecutive",) * 5,
    *("at least 3 consecutive",) * 2,
)
_APART = ("", "", " on different days", " at least 7 days apart", " at least 24 hours apart")


def readings(draw: Draw, of_event: bool) -> str:
    """Several results against one limit."""
    how = pick(draw, _MANY)
    counts = "consecutive" not in how and how not in ("any", "every")
    apart = pick(draw, _APART) if counts else ""
    brackets = _bracketed(draw, of_event)
    if one_in(draw, 8):
        return f"{how} grade{brackets} {pick(draw, _STEPS)}{apart}"
    if one_in(draw, 8):
        return f"{how} score{brackets} {pick(draw, ('<', '>=', '='))} 2{apart}"
    measure, unit = _measure(draw)
    return f"{how} {measure}{brackets} {_limit(draw, unit)}{apart}"


_ENDS = ("first", "latest", "latest", "2nd latest", "2nd", "highest", "lowest")


def change(draw: Draw, of_event: bool) -> str:
    """The change between two results."""
    measure, unit = _measure(draw)
    first, last = (f"{pick(draw, _ENDS)}{_bracketed(draw, of_event)}" for _ in range(2))
    said = f"change of {measure} from {first} to {last}"
    op = pick(draw, ("<", "<=", ">", ">=", "="))
    if one_in(draw, 3):
        return f"relative {said} {op} {pick(draw, ('0', '50', '-40', '2'))} %"
    number = pick(draw, ("0", "2.1", "-2.1", "3")) if unit == "mg/L" else "0.0021"
    return f"{said} {op} {number} {unit}"
