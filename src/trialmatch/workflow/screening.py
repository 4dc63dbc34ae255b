"""Screening: many criteria sets over one cohort, in one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from trialmatch.cohort.asof import as_of as as_known_at
from trialmatch.cohort.assembly import assemble
from trialmatch.cohort.lookup import RecordLookup
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.workflow.by_site import with_codes_of
from trialmatch.workflow.cohort import Cohort
from trialmatch.workflow.criteria import Criteria
from trialmatch.workflow.planning import planned
from trialmatch.workflow.result import Result

# Called with a stage's name, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]
AsOf = str | date | datetime | None


def screen_all(
    criteria: Sequence[Criteria],
    cohort: Cohort,
    as_of: AsOf | Sequence[AsOf] = None,
    progress: Progress | None = None,
    *,
    reasons: bool = True,
) -> list[Result]:
    """Screen a cohort with several criteria sets; results are in their order.

    `as_of` is one date for all, or a sequence with one for each criteria set. Without
    `reasons`, an UNKNOWN answer says only whether data are wanting or a person's answer.
    Raises UsageError where no as-of date is given and the source declares no data cut-off.
    """
    from trialmatch.engines import columnar

    criteria = with_codes_of(cohort.site, criteria)
    run = planned([each.checked for each in criteria], as_of_moments(as_of, criteria, cohort))
    total = cohort.patients
    if progress is not None:
        progress("screening", 0, total)
    with run.timed("extract"):
        extract = cohort.source.extract(run.needs, run.plan.latest)
    screenings = columnar.screen_all(
        run.plan,
        extract,
        reasons=reasons,
        timings=run.timings,
        done=None if progress is None else lambda done: progress("screening", done, total),
    )
    return [
        Result(each, screening, cohort, extract.holdings, extract.report, run)
        for each, screening in zip(criteria, screenings, strict=True)
    ]


def screen_patient(criteria: Criteria, cohort: Cohort, subject: str, as_of: AsOf = None) -> Result:
    """Screen one patient, or the patient of an event subject, knowing what the whole holds.

    Raises UsageError where the cohort has no such patient.
    """
    from trialmatch.engines import columnar

    (criteria,) = with_codes_of(cohort.site, [criteria])
    (moment,) = as_of_moments(as_of, [criteria], cohort)
    run = planned([criteria.checked], [moment])
    holdings = cohort.source.extract(run.needs, moment).holdings
    tables = cohort.source.tables(patients=_prefixes(subject))
    lookup = RecordLookup(tables)
    patient = next((name for name in _prefixes(subject) if name in lookup), None)
    if patient is None:
        why = "the identifier is not in the data; PATIENT, or PATIENT/EVENT"
        raise UsageError([Diagnostic("", "no-such-patient", "there is no such patient", why)])
    screening = columnar.screen(criteria.checked, [lookup.record(patient)], holdings, moment)
    return Result(criteria, screening, cohort, holdings, cohort.report, run)


def screen_by_reference(
    criteria: Sequence[Criteria], cohort: Cohort, as_of: AsOf = None
) -> list[Result]:
    """The same as `screen_all` by the reference engine: slow, and what it is held against."""
    from trialmatch.engines import reference

    criteria = with_codes_of(cohort.site, criteria)
    (moment, *_) = as_of_moments(as_of, criteria, cohort)
    run = planned([each.checked for each in criteria], [moment] * len(criteria))
    tables = as_known_at(cohort.source.tables(), moment)
    screenings = reference.screen_all(
        [each.checked for each in criteria], assemble(tables), tables.holdings, moment
    )
    return [
        Result(each, screening, cohort, tables.holdings, tables.report, run)
        for each, screening in zip(criteria, screenings, strict=True)
    ]


def _prefixes(subject: str) -> list[str]:
    """What may be the patient in PATIENT or PATIENT/EVENT, the longest first."""
    parts = subject.split("/")
    return ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]


def as_of_moments(
    as_of: AsOf | Sequence[AsOf], criteria: Sequence[Criteria], cohort: Cohort
) -> list[Moment]:
    """The as-of moment of each criteria set."""
    if as_of is None or isinstance(as_of, str | date):
        return [as_of_moment(as_of, cohort)] * len(criteria)
    if len(as_of) != len(criteria):
        message = f"{len(as_of)} as-of dates for {len(criteria)} criteria sets"
        raise UsageError([Diagnostic("", "as-of-dates", message, instead="one date, or one each")])
    return [as_of_moment(each, cohort) for each in as_of]


def as_of_moment(as_of: AsOf, cohort: Cohort) -> Moment:
    """The as-of moment: a date's end, a given minute, or the source's data cut-off."""
    if as_of is None:
        cut_off = cohort.holdings.cut_off
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
