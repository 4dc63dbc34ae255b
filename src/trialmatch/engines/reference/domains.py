"""Who the subjects are: patients at a date, or events at their start (meaning 25 and 26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import PatientRecord
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.engines.reference.sameness import equal_rows_once
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan.algebra import Within
from trialmatch.plan.criteria import Domain, EventDomain, PatientDomain, PatientYearDomain
from trialmatch.results.answers import Subject
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Moment, day_number, to_date, whole_days

Found = tuple[Subject, SubjectRecord]


def subjects(
    domain: Domain,
    record: PatientRecord,
    holdings: Holdings,
    as_of: Moment,
    not_screened: Counter[str],
) -> Iterator[Found]:
    """The subjects that one patient's record makes; those left out are counted by why."""
    patient = SubjectRecord(record, as_of, as_of, holdings)
    if isinstance(domain, PatientDomain):
        found = [(Subject(record.patient, as_of), patient)]
        dead = _dead(patient) and not domain.including_dead
    elif isinstance(domain, PatientYearDomain):
        yield from _years(domain, patient)
        return
    else:
        found = list(_events(domain, patient, not_screened))
        dead = False
    for subject, seen in found:
        if _unborn(seen):
            not_screened["unborn"] += 1
        elif dead or (isinstance(domain, EventDomain) and _died_before(seen)):
            not_screened["dead"] += 1
        else:
            yield subject, seen


def _years(domain: PatientYearDomain, patient: SubjectRecord) -> Iterator[Found]:
    """The years in which the patient lived, as far as the record tells."""
    record, as_of = patient.record, patient.as_of
    until = as_of.last_day if domain.until is None else domain.until
    for year in range(to_date(domain.since).year, to_date(until).year + 1):
        first, last = day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
        index = whole_days(last, last).hi
        wholly = domain.since <= first and last <= until and index <= as_of.lo
        unborn = record.birth is not None and record.birth.first_day > last
        dead = record.death is not None and record.death.last_day < first
        if wholly and not unborn and not dead:
            subject = Subject(record.patient, Moment(index, index), str(year))
            yield subject, SubjectRecord(record, subject.index, as_of, patient.holdings)


def _dead(patient: SubjectRecord) -> bool:
    """Dead at the index. An undated death holds from the day of the extract on (meaning 1)."""
    record, index = patient.record, patient.index
    if record.death is not None and record.death.hi <= index.hi:
        return True
    cut_off = patient.holdings.cut_off
    at_extract = cut_off is None or index.hi >= cut_off
    if record.death is not None:
        return at_extract and record.death.lo <= index.hi
    return record.deceased and at_extract


def _died_before(event: SubjectRecord) -> bool:
    death = event.record.death
    return death is not None and death.last_day < event.index.first_day


def _unborn(subject: SubjectRecord) -> bool:
    birth = subject.record.birth
    return birth is not None and birth.first_day > subject.index.last_day


def _events(
    domain: EventDomain, patient: SubjectRecord, not_screened: Counter[str]
) -> Iterator[Found]:
    found = sorted(events_of(domain, patient), key=lambda m: (m.row.start, m.row.id))
    inside = [member for member in found if not _outside(domain, member.row.start)]
    not_screened["outside period"] += len(found) - len(inside)
    dated = [_with_doubt_of_date(domain, member) for member in inside]
    for member in _first(dated) if domain.first_only else dated:
        yield _event(member, patient)


def events_of(domain: EventDomain, patient: SubjectRecord) -> list[Member]:
    """The rows that may make subjects: all that may be seen as of the run's moment."""
    rows = Within(domain.rows)
    return _one_a_row(equal_rows_once(Answering(patient).members(rows), rows))


def _one_a_row(found: list[Member]) -> list[Member]:
    """A row that has several partners makes one subject, certain if one of the pairs is."""
    of_row: dict[tuple[str, str, Moment], list[Member]] = {}
    for member in found:
        row = member.row
        of_row.setdefault((row.kind, row.id, row.start), []).append(member)
    return [
        next((m for m in same if m.certain), same[0].doubted(*doubts_of(same)))
        for same in of_row.values()
    ]


def _event(member: Member, patient: SubjectRecord) -> Found:
    row = member.row
    subject = Subject(
        patient.record.patient, row.start, row.id, unconfirmed=not member.certain, kind=row.kind
    )
    seen = SubjectRecord(patient.record, row.start, patient.as_of, patient.holdings, own=row)
    return subject, seen


def _first(found: list[Member]) -> list[Member]:
    """Every event that may be the first: where several may, none of them is certain.

    `found` is in order of the earliest start. A certain event that surely comes before the
    next one ends the search.
    """
    certain = [m.row.start.hi for m in found if m.certain]
    bar = min(certain, default=None)
    may_be_first = [m for m in found if bar is None or m.row.start.lo <= bar]
    if len(may_be_first) <= 1:
        return may_be_first
    return [m.doubted(Reason.of(Missing.EVENT_UNCONFIRMED)) for m in may_be_first]


def _with_doubt_of_date(domain: EventDomain, member: Member) -> Member:
    """An event whose date is not known well enough may lie outside the period."""
    start = member.row.start
    too_early = domain.since is not None and start.first_day < domain.since
    if too_early or (domain.until is not None and start.last_day > domain.until):
        return member.doubted(Reason.of(Missing.PARTIAL_DATE))
    return member


def _outside(domain: EventDomain, start: Moment) -> bool:
    too_early = domain.since is not None and start.last_day < domain.since
    return too_early or (domain.until is not None and start.first_day > domain.until)
