"""Clauses as text: for each kind of clause, by its name, how one of it is drawn."""

from __future__ import annotations

from collections.abc import Callable

from tests.property.drawing.anchored import some_event, tried
from tests.property.drawing.picking import Draw, one_in, pick
from tests.property.drawing.picks import change, dose, of_several, one_pick, readings
from tests.property.drawing.stating import window

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
    "therapy line": ("statin", "lipids"),
    "participation": ("lipids",),
    "study point": ("lipids",),
}
_KINDS = (*("diagnosis",) * 5, "medication", "procedure", *_CODED)
_BEFORE = {"diagnosis": ("", "", "main ", "secondary "), "medication": ("", "given ")}
_BY_NAME = ("planned procedure pci", "planned medication lipids", "family history of heart")
_CONTACTS = ("stay", "stay", "contact", "outpatient contact", "emergency contact")


def _coded(draw: Draw) -> str:
    kind = pick(draw, _KINDS)
    word = pick(draw, _BEFORE.get(kind, ("",)))
    if kind in ("participation", "therapy line") and one_in(draw, 2):
        return kind
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
    first = "first ever " if one_in(draw, 6) else ""
    return _in_window(draw, f"{'no ' if one_in(draw, 3) else ''}{first}", of_event)


_APART = ("",) * 4 + (", on different days", ", at least 7 days apart")
_BOUNDS = ("at least 2 ", "at least 1 ", "at most 1 ", "exactly 1 ", "exactly 2 ")


def _count(draw: Draw, of_event: bool) -> str:
    said = _in_window(draw, pick(draw, _BOUNDS), of_event)
    return f"{said}{pick(draw, _APART)}"


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
    "pick": one_pick,
    "readings": readings,
    "change": change,
    "unchanged": dose,
    "measured": _measured,
    "value": _value,
    "several_picks": of_several,
    "defined": lambda _, __: "had_heart",
    "time": _time,
    "biomarker": lambda draw, _: (
        f"biomarker {pick(draw, ('gene', 'variant'))} {pick(draw, ('present', 'absent', 'tested'))}"
    ),
    "record": lambda draw, _: (
        f"record covers {pick(draw, ('30 days', '1 month', '1 year', '10 years'))} before index"
    ),
    "manual": lambda _, __: 'manual "Is it so?"',
    "review": lambda _, __: 'review "Read it"',
}
OFTEN = (
    *("time",) * 2,
    *("event",) * 9,
    *("count",) * 4,
    *("pick",) * 5,
    *("readings",) * 5,
    "change",
    "unchanged",
    "unchanged",
    "value",
    "value",
    "several_picks",
    "age",
    "measured",
    "measured",
)
