"""Rows: of every kind and status, dated well and badly, in contacts that are there or not."""

from __future__ import annotations

from tests.property.drawing.codes import CODINGS, KINDS
from tests.property.drawing.picking import Draw, one_in, pick, pick_one_of
from tests.property.drawing.times import end, moment

from trialmatch.cohort.records import Result, Row
from trialmatch.cohort.status import STATUSES
from trialmatch.vocabulary.calendar import Moment

_POSSIBLE = ("preliminary", "provisional", "unconfirmed", "in-progress", "a word nobody knows")
STATUS = (*("",) * 36, *_POSSIBLE, *STATUSES)
# Of "nowhere" there is no visit.
CONTACTS = ("", "1", "2", "3", "1", "2", "nowhere")
TYPES = ("inpatient", "inpatient", "outpatient", "emergency", "")

# Numbers about the limits that criteria state, in units in which they come near to those.
_UNITS = (
    *("mg/L",) * 12,
    *("g/L", "g/L", "mg/dL", "mg/L{serum}", "", "mmol/L", "no unit (", "1", "{score}"),
    # As laboratories write them; G/L can mean two things.
    *("MG/DL", "\N{MICRO SIGN}g/ml", "G/L"),
)
_NUMBERS = (0.0, 2.0, 2.9, 3.0, 5.0, 5.0, 5.1, 8.0) * 2 + (500.0, 501.0, -1.0, None)
# The last of them is no number of mg/L that floats can tell from 5.1.
_PLAIN = (*((n, "mg/L") for n in (2.0, 2.9, 3.0, 5.0, 5.0, 5.1, 8.0)), *((0.0051, "g/L"),) * 2)
_PER = {"g/L": 1000.0, "mg/dL": 10.0, "MG/DL": 10.0}


def _number(draw: Draw, unit: str) -> float | None:
    number = pick(draw, _NUMBERS)
    return None if number is None else round(number / _PER.get(unit, 1.0), 6)


def result(draw: Draw) -> Result:
    """A number with or without a bound, a text, a code, or nothing."""
    unit = pick(draw, _UNITS)
    coded, ranged = one_in(draw, 12), one_in(draw, 2)
    return Result(
        _number(draw, unit),
        pick(draw, ("<", ">", "<=", ">=")) if one_in(draw, 6) else "",
        unit,
        pick_one_of(draw, "positive", "negative") if one_in(draw, 8) else "",
        system="SNOMED" if coded else "",
        code="10828004" if coded else "",
        range_low=_number(draw, unit) if ranged else None,
        range_high=_number(draw, unit) if ranged else None,
        absent="cancelled" if one_in(draw, 16) else "",
    )


def row(draw: Draw, number: int) -> Row:
    """One row, its identifier made from a number that no other row of the patient has."""
    kind = pick(draw, KINDS)
    start = moment(draw)
    visit = kind == "visit"
    of_medication = kind == "medication"
    return Row(
        kind,
        pick(draw, ("1", "2", "3")) if visit else f"{number % 7}-{number}",
        _codings(draw, kind),
        start,
        end=end(draw, start) if visit or of_medication or one_in(draw, 3) else None,
        status=pick(draw, STATUS),
        act=pick(draw, ("given", "ordered", "")) if of_medication else "",
        position=pick(draw, ("main", "secondary", "")) if kind == "diagnosis" else "",
        contact="" if visit else pick(draw, CONTACTS),
        contact_type=pick(draw, TYPES) if visit else "",
        department=pick(draw, ("", "", "A", "B")),
        institution=pick(draw, ("", "H")),
        result=_result(draw, kind),
        days_supply=pick(draw, (None, 7.0, 28.0, 0.5)) if of_medication else None,
        attributes=_attributes(draw, kind),
    )


def _attributes(draw: Draw, kind: str) -> tuple[tuple[str, str], ...]:
    if kind == "procedure":
        side = pick(draw, ("", "left", "right"))
        return (("body_site", side),) if side else ()
    if kind in ("measurement", "observation") and one_in(draw, 2):
        return (("origin", pick_one_of(draw, "patient", "device")),)
    if kind == "medication" and one_in(draw, 3):
        return (("route", pick_one_of(draw, "oral", "intravenous")),)
    return ()


def _codings(draw: Draw, kind: str) -> tuple[tuple[str, str], ...]:
    known = CODINGS[kind]
    match pick(draw, (1, 1, 1, 1, 1, 2, 2, 2, 0)):
        case 0:
            return ()
        case 1:
            return (pick(draw, known),)
    return tuple(sorted({pick(draw, known), pick(draw, known)}))


def _result(draw: Draw, kind: str) -> Result | None:
    if kind in ("measurement", "observation"):
        return result(draw)
    if kind == "medication" and one_in(draw, 2):
        number = pick(draw, (1.0, 2.0, 5.0))
        return Result(number, "<" if one_in(draw, 9) else "", pick(draw, ("mg/L", "mg/L", "g/L")))
    if kind == "answer":
        return Result(text=pick(draw, ("applies", "applies", "does not apply", "")))
    return None


def episode(draw: Draw, number: int, contact: str) -> tuple[Row, ...]:
    """A stay with its diagnosis and an operation, so that there are events to be found."""
    at = moment(draw)
    last = end(draw, at)
    return (
        Row("visit", contact, (), at, end=last, contact_type="inpatient", department="A"),
        Row("diagnosis", f"e{number}", (("ICD10", "I214"),), at, position="main", contact=contact),
        Row("procedure", f"e{number}", (("NCSP", "FNG02"),), at, contact=contact, department="A"),
    )


def result_of_crp(draw: Draw, number: int) -> Row:
    """A plain result, such as there are many of; now and then with nothing in it."""
    at: Moment = moment(draw)
    value, unit = pick(draw, _PLAIN)
    bound = pick(draw, ("<", ">")) if one_in(draw, 6) else ""
    return Row(
        "measurement",
        f"c{number}",
        (("LOINC", "1988-5"),),
        at,
        contact=pick(draw, CONTACTS),
        status="preliminary" if one_in(draw, 6) else "",
        result=Result(absent="cancelled")
        if one_in(draw, 9)
        else Result(value, bound, unit, range_low=value / 2, range_high=value),
    )
