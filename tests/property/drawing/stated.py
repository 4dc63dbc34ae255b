"""What criteria state: numbers, words, tables and units of time."""

from __future__ import annotations

from decimal import Decimal

from tests.property.drawing.codes import HEART, INFARCTION, LIPIDS

from trialmatch.vocabulary.calendar import Unit

UNITS = (Unit.DAY, Unit.DAY, *Unit)
FIELDS = {
    "position": ("main", "secondary"),
    "contact_type": ("inpatient", "outpatient", "emergency"),
    "department": ("A", "B"),
    "institution": ("H",),
    "act": ("given", "ordered"),
    "body_site": ("left", "right"),
    "route": ("oral", "intravenous"),
    "result": ("positive", "negative", "SNOMED 10828004"),
}
KINDS_WITH = {
    "position": {"diagnosis"},
    "contact_type": {"visit"},
    "act": {"medication"},
    "body_site": {"procedure"},
    "route": {"medication"},
    "result": {"measurement", "observation"},
}
BY_WORD = (
    (frozenset({"main", "inpatient", "female", "positive", "SNOMED 10828004"}), Decimal(1)),
    (frozenset({"A", "given", "male", "outpatient"}), Decimal(2)),
)
CONSTANTS = tuple(Decimal(n) for n in ("0", "1", "2", "5", "7", "30", "2.5", "-1"))
BY_CODE = ((INFARCTION, Decimal(1)), (HEART, Decimal(2)), (LIPIDS, Decimal(5)))
