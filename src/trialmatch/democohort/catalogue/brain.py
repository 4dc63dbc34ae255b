"""Stroke and its kin, epilepsy, mental health and substance use."""

from __future__ import annotations

from trialmatch.democohort.disease import Contact, Disease, Drug

# The tables are laid out by hand, for reading along a line.
# fmt: off

STROKE_STAY = "basic 2, clotting .8, lipids .6, diabetes .4, vitals 1, cardiac .3"

STROKE = Disease(
    "cerebral infarction", (0.01, 0.01, 0.08, 0.4, 1.7, 4.6, 8.5), "I63.9 24, I63.4 26, I63.3 20, "
        "I63.5 14, I63.8 8, I63.0 4, I63.6 1, I64 4",
    male=1.15, ages=(16, 100), lasting=False, risks=(("hypertension", 1.5),
        ("atrial fibrillation", 2.0), ("type 2 diabetes", 1.3)),
    contacts=(
        Contact("inpatient", "Neurology", first=1.0, nights=5, labs=STROKE_STAY,
            shifts="systolic 1.5, glucose .8",
                scores="nihss 1.6, rankin .5, smoking .5, glasgow .3", procedures="SAA0AD .9, "
                    "AAL10 .1, AAL00 .06", operation="PAF21 .03",
                given="B01AC06 .6, B01AC04 .4, B01AD02 .16, B01AD11 .04", also="I10 .3, "
                    "I48.9 .12, R13 .2, G81.9 .3, R47.0 .2, G40.9 .02",
                transfer=0.16),
        Contact("inpatient", "Rehabilitation", first=0.25, within=(4, 9), nights=14,
            codes="I63.9 2, Z50.8", scores="rankin .8", labs="small 1"),
        Contact("outpatient", "Neurology", first=0.9, within=(60, 180), yearly=0.04,
            codes="I69.3 4, I63.9 2, Z09.8", scores="rankin .9, smoking .4",
                labs="pressure .8, lipids .6"),
        Contact("inpatient", "Neurology", yearly=0.03, nights=5, labs=STROKE_STAY,
            scores="nihss 1.3", procedures="SAA0AD .9"),
    ),
    drugs=(Drug("B01AC04 6, B01AC06 4, B01AC07 1, B01AF02 3", 0.92, 0.9, 98), Drug("C10AA05",
        0.88, 0.9, 98), Drug("C09AA05 3, C08CA01 3", 0.5, 0.7)),
)
HAEMORRHAGE = Disease(
    "intracerebral haemorrhage", (0.01, 0.01, 0.03, 0.12, 0.35, 0.9, 1.6), "I61.0 25, I61.1 25, "
        "I61.9 22, I61.3 6, I61.4 9, I61.5 5, I61.8 3",
    ages=(1, 100), lasting=False, risks=(("hypertension", 1.5), ("atrial fibrillation", 1.5)),
    contacts=(
        Contact("inpatient", "Neurology", first=1.0, nights=7, labs=STROKE_STAY,
            shifts="systolic 2.2", transfer=0.25,
                scores="nihss 1.5, glasgow 1, rankin .5", procedures="SAA0AD .95",
                    operation="AAD15 .1", also="I10 .4, T45.5 .05, D68.3 .06"),
        Contact("outpatient", "Neurology", first=0.7, within=(60, 200), codes="I69.1 3, I61.9",
            scores="rankin .9", labs="pressure .7"),
    ),
)
SUBARACHNOID = Disease(
    "subarachnoid haemorrhage", (0, 0.01, 0.05, 0.15, 0.3, 0.35, 0.3), "I60.9 30, I60.1 22, "
        "I60.2 22, I60.7 12, I60.8 8", female=1.3, ages=(10, 95),
    lasting=False,
    contacts=(Contact("inpatient", "Neurosurgery", first=1.0, nights=12, labs="basic 5",
        also="I63.9 .15, I61.9 .06, G91.9 .2", transfer=0.5,
                      scores="glasgow 1.4, rankin .4", procedures="SAA0AD .95, GXAV01 .4",
                          operation="AAC00 .3, AAL05 .3", given="C08CA06 .9"),),
)
SUBDURAL = Disease(
    "other intracranial bleeding", (0.02, 0.02, 0.03, 0.06, 0.2, 0.5, 1.0), "I62.0 60, I62.9 30, "
        "I62.1 10", ages=(0, 100), lasting=False,
    contacts=(Contact("inpatient", "Neurosurgery", first=1, nights=4, operation="AAD10 .5, "
        "AAD12 .2", labs="basic 2, clotting 1", procedures="SAA0AD .9"),),
)
TIA = Disease(
    "transient ischaemic attack", (0, 0, 0.04, 0.3, 1.0, 2.8, 4.5), "G45.9 82, G45.8 8, "
        "G45.3 10", ages=(25, 100), lasting=False,
    risks=(("hypertension", 1.4), ("cerebral infarction", 1.8)),
    contacts=(
        Contact("inpatient", "Neurology", first=0.75, nights=1.3, labs="basic 1, lipids .5, "
            "vitals .8", scores="nihss .7", procedures="SAA0AD .8"),
        Contact("outpatient", "Neurology", first=0.5, within=(1, 60), labs="pressure .7"),
    ),
    drugs=(Drug("B01AC04 5, B01AC06 3", 0.9, 0.8, 98), Drug("C10AA05", 0.7, 0.8, 98)),
)
EPILEPSY = Disease(
    "epilepsy", (0.4, 0.8, 0.8, 0.8, 0.9, 1.4, 1.8), "G40.9 30, G40.2 28, G40.3 16, G40.1 12, "
        "G40.6 6, G41.9 3, R56.8 6",
    risks=(("cerebral infarction", 3), ("serious head injury", 3)),
    contacts=(
        Contact("outpatient", "Neurology", first=0.8, yearly=0.22, labs="small .3"),
        Contact("inpatient", "Neurology", first=0.35, yearly=0.04, nights=2, codes="G40.9 3, "
            "G41.9 1, R56.8 3, G40.6 2", labs="basic 1", given="N05BA01 .4, N03AX14 .4"),
    ),
    drugs=(Drug("N03AX09 5, N03AX14 4, N03AG01 2, N03AF01 2", 0.92, 1.1),),
)
SCLEROSIS = Disease(
    "multiple sclerosis", (0, 0.02, 0.25, 0.45, 0.45, 0.3, 0.1), "G35", female=1.4, male=0.6,
        ages=(15, 60),
    contacts=(
        Contact("outpatient", "Neurology", first=1, yearly=0.5, labs="cells .6, liver .4"),
        Contact("day", "Neurology", yearly=0.6, codes="G35 3, Z51.2", given="L04AG03 .3, "
            "L01FA01 .6", labs="cells .4"),
    ),
    drugs=(Drug("L04AA40 2, L04AX07 2, L03AB07 1", 0.35, 1),),
)
DEMENTIA = Disease(
    "dementia", (0, 0, 0, 0.02, 0.3, 3, 15), "F00.1 40, G30.1 25, F01.9 16, F03 22", ages=(50,
        105), shifts="weight -.5",
    contacts=(Contact("outpatient", "Geriatrics", first=1.1, yearly=0.1, labs="basic .4, "
        "thyroid .3, iron .25"),),
    drugs=(Drug("N06DA02 3, N06DX01 2", 0.45, 0.9, 98),),
)
ALCOHOL = Disease(
    "alcohol misuse", (0, 0.05, 1.0, 1.8, 2.4, 1.5, 0.5), "F10.2 50, F10.1 22, F10.3 12, "
        "F10.0 14, F10.4 2", male=1.5, female=0.6, ages=(16, 80),
    shifts="alt 1.0, bilirubin .3, albumin -.4, platelets -.4",
    contacts=(
        Contact("emergency", "Emergency", first=0.6, yearly=0.08, codes="F10.0 5, F10.3 2, "
            "T51.0 1", labs="basic .7", scores="glasgow .4"),
        Contact("outpatient", "Addiction medicine", first=0.8, yearly=0.3, labs="liver .4",
            scores="smoking .4"),
        Contact("inpatient", "Addiction medicine", yearly=0.05, nights=7, codes="F10.3 3, "
            "F10.2 5", labs="basic 1, liver 1", given="N05BA04 .7, A11DA01 .6"),
    ),
    drugs=(Drug("N07BB04 2, N07BB03 1, N07BB01 1", 0.25, 0.8, 30),),
)
DRUGS_MISUSE = Disease(
    "drug misuse", (0, 0.1, 1.2, 1.2, 0.6, 0.2, 0.05), "F11.2 26, F12.1 14, F12.2 10, F13.2 12, "
        "F14.1 8, F15.2 12, F16.1 5, F17.2 10, F18.1 4, F19.2 20",
    male=1.5, female=0.6, ages=(15, 65),
    contacts=(
        Contact("outpatient", "Addiction medicine", first=1, yearly=0.5, scores="smoking .5, "
            "hiv test .15, hepatitis b antigen .15", labs="liver .15"),
        Contact("emergency", "Emergency", yearly=0.08, codes="T40.1 2, F19.0 3, T42.4 1",
            scores="glasgow .8", labs="basic .6"),
    ),
    drugs=(Drug("N07BC51 3, N07BC02 2", 0.3, 3, 28),),
)
MOOD = Disease(
    "depression or anxiety", (0.05, 2.5, 7, 7, 5.5, 3, 3), "F32.1 24, F32.9 14, F33.1 18, "
        "F41.1 14, F41.2 8, F43.1 8, F31.9 6, F20.0 5, F40.1 4",
    female=1.25, ages=(10, 90),
    contacts=(
        Contact("outpatient", "Psychiatry", first=1.8, within=(0, 300), yearly=0.2,
            scores="smoking .1"),
        Contact("inpatient", "Psychiatry", first=0.08, yearly=0.01, nights=14, labs="basic .7, "
            "thyroid .5"),
        Contact("virtual", "Psychiatry", first=0.4, within=(20, 400)),
    ),
    drugs=(Drug("N06AB10 5, N06AB06 3, N06AX16 2, N06AX11 2", 0.6, 0.9, 98), Drug("N05AH04 3, "
        "N05AX12 1, N03AX09 1", 0.15, 0.8)),
)

BRAIN = (STROKE, HAEMORRHAGE, SUBARACHNOID, SUBDURAL, TIA, EPILEPSY, SCLEROSIS, DEMENTIA,
    ALCOHOL, DRUGS_MISUSE, MOOD)
