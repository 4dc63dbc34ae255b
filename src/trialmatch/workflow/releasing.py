"""What of a cohort may be shown for one criteria set, from what the site declares."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.results.release import Release, against_rows, decide, read_key, standing_basis
from trialmatch.workflow.cohort import Cohort


def release_for(
    criteria: EligibilityCriteria,
    cohort: Cohort,
    *,
    purpose: str = "",
    identified: bool = False,
    today: date | None = None,
) -> Release:
    """The level at which results may be shown on a day, by default on the day of the run."""
    site = cohort.site
    return decide(
        criteria,
        synthetic=cohort.holdings.synthetic,
        basis=site.basis.get(criteria.id),
        purpose=purpose,
        identified=identified,
        today=today or _today(cohort),
        key=None if site.key_file is None else read_key(site.key_file),
    )


def refuse_rows_without_basis(
    criteria: EligibilityCriteria, cohort: Cohort, *, purpose: str, today: date | None = None
) -> None:
    """Raise UsageError where nothing may be shown about one person (meaning 31)."""
    if cohort.holdings.synthetic:
        return
    basis = standing_basis(criteria, cohort.site.basis.get(criteria.id))
    against = against_rows(criteria, basis, purpose, today or _today(cohort))
    if against:
        raise UsageError(
            [
                Diagnostic(
                    "",
                    "no-basis",
                    f"nothing may be shown about one person for {criteria.id}",
                    why="; ".join(reason.value for reason in against),
                    instead="--purpose, and the basis in site.toml; --synthetic for made-up data",
                )
            ]
        )


def _today(cohort: Cohort) -> date:
    return datetime.now(ZoneInfo(cohort.site.zone)).date()
