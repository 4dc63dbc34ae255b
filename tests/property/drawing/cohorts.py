"""Cohorts of several patients, and what their source says that it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.property.drawing.codes import SYSTEMS
from tests.property.drawing.picking import Draw, one_in, pick, some
from tests.property.drawing.rows import episode, result_of_crp, row
from tests.property.drawing.times import AS_OF, HOT_DAYS, TODAY, day

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import KINDS
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.cohort.status import BY_NAME_ALONE
from trialmatch.vocabulary.calendar import Moment, whole_days

Periods = tuple[tuple[int, int], ...]
_FORMS = (None, None, frozenset({"ordered"}), frozenset({"given", "planned"}))
_NAMES = tuple(kind.name for kind in KINDS)


@dataclass(frozen=True, slots=True, repr=False)
class Cohort:
    """Patients in the order of their names, and what is known of their source."""

    records: tuple[PatientRecord, ...]
    holdings: Holdings


def history(draw: Draw) -> list[Row]:
    """Some rows; often a stay with what happened in it, and sometimes a result twice."""
    found = [row(draw, number) for number in range(pick(draw, (0, 1, 2, 3, 4, 6)))]
    found += [result_of_crp(draw, number) for number in range(pick(draw, (1, 2, 3, 3, 4)))]
    for number in range(pick(draw, (0, 1, 1, 2))):
        found += episode(draw, number, str(number + 1))
    again = [each for each in found if each.kind in ("measurement", "observation")]
    if again and one_in(draw, 3):
        found.append(replace(pick(draw, again), id="again", contact="2"))
    return list({(each.kind, each.id, each.start): each for each in found}.values())


def _birth(draw: Draw) -> Moment | None:
    match pick(draw, ("day",) * 7 + ("month", "none", "late")):
        case "none":
            return None
        case "month":
            first = TODAY - pick(draw, (365 * 18, 365 * 18 + 5, 400))
            return whole_days(first, first + 30)
        case "late":
            on = pick(draw, HOT_DAYS)
            return whole_days(on, on)
    # The last of them was born on 29 February four years ago.
    on = TODAY - pick(draw, (6574, 6575, 6576, 10_000, 20_000, 1462, 1462))
    return whole_days(on, on)


def _death(draw: Draw) -> Moment | None:
    if not one_in(draw, 6):
        return None
    first = day(draw)
    return whole_days(first, first + pick(draw, (0, 0, 3)))


def _periods(draw: Draw) -> Periods:
    """None, one, or several, some of which touch."""
    starts = (pick(draw, (400, 367, 61, 30, 8)) for _ in range(pick(draw, (1, 2, 2, 3, 4))))
    return tuple(sorted((TODAY - first, TODAY - pick(draw, (0, 0, 7, 9))) for first in starts))


def patient(draw: Draw, name: str, *, periods: bool) -> PatientRecord:
    """One patient with all rows."""
    return PatientRecord(
        name,
        _birth(draw),
        pick(draw, ("female", "male") * 4 + ("unknown", "other", "")),
        _death(draw),
        one_in(draw, 8),
        by_kind(history(draw)),
        _periods(draw) if periods else None,
    )


def _held(draw: Draw) -> HeldKind:
    systems = frozenset(some(draw, SYSTEMS)) if one_in(draw, 3) else None
    since = pick(draw, (None, None, None, TODAY - 400, TODAY - 30, TODAY - 7))
    return HeldKind(systems, since, forms=pick(draw, _FORMS))


def holdings(draw: Draw, records: Sequence[PatientRecord]) -> Holdings:
    """Mostly all kinds without a limit, so that absence can be told; else less."""
    held = dict.fromkeys(_NAMES, HeldKind())
    if one_in(draw, 4):
        held = {name: _held(draw) for name in _NAMES if not one_in(draw, 8)}
    seen = Counter(
        (kind, *coding)
        for record in records
        for kind, found in record.rows.items()
        for each in found
        if each.status not in BY_NAME_ALONE
        for coding in each.codings
    )
    ends = (*(None,) * 6, AS_OF[0].hi, AS_OF[1].hi, AS_OF[0].hi - 10_080)
    return Holdings("drawn", held, pick(draw, ends), seen=seen if one_in(draw, 4) else None)


def cohort(draw: Draw) -> Cohort:
    """One to five patients."""
    periods = one_in(draw, 6)
    names = [f"p{number}" for number in range(pick(draw, (1, 2, 3, 4, 5)))]
    records = tuple(patient(draw, name, periods=periods) for name in names)
    return Cohort(records, holdings(draw, records))
