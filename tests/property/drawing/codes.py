"""The code sets and measures that drawn criteria ask for, and the codings that rows have."""

from __future__ import annotations

from decimal import Decimal

from trialmatch.cohort.kinds import NO_KNOWN_ALLERGY, SOURCE_KINDS
from trialmatch.plan.scale import Scale
from trialmatch.vocabulary.codesets import CodeSet, pattern

Coding = tuple[str, str]

INFARCTION = CodeSet("mi", (pattern("ICD10", "I21"),), (pattern("ICD10", "I21.9"),))
HEART = CodeSet("heart", (pattern("ICD10", "I20", "I25"), pattern("SNOMED", "22298006")))
SURGERY = CodeSet("pci", (pattern("NCSP", "FNG[0-9][0-2]"), pattern("SNOMED", "415070008")))
STATIN = CodeSet("statin", (pattern("ATC", "C10AA"),), (pattern("ATC", "C10AA05"),))
LIPIDS = CodeSet("lipids", (pattern("ATC", "C10"),))
CRP = CodeSet("crp", (pattern("LOINC", "1988-5"),))
TESTS = CodeSet("tests", (pattern("LOINC", "1988-5"), pattern("LOINC", "72089-6")))
SCORE = CodeSet("score", (pattern("LOINC", "72089-6"),))
PENICILLIN = CodeSet("penicillin", (pattern("SNOMED", "91936005"),))
QUESTION = CodeSet("Is it so?", (pattern("answer", "q/1"),))
# No row has any of these.
RARE = CodeSet("rare", (pattern("ICD10", "Q99"), pattern("ATC", "V10"), pattern("LOINC", "1-8")))

SETS: dict[str, tuple[CodeSet, ...]] = {
    "diagnosis": (*(INFARCTION,) * 4, *(HEART,) * 6, RARE),
    "procedure": (SURGERY,),
    "medication": (STATIN, LIPIDS, LIPIDS, STATIN, RARE),
    "visit": (HEART,),
    "device": (SURGERY,),
    "immunization": (LIPIDS,),
    "measurement": (CRP,) * 9 + (TESTS, TESTS, SCORE, RARE),
    "observation": (TESTS, CRP, HEART),
    "allergy": (PENICILLIN,),
    "participation": (LIPIDS,),
    "therapy_line": (LIPIDS, STATIN),
    "study_point": (LIPIDS,),
    "answer": (QUESTION,),
}

CODINGS: dict[str, tuple[Coding, ...]] = {
    "diagnosis": (("ICD10", "I214"), ("ICD10", "I219"), ("ICD10", "I21"), ("SNOMED", "22298006")),
    "procedure": (("NCSP", "FNG02"), ("SNOMED", "415070008"), ("NCSP", "FNG05")),
    "medication": (("ATC", "C10AA01"), ("ATC", "C10AA05"), ("ATC", "C10BA02")),
    "visit": (("ICD10", "I214"),),
    "device": (("SNOMED", "415070008"),),
    "immunization": (("ATC", "C10AA01"),),
    "measurement": (*(("LOINC", "1988-5"),) * 3, ("LOINC", "72089-6")),
    "observation": (("LOINC", "1988-5"), ("LOINC", "72089-6"), ("SNOMED", "22298006")),
    "allergy": (("SNOMED", "91936005"), NO_KNOWN_ALLERGY),
    "participation": (("ATC", "C10AA01"),),
    "therapy_line": (("ATC", "C10AA01"), ("ATC", "C10BA02")),
    "study_point": (("ATC", "C10AA01"),),
    "answer": (("answer", "q/1"),),
}

SYSTEMS = ("ICD10", "SNOMED", "ATC", "LOINC")
# What is drawn most often comes several times.
KINDS = (*("diagnosis", "measurement", "visit") * 4, *("medication",) * 2, *SOURCE_KINDS, "answer")

IN_MG = Scale("crp", "mg/L", "mg/L", low=Decimal(0), high=Decimal(500))
IN_G = Scale("crp", "g/L", "mg/L", low=Decimal(0), high=Decimal(500))
ANNOTATED = Scale("crp", "mg/L", "mg/L", also=("mg/L{serum}",), high=Decimal(500))
AS_SCORE = Scale("score", "", "", low=Decimal(0), score=True)
SCALES = (IN_MG,) * 5 + (IN_G, ANNOTATED, AS_SCORE)
