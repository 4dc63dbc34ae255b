"""The kinds of rows, and for each what it means that there is none (meaning 6 and 18)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trialmatch.cohort import answer_rows


class Absence(Enum):
    """What no row of a kind says."""

    DID_NOT_HAPPEN = "recorded when it happens, so no row means that it did not"
    NOT_ASKED = "must be measured or asked, so no row says nothing"


class Extent(Enum):
    """How long a row without an end lasts."""

    POINT = "counts by its own date alone"
    OPEN = "lasts an unknown time from its start on"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row. `name` is the word used in criteria files.

    Rows that `merges_equal_rows` have a result. What `has_dose` may have a number with a unit: how
    much of it is taken in a day.
    """

    name: str
    absence: Absence
    without_end: Extent
    merges_equal_rows: bool = False
    has_dose: bool = False


KINDS = (
    Kind("diagnosis", Absence.DID_NOT_HAPPEN, Extent.POINT),
    Kind("procedure", Absence.DID_NOT_HAPPEN, Extent.POINT),
    Kind("medication", Absence.DID_NOT_HAPPEN, Extent.OPEN, has_dose=True),
    Kind("visit", Absence.DID_NOT_HAPPEN, Extent.OPEN),
    Kind("device", Absence.DID_NOT_HAPPEN, Extent.OPEN),
    Kind("immunization", Absence.DID_NOT_HAPPEN, Extent.POINT),
    Kind("measurement", Absence.NOT_ASKED, Extent.POINT, merges_equal_rows=True),
    Kind("observation", Absence.NOT_ASKED, Extent.POINT, merges_equal_rows=True),
    Kind("allergy", Absence.NOT_ASKED, Extent.POINT),
    Kind("participation", Absence.DID_NOT_HAPPEN, Extent.OPEN),
    Kind("therapy_line", Absence.DID_NOT_HAPPEN, Extent.OPEN),
    Kind("study_point", Absence.DID_NOT_HAPPEN, Extent.POINT),
    Kind(answer_rows.KIND, Absence.NOT_ASKED, Extent.POINT),
)
# What tells a dose, of all that tells a result.
DOSE = frozenset({"value", "comparator", "unit"})
BY_NAME = {kind.name: kind for kind in KINDS}

# What a source may hand over; `answer` rows come from people, not from a source.
SOURCE_KINDS = tuple(kind.name for kind in KINDS if kind.name != answer_rows.KIND)

# The row that settles an absence of allergies: SNOMED CT 716186003 "No known allergy".
NO_KNOWN_ALLERGY = ("SNOMED", "716186003")
