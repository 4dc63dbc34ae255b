from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.plan.algebra import AllOf, Compare, Events, Number, Op, Reduce, Take, Truth, Within
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

Ask = Callable[[str], Truth]
EGFR = CodeSet("egfr", (CodePattern("LOINC", "62238-1"),))
YEAR = Window(Bound(Duration(1, Unit.YEAR), -1), INDEX)


def test_latest_is_the_number_of_the_row_picked_last_in_the_limits_unit(ask: Ask) -> None:
    picked = Take(Within(Events(("measurement", "observation"), EGFR), YEAR))
    unit = "mL/min/{1.73_m2}"
    scale = Scale("egfr", unit, unit, ("mL/min",), Decimal(2), Decimal(200))
    value = Reduce(picked, Number(scale))
    assert ask(f"latest egfr (within 1 year before index) >= 20.5 {unit}") == Compare(
        value, Op.GE, Decimal("20.5")
    )
    assert ask(f"latest egfr (within 1 year before index) between 20 and 60 {unit}") == AllOf(
        (Compare(value, Op.GE, Decimal(20)), Compare(value, Op.LE, Decimal(60)))
    )


def test_a_limit_in_another_unit_keeps_that_unit_beside_the_measures_own(ask: Ask) -> None:
    question = ask("latest glucose > 7000 umol/L")
    assert isinstance(question, Compare)
    assert isinstance(question.left, Reduce)
    assert isinstance(question.left.value, Number)
    scale = question.left.value.scale
    assert (scale.unit, scale.declared) == ("umol/L", "mmol/L")


def test_a_score_has_no_unit(ask: Ask) -> None:
    question = ask("latest nihss <= 5")
    assert isinstance(question, Compare)
    assert isinstance(question.left, Reduce)
    assert question.left.value == Number(Scale("nihss", "", "", score=True))
