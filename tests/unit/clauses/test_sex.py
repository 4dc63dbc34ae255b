from __future__ import annotations

from collections.abc import Callable

from trialmatch.plan.algebra import Attribute, Compare, Fact, Op, Truth

Ask = Callable[[str], Truth]


def test_sex_is_the_recorded_one(ask: Ask) -> None:
    assert ask("female") == Compare(Attribute(Fact.SEX), Op.EQ, "female")
    assert ask("male") == Compare(Attribute(Fact.SEX), Op.EQ, "male")
