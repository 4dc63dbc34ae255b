"""Vaccines, allergies and implants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trialmatch.democohort.disease import Bands


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A vaccine, the percent of each age band who get it, its season and most doses."""

    code: str
    percent: Bands
    first: date
    last: date
    doses: int = 1


@dataclass(frozen=True, slots=True)
class Implant:
    """A device and the percent of people with a disease who get it."""

    disease: str
    code: str
    percent: float


VACCINES = (
    Vaccine("J07BB02", (2, 2, 4, 8, 25, 62, 72), date(2014, 10, 1), date(2026, 10, 25), 4),
    Vaccine("J07BN01", (0, 5, 40, 50, 60, 75, 70), date(2021, 1, 10), date(2023, 2, 1), 2),
    Vaccine("J07AL01", (1, 1, 2, 3, 8, 34, 40), date(2013, 1, 1), date(2026, 10, 1)),
    Vaccine("J07AL02", (88, 60, 0, 0, 0, 0, 0), date(2012, 1, 1), date(2026, 10, 1), 2),
    Vaccine("J07CA09", (85, 40, 0, 0, 0, 0, 0), date(2017, 1, 1), date(2026, 10, 1), 3),
    Vaccine("J07BD52", (70, 85, 4, 1, 0, 0, 0), date(2012, 1, 1), date(2026, 10, 1), 2),
    Vaccine("J07BM03", (0, 60, 20, 1, 0, 0, 0), date(2012, 1, 1), date(2026, 10, 1), 2),
    Vaccine("J07AM51", (0, 10, 14, 10, 10, 8, 4), date(2012, 1, 1), date(2026, 10, 1)),
    Vaccine("J07BC01", (0, 1, 4, 3, 1, 0, 0), date(2012, 1, 1), date(2026, 10, 1), 2),
)

# Shares of all people; the first says that a person was asked and has none.
NO_KNOWN_ALLERGY = "SNOMED 716186003"
NONE_KNOWN_SHARE = 0.45
ALLERGIC_SHARE = 0.14
ALLERGIES = (
    "SNOMED 91936005 26, SNOMED 294505008 8, SNOMED 293586001 8, SNOMED 91935009 10, "
    "SNOMED 300916003 6, SNOMED 293637006 5, SNOMED 232347008 8, ATC J01CE 9, ATC J01CA04 6, "
    "ATC M01A 6, ATC B01AC06 5, ATC C09AA 4, ATC C09CA01 3, ATC C09CA06 2, ATC N02AA01 4, "
    "ATC J01EE01 4, ATC B01AE07 1"
)

IMPLANTS = (
    Implant("conduction disorder", "14106009", 38),
    Implant("heart failure", "72506001", 5),
    Implant("cardiomyopathy", "72506001", 12),
    Implant("valve disease", "736849007", 14),
    Implant("coronary disease", "705643001", 25),
    Implant("type 1 diabetes", "69805005", 38),
    Implant("worn joints", "304120007", 18),
    Implant("hip fracture", "304120007", 28),
    Implant("kidney failure", "303619003", 30),
)
