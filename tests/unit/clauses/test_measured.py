from __future__ import annotations

from collections.abc import Callable

from trialmatch.plan.algebra import Events, Exists, Observed, Truth, Within
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

Ask = Callable[[str], Truth]
STROKE = CodeSet("stroke", (CodePattern("ICD10", "I63"),))
EGFR = CodeSet("egfr", (CodePattern("LOINC", "62238-1"),))
YEAR = Window(Bound(Duration(1, Unit.YEAR), -1), INDEX)


def test_measured_asks_whether_it_was_done(ask: Ask) -> None:
    kinds = ("measurement", "observation")
    assert ask("measured egfr within 1 year before index") == Exists(
        Within(Events(kinds, EGFR), YEAR), Observed(kinds, EGFR, YEAR, asks_whether_done=True)
    )


def test_measured_takes_a_code_set_as_well(ask: Ask) -> None:
    question = ask("measured stroke")
    assert isinstance(question, Exists)
    assert question.rows == Within(Events(("measurement", "observation"), STROKE), ANY_TIME)
