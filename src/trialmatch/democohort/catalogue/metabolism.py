"""Blood pressure, weight, diabetes, blood lipids and the kidneys."""

from __future__ import annotations

from trialmatch.democohort.disease import Contact, Disease, Drug

# The tables are laid out by hand, for reading along a line.
# fmt: off

PRESSURE_DRUGS = "C09AA05 3, C09CA06 5, C09CA01 4, C09CA09 .4, C09DB02 1, C08CA01 4, C03AA03 2"

HYPERTENSION = Disease(
    "hypertension", (0, 0.1, 1.5, 9, 26, 46, 58), "I10 95, I11.9 3, I15.9 1, I12.9 1", ages=(25,
        95),
    shifts="systolic 1.1, creatinine .2",
    contacts=(
        Contact("outpatient", "Medicine", first=0.25, yearly=0.05, labs="pressure 1.2, basic .5, "
            "lipids .4",
                scores="smoking .5"),
        Contact("emergency", "Emergency", yearly=0.006, codes="I10 4, I67.4 1", labs="pressure 2, "
            "basic 1"),
    ),
    drugs=(Drug(PRESSURE_DRUGS, 0.85, 0.75, 98), Drug("C08CA01 3, C03AA03 2, C03BA04 .3, "
        "C07AB02 2, C02CA04 .4", 0.35,
        0.6, 98)),
)
OBESITY = Disease(
    "obesity", (0, 0.6, 2.5, 4, 4, 3, 1), "E66.9 5, E66.8 1, E66.0 2", ages=(8, 80),
    shifts="weight 2.0, systolic .3, alt .4, triglycerides .5, hdl -.5",
    contacts=(
        Contact("outpatient", "Endocrinology", first=1, yearly=0.1, labs="body 1, diabetes .4, "
            "lipids .3"),
        Contact("inpatient", "Surgery", first=0.1, within=(200, 900), nights=1.5,
            operation="JDF10 .4, JDF96 .5", labs="basic 1"),
    ),
    drugs=(Drug("A10BJ06 3, A08AA62 1", 0.2, 1.5, 28),),
)
DIABETES_1 = Disease(
    "type 1 diabetes", (0.15, 0.45, 0.8, 0.8, 0.7, 0.5, 0.2), "E10.9 60, E10.3 12, E10.2 6, "
        "E10.4 6, E10.1 6, E10.7",
    male=1.1, ages=(1, 45), shifts="hba1c 4.5, glucose 3.5, albumin creatinine ratio .5",
    contacts=(
        Contact("outpatient", "Endocrinology", first=1, yearly=0.9, labs="diabetes 1, lipids .3, "
            "pressure .8, kidney .25, body .3"),
        Contact("inpatient", "Medicine", first=0.4, yearly=0.02, nights=3, codes="E10.1 5, "
            "E10.9 3, E10.0",
                labs="basic 3", given="A10AB01 .8"),
    ),
    drugs=(Drug("A10AE04 3, A10AE06 3", 0.95, 1.2), Drug("A10AB05 4, A10AB04 3", 0.95, 1.2)),
)
DIABETES_2 = Disease(
    "type 2 diabetes", (0, 0.02, 0.5, 3, 8, 14, 15), "E11.9 70, E11.2 6, E11.3 6, E11.4 6, "
        "E11.5 4, E11.6 2, E11.7 3, E13.9 2, E14.9 1",
    male=1.2, female=0.85, ages=(25, 85), risks=(("hypertension", 1.5), ("obesity", 2.5)),
    shifts="hba1c 3.4, glucose 2.4, weight .6, triglycerides .7, hdl -.5, "
        "albumin creatinine ratio .6",
    contacts=(
        Contact("outpatient", "Endocrinology", first=0.5, yearly=0.2, labs="diabetes 1, "
            "lipids .4, pressure .8, kidney .25",
                scores="smoking .4"),
        Contact("outpatient", "Eye", yearly=0.1, codes="H36.0 4, E11.3 2, Z01.0 2"),
        Contact("inpatient", "Medicine", yearly=0.012, nights=4, codes="E11.5 3, E11.0, E11.6 2, "
            "E11.9", labs="basic 2.5, diabetes .5"),
    ),
    drugs=(Drug("A10BA02", 0.75, 0.9), Drug("A10BK03 4, A10BK01 3, A10BJ06 4, A10BJ02 1, "
        "A10BJ05 2, A10BH01 2, A10BB12 1, A10BJ01 .4, A10BX02 .3, "
        "A10BF01 .3, A10BG03 .3", 0.55,
        0.9),
           Drug("A10AE04 2, A10AE06 2, A10AC01 2", 0.22, 1.0)),
)
LIPIDS = Disease(
    "high cholesterol", (0, 0.2, 1, 5, 15, 25, 22), "E78.0 70, E78.5 20, E78.2 10", ages=(20,
        90), shifts="ldl 1.0",
    contacts=(Contact("outpatient", "Medicine", first=0.15, yearly=0.02, labs="lipids 1"),),
    drugs=(Drug("C10AA05 6, C10AA01 2, C10AA07 1.5, C10AX09 .8", 0.85, 0.55, 98),),
)
KIDNEY = Disease(
    "chronic kidney disease", (0.03, 0.06, 0.3, 0.9, 2.2, 6.5, 13), "N18.3 46, N18.4 16, N18.5 9, "
        "N18.2 12, N18.9 10, N08.3 2",
    ages=(5, 95), risks=(("hypertension", 1.6), ("type 2 diabetes", 1.8), ("type 1 diabetes", 4)),
    shifts="creatinine 4.2, haemoglobin -1.4, potassium .8, urea 2.2, phosphate .8, pth 1.5, "
        "albumin creatinine ratio 2, nt-probnp .6",
    contacts=(
        Contact("outpatient", "Nephrology", first=0.6, yearly=0.35, labs="kidney 1, small .6, "
            "iron .45, pressure .7, body .4, cells .25",
                also="D63.8 .12, N25.8 .05, I12.0 .05"),
        Contact("inpatient", "Nephrology", yearly=0.03, nights=4, codes="N17.9 4, N18.5 3, "
            "E87.5 2", labs="basic 3, kidney 1", also="I10 .3"),
    ),
    drugs=(Drug("B03XA01 3, B03XA02 2", 0.12, 2, 30), Drug("A11CC04 2, A12AA04 2", 0.25, 0.8),
        Drug("C03CA01", 0.4, 0.9)),
)
DIALYSIS = Disease(
    "kidney failure", (0, 0, 0.02, 0.05, 0.12, 0.3, 0.3), "N18.5 80, Z99.2 20", ages=(15, 90),
        risks=(("chronic kidney disease", 7),),
    shifts="creatinine 5, haemoglobin -.8, potassium .8",
    contacts=(
        Contact("day", "Nephrology", yearly=9, codes="Z49.1", also="N18.5 .9",
            procedures="JAGD30 .9", labs="small .25, pressure .3"),
        Contact("inpatient", "Nephrology", first=0.3, within=(200, 1500), nights=8,
            codes="N18.5", operation="KAS10 .7", also="Z94.0 .3", labs="kidney 3, cells 2"),
    ),
    drugs=(Drug("B03XA01", 0.7, 3, 30), Drug("L04AD02", 0.3, 2, 30)),
)

# People in the midst of an assessment when the data end, as those whom a trial looks for are.
NEW_PRESSURE = Disease(
    "newly found high pressure", (0, 0, 0.8, 2.6, 4.0, 3.5, 1.6), "I10", ages=(18, 90), recent=75,
    contacts=(Contact("outpatient", "Medicine", first=1.5, within=(0, 25), codes="I10 3, R03.0 2",
                      labs="assessment 1.4", shifts="systolic 1.9", scores="smoking .8"),),
)
DIABETES_CONTROL = Disease(
    "yearly control of diabetes", (0, 0, 0.02, 0.05, 0.1, 0.1, 0.1), "E11.9", ages=(18, 95),
        recent=300,
    risks=(("type 2 diabetes", 400),), lasting=False,
    contacts=(Contact("outpatient", "Endocrinology", first=1.3, within=(0, 60), scores="smoking .5",
                      labs="assessment 1.4, thyroid marker 1.4, older filtration 1.4"),),
)

METABOLISM = (
    HYPERTENSION, OBESITY, DIABETES_1, DIABETES_2, LIPIDS, KIDNEY, DIALYSIS, NEW_PRESSURE,
    DIABETES_CONTROL,
)
