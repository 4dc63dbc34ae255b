"""Cases beside a criteria file: small made-up records with the verdicts expected of them.

`read_cases` reads `<name>.cases.yaml`, `run_cases` puts the criteria to its records and gives
back what came out otherwise than expected. Specs of the language are run the same way.
"""

from __future__ import annotations

from trialmatch.workflow.cases.coding import check_codes
from trialmatch.workflow.cases.model import (
    SUFFIX,
    Case,
    CaseFailure,
    CaseFile,
    Expectation,
    ExpectedAnswer,
    ExpectedCode,
    Outcome,
)
from trialmatch.workflow.cases.reading import parse_cases, read_cases
from trialmatch.workflow.cases.running import Engine, check_names, run_case, run_cases

__all__ = [
    "SUFFIX",
    "Case",
    "CaseFailure",
    "CaseFile",
    "Engine",
    "Expectation",
    "ExpectedAnswer",
    "ExpectedCode",
    "Outcome",
    "check_codes",
    "check_names",
    "parse_cases",
    "read_cases",
    "run_case",
    "run_cases",
]
