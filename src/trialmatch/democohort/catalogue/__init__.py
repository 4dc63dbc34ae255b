"""What the demo cohort is made of: tables of diseases, drugs, measures and people.

All frequencies are made up to look like a hospital's records; nothing is to be learnt from
them about real people.
"""

from __future__ import annotations

from trialmatch.democohort.catalogue.brain import BRAIN
from trialmatch.democohort.catalogue.cancer import CANCER
from trialmatch.democohort.catalogue.everyday import EVERYDAY
from trialmatch.democohort.catalogue.heart import HEART
from trialmatch.democohort.catalogue.measures import MEASURES
from trialmatch.democohort.catalogue.metabolism import METABOLISM
from trialmatch.democohort.catalogue.organs import ORGANS
from trialmatch.democohort.catalogue.panels import PANELS, SCORES

# A disease is drawn after those that its risks name.
DISEASES = (*EVERYDAY, *METABOLISM, *HEART, *BRAIN, *CANCER, *ORGANS)

__all__ = ["DISEASES", "MEASURES", "PANELS", "SCORES"]
