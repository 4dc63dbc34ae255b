"""What a candidate list is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.loading import LoadReport
from trialmatch.plan.criteria import EligibilityCriteria, EventDomain, PatientDomain
from trialmatch.results.answers import Screening
from trialmatch.results.explaining import Explainer
from trialmatch.results.release import Release
from trialmatch.vocabulary.calendar import Moment
from trialmatch.vocabulary.codesets import CodeSet

# What a person works through from one page; a row costs the whole explanation of every criterion.
ROWS_ON_A_PAGE = 250


@dataclass(frozen=True, slots=True, repr=False)
class ListInput:
    """One screening with all that its list says.

    `facts` gives sex and birth of each patient; `identities` person number and name, needed
    only for identified rows. `never_seen` names the code sets without a row, with their kind.
    `limit` is how many rows the page shows; the CSV file has all.
    """

    screening: Screening
    explainer: Explainer
    holdings: Holdings
    load: LoadReport
    never_seen: tuple[tuple[str, CodeSet], ...]
    release: Release
    facts: Mapping[str, tuple[str, Moment | None]]
    identities: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    lang: str = "en"
    run_id: str = ""
    version: str = ""
    relative_dates: bool = False
    limit: int = ROWS_ON_A_PAGE

    @property
    def criteria(self) -> EligibilityCriteria:
        """The criteria screened with."""
        return self.screening.criteria

    @property
    def of_events(self) -> bool:
        """Whether the subjects are events."""
        return isinstance(self.criteria.domain, EventDomain)

    @property
    def shows_event_dates(self) -> bool:
        """Whether each row has a date of its own to show."""
        return not isinstance(self.criteria.domain, PatientDomain) and not self.relative_dates

    def __repr__(self) -> str:
        """The criteria alone, never patients."""
        return f"ListInput({self.criteria.id!r}, {self.release.level.value})"
