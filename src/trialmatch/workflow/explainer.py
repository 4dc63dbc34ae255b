"""Evidence from the reference engine for the subjects that a list or a person asks about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trialmatch.cohort.lookup import RecordLookup
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import DataError
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.results.answers import Assessment, Explanation
from trialmatch.vocabulary.calendar import Moment


class ReferenceExplainer:
    """Explains assessments, and checks that the explanation gives the very same verdicts."""

    def __init__(self, tables: CohortTables, as_of: Moment) -> None:
        """Explain from these tables, as of this moment."""
        self._tables = tables
        self._as_of = as_of
        self._lookup = RecordLookup(tables)

    def explain(
        self, criteria: EligibilityCriteria, assessments: Iterable[Assessment]
    ) -> Iterator[tuple[Explanation, ...]]:
        """Explanations of every criterion, in file order, for each assessment."""
        from trialmatch.engines import reference

        for assessment in assessments:
            subject = assessment.subject
            record = self._lookup.record(subject.patient)
            explanations = reference.explain(
                criteria, record, subject, self._tables.holdings, self._as_of
            )
            _check(criteria, assessment, explanations)
            yield explanations


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
