"""The site.toml of a demo cohort: marked synthetic, with its cut-off and what it holds."""

from __future__ import annotations

from trialmatch.democohort.dates import CUT_OFF_DATE, RECORDS_BEGIN_DATE

SITE_FILE = "site.toml"
NAME = "Demo cohort"
# The code systems of each kind; visits carry no codes.
HOLDS = {
    "visit": (),
    "diagnosis": ("ICD10",),
    "procedure": ("NCSP", "NCMP", "NCRP"),
    "medication": ("ATC",),
    "measurement": ("LOINC", "NPU"),
    "observation": ("LOINC", "SNOMED"),
    "device": ("SNOMED",),
    "immunization": ("ATC",),
    "allergy": ("SNOMED", "ATC"),
}

# Made up for these records alone: a site gives its own for the sets that criteria leave to it.
CODES = {
    "followed_by_form_answer": ("LOINC 71969-0",),
    "followed_by_form_operation": ("NCSP NFB NGB",),
    "nir_intensive_care_stay": ("SNOMED 305351004",),
    "nir_vasoactive_infusion": ("ATC C01CA",),
    "nir_ventilation": ("NCMP GXAV01",),
    "norkar_thoracic_aneurysm_operation": ("NCSP FCB",),
    "norkar_varicose_vein_operation": ("NCSP PHB",),
}


def site_text() -> str:
    """The file's text."""
    lines = [
        "# Synthetic records: nobody in them is or was a person.",
        "format = 1",
        "",
        "[source]",
        f'name = "{NAME}"',
        "synthetic = true",
        f"cut_off = {CUT_OFF_DATE.isoformat()}",
        'zone = "Europe/Oslo"',
        "",
        "[source.holds]",
        *(f"{kind} = {{ {_held(systems)} }}" for kind, systems in HOLDS.items()),
        "",
        "# Made up for the shipped criteria, as all of this is; a site gives the codes it uses.",
        "[codes]",
        *(f"{name} = [{_quoted(groups)}]" for name, groups in CODES.items()),
    ]
    return "\n".join(lines) + "\n"


def _held(systems: tuple[str, ...]) -> str:
    since = f"since = {RECORDS_BEGIN_DATE.isoformat()}"
    if not systems:
        return since
    return f"systems = [{_quoted(systems)}], {since}"


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)
