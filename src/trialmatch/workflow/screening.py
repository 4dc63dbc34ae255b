"""Screening: many criteria sets over one cohort, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from trialmatch.cohort.asof import as_of as as_known_at
from trialmatch.cohort.assembly import assemble
from trialmatch.cohort.lookup import RecordLookup
from trialmatch.cohort.records import PatientRecord
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.cohort import Cohort
from trialmatch.workflow.criteria import Criteria
from trialmatch.workflow.result import Result

# Called with a stage's name, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]

_EVERY = 200


def screen_all(
    criteria: Sequence[Criteria],
    cohort: Cohort,
    as_of: str | date | datetime | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Screen a cohort with several criteria sets; results are in their order.

    Raises UsageError where no as-of date is given and the source declares no data cut-off.
    """
    from trialmatch.engines import reference

    moment = as_of_moment(as_of, cohort)
    tables = as_known_at(cohort.tables, moment)
    screenings = reference.screen_all(
        [each.checked for each in criteria], _counted(tables, progress), tables.holdings, moment
    )
    return [
        Result(each, screening, cohort, tables, never_seen(each.checked, tables))
        for each, screening in zip(criteria, screenings, strict=True)
    ]


def screen_patient(
    criteria: Criteria,
    cohort: Cohort,
    subject: str,
    as_of: str | date | datetime | None = None,
) -> Result:
    """Screen one patient, or the patient of an event subject, knowing what the whole holds.

    Raises UsageError where the cohort has no such patient.
    """
    from trialmatch.engines import reference

    moment = as_of_moment(as_of, cohort)
    tables = as_known_at(cohort.tables, moment)
    lookup = RecordLookup(tables)
    patient = next((name for name in _prefixes(subject) if name in lookup), None)
    if patient is None:
        why = "the identifier is not in the data; PATIENT, or PATIENT/EVENT"
        raise UsageError([Diagnostic("", "no-such-patient", "there is no such patient", why)])
    screening = reference.screen(
        criteria.checked, [lookup.record(patient)], tables.holdings, moment
    )
    return Result(criteria, screening, cohort, tables, never_seen(criteria.checked, tables))


def _prefixes(subject: str) -> list[str]:
    """What may be the patient in PATIENT or PATIENT/EVENT, the longest first."""
    parts = subject.split("/")
    return ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]


def as_of_moment(as_of: str | date | datetime | None, cohort: Cohort) -> Moment:
    """The as-of moment: a date's end, a given minute, or the source's data cut-off."""
    if as_of is None:
        cut_off = cohort.tables.holdings.cut_off
        if cut_off is None:
            raise UsageError([_no_as_of()])
        return Moment(cut_off, cut_off)
    text = as_of.isoformat() if isinstance(as_of, date | datetime) else as_of
    try:
        moment = parse_moment(text)
    except ValueError as error:
        raise UsageError([Diagnostic("", "bad-date", f"as-of date: {error}")]) from None
    return Moment(moment.hi, moment.hi)


def _no_as_of() -> Diagnostic:
    return Diagnostic(
        "",
        "no-as-of",
        "it is not known as of when to screen",
        why="no date was given, and the source does not declare its data cut-off",
        instead="--as-of 2026-11-01, or cut_off = 2026-11-01 under [source] in site.toml",
    )


def never_seen(
    criteria: EligibilityCriteria, tables: CohortTables
) -> tuple[tuple[str, CodeSet], ...]:
    """The code sets without a single row of their kind in the whole cohort.

    A set asked for in several kinds is named only if none of them has a row.
    """
    holdings = tables.holdings
    rows: dict[CodeSet, int] = {}
    kinds: dict[CodeSet, str] = {}
    for kind, codes in criteria.code_sets():
        rows[codes] = rows.get(codes, 0) + (holdings.rows_seen(kind, codes) or 0)
        kinds.setdefault(codes, kind)
    return tuple((kinds[codes], codes) for codes, count in rows.items() if count == 0)


def _counted(tables: CohortTables, progress: Progress | None) -> Iterator[PatientRecord]:
    total = tables.patients.num_rows
    for done, record in enumerate(assemble(tables)):
        if progress is not None and done % _EVERY == 0:
            progress("screening", done, total)
        yield record
    if progress is not None:
        progress("screening", total, total)
