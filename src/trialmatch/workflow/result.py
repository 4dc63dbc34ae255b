"""The result of screening one criteria set, as frames and explanations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.loading import LoadReport
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.results.answers import Assessment, Explanation, Screening, State
from trialmatch.results.attrition import attrition
from trialmatch.verdict import Verdict
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.cohort import Cohort
from trialmatch.workflow.criteria import Criteria
from trialmatch.workflow.explainer import ReferenceExplainer

if TYPE_CHECKING:
    import pandas as pd

    from trialmatch.results.answers import Bytes
    from trialmatch.workflow.planning import RunPlan


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """Who meets what, immutable. Frames are made anew at each call."""

    criteria: Criteria
    screening: Screening
    cohort: Cohort
    holdings: Holdings
    report: LoadReport
    run: RunPlan

    @property
    def never_seen(self) -> tuple[tuple[str, CodeSet], ...]:
        """The code sets without a single row of their kind in the whole cohort.

        A set asked for in several kinds is named only if none of them has a row.
        """
        rows: dict[CodeSet, int] = {}
        kinds: dict[CodeSet, str] = {}
        for kind, codes in self.criteria.checked.code_sets():
            rows[codes] = rows.get(codes, 0) + (self.holdings.rows_seen(kind, codes) or 0)
            kinds.setdefault(codes, kind)
        return tuple((kinds[codes], codes) for codes, count in rows.items() if count == 0)

    @property
    def timings(self) -> dict[str, float]:
        """Seconds by stage of the run that gave this result, all its criteria sets together."""
        return dict(self.run.timings.seconds)

    def counts(self) -> dict[str, int]:
        """Subjects by state: eligible, candidate, unclear, ineligible."""
        return {state.value: n for state, n in self.screening.counts().items()}

    def verdicts(self) -> pd.DataFrame:
        """One line a subject, one column a criterion, in pandas' nullable `boolean`.

        True is met, False not met, <NA> unknown: an exclusion stays as written.
        """
        import pandas as pd

        found = self.screening.columns
        columns = {
            criterion.id: _nullable(found.verdicts(i))
            for i, criterion in enumerate(self.criteria.checked.criteria)
        }
        return pd.DataFrame(columns, index=self._subjects())

    def states(self) -> pd.Series:
        """Each subject's state: eligible, candidate, unclear, ineligible."""
        import numpy as np
        import pandas as pd

        words = pd.Index([state.value for state in State], dtype="str")
        codes = self.screening.columns.states.astype(np.int64)
        states = pd.Categorical.from_codes(codes, categories=words)
        return pd.Series(states, index=self._subjects(), name="state")

    def _subjects(self) -> pd.Index:
        import pandas as pd

        keys = [subject.key for subject in self.screening.subjects()]
        return pd.Index(keys, name="subject", dtype="str")

    def candidates(self) -> pd.DataFrame:
        """The subjects not ruled out, best first, with their state and what is missing."""
        import pandas as pd

        listed = self.screening.listed()
        return pd.DataFrame(
            {
                "subject": [a.subject.key for a in listed],
                "patient": [a.subject.patient for a in listed],
                "index": [str(a.subject.index)[:10] for a in listed],
                "state": [a.state.value for a in listed],
                "missing": ["; ".join(self._missing(a)) for a in listed],
            }
        )

    def _missing(self, assessment: Assessment) -> list[str]:
        criteria = self.criteria.checked.criteria
        return [
            f"{criterion.id}: {reason.missing.value}"
            for criterion, answer in zip(criteria, assessment.answers, strict=True)
            for reason in answer.reasons[:1]
        ]

    def attrition(self) -> pd.DataFrame:
        """One line a criterion, in file order: verdicts of all, ruled out here, left after."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "criterion": step.criterion.id,
                    "title": step.criterion.title,
                    "side": step.criterion.side.value,
                    "met": step.met,
                    "not met": step.not_met,
                    "unknown": step.unknown,
                    "ruled out": step.ruled_out,
                    "left": step.left,
                }
                for step in attrition(self.screening)
            ]
        )

    def assessment(self, subject: str) -> Assessment:
        """The assessment of one subject by key; UsageError if it was not screened."""
        for assessment in self.screening.assessments:
            if subject == assessment.subject.key:
                return assessment
        raise UsageError([_no_such_subject()])

    def explain(self, subject: str) -> tuple[Explanation, ...]:
        """Every criterion's answer for one subject, with the evidence for it."""
        explainer = ReferenceExplainer(self.cohort.source, self.holdings, self.screening.as_of)
        return next(explainer.explain(self.criteria.checked, [self.assessment(subject)]))

    def of_patient(self, patient: str) -> list[Assessment]:
        """All subjects that one patient makes: one, or one an event."""
        return [a for a in self.screening.assessments if a.subject.patient == patient]

    def found(self) -> int:
        """How many are on the list: all but those ruled out."""
        counts = self.screening.counts()
        return sum(n for state, n in counts.items() if state is not State.INELIGIBLE)

    def __repr__(self) -> str:
        """Counts, never patients."""
        counts = ", ".join(f"{n} {state}" for state, n in self.counts().items())
        return f"Result({self.criteria.id!r}: {counts})"


def _nullable(verdicts: Bytes) -> pd.arrays.BooleanArray:
    import pandas as pd

    return pd.arrays.BooleanArray(verdicts == Verdict.MET, verdicts == Verdict.UNKNOWN)


def _no_such_subject() -> Diagnostic:
    return Diagnostic(
        "",
        "no-such-subject",
        "there is no such subject in this screening",
        why="the identifier is not in the data, or the person was dead or unborn at the date",
    )
