"""A criterion is a question put to one subject's record; its answer is met, not met or unknown,
and every answer shows the evidence for it.

The public names. Importing them loads no engine and no data library:

- `load(path)`, `parse(text)`: a criteria file, checked
- `Cohort.from_frames`, `.from_folder`, `.from_fhir`, `.open`: patients and their events
- `criteria.screen(cohort, as_of=...)`: a `Result` with `.candidates()`, `.verdicts()`,
  `.attrition()` and `.explain(subject)`
"""

from __future__ import annotations

from trialmatch.diagnostics import CriteriaError, DataError, TrialmatchError, UsageError
from trialmatch.verdict import Verdict
from trialmatch.workflow.cohort import Cohort
from trialmatch.workflow.criteria import Criteria, load, parse

__version__ = "0.1.0"

__all__ = [
    "Cohort",
    "Criteria",
    "CriteriaError",
    "DataError",
    "TrialmatchError",
    "UsageError",
    "Verdict",
    "load",
    "parse",
]
