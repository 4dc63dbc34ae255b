"""Cancers and diseases of the blood."""

from __future__ import annotations

from trialmatch.democohort.disease import Bands, Contact, Disease, Drug

# The tables are laid out by hand, for reading along a line.
# fmt: off

COURSE = "cells 1, liver .5, small .3"
TREATED = "haemoglobin -1.2, albumin -.6, crp .7, weight -.4, leukocytes -.4"


def cancer(
    name: str, percent: Bands, codes: str, operation: str, infusion: str, marker: str = "",
        department: str = "Oncology",
    female: float = 1.0, male: float = 1.0, drugs: str = "", also: str = "", share: float = 0.7,
) -> Disease:
    """A cancer with an operation, a course of infusions and years of control."""
    tests = f"{COURSE}, {marker} .8" if marker else COURSE
    controls = f"small .5, {marker} .6" if marker else "small .5"
    return Disease(
        name, percent, codes, female=female, male=male, ages=(1, 95), shifts=TREATED,
        contacts=(
            Contact("outpatient", department, first=1.6, within=(0, 40), labs=f"{tests}, "
                "body .5", scores="ecog .6, smoking .3"),
            Contact("inpatient", "Surgery", first=share, within=(14, 70), nights=5,
                operation=operation, labs="basic 2.5, clotting .3",
                    given="B01AB05 .7, J01DB03 .5, N02AA05 .5", also=also),
            Contact("day", "Oncology", first=3.2, within=(50, 260), codes="Z51.1 2, Z51.2 1, "
                "Z51.0 1", also=f"{codes.split()[0]} .8",
                    procedures="WBOC15 .7", given=infusion, labs="cells .8, liver .4",
                        scores="ecog .35"),
            Contact("inpatient", "Oncology", yearly=0.06, nights=5, labs="basic 2, sepsis .4",
                also="C78.7 .2, C79.5 .15, C79.3 .06, D70 .1, C78.0 .1",
                    scores="ecog .5", given="J01CR05 .3, N02AA01 .4"),
            Contact("outpatient", department, yearly=0.5, labs=controls, scores="ecog .2"),
        ),
        drugs=(Drug(drugs, 0.6, 1.2),) if drugs else (),
    )


BOWEL = cancer("bowel cancer", (0, 0, 0.02, 0.15, 0.8, 2.4, 4.2), "C18.7 24, C18.0 16, C18.2 14, "
    "C18.4 6, C19 7, C20 26, C18.9 5",
               "JFB30 .22, JFB31 .1, JFB40 .06, JFB46 .18, JFB50 .02, JFB64 .02, JFH00 .03, "
                   "JGB00 .08, JGB10 .08, JGB31 .06",
               "L01BC02 .4, L01XA03 .35, L01FG01 .1", "bowel marker", also="K56.6 .1, Z93.2 .1")
BREAST = cancer("breast cancer", (0, 0, 0.08, 0.9, 2.6, 3.8, 4.2), "C50.9 30, C50.4 40, C50.8 10, "
    "C50.2 12, D05.1 10", "HAB40 .5, HAC20 .4",
                "L01CD01 .3, L01DB07 .3, L01FD01 .15, L01AA01 .25", female=1.95, male=0.01,
                    drugs="L02BA01 3, L02BG04 4, L02BG03 2", also="Z90.1 .1")
PROSTATE = cancer("prostate cancer", (0, 0, 0, 0.05, 1.8, 6.0, 9.0), "C61", "KEC01 .5, "
    "KED22 .06", "L01CD02 .2", "prostate", "Urology",
                  0.0, 1.9, "L02AE02 3, L02AE03 1, L02BB04 1, L02BX03 1", share=0.4)
LUNG = cancer("lung cancer", (0, 0, 0.01, 0.08, 0.6, 1.5, 1.3), "C34.1 45, C34.3 25, C34.9 26, "
    "C33 6", "GDC00 .4, GDC01 .2, GDB10 .06",
              "L01XA02 .35, L01BA04 .2, L01FF02 .3, L01CD01 .1", also="J90 .1, J44.9 .2",
                  share=0.35)
STOMACH = cancer("upper abdominal cancer", (0, 0, 0.02, 0.1, 0.5, 1.3, 1.7), "C16.9 26, C16.0 10, "
    "C15.5 16, C25.0 24, C22.0 10, C25.9 10, C17.0 4, C23 3",
                 "JDC00 .1, JDC10 .1, JDD00 .08, JCC10 .1, JCC20 .05, JJB20 .08, JJB40 .06, "
                     "JLC00 .06, JLC30 .1, JLC40 .02, JLC96 .01",
                 "L01BC05 .3, L01BC02 .2, L01XA03 .2", also="K86.1 .1", share=0.8)
BRAIN_TUMOUR = cancer("brain tumour", (0.04, 0.05, 0.1, 0.2, 0.35, 0.5, 0.35), "C71.9 22, "
    "C71.1 20, C71.2 14, D43.2 14, D43.0 8, C79.3 22, D32.0 30", "AAB00 .75, AAB10 .05",
                      "L01AX03 .3", department="Neurosurgery", also="I61.9 .08, G40.1 .2, "
                          "I63.9 .04, G93.6 .2", drugs="H02AB02 3, N03AX14 2")
LYMPHOMA = cancer("lymphoma or leukaemia", (0.08, 0.08, 0.1, 0.25, 0.6, 1.3, 1.6), "C83.3 22, "
    "C81.9 10, C85.9 14, C90.0 18, C91.1 16, C92.0 8, C91.0 6, C88.0 3, C82.9 10",
                  "PJD41 .3", "L01FA01 .4, L01DB01 .2, L01CA02 .2, L01XG01 .15, L01AA09 .1",
                      department="Haematology", also="D70 .15, D69.6 .1", share=0.3)
UROLOGY = cancer("kidney or bladder cancer", (0.02, 0.01, 0.01, 0.1, 0.5, 1.4, 2.2), "C64 34, "
    "C67.9 50, C67.2 8, C65 3", "KAC00 .2, KCD02 .5, KCC10 .08",
                 "L01XA01 .15, L01BC05 .15", department="Urology", male=1.5, female=0.6,
                     also="R31 .2")
GYNAECOLOGY = cancer("gynaecological cancer", (0, 0, 0.06, 0.35, 0.8, 1.4, 1.3), "C54.1 45, "
    "C56 30, C53.9 24, C51.9 3", "LCD01 .4, LCD11 .2, LAF10 .2, LAF01 .1",
                     "L01XA02 .3, L01CD01 .3", department="Gynaecology", male=0.0, female=1.9)
MELANOMA = cancer("melanoma", (0, 0.01, 0.2, 0.5, 0.9, 1.6, 1.9), "C43.5 40, C43.6 20, C43.7 20, "
    "C43.9 20", "QDB20 .6, PJD42 .2", "L01FF02 .08", department="Dermatology", share=0.4)
OTHER_CANCER = cancer("other cancer", (0.02, 0.02, 0.15, 0.3, 0.5, 0.7, 0.8), "C73 26, C32.0 10, "
    "C10.9 14, C49.2 8, C21.0 8, C76.0 3, C80.9 8, C97 1",
                      "BAA60 .3, DQB20 .1", "L01XA01 .2")
TESTIS = cancer("testicular cancer", (0, 0, 0.25, 0.35, 0.2, 0.1, 0.05), "C62.9 8, C62.1 2",
    "KFC00 .9", "L01XA01 .3, L01CB01 .3",
                department="Urology", female=0.0, male=2.0)
SKIN = Disease(
    "skin cancer", (0, 0, 0.05, 0.5, 2.2, 6.0, 12), "C44.3 60, C44.5 12, C44.6 12, C44.9 16",
        ages=(25, 100), lasting=False,
    contacts=(Contact("outpatient", "Dermatology", first=1.3, within=(0, 60), yearly=0.05,
        operation="QAE10 .6"),),
)
ANAEMIA = Disease(
    "anaemia", (0.3, 0.5, 1.5, 2.0, 2.0, 4.0, 8.0), "D50.9 50, D50.0 16, D64.9 16, D63.8 8, "
        "D51.0 6, D52.9 3, D53.9 2", female=1.2,
    risks=(("chronic kidney disease", 2.5),), shifts="haemoglobin -2.6, ferritin -1.1, "
        "transferrin saturation -1.2, cobalamin -.3",
    contacts=(
        Contact("outpatient", "Medicine", first=1, yearly=0.06, labs="cells .8, iron .9",
            procedures="UJD02 .2, UJF32 .2"),
        Contact("day", "Medicine", first=0.5, within=(5, 120), codes="D50.9", given="B03AC .7",
            procedures="RXGG00 .15", labs="cells .5"),
    ),
    drugs=(Drug("B03AA07 5, B03BA03 3, B03BB01 2", 0.75, 0.9),),
)
CLOTTING = Disease(
    "bleeding or clotting disorder", (0.1, 0.15, 0.4, 0.6, 0.8, 1.2, 1.6), "D68.5 18, D68.6 6, "
        "D68.8 5, D68.3 12, D68.0 12, D66 5, D67 2, D69.3 16, D69.6 24, D69.0 4, D69.2 4",
    shifts="platelets -1.6, inr 1",
    contacts=(Contact("outpatient", "Haematology", first=1.2, yearly=0.25, labs="cells .8, "
        "clotting .8"),),
    drugs=(Drug("B02BD02 1, B02AA02 3, B02BX05 1", 0.3, 1, 30),),
)
EMBOLISM = Disease(
    "venous thromboembolism", (0, 0.02, 0.3, 0.7, 1.4, 2.8, 4), "I26.9 45, I26.0 5, I80.2 40, "
        "I82.9 5, I80.1 8", ages=(12, 100), lasting=False,
    contacts=(
        Contact("inpatient", "Medicine", first=0.8, nights=2.5, labs="basic 1.5, clotting 1, "
            "cardiac .6", shifts="d-dimer 2.4, troponin 1", given="B01AB05 .9, B01AB04 .1"),
        Contact("outpatient", "Medicine", first=0.6, within=(60, 180), labs="clotting .4"),
    ),
    drugs=(Drug("B01AF01 5, B01AF02 6, B01AA03 1", 0.95, 0.6),),
)

CANCER = (BOWEL, BREAST, PROSTATE, LUNG, STOMACH, BRAIN_TUMOUR, LYMPHOMA, UROLOGY, GYNAECOLOGY,
    MELANOMA, OTHER_CANCER, TESTIS, SKIN, ANAEMIA, CLOTTING, EMBOLISM)
