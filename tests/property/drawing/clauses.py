"""Clauses as text: for each kind of clause, by its name, how one of it is drawn."""

from __future__ import annotations

from collections.abc import Callable

from tests.property.drawing.picking import Draw, one_in, pick

_AMOUNTS = (
    *("0 days", "1 day", "2 days", "1 week", "29 days", "30 days", "31 days", "1 month") * 2,
    *("2 months", "1 year", "12 hours", "24 hours", "90 minutes"),
)
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
_CONTACTS = ("stay", "stay", "contact", "outpatient contact", "emergency contact")


def window(draw: Draw) -> str:
    """A window, or none."""
    amount, side = pick(draw, _AMOUNTS), pick(draw, _SIDES)
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
            return f"between {pick(draw, _AMOUNTS)} and {amount} {side} index"
    return ""


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
    stated = window(draw)
    part = pick(draw, ("", "", "", "started ", "ended ")) if stated else ""
    return f"{before}{event(draw, of_event)} {part}{stated}".strip()


def _presence(draw: Draw, of_event: bool) -> str:
    return _in_window(draw, "no " if one_in(draw, 3) else "", of_event)


_BOUNDS = ("at least 2 ", "at least 1 ", "at most 1 ", "exactly 1 ", "exactly 2 ")


def _count(draw: Draw, of_event: bool) -> str:
    return _in_window(draw, pick(draw, _BOUNDS), of_event)


def _pick(draw: Draw, of_event: bool) -> str:
    measure, unit = pick(draw, (*(("crp", "mg/L"),) * 4, ("crp", "g/L"), ("serum", "mg/L")))
    stated = window(draw)
    name = f"latest {measure} ({stated})" if stated else f"latest {measure}"
    numbers = ("0.0029", "0.0051") if unit == "g/L" else ("2", "2.9", "3", "5", "5.1", "5.1", "8")
    number, op = pick(draw, numbers), pick(draw, ("<", "<=", ">", ">=", "="))
    match pick(draw, ("number",) * 5 + ("range", "between", "score")):
        case "range":
            return f"{name} {op} {pick(draw, ('1', '1.5', '2'))} x ULN"
        case "between":
            return f"latest {measure} between 2 and 5 mg/L"
        case "score":
            return f"latest score {op} 2"
    return f"{name} {op} {number} {unit}"


def _measured(draw: Draw, of_event: bool) -> str:
    what = pick(draw, ("crp", "crp", "crp", "score", "tests", "rare"))
    return f"measured {what} {window(draw)}".strip()


_AGES = (
    *("age >= 18 years", "age < 18 years", "age between 18 and 27 years", "age > 13 months"),
    *("age <= 30 days", "age >= 2 weeks"),
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
    "defined": lambda _, __: "had_heart",
    "manual": lambda _, __: 'manual "Is it so?"',
    "review": lambda _, __: 'review "Read it"',
}
OFTEN = (*("event",) * 9, *("count",) * 4, *("pick",) * 7, "age", "measured", "measured")
