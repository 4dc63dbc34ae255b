"""Criteria files as text, such as people write them, and what they come to."""

from __future__ import annotations

from functools import lru_cache

from tests.property.drawing.clauses import CLAUSES, OFTEN
from tests.property.drawing.lets import lets
from tests.property.drawing.picking import Draw, one_in, pick

from trialmatch.compiler import compile_text
from trialmatch.plan.criteria import EligibilityCriteria

DECLARED = """
codes mi = ICD10 I21 except I21.9
codes heart = ICD10 I20-I25, SNOMED 22298006
codes pci = NCSP FNG[0-9][0-2], SNOMED 415070008
codes statin = ATC C10AA except C10AA05
codes lipids = ATC C10
codes tests = LOINC 1988-5 72089-6
codes penicillin = SNOMED 91936005
codes rare = ICD10 Q99, ATC V10, LOINC 1-8
measure crp = LOINC 1988-5 in mg/L, plausible 0 to 500
measure serum = LOINC 1988-5 in mg/L or mg/L{serum}
measure score = LOINC 72089-6 as score, plausible 0 to 8
measure said = LOINC 1988-5 as positive or negative
measure grade = LOINC 72089-6 as scale 0 < 1 < 2 ("3", "positive") < 4 ("negative", SNOMED 10828004)
measure at_home = LOINC 1988-5 in mg/L, from the patient
measure gene = LOINC 72089-6 as present or absent
measure variant = LOINC 1988-5 as present or absent, part of gene
measure dose = daily dose of ATC C10AA x 2, ATC C10AB in mg/L, plausible 0 to 50
measure statin_dose = daily dose of ATC C10AA01 in mg/L
define had_heart = diagnosis heart before index
define had_heart_then = diagnosis heart
define bad_heart = diagnosis heart with procedure pci within 7 days before or after it
"""
_OF_PATIENTS = ("screen each patient", "screen each patient including the dead")
_OF_EVENTS = (
    "screen each stay",
    "screen each stay with diagnosis mi",
    "screen first procedure pci from 2024-01-01 to 2024-02-29",
    "screen each diagnosis heart from 2024-01-31",
    "screen first contact",
    "screen each medication lipids to 2024-02-29",
)
# What `this` may say of the subject's own event, by what is screened.
_OWN = {
    "stay": ("stay with diagnosis heart", "contact lasting more than 2 days", "stay"),
    "procedure": ("procedure pci with diagnosis mi in the same contact", "procedure rare"),
    "diagnosis": ("diagnosis mi", "main diagnosis heart", "finding rare"),
    "contact": ("stay without diagnosis mi", "outpatient contact"),
    "medication": ("medication statin", "given medication lipids lasting at least 10 days"),
}
_NAMES = (*OFTEN * 2, *CLAUSES)


def _clause(draw: Draw, of_event: bool) -> str:
    return CLAUSES[pick(draw, _NAMES)](draw, of_event)


def _expression(draw: Draw, of_event: bool) -> str:
    one = _clause(draw, of_event)
    match pick(draw, ("one",) * 6 + ("and", "or", "not", "if", "unless", "number")):
        case "and":
            return f"{one} and ({_clause(draw, of_event)} or {_clause(draw, of_event)})"
        case "or":
            return f"({one}) or {_clause(draw, of_event)}"
        case "not":
            return f"not ({one} and {_clause(draw, of_event)})"
        case "if":
            return f"if {one}: {_clause(draw, of_event)}"
        case "number":
            bound = pick(draw, ("at least 2", "at most 1", "exactly 2"))
            return f"{bound} of ({one} | {_clause(draw, of_event)} | {_clause(draw, of_event)})"
        case "unless":
            return f"{one} unless {_clause(draw, of_event)}"
    return one


def text(draw: Draw) -> str:
    """A whole criteria file."""
    of_event = one_in(draw, 2)
    header = pick(draw, _OF_EVENTS if of_event else _OF_PATIENTS)
    lines = [_expression(draw, of_event) for _ in range(3)]
    if of_event and one_in(draw, 3):
        lines[0] = f"{lines[0]} or this {pick(draw, _OWN[header.split()[2]])}"
    return (
        f'trial DRAWN "Drawn"\n  {header}\n{DECLARED}{lets(draw)}'
        f"include\n  I1: {lines[0]}\n  I2: {lines[1]}\nexclude\n  E1: {lines[2]}\n"
    )


@lru_cache(maxsize=4096)
def compiled(content: str) -> EligibilityCriteria:
    """The criteria that a text comes to."""
    found = compile_text(content)
    assert found.criteria is not None, [each.message for each in found.diagnostics]
    return found.criteria
