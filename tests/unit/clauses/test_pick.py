from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.plan.algebra import (
    AllOf,
    Arithmetic,
    Compare,
    Events,
    Number,
    Op,
    Operation,
    RangeEnd,
    RangeLimit,
    Reduce,
    Take,
    Truth,
    Within,
)
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

Ask = Callable[[str], Truth]
EGFR = CodeSet("egfr", (CodePattern("LOINC", "62238-1"),))
GLUCOSE = CodeSet("glucose", (CodePattern("NPU", "NPU02192"),))
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


def test_a_limit_of_normal_is_the_ratio_to_the_results_own_range(ask: Ask) -> None:
    scale = Scale("glucose", "mmol/L", "mmol/L", (), Decimal(1), Decimal(60))
    picked = Take(Within(Events(("measurement", "observation"), GLUCOSE), YEAR))
    upper = Arithmetic(Operation.DIVIDE, Number(scale), RangeLimit(RangeEnd.UPPER, scale))
    assert ask("latest glucose (within 1 year before index) > 3 x ULN") == Compare(
        Reduce(picked, upper), Op.GT, Decimal(3)
    )


def test_between_two_multiples_of_the_lower_limit_includes_both(ask: Ask) -> None:
    question = ask("latest glucose between 0.5 and 1 x LLN")
    assert isinstance(question, AllOf)
    compares = [part for part in question.parts if isinstance(part, Compare)]
    assert [(part.op, part.right) for part in compares] == [
        (Op.GE, Decimal("0.5")),
        (Op.LE, Decimal(1)),
    ]
    ratios = {part.left.value for part in compares if isinstance(part.left, Reduce)}
    scale = Scale("glucose", "mmol/L", "mmol/L", (), Decimal(1), Decimal(60))
    lower = RangeLimit(RangeEnd.LOWER, scale)
    assert ratios == {Arithmetic(Operation.DIVIDE, Number(scale), lower)}
