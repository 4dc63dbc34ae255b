"""What brings anybody to a hospital, and pregnancy, childhood and injuries."""

from __future__ import annotations

from trialmatch.democohort.disease import Contact, Disease, Drug

# The tables are laid out by hand, for reading along a line.
# fmt: off

# A long tail, so that even in a small cohort most code sets find somebody.
SELDOM = (
    "D44.8 3, C74.1 2, I24.8 3, K86.0 3, K85.0 2, D33.2 2, I06.0 2, I49.8 4, I47.1 5, D42.0 2, "
        "D35.0 3, E24.9 3, E27.5 2, E26.0 3, E05.9 8, E21.1 4, N25.8 4, D60.9 3, D57.1 2, D56.1 3, "
    "D55.0 2, D58.0 3, D59.1 3, B20 3, B24 3, G35 6, M32.9 4, L93.0 2, I71.0 4, I33.0 5, I38 3, "
    "I05.0 4, I34.0 8, I51.3 3, D15.1 3, C38.0 2, I67.0 3, I67.4 3, I67.7 2, I77.6 3, G43.1 8, "
    "I70.1 6, I15.0 5, I15.2 3, I72.0 3, I65.2 9, I66.0 3, I85.9 5, K76.6 3, R17 5, E87.5 6, "
    "I46.0 4, I46.1 3, I46.9 4, R57.0 3, J80 2, I26.9 10, I80.2 10, D65 2, D66 2, D68.0 4, "
    "D68.3 4, D69.3 4, D69.6 8, D61.9 2, D46.9 3, C79.3 3, G93.2 2, H40.9 8, N04.9 3, N17.9 8, "
    "K72.0 3, K72.9 2, K25.4 3, K92.2 8, T88.6 3, T88.7 7, Z88.0 9, Z88.6 4, T78.4 6, Z91.0 5, "
    "Z95.0 5, Z95.1 5, Z95.2 5, Z95.4 3, Z94.0 3, Z99.2 3, Z85.0 6, Z86.7 8, Q20.3 2, Q21.1 4, "
    "Q23.1 3, Q25.1 2, M48.0 9, M51.1 12, M50.1 6, M54.5 16, A41.9 4, "
    "A40.3 2, A39.0 2, G00.1 2, B02.9 4, Z29.9 2, Z00.6 3, Z71.9 6, Z53.2 3, F00.1 5, F05.9 6"
)
COMMON = (
    "Z03.9 6, R07.4 7, R10.4 8, R55 4, R42 4, R51 5, K21.0 4, K57.3 4, K80.2 4, K40.9 3, H25.9 7, "
    "H90.3 5, M16.9 5, M17.9 6, M75.4 4, L40.0 3, L20.9 3, J30.1 3, N39.0 5, N20.0 3, E66.9 3, "
    "Z09.8 6, Z01.8 5, G47.3 5, G56.0 3, H66.9 3, K35.8 2, J35.0 2, R31 3, D12.6 4, Z12.1 3"
)
INJURIES = (
    "S52.5 14, S82.6 7, S61.0 8, S93.4 8, S01.8 8, S06.0 9, S06.5 2, S06.6 1.5, S06.3 1.5, "
    "S42.2 5, S22.3 4, S02.2 3, S83.5 3, S62.3 5, T14.1 4, S27.0 1, S36.1 1, S09.9 4"
)
VISITS = "vitals .5, small .25"

ANYBODY = Disease(
    "anybody", (100, 100, 100, 100, 100, 100, 100), "", lasting=False, from_birth=True,
    contacts=(
        Contact("outpatient", "Surgery", yearly=0.1, codes=COMMON, labs=VISITS,
                procedures="UJD02 .04, UJF32 .05, CJE20 .03, SAA0AD .05"),
        Contact("outpatient", "Medicine", yearly=0.05, codes=SELDOM, labs="vitals .5, basic .3",
                scores="smoking .5"),
        Contact("emergency", "Emergency", yearly=0.035, codes=COMMON, labs="basic .6, vitals .8",
                scores="pain .3, breathlessness .1, dizziness .1", given="N02BE01 .4"),
        Contact("emergency", "Emergency", yearly=0.03, codes=INJURIES, labs="vitals .4",
                scores="glasgow .3, pain .4", procedures="SAA0AD .2", given="N02AA01 .2"),
        Contact("inpatient", "Surgery", yearly=0.012, nights=2.5,
                codes="K35.8 4, K80.1 4, K40.3 2, K56.6 3, N20.1 3, K57.2 2, M17.1 4, M16.1 4",
                labs="basic 2, clotting .3, vitals 1", given="B01AB05 .4, J01CE01 .2, N02AA05 .4",
                operation="JEA01 .2, JKA21 .2, JFB20 .02, NGB20 .18, NFB40 .18, KCE02 .1"),
        Contact("day", "Surgery", yearly=0.02, codes="H25.1 4, K40.9 2, I83.9 2",
                operation="CJE20 .4, JAB30 .15, PHD10 .15"),
        Contact("virtual", "Medicine", yearly=0.012, codes="Z71.9 2, Z09.8 3"),
        Contact("home", "Rehabilitation", yearly=0.004, codes="Z50.9"),
    ),
    drugs=(
        Drug("N02BE01 5, M01AE01 4, M01AB05 2, N02AJ06 2", 0.16, 0.3, 30),
        Drug("J01CE02 5, J01CA08 3, J01FA01 1, J01AA02 1", 0.18, 0.12, 7),
        Drug("R06AE07 3, R06AX27 2, A02BC02 4, A02BC05 2, N05CF01 2", 0.14, 0.35, 90),
    ),
)

PREGNANCY = Disease(
    "pregnancy", (0, 0, 26, 52, 14, 0, 0), "Z33 3, Z34.9 5, O26.9 2", male=0.0, ages=(18, 44),
    lasting=False,
    contacts=(
        Contact("outpatient", "Obstetrics", first=1.6, within=(50, 230), codes="Z34.9 6, Z36.9 3, "
            "Z33",
                labs="small .7, pressure .8", scores="pregnancy test .5"),
        Contact("outpatient", "Obstetrics", first=0.3, within=(120, 250), labs="basic .8, "
            "diabetes .5",
                codes="O24.4 3, O13 2, O14.0 1, O99.0 2, O36.5 1"),
        Contact("emergency", "Obstetrics", first=0.15, within=(30, 270), codes="O20.0 3, O21.0 2, "
            "O47.0 2"),
        Contact("inpatient", "Obstetrics", first=0.9, within=(262, 290), nights=2.2,
                codes="O80 60, O82 8, O84.0 1, O70.1 5, O72.1 4, O63.1 4, O42.0 4",
                also="Z37.0 .8, Z39.1 .4",
                operation="MCA10 .16, MAE00 .05", labs="small .6, pressure .5", given="H01BB02 .4"),
        Contact("outpatient", "Obstetrics", first=0.12, within=(40, 80), codes="O03.9 4, O04.9 3"),
    ),
)

CHILD = Disease(
    "childhood illness", (85, 45, 0, 0, 0, 0, 0), "", ages=(0, 17), lasting=False,
    contacts=(
        Contact("inpatient", "Paediatrics", first=0.3, within=(0, 900), nights=1.4, labs="basic 1",
                codes="J21.9 4, A09 3, P07.3 2, P59.9 3, J12.1 2, R56.0 2, N10 1",
                    given="J01CE01 .2"),
        Contact("outpatient", "Paediatrics", first=1.2, within=(0, 1500), labs="body .6",
                codes="Z00.1 3, R62.8 2, J45.0 3, L20.9 2, K59.0 2, F90.0 2, Q66.8 1"),
    ),
    drugs=(Drug("R03AC02 3, D07AA02 2, J01CE02 4", 0.4, 0.4, 30),),
)

HIP_FRACTURE = Disease(
    "hip fracture", (0, 0, 0.05, 0.2, 0.9, 4.2, 13), "S72.0 55, S72.1 35, S72.2 10", female=1.4,
    male=0.65, ages=(16, 110), lasting=False,
    contacts=(
        Contact("inpatient", "Orthopaedics", first=1.0, nights=5.5, also="W19 .6, M81.9 .2, "
            "N39.0 .1",
                operation="NFB02 .18, NFB12 .2, NFB30 .03, NFB40 .05, NFJ51 .16, NFJ52 .05, "
                    "NFJ61 .1, "
                "NFJ62 .03, NFJ70 .1, NFJ71 .04", labs="basic 3, clotting .5, vitals 1",
                given="B01AB05 .8, N02AA01 .6, J01DB03 .7", scores="pain .4", transfer=0.04),
        Contact("outpatient", "Orthopaedics", first=0.7, within=(40, 120), codes="Z09.4 2, "
            "S72.0 3"),
    ),
    drugs=(Drug("M05BA04 4, M05BX04 2", 0.4, 2.0, 90), Drug("A12AX", 0.5, 1.5, 90)),
)

HEAD_INJURY = Disease(
    "serious head injury", (0.2, 0.3, 0.6, 0.6, 0.8, 1.3, 2.0), "S06.5 5, S06.6 3, S06.3 2, "
        "S06.2 1",
    male=1.4, female=0.7, lasting=False,
    contacts=(
        Contact("inpatient", "Neurosurgery", first=1.0, nights=6, also="S02.1 .3, I61.9 .1, "
            "I63.9 .04",
                operation="AAD10 .2, AAD15 .1", procedures="SAA0AD .9, GXAV01 .2", labs="basic 3, "
                    "clotting .5",
                scores="glasgow 1.5", transfer=0.3, given="N02AA01 .5"),
        Contact("outpatient", "Neurosurgery", first=0.6, within=(40, 200), codes="T90.5 2, S06.5"),
    ),
)

GYNAECOLOGY = Disease(
    "gynaecological complaint", (0, 0.3, 6, 10, 10, 7, 4), "N80.1 4, D25.9 5, N84.0 4, N81.1 4, "
        "N92.0 4, N83.2 3",
    male=0.0, lasting=False,
    contacts=(
        Contact("outpatient", "Gynaecology", first=1.2, within=(0, 100), labs="small .2"),
        Contact("day", "Gynaecology", first=0.4, within=(20, 200), labs="small .2",
                operation="LCA16 .3, LAF10 .15, LCB28 .15, LCD01 .12, LEF00 .1"),
    ),
)
UROLOGY = Disease(
    "enlarged prostate", (0, 0, 0, 0.5, 6, 16, 20), "N40 8, R33 1", female=0.0, ages=(45, 95),
    contacts=(
        Contact("outpatient", "Urology", first=1, yearly=0.06, labs="prostate .7, small .3"),
        Contact("inpatient", "Surgery", first=0.1, within=(60, 900), nights=1.5,
            operation="KED22 .8"),
    ),
    drugs=(Drug("G04CA02 5, G04CB01 2", 0.6, 0.8, 98),),
)

EVERYDAY = (ANYBODY, GYNAECOLOGY, UROLOGY, PREGNANCY, CHILD, HIP_FRACTURE, HEAD_INJURY)
