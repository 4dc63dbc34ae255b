"""One criterion with names to speak of, as the question that it comes to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trialmatch.compiler import compile_text
from trialmatch.plan.algebra import Truth

HEADER = 'trial T "T"\n  screen each stay\n'
NAMES = """
codes stroke = ICD10 I63
codes insulin = ATC A10A
measure egfr = LOINC 62238-1 in mL/min/{1.73_m2} or mL/min, plausible 2 to 200
measure glucose = NPU NPU02192 in mmol/L, plausible 1 to 60
measure nihss = LOINC 72089-6 as score
"""


@pytest.fixture
def ask() -> Callable[[str], Truth]:
    """The question that a criterion's words come to."""

    def asked(text: str) -> Truth:
        compiled = compile_text(f"{HEADER}{NAMES}\ninclude\n  I1: {text}\n")
        assert compiled.criteria is not None, [each.message for each in compiled.diagnostics]
        return compiled.criteria.criteria[0].question

    return asked
