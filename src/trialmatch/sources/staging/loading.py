"""From staged relations to the cohort's tables, with what they hold."""

from __future__ import annotations

from collections.abc import Mapping

from trialmatch.cohort.asof import count_seen
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables
from trialmatch.sources.staging.accounting import add_note
from trialmatch.sources.staging.connection import Connection
from trialmatch.sources.staging.events import stage_events
from trialmatch.sources.staging.parts import Staged
from trialmatch.sources.staging.people import stage_patients, stage_periods

Seen = Mapping[tuple[str, str, str], int]


def load(connection: Connection, staged: Staged, site: Site, name: str) -> CohortTables:
    """Check, sort and hand over; `name` is the source's where the site does not name it."""
    patients = stage_patients(connection, staged)
    events = stage_events(connection, staged)
    periods = stage_periods(connection, staged)
    seen = count_seen(events)
    holdings = Holdings(
        name=site.name or name,
        kinds=_kinds(site, staged, seen),
        cut_off=site.cut_off.hi if site.cut_off is not None else staged.cut_off,
        synthetic=site.synthetic,
        periods_declared=periods is not None,
        seen=seen,
    )
    return CohortTables(patients, events, holdings, staged.report, periods)


def _kinds(site: Site, staged: Staged, seen: Seen) -> dict[str, HeldKind]:
    """What the site declares, else the kinds that were there with the systems seen in them."""
    found = staged.kinds | {kind for kind, _, _ in seen}
    if site.holds is None:
        return {kind: HeldKind(_systems(kind, seen), declared=False) for kind in sorted(found)}
    _note_undeclared(sorted(found - set(site.holds)), staged.report)
    return dict(site.holds)


def _systems(kind: str, seen: Seen) -> frozenset[str]:
    return frozenset(system for held, system, _ in seen if held == kind)


def _note_undeclared(kinds: list[str], report: LoadReport) -> None:
    if kinds:
        message = f"the site does not declare that it holds {', '.join(kinds)}, but they are here"
        add_note(report, message)
