"""Which measures are drawn together, and which scores are taken."""

from __future__ import annotations

from trialmatch.democohort.measure import Score

# The tables are laid out by hand, for reading along a line.
# fmt: off

# Each panel: measures and how often each is part of it.
PANELS = (
    ("basic", "haemoglobin .85, leukocytes .6, platelets .5, crp .65, sodium .55, potassium .65, "
     "creatinine .75, egfr .75, glucose .25, alt .25"),
    ("small", "haemoglobin .6, crp .5, creatinine .45, egfr .45, potassium .35"),
    ("cardiac", "troponin, nt-probnp .25, potassium .2"),
    ("heart failure", "nt-probnp .9, potassium .7, creatinine .7, egfr .7, ejection fraction .35"),
    ("liver", "alt .9, ast .3, alp .4, bilirubin .55, albumin .4, inr .25"),
    ("lipids", "cholesterol .5, ldl, hdl .4, triglycerides .35"),
    ("diabetes", "hba1c, glucose .35, albumin creatinine ratio .35"),
    ("thyroid marker", "calcitonin"),
    ("older filtration", "mdrd filtration"),
    ("assessment", "systolic, diastolic, heart rate .8, weight .6, haemoglobin .8, creatinine, "
     "egfr, potassium, sodium .7, alt, hba1c, ldl .5"),
    ("thyroid", "tsh, free t4 .7"),
    ("clotting", "inr, d-dimer .2"),
    ("iron", "ferritin, transferrin saturation .5, folate .3, cobalamin .4"),
    ("kidney", "creatinine, egfr, potassium .9, urea .4, phosphate .4, calcium .4, pth .2"),
    ("cells", "haemoglobin, leukocytes .8, neutrophils .7, lymphocytes .3, platelets .8"),
    ("sepsis", "lactate .8, crp .7, leukocytes .5"),
    ("prostate", "psa"),
    ("bowel marker", "cea"),
    ("vitals", "systolic .9, diastolic .9, heart rate .45, temperature .15, oxygen saturation .2, "
     "weight .25, height .1"),
    ("body", "weight, height .35"),
    ("pressure", "systolic, diastolic, heart rate .3"),
)

SCORES = (
    Score("smoking", "LOINC 72166-2", "266919005 47, 8517006 34, 77176002 15, 266927001 4",
          "code", steady=True),
    Score("nihss", "LOINC 70182-1", "0 8, 1 9, 2 11, 3 10, 4 9, 5 8, 6 7, 7 6, 8 5, 9 4, 10 3, "
          "11 3, 12 2, 14 3, 15 2, 16 2, 17 2, 18 2, 20 2, 22 1, 24 1, 28 1"),
    Score("rankin", "LOINC 75859-9", "0 18, 1 24, 2 20, 3 16, 4 12, 5 7, 6 3"),
    Score("nyha", "LOINC 88020-3", "1 18, 2 44, 3 30, 4 8"),
    Score("ecog", "LOINC 89247-1", "0 35, 1 36, 2 17, 3 9, 4 3"),
    Score("glasgow", "LOINC 9269-2", "15 50, 14 20, 13 8, 12 5, 10 5, 8 5, 6 4, 3 3", "number",
          "{score}"),
    Score("pain", "LOINC 72514-3", "0 10, 1 8, 2 12, 3 14, 4 12, 5 13, 6 10, 7 9, 8 7, 9 3, 10 2",
          "number", "{score}"),
    Score("jaundice", "SNOMED 18165001", "present", "finding"),
    Score("breathlessness", "SNOMED 267036007", "present", "finding"),
    Score("dizziness", "SNOMED 404640003", "present", "finding"),
    Score("pregnancy test", "LOINC 2106-3", "negativ 92, positiv 6, usikker 2", "words",
          kind="measurement"),
    Score("hepatitis b antigen", "LOINC 5195-3", "negativ 97, positiv 2, gråsone 1", "words",
          kind="measurement", steady=True),
    Score("hiv test", "LOINC 56888-1", "negativ 98.5, positiv 1, gråsone .5", "words",
          kind="measurement", steady=True),
)
