"""Clauses as text: for each kind of clause, by its name, how one of it is drawn."""

from __future__ import annotations

from collections.abc import Callable

from tests.property.drawing.anchored import AMOUNTS, hung, some_event, tried
from tests.property.drawing.picking import Draw, one_in, pick

_SIDES = ("before",) * 5 + ("after",)
_PLAIN_WINDOWS = (
    *("before index", "on or before index", "after index", "on or after index", "on index"),
    *("at any time", "before index"),
)
_CODED = {
    "diagnosis": ("mi", "heart", "heart", "heart", "mi", "rare"),
    "finding": ("heart", "mi"),
    "procedure": ("pci",),
    "medication": ("statin", "lipids", "lipids", "rare"),
    "observation": ("heart", "tests"),
    "visit": ("heart",),
    "device": ("pci",),
    "immunization": ("lipids",),
    "allergy": ("penicillin",),
}
_KINDS = (*("diagnosis",) * 5, "medication", "procedure", *_CODED)
_BEFORE = {"diagnosis": ("", "", "main ", "secondary "), "medication": ("", "given ")}
_BY_NAME = ("planned procedure pci", "planned medication lipids", "family history of heart")
_CONTACTS = ("stay", "stay", "contact", "outpatient contact", "emergency contact")


def window(draw: Draw, of_event: bool = False) -> str:
    """A window, or none."""
    if one_in(draw, 3):
        return pick(draw, _AT_AGES) if one_in(draw, 6) else hung(draw, of_event)
    amount, side = pick(draw, AMOUNTS), pick(draw, _SIDES)
    match pick(
        draw, ("none", "none", "plain", "within", "within", "within", "around", "far", "between")
    ):
        case "plain":
            return pick(draw, _PLAIN_WINDOWS)
        case "within":
            return f"within {amount} {side} index"
        case "around":
            return f"within {amount} before or after index"
        case "far":
            return f"{pick(draw, ('more than', 'at least'))} {amount} {side} index"
        case "between":
            return f"between {pick(draw, AMOUNTS)} and {amount} {side} index"
    return ""


_AT_AGES = (
    *("at age >= 20 years", "at age < 25 years", "at age between 20 and 30 years"),
    *("before the 25th birthday", "from 20 years after birth until the 25th birthday"),
)


def _coded(draw: Draw) -> str:
    kind = pick(draw, _KINDS)
    word = pick(draw, _BEFORE.get(kind, ("",)))
    return f"{word}{kind} {pick(draw, _CODED[kind])}"


def event(draw: Draw, of_event: bool) -> str:
    """What may be there, and in which contact."""
    own = of_event and one_in(draw, 3)
    if one_in(draw, 4):
        contact = pick(draw, _CONTACTS)
        found = f"{contact} with {_coded(draw)}" if one_in(draw, 2) else contact
        return f"{found} in the same contact" if own else found
    found = _coded(draw)
    said = " where body site is left" if found.startswith("procedure") and one_in(draw, 3) else ""
    if own:
        return f"{found} in the same stay{said}"
    return f"{found} in {pick(draw, _CONTACTS)}{said}" if one_in(draw, 4) else f"{found}{said}"


def _in_window(draw: Draw, before: str, of_event: bool) -> str:
    stated = window(draw, of_event)
    part = pick(draw, ("", "", "", "started ", "ended ")) if stated else ""
    return f"{before}{event(draw, of_event)} {part}{stated}".strip()


def _presence(draw: Draw, of_event: bool) -> str:
    if one_in(draw, 8):
        said = f"{_coded(draw)} {tried(draw)}"
        return f"no {said}" if " any " in said and one_in(draw, 2) else said
    if one_in(draw, 15):
        stated = window(draw, of_event) or "after index"
        return f"{pick(draw, ('', '', 'no '))}{pick(draw, _BY_NAME)} {stated}"
    return _in_window(draw, "no " if one_in(draw, 3) else "", of_event)


_BOUNDS = ("at least 2 ", "at least 1 ", "at most 1 ", "exactly 1 ", "exactly 2 ")


def _count(draw: Draw, of_event: bool) -> str:
    return _in_window(draw, pick(draw, _BOUNDS), of_event)


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


def _pick(draw: Draw, of_event: bool) -> str:
    measure, unit = pick(draw, (*(("crp", "mg/L"),) * 4, ("crp", "g/L"), ("serum", "mg/L")))
    if one_in(draw, 8):
        order = pick(draw, ("latest", "latest", "first", "2nd", "2nd latest"))
        word = pick(draw, ("positive", "negative"))
        return f"{order} said{_bracketed(draw, of_event)} is {word}"
    if one_in(draw, 8):
        return f"{picked(draw, 'score')} {pick(draw, ('<', '<=', '>', '>=', '='))} 2"
    return f"{picked(draw, measure, of_event)} {_limits(draw, unit)}"


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


def _several(draw: Draw, of_event: bool) -> str:
    picks = [picked(draw, pick(draw, ("crp", "serum")), of_event) for _ in range(2)]
    of = f"{pick(draw, ('any', 'all'))} of ({', '.join(picks)})"
    return f"{of} {_limits(draw, 'mg/L')}"


def _value(draw: Draw, of_event: bool) -> str:
    number, op = pick(draw, ("2", "3", "5.1", "6", "8", "10.2")), pick(draw, ("<", "<=", ">", ">="))
    name = pick(draw, ("worked_out", "worked_out", "worked_out", "per_score", "share"))
    return f"{name} {op} {number} mg/L" if name == "worked_out" else f"{name} {op} {number}"


_TIMES = ("0 days", "2 days", "30 days", "1 month", "2 years", "12 hours", "24 hours", "4 weeks")


def _time(draw: Draw, of_event: bool) -> str:
    which = f"since {some_event(draw)}"
    if one_in(draw, 2):
        which = f"from {some_event(draw)} until {some_event(draw)}"
    if one_in(draw, 4):
        return f"time {which} between 0 and 30 days"
    return f"time {which} {pick(draw, ('<', '<=', '>', '>=', '='))} {pick(draw, _TIMES)}"


def _measured(draw: Draw, of_event: bool) -> str:
    what = pick(draw, ("crp", "crp", "crp", "score", "tests", "rare"))
    return f"measured {what} {window(draw, of_event)}".strip()


_AGES = (
    *("age >= 18 years", "age < 18 years", "age between 18 and 27 years", "age > 13 months"),
    *("age <= 30 days", "age >= 2 weeks", "age at first diagnosis mi >= 25 years"),
    *("age at latest diagnosis heart (within 1 year before index) < 27 years",),
)

Clause = Callable[[Draw, bool], str]
# By the name of the kind of clause; the flag says whether subjects are events.
CLAUSES: dict[str, Clause] = {
    "age": lambda draw, _: pick(draw, _AGES),
    "sex": lambda draw, _: pick(draw, ("female", "male")),
    "event": _presence,
    "count": _count,
    "pick": _pick,
    "measured": _measured,
    "value": _value,
    "several_picks": _several,
    "defined": lambda _, __: "had_heart",
    "time": _time,
    "manual": lambda _, __: 'manual "Is it so?"',
    "review": lambda _, __: 'review "Read it"',
}
OFTEN = (
    *("time",) * 2,
    *("event",) * 9,
    *("count",) * 4,
    *("pick",) * 7,
    "value",
    "value",
    "several_picks",
    "age",
    "measured",
    "measured",
)
