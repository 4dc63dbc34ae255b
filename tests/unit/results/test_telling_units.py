"""Why a unit does not compare, in words."""

from __future__ import annotations

import pytest

from trialmatch.results.telling import Teller
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import parse_moment

INDEX = parse_moment("2026-03-01")


@pytest.mark.parametrize(
    ("unit", "english", "norwegian"),
    [
        (
            "g/L",
            "potassium: the unit g/L does not compare with the criterion's",
            "potassium: enheten g/L lar seg ikke sammenligne med kriteriets",
        ),
        (
            "Mmol/L",
            "potassium: the unit Mmol/L can mean two things",
            "potassium: enheten Mmol/L kan bety to ting",
        ),
        (
            "mmoll/L",
            "potassium: mmoll/L is no unit that is known; near to it: mmol/L, mol/L, mmol/mol",
            "potassium: mmoll/L er ingen kjent enhet; ligner på: mmol/L, mol/L, mmol/mol",
        ),
        (
            "?",
            "potassium: ? is no unit that is known",
            "potassium: ? er ingen kjent enhet",
        ),
    ],
)
def test_a_unit_that_does_not_compare_is_told_with_the_reason(
    unit: str, english: str, norwegian: str
) -> None:
    reason = Reason.of(Missing.UNIT_DIFFERS, "potassium", unit)
    assert Teller.of("en").reason(reason, INDEX) == english
    assert Teller.of("nb").reason(reason, INDEX) == norwegian
