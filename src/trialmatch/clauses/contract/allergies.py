"""Any allergy at all, which a row that says "no known allergy" denies (meaning 18)."""

from __future__ import annotations

from decimal import Decimal

from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort.kinds import NO_KNOWN_ALLERGY
from trialmatch.language.tree import EventPhrase
from trialmatch.plan.algebra import (
    AnyOf,
    Arithmetic,
    Compare,
    Events,
    Exists,
    How,
    Negate,
    Observed,
    Op,
    Operation,
    Reduce,
    Truth,
    Within,
)
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.codesets import CodeSet, pattern

_NONE_KNOWN = CodeSet("known allergy", (pattern(*NO_KNOWN_ALLERGY),))


def known_allergy(event: EventPhrase, scope: Scope) -> Truth:
    """Whether there are more rows of allergies than rows that deny any.

    With neither, nobody is known to have asked.
    """
    every, denying = Events(("allergy",)), Events(("allergy",), _NONE_KNOWN)
    count = Arithmetic(Operation.SUBTRACT, _counted(every), _counted(denying))
    silence = Observed(("allergy",), None, ANY_TIME)
    some = Compare(count, Op.GE, Decimal(1))
    return AnyOf((some, Negate(Exists(Within(every), silence))))


def _counted(rows: Events) -> Reduce:
    return Reduce(Within(rows), how=How.COUNT)
