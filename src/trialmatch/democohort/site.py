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
    "participation": ("STUDY",),
    "study_point": ("LOCAL",),
}

# Made up for these records alone: a site gives its own for the sets that criteria leave to it. What
# has a LOCAL code is not in the records, so that nobody is said to lack it.
CODES = {
    "adhd_rs_total": ("LOCAL adhd-rs-total",),
    "alk_translocation": ("LOCAL alk-translocation",),
    "bdr_diabetes": ("ICD10 E10",),
    "cgi_p": ("LOCAL cgi-p",),
    "cgi_s": ("LOCAL cgi-s",),
    "egfr_mutation": ("LOCAL egfr-mutation",),
    "fev1_after": ("LOCAL fev1-after",),
    "followed_by_form_answer": ("LOINC 71969-0",),
    "followed_by_form_operation": ("NCSP NFB NGB",),
    "gastronet_endoscopy": ("NCSP UJF UJK",),
    "gastronet_ercp": ("NCSP UJK",),
    "lsas_public_speaking": ("LOCAL lsas-public-speaking",),
    "lung_volume_reduction": ("LOCAL lung-volume-reduction",),
    "mmrc": ("LOCAL mmrc",),
    "mnihss": ("LOCAL mnihss",),
    "ms_multiple_sclerosis": ("ICD10 G35",),
    "ndv_diabetes": ("ICD10 E10 E11",),
    "neuropathy_grade": ("LOCAL neuropathy-grade",),
    "nger_operation": ("NCSP LCD01",),
    "nhsta_cardiac_arrest": ("ICD10 I46",),
    "nhsta_confirmed_by_ambulance": ("SNOMED 410429000",),
    "nhsta_resuscitation": ("NCMP FXGX01",),
    "nir_intensive_care_stay": ("SNOMED 305351004",),
    "nir_vasoactive_infusion": ("ATC C01CA",),
    "nir_ventilation": ("NCMP GXAV01",),
    "nkr_deformity": ("ICD10 M41",),
    "nkr_degenerative_disease": ("ICD10 M48",),
    "nkr_spine_operation": ("NCSP ABC",),
    "nnr_dialysis": ("NCMP KAGD40",),
    "nnr_end_stage_failure": ("ICD10 N18.5",),
    "nnr_kidney_biopsy": ("NCSP TKA10",),
    "nnr_transplantation": ("NCSP KAS",),
    "nnrr_clinic_contact": ("SNOMED 310081005",),
    "noric_procedure": ("NCSP FNG02",),
    "norkar_thoracic_aneurysm_operation": ("NCSP FCB",),
    "norkar_varicose_vein_operation": ("NCSP PHB",),
    "nra_art_psoriatic_arthritis": ("ICD10 M07",),
    "nra_art_rheumatoid_arthritis": ("ICD10 M05",),
    "nra_art_spondyloarthritis": ("ICD10 M45",),
    "nrl_hip_operation": ("NCSP NFB",),
    "nrl_joint_operation": ("NCSP NFB NGB",),
    "ntr_injury": ("ICD10 S27",),
    "ntr_trauma_alarm": ("NCMP ZXX01",),
    "pd_l1": ("LOCAL pd-l1",),
    "ratio_after": ("LOCAL ratio-after",),
    "ratio_before": ("LOCAL ratio-before",),
    "suicidal_ideation": ("LOCAL suicidal-ideation",),
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
