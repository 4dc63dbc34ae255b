"""Screening plain records: for cases and small cohorts, and to be held beside the reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.partition_building import extract_of
from trialmatch.cohort.records import PatientRecord
from trialmatch.engines.columnar.screening import screen_all
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.plan.passes.needing import needs_of
from trialmatch.plan.screening_plan import plan_of
from trialmatch.results.answers import Screening
from trialmatch.vocabulary.calendar import Moment


def screen(
    criteria: EligibilityCriteria,
    records: Iterable[PatientRecord],
    holdings: Holdings,
    as_of: Moment,
) -> Screening:
    """Screen every subject that the records make with one criteria set."""
    return screen_records([criteria], records, holdings, as_of)[0]


def screen_records(
    criteria_sets: Sequence[EligibilityCriteria],
    records: Iterable[PatientRecord],
    holdings: Holdings,
    as_of: Moment,
    *,
    partition_size: int = 125_000,
    reasons: bool = True,
) -> list[Screening]:
    """Screen records with several criteria sets, in partitions of so many patients."""
    plan = plan_of(criteria_sets, [as_of] * len(criteria_sets))
    extract = extract_of(list(records), needs_of(plan), holdings, as_of, partition_size)
    # What the whole cohort holds is given; these records may be a few of it.
    extract = replace(extract, holdings=holdings)
    return screen_all(plan, extract, reasons=reasons, workers=1)
