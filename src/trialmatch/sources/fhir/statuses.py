"""FHIR's status words as the cohort schema's (meaning 13); those not listed stay as they are."""

from __future__ import annotations

VERIFICATION = {
    "confirmed": "confirmed",
    "unconfirmed": "unconfirmed",
    "presumed": "unconfirmed",
    "provisional": "provisional",
    "differential": "differential",
    "refuted": "refuted",
    "entered-in-error": "entered-in-error",
}
OBSERVATION = {
    "registered": "preliminary",
    "preliminary": "preliminary",
    "final": "final",
    "amended": "corrected",
    "corrected": "corrected",
    "appended": "corrected",
    "cancelled": "cancelled",
    "entered-in-error": "entered-in-error",
}
# A draft is not yet an order, and what is intended has not been taken.
MEDICATION = {"draft": "planned", "intended": "planned", "not-taken": "not-done"}
PROCEDURE = {"preparation": "planned"}
IMMUNIZATION = {"completed": "completed"}
ENCOUNTER = {
    "planned": "planned",
    "arrived": "in-progress",
    "triaged": "in-progress",
    "in-progress": "in-progress",
    "onleave": "in-progress",
    "finished": "completed",
}
UNDER_WAY = tuple(theirs for theirs, ours in ENCOUNTER.items() if ours == "in-progress")

# Intents of a request that is not yet an order.
INTENT = ("proposal", "plan", "option")
# Statuses of a request that may still be carried out.
ORDER_STANDS = ("active", "draft", "on-hold", "unknown")

_CLASSES = {
    "IMP": "inpatient",
    "ACUTE": "inpatient",
    "NONAC": "inpatient",
    "OBSENC": "inpatient",
    "AMB": "outpatient",
    "EMER": "emergency",
    "SS": "day",
    "VR": "virtual",
    "HH": "home",
}
CONTACT_TYPES = " ".join(f"WHEN '{code}' THEN '{kind}'" for code, kind in _CLASSES.items())
