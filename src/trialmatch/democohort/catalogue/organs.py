"""Lungs, infections, liver and gut, joints, glands."""

from __future__ import annotations

from trialmatch.democohort.disease import Contact, Disease, Drug

# The tables are laid out by hand, for reading along a line.
# fmt: off

COPD = Disease(
    "chronic obstructive lung disease", (0, 0, 0.02, 0.5, 3.5, 8.5, 8), "J44.9 50, J44.1 25, "
        "J44.0 20, J43.9 5", ages=(35, 95),
    shifts="oxygen saturation -1.6, crp .5, leukocytes .3",
    contacts=(
        Contact("inpatient", "Respiratory medicine", first=0.3, yearly=0.16, nights=5,
            codes="J44.1 30, J44.0 20, J18.9 12, J15.9 4, J13 2, J96.0 8, J96.1 5",
                also="J44.9 .5, J96.1 .1", labs="basic 2, vitals 1, sepsis .3", shifts="crp 2.0, "
                    "leukocytes 1", procedures="GXAV10 .15, GXAV20 .05",
                given="H02AB06 .7, J01CE01 .4, R03AL02 .6", scores="smoking .4"),
        Contact("outpatient", "Respiratory medicine", first=0.7, yearly=0.15, labs="body .3",
            scores="smoking .6"),
    ),
    drugs=(Drug("R03BB04 3, R03AL03 3, R03AL08 3", 0.85, 0.9), Drug("R03AC02", 0.7, 0.6),
        Drug("H02AB06", 0.3, 0.5, 10)),
)
ASTHMA = Disease(
    "asthma", (3, 5, 4, 3.5, 3, 3, 2), "J45.0 45, J45.9 35, J45.1 14, J46 3",
    contacts=(Contact("outpatient", "Respiratory medicine", first=0.7, yearly=0.07,
        labs="vitals .2"), Contact("emergency", "Emergency", yearly=0.02, codes="J46 2, J45.9 3",
        given="R03AC02 .8", labs="small .5")),
    drugs=(Drug("R03AK07 3, R03AK06 2, R03BA02 2", 0.8, 0.7), Drug("R03AC02", 0.7, 0.5),
        Drug("R03DC03", 0.15, 0.6)),
)
PNEUMONIA = Disease(
    "pneumonia or sepsis", (2.5, 0.6, 0.6, 1.0, 2.5, 7, 17), "J18.9 45, J15.9 15, J13 5, J14 5, "
        "J15.1 1, A41.9 12, A41.5 8, N10 8, A40.9 1, J16.8 1, J17.8 1, J12.8 3, J10.0 6, "
        "U07.1 5", lasting=False,
    contacts=(Contact("inpatient", "Infectious medicine", first=1.1, within=(0, 700), nights=5,
        scores="breathlessness .4", labs="basic 3, sepsis .8, vitals 1.3, liver .3",
                      shifts="crp 3.0, leukocytes 1.6, temperature 2.5, lactate .8, heart rate 1, "
                          "creatinine .5", given="J01CE01 .5, J01CR05 .3, J01DD01 .2, J01GB03 .2, "
                          "N02BE01 .5",
                      also="J96.0 .12, N17.9 .08, E86 .1, R65.1 .05", procedures="GXAV10 .05, "
                          "GXAV01 .03"),),
    drugs=(Drug("J01CE02 4, J01CA04 2, J01EE01 2", 0.6, 0.25, 7),),
)
INTENSIVE = Disease(
    "intensive care", (0.2, 0.1, 0.15, 0.25, 0.5, 1.2, 1.0), "A41.9 30, J96.0 40, J80 6, "
        "R57.2 15, K65.0 10, T79.4 3", lasting=False, risks=(("pneumonia or sepsis", 3),),
    contacts=(Contact("inpatient", "Intensive care", first=1, nights=5, labs="basic 5, sepsis 5, "
        "vitals 4, clotting 1", shifts="crp 3.2, lactate 2.2, systolic -1.4, creatinine 1.5, "
        "platelets -1, oxygen saturation -2",
                      procedures="GXAV01 .6, GXAV10 .3, RXGG00 .2", given="C01CA03 .8, "
                          "N05CD08 .6, J01DH02 .5, B05BA .3", also="N17.9 .3, D65 .04, R57.2 .2",
                          transfer=0.3, scores="glasgow .8"),),
)
HEPATITIS = Disease(
    "viral hepatitis or hiv", (0, 0.02, 0.4, 0.7, 0.7, 0.3, 0.1), "B18.2 50, B18.1 32, B18.0 2, "
        "B16.9 7, B17.1 2, B19.9 3, B20 3, B24 10", male=1.4, ages=(15, 80),
        risks=(("drug misuse", 10),), shifts="alt 1.2",
    contacts=(Contact("outpatient", "Infectious medicine", first=1.2, yearly=0.3, labs="liver .9, "
        "cells .3", scores="hepatitis b antigen .4, hiv test .4"),),
    drugs=(Drug("J05AP55 3, J05AF10 2, J05AR20 2", 0.5, 1.2, 30),),
)
LIVER = Disease(
    "liver disease", (0.03, 0.03, 0.15, 0.5, 1.0, 1.2, 0.7), "K70.3 26, K70.1 8, K70.0 6, "
        "K71.9 9, K72.9 4, K72.0 3, K73.2 6, K74.6 18, K74.3 8, K75.4 6, K76.0 26, K76.6 4, "
        "K77.0 6, K75.0 2", risks=(("alcohol misuse", 9), ("viral hepatitis or hiv", 5)),
    shifts="alt 1.6, bilirubin 1.6, albumin -1.4, inr 2.5, platelets -1.2, alp 1, sodium -.6",
    contacts=(
        Contact("outpatient", "Gastroenterology", first=1.0, yearly=0.35, labs="liver .9, "
            "cells .4", scores="jaundice .12"),
        Contact("inpatient", "Gastroenterology", first=0.3, yearly=0.07, nights=5,
            codes="K70.3 3, K74.6 3, K72.9 2, R18 2, I85.0 1, K72.0", labs="basic 2, liver 2, "
            "clotting 1", also="R17 .1, I85.9 .1", procedures="UJD02 .4"),
    ),
    drugs=(Drug("C03DA01 3, A06AD11 3", 0.35, 0.9), Drug("A05AA02", 0.12, 1.0)),
)
BOWEL_INFLAMED = Disease(
    "inflammatory bowel disease", (0.02, 0.3, 1.0, 1.1, 1.1, 1.0, 0.6), "K50.0 15, K50.1 12, "
        "K50.9 16, K51.9 30, K51.0 12, K51.2 6, K51.3 6", ages=(5, 80), shifts="crp .7, "
        "haemoglobin -.4, ferritin -.4",
    contacts=(
        Contact("outpatient", "Gastroenterology", first=1.3, yearly=0.4, labs="small .5, iron .3, "
            "liver .2", procedures="UJF32 .3"),
        Contact("day", "Gastroenterology", yearly=0.5, codes="K50.9 2, K51.9 2",
            given="L04AB02 .7, L04AG05 .3", labs="small .5"),
    ),
    drugs=(Drug("A07EC02", 0.6, 0.8), Drug("L04AX01", 0.25, 1.0), Drug("L04AB04", 0.12, 2, 28)),
)
BILE = Disease(
    "gallstones or pancreatitis", (0, 0.05, 0.6, 1.2, 2, 3.2, 3.6), "K80.1 14, K80.2 24, "
        "K80.0 14, K80.5 16, K81.0 8, K85.0 4, K85.1 12, K85.9 9, K83.0 4, K86.1 4", female=1.2,
            ages=(12,
        100), lasting=False,
    contacts=(Contact("inpatient", "Surgery", first=1, nights=3, labs="basic 2, liver 1.5",
        shifts="crp 2.2, bilirubin 1.5, alt 1.5, leukocytes 1", operation="JKA21 .45, JKE02 .2",
        procedures="UJK02 .15", given="J01CR05 .3, N02AA05 .4"),),
)
RHEUMATIC = Disease(
    "arthritis", (0.03, 0.15, 0.5, 1.1, 1.9, 2.3, 1.8), "M05.8 22, M05.9 14, M06.0 10, M06.9 12, "
        "L40.5 14, M07.3 6, M45 18, M46.8 5, M46.1 3, M46.9 2, M32.9 4, M35.3 6", female=1.25,
        ages=(2, 90), shifts="crp .8, haemoglobin -.3",
    contacts=(
        Contact("outpatient", "Rheumatology", first=1.3, yearly=0.5, labs="small .7, liver .35",
            scores="pain .35"),
        Contact("day", "Rheumatology", yearly=0.25, codes="M05.8 2, M45", given="L04AB02 .4, "
            "L01FA01 .3", labs="small .4"),
    ),
    drugs=(Drug("L04AX03", 0.6, 1.1), Drug("H02AB06", 0.4, 0.8), Drug("L04AB01 3, L04AB04 3",
        0.28, 2, 28)),
)
JOINTS = Disease(
    "worn joints", (0, 0, 0.1, 1.0, 5, 12, 12), "M16.1 30, M16.9 14, M17.1 30, M17.9 16, M19.0 6, "
        "M18.1 4", ages=(35, 98),
    contacts=(
        Contact("outpatient", "Orthopaedics", first=1.1, yearly=0.05, scores="pain .35"),
        Contact("inpatient", "Orthopaedics", first=0.4, within=(40, 400), nights=2,
            codes="M16.1 4, M17.1 4", labs="small 1.2", given="B01AB05 .7, J01DB03 .8, N02AA05 .5",
                operation="NFB30 .06, NFB40 .34, NFB20 .06, NGB20 .2, NGB40 .2, NBB20 .03, "
                    "NFC20 .03, NGC00 .02"),
    ),
    drugs=(Drug("M01AB05 2, N02BE01 4, N02AJ06 2", 0.6, 0.5, 30),),
)
SPINE = Disease(
    "back or neck disease", (0, 0.1, 1.0, 3, 4, 5, 3.5), "M51.1 34, M48.0 32, M50.1 10, M54.1 8, "
        "M54.5 20, M43.1 5, M47.8 6", ages=(14, 95), lasting=False,
    contacts=(
        Contact("outpatient", "Neck and back clinic", first=1.3, within=(0, 120), scores="pain .5"),
        Contact("inpatient", "Orthopaedics", first=0.22, within=(40, 300), nights=1.6,
            codes="M51.1 4, M48.0 4", operation="ABC16 .3, ABC36 .35, ABC07 .08, NAG70 .12",
            labs="small .7"),
    ),
    drugs=(Drug("N02AJ06 3, M01AE01 3, N03AX16 2", 0.4, 0.5, 30),),
)
THYROID = Disease(
    "thyroid disease", (0.05, 0.2, 1.5, 3, 4.5, 6, 7), "E03.9 60, E06.3 12, E05.0 10, E05.9 8, "
        "E04.2 12, E89.0 3", female=1.6, male=0.4, ages=(5, 90), shifts="tsh 1.3",
    contacts=(Contact("outpatient", "Endocrinology", first=0.6, yearly=0.06, labs="thyroid 1, "
        "thyroid marker .25"),),
    drugs=(Drug("H03AA01 9, H03BB01 1", 0.85, 0.7, 98),),
)
ULCER = Disease(
    "bleeding from the gut", (0.02, 0.05, 0.15, 0.3, 0.7, 1.5, 3), "K92.2 30, K92.1 20, K25.4 10, "
        "K26.4 12, K57.3 16, I85.0 4, K31.8 3", lasting=False,
    contacts=(Contact("inpatient", "Gastroenterology", first=1, nights=3, labs="basic 2.5, "
        "clotting .7", shifts="haemoglobin -2.5, urea 1.5", procedures="UJD02 .8, RXGG00 .35",
        given="A02BC05 .8"),),
)

ORGANS = (COPD, ASTHMA, PNEUMONIA, INTENSIVE, HEPATITIS, LIVER, BOWEL_INFLAMED, BILE, RHEUMATIC,
    JOINTS, SPINE, THYROID, ULCER)
