"""The heart and the large arteries."""

from __future__ import annotations

from trialmatch.democohort.disease import Contact, Disease, Drug

# The tables are laid out by hand, for reading along a line.
# fmt: off

ANTICOAGULANT = "B01AF02 6, B01AF01 3, B01AE07 1, B01AA03 1.5"
HEART_STAY = "basic 2, cardiac 3, vitals 1"

FIBRILLATION = Disease(
    "atrial fibrillation", (0, 0, 0.15, 0.7, 3.4, 11, 20), "I48.9 20, I48.0 30, I48.1 15, "
        "I48.2 25, I48.3 6, I48.4 4", male=1.25, female=0.85,
    ages=(30, 98), risks=(("hypertension", 1.4),), shifts="heart rate .6, nt-probnp 1.0, inr .8",
    contacts=(
        Contact("inpatient", "Cardiology", first=0.3, yearly=0.05, nights=2, labs=HEART_STAY,
            given="B01AB05 .3, C07AB02 .5",
                operation="FPB20 .08, FPE10 .05", procedures="FPFE00 .3", scores="smoking .3"),
        Contact("outpatient", "Cardiology", first=0.5, yearly=0.12, labs="pressure .8, small .4, "
            "clotting .3"),
    ),
    drugs=(Drug(ANTICOAGULANT, 0.82, 0.95, 98), Drug("C07AB02 6, C01AA05 1, C01BD01 1", 0.75,
        0.7, 98)),
)
CONDUCTION = Disease(
    "conduction disorder", (0.02, 0.02, 0.1, 0.3, 1.0, 3.5, 6), "I44.0 12, I44.1 12, I44.2 20, "
        "I44.7 26, I45.1 16, I45.6 5, I49.5 24, I45.9 3",
    ages=(0, 100), risks=(("atrial fibrillation", 2.0),), shifts="heart rate -.7",
    contacts=(
        Contact("inpatient", "Cardiology", first=0.45, nights=2.5, labs=HEART_STAY,
            operation="FPE00 .15, FPE10 .4, FPG10 .05"),
        Contact("outpatient", "Cardiology", yearly=0.12, codes="Z45.0 3, I44.7, I49.5",
            labs="pressure .5"),
    ),
)
VALVE = Disease(
    "valve disease", (0.02, 0.02, 0.1, 0.3, 1.2, 3.6, 8), "I35.0 60, I35.1 12, I34.0 20, I05.0 4, "
        "I35.2 6", ages=(10, 100), shifts="nt-probnp .9",
    contacts=(
        Contact("outpatient", "Cardiology", first=0.8, yearly=0.2, labs="heart failure .35, "
            "pressure .6", scores="nyha .4"),
        Contact("inpatient", "Cardiology", first=0.35, within=(60, 1500), nights=5,
            codes="I35.0", operation="FMD13 .35, FMD14 .1, FMD00 .3",
                procedures="FYDB12 .5", labs=HEART_STAY, given="B01AB01 .4, J01DB03 .4",
                    also="Z95.2 .25, Z95.4 .1", transfer=0.1),
    ),
)
CARDIOMYOPATHY = Disease(
    "cardiomyopathy", (0.01, 0.03, 0.12, 0.25, 0.5, 0.8, 0.6), "I42.0 50, I42.1 28, I42.2 8, "
        "I42.9 10, Q24.8 2", male=1.5, ages=(5, 90),
    shifts="nt-probnp 1.3, ejection fraction -2",
    contacts=(Contact("outpatient", "Cardiology", first=1, yearly=0.4, labs="heart failure .8, "
        "pressure .7", scores="nyha .6"),),
    drugs=(Drug("C07AB02", 0.8, 0.9),),
)
ANGINA = Disease(
    "coronary disease", (0, 0, 0.05, 0.9, 5, 13, 18), "I25.1 55, I25.9 12, I20.9 15, I20.0 12, "
        "I25.2 8, I25.5 3", male=1.6, female=0.55, ages=(35, 95),
    risks=(("hypertension", 1.4), ("type 2 diabetes", 1.5), ("high cholesterol", 1.5)),
        shifts="ldl -.9, troponin .4",
    contacts=(
        Contact("inpatient", "Cardiology", first=0.3, yearly=0.03, nights=2, codes="I20.0 5, "
            "I20.9 3, I25.1 4", labs=HEART_STAY,
                operation="FNG02 .25, FNG05 .12, FNC30 .06, FNA00 .05", procedures="FYDB12 .6, "
                    "FNX00 .1", given="B01AB05 .3, B01AC06 .5",
                shifts="troponin .5", scores="smoking .4", transfer=0.12),
        Contact("outpatient", "Cardiology", first=0.5, yearly=0.1, labs="lipids .4, pressure .8, "
            "small .25", scores="smoking .4"),
    ),
    drugs=(Drug("B01AC06 8, B01AC04 2", 0.85, 0.8, 98), Drug("C10AA05 6, C10AA07 2, C10AX09",
        0.85, 0.8, 98), Drug("C07AB02", 0.55, 0.7, 98),
           Drug("C01DA02", 0.25, 0.4, 60)),
)
INFARCTION = Disease(
    "infarction", (0, 0, 0.03, 0.5, 2.4, 5.5, 7.5), "I21.4 58, I21.1 14, I21.0 11, I21.9 12, "
        "I21.2 3, I21.3 2", male=1.45, female=0.6,
    ages=(30, 98), risks=(("coronary disease", 2.2), ("type 2 diabetes", 1.3)), lasting=False,
        shifts="ldl -.8, ejection fraction -1, troponin .3",
    contacts=(
        Contact("inpatient", "Cardiology", first=1.0, nights=3.5, labs="basic 2, cardiac 3.2, "
            "lipids .7, diabetes .3, vitals 1",
                shifts="troponin 3, crp .8, leukocytes .8", rising="troponin 1.3",
                    operation="FNG02 .5, FNG05 .12, FNC30 .04, FNA00 .03",
                procedures="FYDB12 .85", given="B01AC06 .9, B01AC24 .6, B01AC04 .2, B01AB05 .6, "
                    "N02AA01 .4, C07AB02 .4",
                also="I25.1 .4, I50.9 .08, I48.9 .05, I46.0 .03", scores="smoking .7, nyha .1",
                    transfer=0.42),
        Contact("inpatient", "Cardiology", first=0.14, within=(3, 27), nights=3, codes="I22.0 2, "
            "I22.1 2, I22.8 1, I22.9 5", labs=HEART_STAY,
                shifts="troponin 3", rising="troponin 1", procedures="FYDB12 .6", also="I25.2 .2"),
        Contact("inpatient", "Cardiology", yearly=0.03, nights=3, labs="basic 2, cardiac 3",
            shifts="troponin 3", rising="troponin 1.2",
                operation="FNG02 .4", given="B01AC06 .8, B01AB05 .5", transfer=0.3),
        Contact("outpatient", "Cardiology", first=1.1, within=(30, 200), yearly=0.05,
            codes="I25.2 5, Z09.8 2, I25.1 2",
                labs="lipids .7, pressure .8, small .3", scores="smoking .5"),
        Contact("day", "Rehabilitation", first=0.5, within=(20, 120), codes="Z50.0",
            labs="pressure .3"),
    ),
    drugs=(Drug("B01AC06", 0.92, 0.9, 98), Drug("B01AC24 5, B01AC04 4, B01AC22", 0.8, 0.6),
        Drug("C10AA05 8, C10AA07 3", 0.92, 0.9, 98),
           Drug("C09AA05 5, C09CA06 3", 0.5, 0.7, 98)),
)
HEART_FAILURE = Disease(
    "heart failure", (0.01, 0.01, 0.05, 0.25, 1.3, 4.5, 12), "I50.0 14, I50.1 22, I50.9 46, "
        "I11.0 8, I13.0 2, I13.2 2, I42.0 5", male=1.2,
    ages=(20, 100), risks=(("infarction", 2.5), ("atrial fibrillation", 2.2), ("cardiomyopathy",
        12), ("chronic kidney disease", 1.5)),
    shifts="nt-probnp 3.0, ejection fraction -2.5, creatinine .8, sodium -.5, systolic -.3",
    contacts=(
        Contact("inpatient", "Cardiology", first=0.55, yearly=0.12, nights=5, labs="basic 2.5, "
            "heart failure 1.5, cardiac 1, vitals 1",
                shifts="nt-probnp .8, troponin .8", given="C03CA01 .9, C01DA02 .2", also="J90 .1, "
                    "J96.0 .1, E87.6 .1", scores="nyha .8",
                operation="FPG30 .03, FPE20 .03"),
        Contact("outpatient", "Cardiology", first=1.6, within=(5, 150), yearly=0.25,
            also="Z71.9 .65", scores="nyha .9, smoking .2",
                labs="heart failure .8, pressure .8, body .5"),
    ),
    drugs=(Drug("C09DX04 4, C09AA05 4, C09CA06 2", 0.85, 0.9, 98), Drug("C07AB02 8, C07AG02",
        0.8, 0.8, 98), Drug("C03CA01", 0.65, 0.8),
           Drug("A10BK01 3, A10BK03 4", 0.5, 0.7), Drug("C03DA01 3, C03DA04 2", 0.45, 0.7)),
)
ARREST = Disease(
    "cardiac arrest", (0.01, 0.01, 0.03, 0.1, 0.25, 0.6, 0.8), "I46.0 60, I46.9 30, I46.1 10",
        male=1.5, ages=(0, 100), lasting=False,
    risks=(("infarction", 4),),
    contacts=(Contact("inpatient", "Intensive care", first=1, nights=6, labs="basic 4, cardiac 2, "
        "sepsis 3", shifts="troponin 3, lactate 3",
                      procedures="GXAV01 .8, FYDB12 .6", also="I21.9 .4, G93.1 .3, J96.0 .3",
                          given="C01CA03 .7, C01CA24 .4, N05CD08 .6",
                      scores="glasgow 1", transfer=0.3),),
)
ARTERIES = Disease(
    "arterial disease", (0, 0, 0.02, 0.2, 1.5, 4.5, 6), "I70.2 50, I71.4 22, I70.1 5, I73.9 14, "
        "I65.2 12, I71.2 5, I72.3 3, I74.3 4, I71.0 3", male=1.5,
    female=0.7, ages=(40, 98), risks=(("coronary disease", 1.8), ("type 2 diabetes", 1.5)),
    contacts=(
        Contact("inpatient", "Vascular surgery", first=0.5, nights=4, labs="basic 2",
            given="B01AB01 .7, J01DB03 .6",
                operation="PDG10 .1, PDG20 .05, PEH20 .14, PFH20 .08, PAF21 .12, PDP10 .1, "
                    "PEP12 .15, FCA70 .03, FCB20 .02, PFE10 .05"),
        Contact("outpatient", "Vascular surgery", first=0.8, yearly=0.18, labs="pressure .4, "
            "lipids .2", scores="smoking .5"),
    ),
    drugs=(Drug("B01AC06 5, B01AC04 3", 0.85, 0.8, 98), Drug("C10AA05", 0.8, 0.8, 98)),
)

HEART = (
    FIBRILLATION, CONDUCTION, VALVE, CARDIOMYOPATHY, ANGINA, INFARCTION, HEART_FAILURE, ARREST,
    ARTERIES,
)
