"""Who the subjects are: patients at a date, or events at their start (meaning 25 and 26)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.partition import LATEST, NO_TIME
from trialmatch.engines.columnar.answering import Answering
from trialmatch.engines.columnar.calendar_years import years_between
from trialmatch.engines.columnar.extents import extents_of
from trialmatch.engines.columnar.kept import Kept
from trialmatch.engines.columnar.members import Mask, Members, mixed
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.sameness import equal_rows_once
from trialmatch.engines.columnar.segments import any_of, counted, least
from trialmatch.engines.columnar.subjects import Own, Subjects
from trialmatch.engines.columnar.table import Array, Table, Visits
from trialmatch.plan.algebra import Within
from trialmatch.plan.criteria import EventDomain, PatientYearDomain
from trialmatch.plan.screening_plan import PlannedDomain
from trialmatch.verdict import Missing
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment


@dataclass(frozen=True, slots=True, eq=False)
class Screened:
    """A domain's subjects in one partition, and who is left out.

    `dead` and `unborn` mark subjects; those outside the period are counted alone, since they
    are no subjects at all.
    """

    panel: Panel
    dead: Mask
    unborn: Mask
    outside_period: int = 0


def patients(
    as_of: Moment, table: Table, holdings: Holdings, reasons: Reasons, uses: Counter[int]
) -> Screened:
    """All patients of a partition, also those without rows."""
    size = table.partition.patients
    index = np.array([as_of.lo], np.int64), np.array([as_of.hi], np.int64)
    subjects = Subjects(np.arange(size, dtype=np.int32), *index, as_of.hi)
    panel = Panel(table, subjects, holdings, reasons, uses)
    return Screened(panel, _dead(panel), _unborn(panel))


def _dead(panel: Panel) -> Mask:
    """Dead at the index. An undated death holds from the day of the extract on (meaning 1)."""
    partition, as_of = panel.table.partition, panel.subjects.as_of
    lo, hi = partition.death
    dated = lo != NO_TIME
    cut_off = panel.holdings.cut_off
    dead: Mask = dated & (hi <= as_of)
    if cut_off is None or as_of >= cut_off:
        dead |= np.where(dated, lo <= as_of, partition.deceased)
    return dead


def _unborn(panel: Panel) -> Mask:
    born, _ = panel.birth()
    last = panel.subjects.index_hi // MINUTES_PER_DAY
    unborn: Mask = (born != NO_TIME) & (born // MINUTES_PER_DAY > last)
    return unborn


def screened(domain: PlannedDomain, of_patients: Screened) -> Screened:
    """The subjects of a domain, made of the patients of a partition."""
    match domain.subjects:
        case EventDomain():
            return events(domain, of_patients.panel)
        case PatientYearDomain():
            return patient_years(domain.subjects, of_patients.panel)
    return of_patients


def events(domain: PlannedDomain, of_patients: Panel) -> Screened:
    """The events of a partition's patients, in order of patient and start."""
    subjects = domain.subjects
    if not isinstance(subjects, EventDomain):
        raise TypeError("patients are no events")
    found = Answering(of_patients).members(Within(subjects.rows))
    found = _in_order(equal_rows_once(found, of_patients), of_patients)
    found = _one_a_row(found, of_patients)
    inside = ~_outside(subjects, found, of_patients)
    outside = int((~inside).sum())
    found = _with_doubt_of_date(subjects, found[np.flatnonzero(inside)], of_patients)
    if subjects.first_only:
        found = _first(found, of_patients)
    panel = _panel(found, of_patients)
    return Screened(panel, _died_before(panel), _unborn(panel), outside)


def patient_years(domain: PatientYearDomain, of_patients: Panel) -> Screened:
    """The years in which the patients of a partition lived, in order of patient and year."""
    as_of = of_patients.subjects.as_of
    years = list(years_between(domain.since, domain.until, Moment(as_of, as_of)))
    first = np.array([year.first_day for year in years], np.int64)
    last = np.array([year.last_day for year in years], np.int64)
    born, _ = of_patients.birth()
    _, died = of_patients.table.partition.death
    dated = died != NO_TIME
    lived = (born == NO_TIME)[:, None] | (born[:, None] // MINUTES_PER_DAY <= last[None, :])
    lived &= ~dated[:, None] | (died[:, None] // MINUTES_PER_DAY >= first[None, :])
    patient, year = np.nonzero(lived)
    index = (last[year] + 1) * MINUTES_PER_DAY - 1
    names = [years[number].name for number in year.tolist()]
    subjects = Subjects(patient.astype(np.int32), index, index, as_of, names=names)
    panel = _another(of_patients, subjects)
    nobody = np.zeros(panel.size, np.bool_)
    return Screened(panel, nobody, nobody)


def _starts(found: Members, panel: Panel) -> tuple[Array, Array]:
    table = panel.table
    lo, hi = table.column("start_lo", found.at), table.column("start_hi", found.at)
    return lo.astype(np.int64), hi.astype(np.int64)


def _in_order(found: Members, panel: Panel) -> Members:
    lo, hi = _starts(found, panel)
    return found[panel.table.in_order(found.line, hi, lo, found.subject)]


def _one_a_row(found: Members, panel: Panel) -> Members:
    """Lines and pairs of one row make one subject, certain if one of them is."""
    row, kind = panel.table.column("row", found.at), panel.table.kind[found.at]
    again = np.zeros(len(found), np.bool_)
    again[1:] = (found.subject[1:] == found.subject[:-1]) & (row[1:] == row[:-1]) & (row[1:] > 0)
    again[1:] &= kind[1:] == kind[:-1]
    if not again.any():
        return found
    group = np.cumsum(~again) - 1
    size = int(group[-1]) + 1
    doubts = panel.reasons.gathered(found.doubted, group, size)
    doubts[any_of(found.certain, group, size)] = 0
    return found[np.flatnonzero(~again)].with_doubts(doubts)


def _outside(domain: EventDomain, found: Members, panel: Panel) -> Mask:
    """Events that surely lie outside the period."""
    lo, hi = _starts(found, panel)
    return _beyond(domain, first=hi, last=lo)


def _with_doubt_of_date(domain: EventDomain, found: Members, panel: Panel) -> Members:
    """An event whose date is not known well enough may lie outside the period."""
    lo, hi = _starts(found, panel)
    doubtful = _beyond(domain, first=lo, last=hi)
    why = np.int32(panel.reasons.missing(Missing.PARTIAL_DATE))
    doubts = panel.reasons.union(found.doubted, np.where(doubtful, why, np.int32(0)))
    return found.with_doubts(doubts)


def _beyond(domain: EventDomain, first: Array, last: Array) -> Mask:
    """Where the first minute lies before the period, or the last one after it."""
    beyond = np.zeros(len(first), np.bool_)
    if domain.since is not None:
        beyond |= first // MINUTES_PER_DAY < domain.since
    if domain.until is not None:
        beyond |= last // MINUTES_PER_DAY > domain.until
    return beyond


def _first(found: Members, panel: Panel) -> Members:
    """Every event that may be the first: where several may, none of them is certain."""
    lo, hi = _starts(found, panel)
    certain = found.certain
    size, last = panel.size, np.iinfo(np.int64).max
    # The members are in order of their starts, so the least latest start is looked for.
    bar = least(hi[certain], found.subject[certain], size, last)
    found = found[np.flatnonzero(lo <= bar[found.subject])]
    several = counted(found.subject, size)[found.subject] > 1
    why = np.int32(panel.reasons.missing(Missing.EVENT_UNCONFIRMED))
    return found.with_doubts(
        panel.reasons.union(found.doubted, np.where(several, why, np.int32(0)))
    )


def _panel(found: Members, of_patients: Panel) -> Panel:
    table = of_patients.table
    lo, hi = _starts(found, of_patients)
    contact = table.column("contact", found.at)
    as_of = of_patients.subjects.as_of
    end_lo, end_hi = _own_ends(found, contact, of_patients)
    own = Own(
        line=found.line,
        contact=contact.astype(np.int64),
        end_lo=np.minimum(end_lo, as_of),
        end_hi=np.minimum(end_hi, as_of),
        department=table.column("department", found.at),
        unconfirmed=~found.certain,
        extents=found.extents,
    )
    subjects = Subjects(found.subject.astype(np.int32), lo, hi, as_of, own)
    return _another(of_patients, subjects)


def _another(of_patients: Panel, subjects: Subjects) -> Panel:
    """A panel of other subjects of the same patients."""
    return replace(
        of_patients,
        subjects=subjects,
        patients=of_patients,
        rows=Kept(),
        truths=Kept(),
        values=Kept(),
    )


def _own_ends(found: Members, contact: Array, panel: Panel) -> tuple[Array, Array]:
    """The last minute of each event's own contact: of its visit, not known where there is none."""
    lo, hi = _starts(found, panel)
    end_lo, end_hi = _end_of_day(lo), np.full(len(found), LATEST, np.int64)
    visits = panel.table.visits
    if len(visits.line):
        visit, known = _find(visits, found.subject, contact, panel)
        ends = extents_of(visit, ("visit",), panel)
        end_lo = np.where(known, _end_of_day(ends.end_lo), end_lo)
        end_hi = np.where(known, _end_of_day(ends.end_hi), end_hi)
    none = contact == 0
    return np.where(none, lo, end_lo), np.where(none, hi, end_hi)


def _find(visits: Visits, patient: Array, contact: Array, panel: Panel) -> tuple[Array, Mask]:
    """The line of each event's visit, the first in order, and whether there is one."""
    wanted = mixed(patient, contact)
    last = len(visits.key) - 1
    at = np.minimum(np.searchsorted(visits.key, wanted, "left"), last)
    while True:
        line = visits.line[at]
        same_number = visits.key[at] == wanted
        known = same_number & (panel.table.column("contact", line) == contact) & (contact != 0)
        # Two contacts may by chance come to one number: the next one is looked at then.
        others = np.flatnonzero(same_number & ~known & (contact != 0) & (at < last))
        if not len(others):
            # What began after the as-of moment does not exist.
            known &= panel.table.column("start_lo", line) <= panel.subjects.as_of
            return line, np.asarray(known)
        at[others] += 1


def _end_of_day(minute: Array) -> Array:
    day = minute.astype(np.int64) // MINUTES_PER_DAY
    return np.asarray(day * MINUTES_PER_DAY + MINUTES_PER_DAY - 1)


def _died_before(panel: Panel) -> Mask:
    death = panel.death()
    if death is None:
        return np.zeros(panel.size, np.bool_)
    lo, hi = death
    first = panel.subjects.index_lo // MINUTES_PER_DAY
    died: Mask = (lo != NO_TIME) & (hi // MINUTES_PER_DAY < first)
    return died
