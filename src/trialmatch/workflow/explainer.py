"""Evidence from the reference engine for the subjects that a list or a person asks about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.lookup import RecordLookup
from trialmatch.cohort.source import CohortSource
from trialmatch.diagnostics import DataError
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.results.answers import Assessment, Explanation
from trialmatch.vocabulary.calendar import Moment

# How many subjects' records are fetched at a time; bounds memory, not the result.
_AT_A_TIME = 5_000


class ReferenceExplainer:
    """Explains assessments, and checks that the explanation gives the very same verdicts."""

    def __init__(self, source: CohortSource, holdings: Holdings, as_of: Moment) -> None:
        """Explain from a source, knowing what the whole holds as of this moment."""
        self._source = source
        self._holdings = holdings
        self._as_of = as_of
        self._kept: tuple[frozenset[str], RecordLookup] | None = None

    def explain(
        self, criteria: EligibilityCriteria, assessments: Iterable[Assessment]
    ) -> Iterator[tuple[Explanation, ...]]:
        """Explanations of every criterion, in file order, for each assessment."""
        from trialmatch.engines import reference

        waiting = iter(assessments)
        while some := list(islice(waiting, _AT_A_TIME)):
            lookup = self._lookup([each.subject.patient for each in some])
            for assessment in some:
                subject = assessment.subject
                record = lookup.record(subject.patient)
                explanations = reference.explain(
                    criteria, record, subject, self._holdings, self._as_of
                )
                _check(criteria, assessment, explanations)
                yield explanations

    def _lookup(self, patients: Sequence[str]) -> RecordLookup:
        """The records of some patients; the page and the table of a list ask for the same."""
        wanted = frozenset(patients)
        if self._kept is None or not wanted <= self._kept[0]:
            self._kept = (wanted, RecordLookup(self._source.tables(patients=sorted(wanted))))
        return self._kept[1]


def _check(
    criteria: EligibilityCriteria, assessment: Assessment, explanations: tuple[Explanation, ...]
) -> None:
    differ = [
        each.criterion.id
        for each, answer in zip(explanations, assessment.answers, strict=True)
        if each.answer.verdict is not answer.verdict
    ]
    if differ:
        raise DataError(
            f"{criteria.id}: the engines disagree on {', '.join(differ)}; no list was written"
        )
