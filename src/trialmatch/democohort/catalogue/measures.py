"""What is measured and how laboratories report it; the numbers are for show only."""

from __future__ import annotations

from trialmatch.democohort.measure import Measure, Reported

# The tables are laid out by hand, for reading along a line.
# fmt: off

GROWTH_WEIGHT = ((0, 0.05), (1, 0.13), (5, 0.24), (10, 0.42), (14, 0.68), (18, 0.92), (22, 1.0))
GROWTH_HEIGHT = ((0, 0.3), (1, 0.43), (5, 0.62), (10, 0.79), (14, 0.93), (18, 1.0))
BLOOD_PRESSURE_CHILD = ((0, 0.6), (6, 0.78), (18, 0.93), (40, 0.97), (70, 1.07), (100, 1.1))
KIDNEY_AGE = ((0, 1.15), (40, 1.1), (60, 0.92), (80, 0.7), (100, 0.55))


def one(code: str, unit: str, decimals: int = 0, *limits: float) -> tuple[Reported, ...]:
    """A measure that all laboratories report in the same way."""
    pair = (limits[0], limits[1]) if limits else (None, None)
    return (Reported(code, unit, decimals=decimals, limits=pair),)


BLOOD = (
    Measure(
        "haemoglobin", 14.9, 1.15, women=0.9, reported=(
            Reported("LOINC 718-7", "g/dL", 0.75, 1, limits=(13.4, 17.0), limits_women=(11.7,
                15.3)),
            Reported("LOINC 718-7", "g/L", 0.25, 0, 10.0, limits=(134, 170), limits_women=(117,
                153)),
        ),
    ),
    Measure("leukocytes", 7.0, 0.27, by_ratio=True, reported=(
        Reported("LOINC 6690-2", "10*9/L", 0.92, 1, limits=(3.5, 11.0)),
        Reported("NPU NPU02593", "10*9/L", 0.08, 1, limits=(3.5, 11.0)),
    )),
    Measure("neutrophils", 4.0, 0.35, one("LOINC 751-8", "10*9/L", 1, 1.5, 7.3), by_ratio=True),
    Measure("lymphocytes", 2.0, 0.3, one("LOINC 731-0", "10*9/L", 1, 1.1, 3.3), by_ratio=True),
    Measure("platelets", 255, 0.22, by_ratio=True, reported=(
        Reported("LOINC 777-3", "10*9/L", 0.92, limits=(145, 390)),
        Reported("NPU NPU03568", "10*9/L", 0.08, limits=(145, 390)),
    )),
    Measure("inr", 1.0, 0.06, by_ratio=True, reported=(
        Reported("LOINC 6301-6", "{INR}", 0.7, 1, limits=(0.8, 1.2)),
        Reported("LOINC 6301-6", "", 0.2, 1, limits=(0.8, 1.2)),
        Reported("NPU NPU01685", "", 0.1, 1, limits=(0.8, 1.2)),
    )),
    Measure("ferritin", 105, 0.75, by_ratio=True, women=0.55, reported=(
        Reported("LOINC 2276-4", "ug/L", 0.92, limits=(30, 400), limits_women=(15, 200),
            ceiling=2000),
        Reported("NPU NPU19763", "ug/L", 0.08, limits=(30, 400), limits_women=(15, 200)),
    )),
    Measure("transferrin saturation", 28, 9, one("LOINC 2502-3", "%", 0, 10, 50)),
    Measure("folate", 17, 0.45, one("LOINC 14732-2", "nmol/L", 0, 7, 40), by_ratio=True),
    Measure("cobalamin", 350, 0.4, one("LOINC 14685-0", "pmol/L", 0, 140, 700), by_ratio=True),
    Measure("d-dimer", 0.4, 0.7, by_ratio=True, reported=(
        Reported("LOINC 48065-7", "mg/L{FEU}", decimals=1, limits=(None, 0.5), floor=0.3),
    )),
)

CHEMISTRY = (
    Measure("creatinine", 82, 0.17, by_ratio=True, women=0.82,
            growth=((0, 0.35), (6, 0.5), (14, 0.8), (18, 1.0)), reported=(
        Reported("LOINC 14682-9", "umol/L", 0.9, limits=(60, 105), limits_women=(45, 90)),
        Reported("NPU NPU18016", "umol/L", 0.1, limits=(60, 105), limits_women=(45, 90)),
    )),
    Measure("egfr", 95, 0.17, by_ratio=True, growth=KIDNEY_AGE, follows=("creatinine", -0.95),
            reported=(
        Reported("LOINC 62238-1", "mL/min/{1.73_m2}", 0.55, limits=(60, None), ceiling=90),
        Reported("LOINC 98979-8", "mL/min/{1.73_m2}", 0.3, limits=(60, None)),
        Reported("LOINC 62238-1", "mL/min", 0.15, limits=(60, None)),
    )),
    Measure("mdrd filtration", 95, 0.17, by_ratio=True, growth=KIDNEY_AGE,
            follows=("creatinine", -0.95), reported=(
        Reported("LOINC 33914-3", "mL/min/{1.73_m2}", limits=(60, None), ceiling=60),
    )),
    Measure("sodium", 140, 2.2, (
        Reported("LOINC 2951-2", "mmol/L", 0.92, limits=(137, 145)),
        Reported("NPU NPU03429", "mmol/L", 0.08, limits=(137, 145)),
    )),
    Measure("potassium", 4.2, 0.33, (
        Reported("LOINC 2823-3", "mmol/L", 0.92, 1, limits=(3.6, 4.6)),
        Reported("NPU NPU03230", "mmol/L", 0.08, 1, limits=(3.6, 4.6)),
    )),
    Measure("calcium", 2.36, 0.09, one("LOINC 2000-8", "mmol/L", 2, 2.15, 2.51)),
    Measure("phosphate", 1.1, 0.2, one("LOINC 14879-1", "mmol/L", 2, 0.75, 1.65)),
    Measure("urea", 6.0, 0.35, one("LOINC 22664-7", "mmol/L", 1, 3.2, 8.1), by_ratio=True),
    Measure("alt", 26, 0.42, by_ratio=True, women=0.8, reported=(
        Reported("LOINC 1742-6", "U/L", 0.92, limits=(10, 70), limits_women=(10, 45), floor=5),
        Reported("NPU NPU19651", "U/L", 0.08, limits=(10, 70), limits_women=(10, 45)),
    )),
    Measure("ast", 26, 0.35, one("LOINC 1920-8", "U/L", 0, 15, 45), by_ratio=True,
            follows=("alt", 0.8)),
    Measure("alp", 75, 0.28, one("LOINC 6768-6", "U/L", 0, 35, 105), by_ratio=True),
    Measure("bilirubin", 9, 0.45, (
        Reported("LOINC 14631-6", "umol/L", 0.92, limits=(5, 25), floor=3),
        Reported("NPU NPU01370", "umol/L", 0.08, limits=(5, 25)),
    ), by_ratio=True),
    Measure("albumin", 42, 3, one("LOINC 1751-7", "g/L", 0, 36, 48)),
    Measure("crp", 2.6, 1.15, (
        Reported("LOINC 1988-5", "mg/L", 0.72, limits=(None, 5), floor=5),
        Reported("LOINC 1988-5", "mg/L", 0.2, 1, limits=(None, 5), floor=0.6),
        Reported("NPU NPU19748", "mg/L", 0.08, limits=(None, 5), floor=5),
    ), by_ratio=True),
    Measure("lactate", 1.2, 0.35, one("LOINC 2524-7", "mmol/L", 1, 0.5, 2.2), by_ratio=True),
)

HEART_AND_METABOLISM = (
    Measure("troponin", 8, 0.75, (
        Reported("LOINC 67151-1", "ng/L", 0.8, limits=(None, 14), floor=5),
        Reported("LOINC 89579-7", "ng/L", 0.2, limits=(None, 26), floor=3),
    ), by_ratio=True),
    Measure("nt-probnp", 110, 0.95, by_ratio=True, growth=((0, 0.8), (50, 1), (70, 2), (90, 4)),
            reported=(Reported("LOINC 33762-6", "ng/L", limits=(None, 300), floor=50,
                ceiling=35000),)),
    Measure("glucose", 5.7, 0.14, by_ratio=True, reported=(
        Reported("LOINC 14749-6", "mmol/L", 0.75, 1, limits=(4.0, 6.0)),
        Reported("LOINC 15074-8", "mmol/L", 0.17, 1, limits=(4.0, 6.0)),
        Reported("NPU NPU02192", "mmol/L", 0.08, 1, limits=(4.0, 6.0)),
    )),
    Measure("hba1c", 37, 0.085, by_ratio=True, follows=("glucose", 0.8), reported=(
        Reported("LOINC 59261-8", "mmol/mol", 0.75, limits=(28, 40)),
        Reported("LOINC 4548-4", "%", 0.17, 1, 0.0915, 2.15, limits=(4.7, 5.8)),
        Reported("NPU NPU27300", "mmol/mol", 0.08, limits=(28, 40)),
    )),
    Measure("cholesterol", 5.1, 0.95, one("LOINC 14647-2", "mmol/L", 1, 2.9, 6.1),
            follows=("ldl", 0.9)),
    Measure("ldl", 3.2, 0.85, one("LOINC 22748-8", "mmol/L", 1, 1.2, 4.3)),
    Measure("hdl", 1.4, 0.25, one("LOINC 14646-4", "mmol/L", 1, 0.8, 2.1), by_ratio=True),
    Measure("triglycerides", 1.3, 0.45, one("LOINC 14927-8", "mmol/L", 1, 0.5, 2.6), by_ratio=True),
    Measure("tsh", 1.8, 0.55, by_ratio=True, reported=(
        Reported("LOINC 3016-3", "m[IU]/L", 0.8, 2, limits=(0.4, 4.5), floor=0.01),
        Reported("LOINC 3016-3", "mU/L", 0.2, 1, limits=(0.4, 4.5)),
    )),
    Measure("free t4", 15.5, 2.2, one("LOINC 14920-3", "pmol/L", 0, 9, 21)),
    Measure("albumin creatinine ratio", 1.2, 0.9, by_ratio=True, reported=(
        Reported("LOINC 32294-1", "mg/mmol", decimals=1, limits=(None, 2.5), floor=0.5),
    )),
    Measure("pth", 5, 0.4, one("LOINC 14866-8", "pmol/L", 1, 1.5, 7.0), by_ratio=True),
    Measure("calcitonin", 2.5, 0.8, (
        Reported("LOINC 1992-7", "ng/L", decimals=1, limits=(None, 10), floor=2),
    ), by_ratio=True),
    Measure("psa", 1.3, 0.8, one("LOINC 2857-1", "ug/L", 1, 0, 4), by_ratio=True),
    Measure("cea", 2, 0.5, one("LOINC 2039-6", "ug/L", 1, 0, 5), by_ratio=True),
)

VITAL_SIGNS = (
    Measure("systolic", 128, 14, one("LOINC 8480-6", "mm[Hg]"), growth=BLOOD_PRESSURE_CHILD),
    Measure("diastolic", 77, 9, one("LOINC 8462-4", "mm[Hg]"), growth=((0, 0.6), (6, 0.75), (18,
        1)),
            follows=("systolic", 0.7)),
    Measure("heart rate", 72, 0.16, one("LOINC 8867-4", "/min"), by_ratio=True,
            growth=((0, 1.7), (5, 1.35), (12, 1.1), (18, 1))),
    Measure("weight", 86, 0.17, by_ratio=True, women=0.83, growth=GROWTH_WEIGHT, reported=(
        Reported("LOINC 29463-7", "kg", 0.9, 1), Reported("LOINC 29463-7", "g", 0.1, 0, 1000.0),
    )),
    Measure("height", 179.5, 6.8, women=0.926, growth=GROWTH_HEIGHT, reported=(
        Reported("LOINC 8302-2", "cm", 0.85), Reported("LOINC 8302-2", "m", 0.15, 2, 0.01),
    )),
    Measure("temperature", 36.8, 0.4, one("LOINC 8310-5", "Cel", 1)),
    Measure("oxygen saturation", 97, 1.5, one("LOINC 59408-5", "%")),
    Measure("ejection fraction", 58, 6, one("LOINC 10230-1", "%")),
)

MEASURES = (*BLOOD, *CHEMISTRY, *HEART_AND_METABOLISM, *VITAL_SIGNS)
