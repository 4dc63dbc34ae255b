from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.plan.algebra import AllOf, Attribute, Compare, Elapsed, Fact, Op, Truth
from trialmatch.plan.window import INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Ask = Callable[[str], Truth]
YEAR = Window(Bound(Duration(1, Unit.YEAR), -1), INDEX)


def test_age_is_the_time_from_birth_to_the_index(ask: Ask) -> None:
    age = Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR)
    assert ask("age >= 18 years") == Compare(age, Op.GE, Decimal(18))
    assert ask("age between 18 and 75 years") == AllOf(
        (Compare(age, Op.GE, Decimal(18)), Compare(age, Op.LE, Decimal(75)))
    )
